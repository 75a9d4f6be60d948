//! The words of the contract that documents use: its scalars and enums, as Rust has them. What a
//! document asks for is checked against `schema.graphql` when this crate is compiled.

pub(crate) use crate::code::Code;

pub(crate) type DateTime = chrono::DateTime<chrono::Utc>;
pub(crate) type NaiveDate = chrono::NaiveDate;
pub(crate) type PartialDate = String;
pub(crate) type LocalDateTime = String;
pub(crate) type Locale = String;

/// A document in `pages/`: the operation `$name`, whose data are in a module of its name.
macro_rules! document {
    ($name:ident, $path:tt) => {
        #[derive(graphql_client::GraphQLQuery)]
        #[graphql(
                                                    schema_path = "../../schema.graphql",
                                                    query_path = $path,
                                                    response_derives = "Clone, Debug",
                                                    variables_derives = "Clone, Debug, Default",
                                                    extern_enums(
                                                        "Continent",
                                                        "EventKind",
                                                        "EventMode",
                                                        "EventStatus",
                                                        "Goal",
                                                        "Membership",
                                                        "NeedKind",
                                                        "OrderDirection",
                                                        "OrganisationKind",
                                                        "OrganisationRole",
                                                        "Origin",
                                                        "ProjectKind",
                                                        "RegistrationPhase",
                                                        "SessionKind",
                                                        "SiteKind",
                                                        "SearchType",
                                                        "Stage"
                                                    )
                                                )]
        pub(crate) struct $name;
    };
}
pub(crate) use document;

macro_rules! codes {
    ($($name:ident)*) => { $(pub(crate) type $name = Code;)* };
}

codes! {
    Continent EventKind EventMode EventStatus Goal Membership NeedKind OrderDirection OrganisationKind
    OrganisationRole Origin ProjectKind RegistrationPhase SearchType SessionKind SiteKind Stage
}
