//! Writing a text: adding it, or correcting it.

use activity::{Failure, Outcome};
use async_graphql::{Enum, ID, InputObject, MaybeUndefined};
use kernel::{
    UserError, UserErrorCode,
    content::{self, Origin},
    validate::{self, Mistakes},
};
use serde::Serialize;

use super::{
    Asking, WRITTEN,
    open::{Expected, Open, Step, Words},
    target::target,
};

/// Who makes a text that is written.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TextOrigin {
    /// A person.
    Human,
    /// A program that translates. It never replaces what a person wrote, or what was imported.
    Machine,
}

/// The texts of one node in one language. What is left out stays as it is.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct WriteTextInput {
    /// The node: a city, a theme, a project, a milestone, an update, an event, a session or an
    /// organisation.
    pub node: ID,
    /// The language of these texts, a tag of BCP 47.
    pub locale: String,
    /// The title or name, at most 200 characters; needed where there are no texts in this language
    /// yet.
    pub title: Option<String>,
    /// A sentence or two, at most 1,000 characters; null when there is none.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    pub summary: MaybeUndefined<String>,
    /// The long text, at most 20,000 characters; null when there is none.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    pub description: MaybeUndefined<String>,
    /// Who makes these texts; a person, unless told.
    #[graphql(default_with = "TextOrigin::Human")]
    pub origin: TextOrigin,
    /// Write only if the texts in this language have this revision; 0 stands for none.
    #[serde(skip)]
    pub expected_revision: Option<i32>,
    /// Write only if the node has this version.
    #[serde(skip)]
    pub expected_version: Option<i32>,
}

/// Adds or corrects the texts of a node in one language. The same texts again change nothing; but a
/// translation that is stale is up to date again.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn write_text(asking: Asking<'_>, input: &WriteTextInput) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let target = target(&input.node, &input.locale, &mut mistakes);
    if let Some(title) = &input.title {
        validate::text(title, content::MAX_TITLE, "input.title", &mut mistakes);
    }
    let (summary, description) = (input.summary.value(), input.description.value());
    content::check_rest(
        summary.map(String::as_str),
        description.map(String::as_str),
        "input",
        &mut mistakes,
    );
    mistakes.none()?;
    let expected = Expected {
        revision: input.expected_revision,
        version: input.expected_version,
    };
    let open = match Open::begin(asking, "writeText", input, target, expected).await? {
        Step::Done(outcome) => return Ok(outcome),
        Step::Write(open) => open,
    };
    let before = open.before();
    let origin = match input.origin {
        TextOrigin::Human => Origin::Human,
        TextOrigin::Machine => Origin::Machine,
    };
    if origin == Origin::Machine && before.is_some_and(|before| before.origin != Origin::Machine) {
        let code = UserErrorCode::WrittenByHuman;
        let message =
            "A person wrote this text, or it was imported: a machine does not replace it.";
        return Err(UserError::new(code, "input.origin", message).into());
    }
    let title = (input.title.as_ref()).or(before.map(|before| &before.title));
    let Some(title) = title.cloned() else {
        let message = "There are no texts in this language yet: they begin with a title.";
        return Err(UserError::new(UserErrorCode::Blank, "input.title", message).into());
    };
    let words = Words {
        title,
        summary: or_as_it_is(&input.summary, before.and_then(|b| b.summary.as_ref())),
        description: or_as_it_is(
            &input.description,
            before.and_then(|b| b.description.as_ref()),
        ),
        origin,
    };
    open.finish(WRITTEN, words, None).await
}

/// What is written, or what stands there where nothing is said. A text without a letter is none.
fn or_as_it_is(new: &MaybeUndefined<String>, before: Option<&String>) -> Option<String> {
    match new {
        MaybeUndefined::Undefined => before.cloned(),
        new => new.value().filter(|text| !text.trim().is_empty()).cloned(),
    }
}
