//! Documents and public figures of a project: each list is written anew as a whole.

use access::Action;
use activity::{Failure, Log, Outcome};
use async_graphql::InputObject;
use kernel::{
    Actor, IdOf, UserErrorCode,
    entity::kinds,
    validate::{self, Mistakes},
};
use serde::Serialize;

use super::{
    currency::CURRENCIES,
    open::{self, begun},
};
use crate::{BudgetLine, Document, store::item as store};

/// A document that is kept elsewhere.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct DocumentInput {
    /// What it is called; at most 200 characters.
    pub title: String,
    /// Where it is: the address of a page or a file.
    pub url: String,
    /// The language it is in, a tag of BCP 47.
    pub locale: Option<String>,
}

/// The documents of a project.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct SetProjectDocumentsInput {
    /// The project.
    pub project: IdOf<kinds::Project>,
    /// Its documents in their order, at most 100, in the place of those it has. Those of what it came
    /// to stay behind them.
    pub documents: Vec<DocumentInput>,
    /// Change only if the project has this version.
    #[serde(skip)]
    pub expected_version: Option<i32>,
}

/// A public figure.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct BudgetLineInput {
    /// What the money is for, or where it comes from; at most 200 characters.
    pub label: String,
    /// The language of the label, a tag of BCP 47.
    pub locale: String,
    /// How much, as a decimal number in the units of the currency, with at most 15 digits before the
    /// point and 4 behind it: `12500.00`.
    pub amount: String,
    /// The currency, a code of ISO 4217: `EUR`.
    pub currency: String,
    /// The address of the page that says so.
    pub source: Option<String>,
}

/// The public figures of a project.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct SetProjectBudgetInput {
    /// The project.
    pub project: IdOf<kinds::Project>,
    /// Its figures in their order, at most 100, in the place of those it has.
    pub lines: Vec<BudgetLineInput>,
    /// Change only if the project has this version.
    #[serde(skip)]
    pub expected_version: Option<i32>,
}

/// Changes the documents of a project. They can be changed when it has ended, too: addresses move.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn set_project_documents(
    log: &Log,
    actor: Actor,
    input: &SetProjectDocumentsInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let m = &mut mistakes;
    let id = open::key(&input.project, "input.project", m);
    m.check(
        input.documents.len() <= 100,
        UserErrorCode::TooLong,
        "input.documents",
        "At most 100 documents.",
    );
    let mut new = documents(&input.documents, false, "input.documents", m);
    mistakes.none()?;
    let action = Action::SetProjectDocuments;
    let mut open = begun!(open::open(log, actor, action, input, idempotency_key, id));
    open.expect(input.expected_version)?;
    let conn = &mut open.write.conn();
    let before = store::documents(conn, &[id]).await?.remove(&id);
    let results = before
        .into_iter()
        .flatten()
        .filter(|document| document.is_result);
    new.extend(results);
    store::write_documents(conn, id, &new).await?;
    open.touch().await?;
    let draft = open.draft("documents.changed");
    open.finish_project(draft).await
}

/// Changes the public figures of a project.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn set_project_budget(
    log: &Log,
    actor: Actor,
    input: &SetProjectBudgetInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let m = &mut mistakes;
    let id = open::key(&input.project, "input.project", m);
    m.check(
        input.lines.len() <= 100,
        UserErrorCode::TooLong,
        "input.lines",
        "At most 100 figures.",
    );
    let line =
        |(i, line): (usize, &BudgetLineInput)| budget_line(line, &format!("input.lines.{i}"), m);
    let lines: Vec<BudgetLine> = input.lines.iter().enumerate().map(line).collect();
    mistakes.none()?;
    let action = Action::SetProjectBudget;
    let mut open = begun!(open::open(log, actor, action, input, idempotency_key, id));
    open.expect(input.expected_version)?;
    store::write_budget(&mut open.write.conn(), id, &lines).await?;
    open.touch().await?;
    let draft = open.draft("budget.changed");
    open.finish_project(draft).await
}

/// The documents behind an input, with what is wrong with them.
pub(super) fn documents(
    input: &[DocumentInput],
    is_result: bool,
    path: &str,
    mistakes: &mut Mistakes,
) -> Vec<Document> {
    let document = |(i, document): (usize, &DocumentInput)| {
        let path = format!("{path}.{i}");
        validate::text(&document.title, 200, &format!("{path}.title"), mistakes);
        validate::url(&document.url, &format!("{path}.url"), mistakes);
        let locale = (document.locale.as_ref())
            .map(|tag| open::locale(tag, &format!("{path}.locale"), mistakes));
        Document {
            title: document.title.clone(),
            url: document.url.clone(),
            locale,
            is_result,
        }
    };
    input.iter().enumerate().map(document).collect()
}

fn budget_line(line: &BudgetLineInput, path: &str, mistakes: &mut Mistakes) -> BudgetLine {
    validate::text(&line.label, 200, &format!("{path}.label"), mistakes);
    mistakes.check(
        is_amount(&line.amount),
        UserErrorCode::Invalid,
        &format!("{path}.amount"),
        "This is not a decimal number such as `12500.00`.",
    );
    mistakes.check(
        CURRENCIES.split(' ').any(|code| code == line.currency),
        UserErrorCode::Invalid,
        &format!("{path}.currency"),
        "This is not a currency code of ISO 4217, such as `EUR`.",
    );
    if let Some(source) = &line.source {
        validate::url(source, &format!("{path}.source"), mistakes);
    }
    BudgetLine {
        label: line.label.clone(),
        locale: open::locale(&line.locale, &format!("{path}.locale"), mistakes),
        amount: line.amount.clone(),
        currency: line.currency.clone(),
        source: line.source.clone(),
    }
}

/// Digits, and after a point a few more; no sign, no exponent, no separators.
fn is_amount(text: &str) -> bool {
    let digits = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
    };
    match text.split_once('.') {
        Some((whole, part)) => digits(whole, 15) && digits(part, 4),
        None => digits(text, 15),
    }
}

#[cfg(test)]
mod tests {
    use super::is_amount;

    #[test]
    fn an_amount_is_a_plain_decimal_number() {
        for good in ["0", "12500.00", "999999999999999.9999"] {
            assert!(is_amount(good), "{good}");
        }
        for bad in [
            "",
            ".5",
            "5.",
            "-1",
            "1e3",
            "1,000",
            "1000000000000000",
            "1.00000",
            "１",
        ] {
            assert!(!is_amount(bad), "{bad}");
        }
    }
}
