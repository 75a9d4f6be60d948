//! What organisations and people are, and whom people act for.

mod invitation;
mod mandate;
mod organisation;
mod person;
mod token;

pub use invitation::{Invitation, InvitationState};
pub use mandate::{PartyColumns, StoredMandate};
pub use organisation::{Organisation, OrganisationKind};
pub use person::Person;
pub use token::ApiToken;
