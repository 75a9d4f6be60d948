//! Every kind of caller there is.
//!
//! To add one: a line in `callers!`. The tables show it as a column.

use std::{collections::BTreeSet, sync::Arc};

use kernel::{
    Acting, Actor, Party,
    actor::{Credential, Mandate, Role, Scope},
};
use uuid::Uuid;

use super::{ACTS, CITY, LEADER, ORGANISATION, OTHER_CITY, PARTNER};

macro_rules! callers {
    ($($name:ident, $column:literal, $says:literal;)*) => {
        /// A kind of caller.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Caller { $($name,)* }

        impl Caller {
            pub(super) const ALL: &[Caller] = &[$(Caller::$name,)*];

            /// The letters over its column.
            pub(super) const fn column(self) -> &'static str {
                match self { $(Caller::$name => $column,)* }
            }

            /// What the letters mean.
            pub(super) const fn says(self) -> &'static str {
                match self { $(Caller::$name => $says,)* }
            }
        }
    };
}

callers! {
    Anonymous, "an", "anybody";
    Operator, "op", "the operator";
    Person, "pe", "a person without a mandate";
    Officer, "of", "an officer of the city";
    Representative, "re", "a representative of the city";
    OtherOfficer, "oo", "an officer of another city";
    OtherRepresentative, "or", "a representative of another city";
    OrganisationOfficer, "go", "an officer of the organisation";
    OrganisationRepresentative, "gr", "a representative of the organisation";
    Coordinator, "co", "an officer of the city that leads the project";
    Partner, "pa", "an officer of a partner of the project";
    Moderator, "mo", "a moderator";
    Secretary, "se", "a secretary";
    SecretaryForThis, "s+", "a secretary whose mandate is limited to the action's scope";
    SecretaryForElse, "s-", "a secretary whose mandate is limited to the other scopes";
    RepresentativeForThis, "r+", "a representative of the city, limited to the action's scope";
    RepresentativeForElse, "r-", "a representative of the city, limited to the other scopes";
    PersonsToken, "p+", "a person without a mandate, by a token with the action's scope";
    PersonsOtherToken, "p-", "a person without a mandate, by a token with the other scopes";
    SecretarysToken, "t+", "a secretary, by a token with the action's scope";
    SecretarysOtherToken, "t-", "a secretary, by a token with the other scopes";
    Undecided, "un", "a secretary who is a representative of the city, too, and names neither";
}

impl Caller {
    /// The actor, for an action of this scope.
    pub(super) fn actor(self, scope: Scope) -> Actor {
        let this = || Some(BTreeSet::from([scope]));
        let other = || {
            let others = Scope::ALL.iter().copied().filter(|other| *other != scope);
            Some(others.collect::<BTreeSet<_>>())
        };
        let under = |party, role| person(Some(mandate(party, role, None)), None);
        let limited = |party, role, limits: Option<BTreeSet<Scope>>| {
            let limits = limits.map(|limits| {
                limits
                    .into_iter()
                    .filter(|scope| scope.is_of_mandates())
                    .collect()
            });
            person(Some(mandate(party, role, limits)), None)
        };
        let secretary = || mandate(Party::Secretariat, Role::Secretary, None);
        match self {
            Caller::Anonymous => Actor::Anonymous,
            Caller::Operator => Actor::System,
            Caller::Person => person(None, None),
            Caller::Officer => under(CITY, Role::Officer),
            Caller::Representative => under(CITY, Role::Representative),
            Caller::OtherOfficer => under(OTHER_CITY, Role::Officer),
            Caller::OtherRepresentative => under(OTHER_CITY, Role::Representative),
            Caller::OrganisationOfficer => under(ORGANISATION, Role::Officer),
            Caller::OrganisationRepresentative => under(ORGANISATION, Role::Representative),
            Caller::Coordinator => under(LEADER, Role::Officer),
            Caller::Partner => under(PARTNER, Role::Officer),
            Caller::Moderator => under(Party::Secretariat, Role::Moderator),
            Caller::Secretary => person(Some(secretary()), None),
            Caller::SecretaryForThis => limited(Party::Secretariat, Role::Secretary, this()),
            Caller::SecretaryForElse => limited(Party::Secretariat, Role::Secretary, other()),
            Caller::RepresentativeForThis => limited(CITY, Role::Representative, this()),
            Caller::RepresentativeForElse => limited(CITY, Role::Representative, other()),
            Caller::PersonsToken => person(None, this()),
            Caller::PersonsOtherToken => person(None, other()),
            Caller::SecretarysToken => person(Some(secretary()), this()),
            Caller::SecretarysOtherToken => person(Some(secretary()), other()),
            Caller::Undecided => acting(Acting {
                held: 2,
                ..someone(None, None)
            }),
        }
    }
}

pub(super) fn mandate(party: Party, role: Role, scopes: Option<BTreeSet<Scope>>) -> Mandate {
    Mandate {
        id: Uuid::from_u128(200),
        party,
        role,
        scopes,
        starts_at: chrono::DateTime::UNIX_EPOCH,
        ends_at: None,
    }
}

/// Who acts, under this mandate, by a token with these scopes.
pub(super) fn person(mandate: Option<Mandate>, token: Option<BTreeSet<Scope>>) -> Actor {
    acting(someone(mandate, token))
}

pub(super) fn acting(acting: Acting) -> Actor {
    Actor::Person(Arc::new(acting))
}

pub(super) fn someone(mandate: Option<Mandate>, token: Option<BTreeSet<Scope>>) -> Acting {
    Acting {
        person: ACTS,
        held: usize::from(mandate.is_some()),
        mandate,
        credential: Credential::Issuer,
        scopes: token,
    }
}
