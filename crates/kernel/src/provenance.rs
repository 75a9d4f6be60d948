//! Where a fact comes from, and how sure it is.

use async_graphql::{Enum, InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

use crate::{
    UserError, UserErrorCode,
    validate::{self, Mistakes},
};

/// How sure a recorded fact is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Confidence {
    /// A source says so plainly.
    High,
    /// Sources suggest it, or only one says it.
    Medium,
    /// It may be wrong.
    Low,
}

/// Where what is recorded of a node comes from.
#[derive(SimpleObject, InputObject, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[graphql(input_name = "ProvenanceInput")]
pub struct Provenance {
    /// Addresses of the sources.
    #[graphql(default)]
    pub sources: Vec<String>,
    /// How sure it is; null when nobody judged it.
    pub confidence: Option<Confidence>,
    /// What the sources leave open, in the language of who recorded it.
    pub note: Option<String>,
    /// The credit that the sources' licence asks for, to be shown with the data.
    pub credit: Option<String>,
    /// Whether this is an example made to show a feature: not a fact.
    #[graphql(default)]
    pub is_example: bool,
}

impl Provenance {
    pub(crate) fn check(&self, at: &str, mistakes: &mut Mistakes) {
        if self.sources.len() > 50 {
            let path = format!("{at}.sources");
            mistakes.add(UserError::new(
                UserErrorCode::TooLong,
                &path,
                "At most 50 sources.",
            ));
        }
        for (i, source) in self.sources.iter().enumerate() {
            validate::url(source, &format!("{at}.sources.{i}"), mistakes);
        }
        validate::optional_text(self.note.as_deref(), 2_000, &format!("{at}.note"), mistakes);
        validate::optional_text(
            self.credit.as_deref(),
            500,
            &format!("{at}.credit"),
            mistakes,
        );
    }
}
