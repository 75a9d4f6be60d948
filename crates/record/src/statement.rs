//! What somebody says, in the one language they say it in.

use async_graphql::{InputObject, SimpleObject};
use kernel::validate::{self, Mistakes};
use serde::{Deserialize, Serialize};

use crate::input;

/// What somebody wrote, in the one language they wrote it in.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The language, a tag of BCP 47.
    pub locale: String,
    /// The text, which is no HTML.
    pub text: String,
}

/// What somebody says, in the one language they say it in.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct StatementInput {
    /// The language, a tag of BCP 47.
    pub locale: String,
    /// The text; at most 5,000 characters. It is never taken for HTML.
    pub text: String,
}

kernel::from_row!(Statement { locale, text });

impl StatementInput {
    /// The statement, if its language exists and its text is there; in the usual form.
    pub fn check(&self, path: &str, mistakes: &mut Mistakes) -> Statement {
        validate::text(&self.text, 5_000, &format!("{path}.text"), mistakes);
        Statement {
            locale: input::locale(&self.locale, &format!("{path}.locale"), mistakes),
            text: self.text.clone(),
        }
    }
}

/// The statements of a list: at most 30, each in another language.
pub fn statements(
    inputs: &[StatementInput],
    path: &str,
    mistakes: &mut Mistakes,
) -> Vec<Statement> {
    input::at_most(30, inputs.len(), path, mistakes);
    let checked: Vec<Statement> = (inputs.iter().enumerate())
        .map(|(i, input)| input.check(&format!("{path}.{i}"), mistakes))
        .collect();
    let known = checked.iter().map(|said| said.locale.as_str());
    validate::distinct(known.filter(|tag| !tag.is_empty()), path, mistakes);
    checked
}
