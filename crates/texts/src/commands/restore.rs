//! Writing again what a text was.

use activity::{Failure, Outcome};
use async_graphql::{ID, InputObject};
use kernel::{UserError, UserErrorCode, validate::Mistakes};
use serde::Serialize;

use super::{
    Asking, RESTORED,
    open::{Expected, Open, Step, Words},
    target::target,
};
use crate::store;

/// A version of a text that is to be written again.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct RestoreTextInput {
    /// The node.
    pub node: ID,
    /// The language of the text.
    pub locale: String,
    /// The revision that is to be written again, as `textHistory` has it.
    pub revision: i32,
    /// Write only if the texts in this language have this revision now; 0 stands for none.
    #[serde(skip)]
    pub expected_revision: Option<i32>,
    /// Write only if the node has this version.
    #[serde(skip)]
    pub expected_version: Option<i32>,
}

/// Writes an earlier version of a text again, as a new revision. It is as stale as it was, and made by
/// whoever made it: also where it was a machine, since a person decides this.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn restore_text(
    asking: Asking<'_>,
    input: &RestoreTextInput,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let target = target(&input.node, &input.locale, &mut mistakes);
    mistakes.none()?;
    let expected = Expected {
        revision: input.expected_revision,
        version: input.expected_version,
    };
    let mut open = match Open::begin(asking, "restoreText", input, target, expected).await? {
        Step::Done(outcome) => return Ok(outcome),
        Step::Write(open) => open,
    };
    let (node, locale) = (open.target.node.id, open.target.locale.clone());
    let found = store::version(&mut open.write.conn(), node, &locale, input.revision).await?;
    let Some(version) = found else {
        let message = "No version of this text is kept under this revision.";
        return Err(UserError::new(UserErrorCode::NotFound, "input.revision", message).into());
    };
    let words = Words {
        title: version.title,
        summary: version.summary,
        description: version.description,
        origin: version.origin,
    };
    open.finish(RESTORED, words, Some(version.original_revision))
        .await
}
