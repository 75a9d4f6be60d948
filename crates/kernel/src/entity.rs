//! The kinds of node in the graph, known to every floor by name only.
//!
//! To add a kind: add a line to `kinds!` below, give the domain that owns it a merged type in
//! `schema`, and bind it there; the schema refuses to be built with a kind that nobody bound.

/// A kind of node that one domain owns and others point at.
pub trait Entity: Send + Sync + 'static {
    /// What the kind is called everywhere else.
    const KIND: Kind;
    /// The name of its GraphQL type.
    const TYPE: &'static str;
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident, $prefix:literal;)*) => {
        /// What a node is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind { $($(#[$doc])* $name,)* }

        impl Kind {
            /// Every kind there is.
            pub const ALL: &[Kind] = &[$(Kind::$name,)*];

            /// The name of the GraphQL type.
            pub const fn type_name(self) -> &'static str {
                match self { $(Kind::$name => stringify!($name),)* }
            }

            /// The prefix of its ids, also its name in the database.
            pub const fn prefix(self) -> &'static str {
                match self { $(Kind::$name => $prefix,)* }
            }

            /// The kind with this prefix.
            pub fn from_prefix(prefix: &str) -> Option<Kind> {
                match prefix { $($prefix => Some(Kind::$name),)* _ => None }
            }
        }

        /// The entities as types, for [`Ref`](crate::Ref) and [`IdOf`](crate::IdOf).
        pub mod kinds {
            $($(#[$doc])* #[derive(Clone, Copy, Debug)] pub struct $name;
            impl super::Entity for $name {
                const KIND: super::Kind = super::Kind::$name;
                const TYPE: &'static str = stringify!($name);
            })*
        }
    };
}

kinds! {
    /// A city of the network, or one that may join it.
    City, "city";
    /// A subject that the network works on.
    Theme, "theme";
    /// A cooperation project, or a good practice of one city.
    Project, "project";
    /// A step that a project set itself.
    Milestone, "milestone";
    /// News that a project published.
    Update, "update";
    /// What was offered between a project and a party: a part in it, or its lead.
    Partnership, "partnership";
    /// What a project looks for, or has to give.
    Need, "need";
    /// A conference, an assembly, a visit, a workshop.
    Event, "event";
    /// Events that belong together, each an edition of it.
    EventSeries, "series";
    /// A part of an event's programme.
    Session, "session";
    /// What somebody, or a city for somebody, has at an event: a seat, or a place in the waiting list.
    Registration, "registration";
    /// Who comes to an event for a city or an organisation, under a head.
    EventDelegation, "delegation";
    /// A university, a company, an association, a local government.
    Organisation, "organisation";
    /// One thing that happened in the network.
    Activity, "activity";
    /// Someone who takes part in the network.
    Person, "person";
    /// A person's mandate to act for a city, an organisation or the secretariat.
    Mandate, "mandate";
    /// An invitation to take up a mandate.
    Invitation, "invitation";
    /// A token that a program shows to act for a person.
    ApiToken, "token";
}
