//! What can be done, as the policy knows it.

use async_graphql::Enum;
use kernel::actor::Scope;

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident: $text:literal, $scope:ident, $on:ident;)*) => {
        /// What can be done in the network. Each is decided by the policy, for the mandate that it
        /// is done under.
        #[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action { $($(#[$doc])* $name,)* }

        impl Action {
            /// Every action there is.
            pub const ALL: &[Action] = &[$(Action::$name,)*];

            /// Its name in the policies.
            pub const fn as_str(self) -> &'static str {
                match self { $(Action::$name => $text,)* }
            }

            /// The field it belongs to, which mandates and tokens are limited by.
            pub const fn scope(self) -> Scope {
                match self { $(Action::$name => Scope::$scope,)* }
            }

            /// What it is done to.
            pub const fn on(self) -> On {
                match self { $(Action::$name => On::$on,)* }
            }
        }
    };
}

/// What kind of thing an action is done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// The record of the network as a whole.
    Network,
    /// A city, an organisation or the secretariat.
    Party,
    /// A mandate.
    Mandate,
    /// A person.
    Person,
    /// A city.
    City,
    /// Whatever has texts: to a theme as the record of the network, to a part of a project or an event
    /// as to the project or the event.
    Texts,
}

actions! {
    /// Record or correct what is known of a city.
    RecordCity: "recordCity", Record, Network;
    /// Record or correct a theme.
    RecordTheme: "recordTheme", Record, Network;
    /// Record or correct what is known of a project.
    RecordProject: "recordProject", Projects, Network;
    /// Record or correct what is known of an event.
    RecordEvent: "recordEvent", Events, Network;
    /// Record or correct what is known of an organisation.
    RecordOrganisation: "recordOrganisation", Record, Network;
    /// Let a person act for a city, an organisation or the secretariat.
    GrantMandate: "grantMandate", People, Party;
    /// Limit a mandate: what it is for, or how long it holds.
    LimitMandate: "limitMandate", People, Mandate;
    /// End a mandate, or lay down one's own.
    EndMandate: "endMandate", People, Mandate;
    /// Invite somebody by e-mail to take up a mandate.
    InviteToMandate: "inviteToMandate", People, Party;
    /// Take an invitation back.
    WithdrawInvitation: "withdrawInvitation", People, Party;
    /// Take up a mandate that one was invited to.
    TakeUpMandate: "takeUpMandate", Account, Person;
    /// Change a person's name, language, or who may see them.
    UpdatePerson: "updatePerson", Account, Person;
    /// Follow a city, a project, an event, a theme or an organisation.
    Follow: "follow", Account, Person;
    /// Follow it no longer.
    Unfollow: "unfollow", Account, Person;
    /// Make a token that a program shows to act for a person.
    CreateApiToken: "createApiToken", Account, Person;
    /// End a token.
    RevokeApiToken: "revokeApiToken", Account, Person;
    /// End a person's sessions.
    SignOut: "signOut", Account, Person;
    /// Hand out everything that is kept of a person.
    ExportPersonalData: "exportPersonalData", Account, Person;
    /// Erase a person.
    ErasePerson: "erasePerson", Account, Person;
    /// Invite a city to join the network.
    InviteCity: "inviteCity", Membership, City;
    /// Decline, for a city, an invitation to join the network.
    DeclineMembership: "declineMembership", Membership, City;
    /// Ask, for a city, to be admitted to the network.
    ApplyForMembership: "applyForMembership", Membership, City;
    /// Admit a city to the network.
    AdmitCity: "admitCity", Membership, City;
    /// Refuse a city that asked to be admitted.
    RefuseCity: "refuseCity", Membership, City;
    /// Suspend the membership of a city.
    SuspendCity: "suspendCity", Membership, City;
    /// End the suspension of a city.
    ReinstateCity: "reinstateCity", Membership, City;
    /// Leave the network, for a city.
    LeaveNetwork: "leaveNetwork", Membership, City;
    /// Change what is said of a city.
    UpdateCity: "updateCity", Record, City;
    /// Write the texts of a node in its original language.
    WriteText: "writeText", Texts, Texts;
    /// Write the texts of a node in another language.
    TranslateText: "translateText", Texts, Texts;
}
