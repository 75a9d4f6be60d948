#![doc = include_str!("../README.md")]

mod circles;
mod commands;
mod graph;
mod guard;
mod known;
mod loaders;
mod model;
mod personal;
pub mod post;
mod recognition;
mod store;

pub use circles::{Circles, Place};
pub use commands::*;
pub use graph::*;
pub use guard::PeopleGuard;
pub use known::{acts_for, person};
pub use loaders::*;
pub use model::{
    ApiToken, Invitation, InvitationState, Organisation, OrganisationKind, PartyColumns, Person,
    StoredMandate,
};
pub use personal::Personal;
pub use recognition::{Facts, Shown, recognise, resource_of_mandate};
pub use store::{
    follow::nodes_of as followed,
    letter::Letter,
    login::Login,
    organisation::also_found_by,
    place::{OrganisationPlace, places},
};
