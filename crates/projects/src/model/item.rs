//! What hangs on a project without texts of its own in several languages.

use async_graphql::{Enum, SimpleObject};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A document of a project: the address of a page or a file that is kept elsewhere.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq)]
#[graphql(name = "ProjectDocument")]
pub struct Document {
    /// What it is called.
    pub title: String,
    /// Where it is.
    pub url: String,
    /// The language it is in, a tag of BCP 47; null when nobody said.
    pub locale: Option<String>,
    /// Whether it is of what the project came to.
    pub is_result: bool,
}

/// A public figure of a project's budget.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq)]
pub struct BudgetLine {
    /// What the money is for, or where it comes from.
    pub label: String,
    /// The language of the label, a tag of BCP 47.
    pub locale: String,
    /// How much, as a decimal number in the units of the currency: `12500.00`.
    pub amount: String,
    /// The currency, a code of ISO 4217: `EUR`.
    pub currency: String,
    /// The address of the page that says so; null when nobody said.
    pub source: Option<String>,
}

/// What a project looks for, or has to give.
#[derive(Clone, Debug)]
pub struct Need {
    /// Its key.
    pub id: Uuid,
    /// The project.
    pub project_id: Uuid,
    /// Whether it looks for it, or has it to give.
    pub kind: NeedKind,
    /// Whether that still holds.
    pub state: NeedState,
    /// The language of the text.
    pub locale: String,
    /// What it is.
    pub text: String,
    /// When it was added.
    pub added_at: DateTime<Utc>,
}

/// Whether a project looks for something, or has it to give.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum NeedKind {
    /// It looks for it.
    Need,
    /// It has it to give.
    Offer,
}

/// Whether a need or an offer still holds.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum NeedState {
    /// It does.
    Open,
    /// What was looked for was found, or what there was to give was given.
    Met,
}
