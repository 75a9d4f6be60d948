//! Who makes an event.

use async_graphql::Enum;
use kernel::Party;
use serde::{Deserialize, Serialize};

/// A city, an organisation or the secretariat that makes an event, or is asked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Organiser {
    /// Who.
    pub party: Party,
    /// Whether they said yes.
    pub state: OrganiserState,
}

/// Whether somebody who was asked to make an event said yes. (Who says no makes none.)
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum OrganiserState {
    /// They were asked, and have not answered.
    Asked,
    /// They make it.
    Accepted,
}
