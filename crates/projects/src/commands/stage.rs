//! How a project goes from stage to stage.

use access::Action;
use activity::{Failure, Log, Outcome};
use async_graphql::InputObject;
use kernel::{Actor, IdOf, UserErrorCode, date::PartialDate, entity::kinds, validate::Mistakes};
use serde::Serialize;

use super::{
    check::surely_before,
    item::{self, DocumentInput},
    open::{self, Open, StatementInput, begun},
};
use crate::{
    Stage,
    store::{held, item as store, partnership},
};

/// An idea to be put to the network.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct ProposeProjectInput {
    /// The project, which is an IDEA.
    pub project: IdOf<kinds::Project>,
}

/// A project that gets under way.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct LaunchProjectInput {
    /// The project, which is PROPOSED.
    pub project: IdOf<kinds::Project>,
    /// When it started; today by UTC, unless told or known already.
    pub started_on: Option<PartialDate>,
}

/// A project that came to its end.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct CompleteProjectInput {
    /// The project, which is ACTIVE.
    pub project: IdOf<kinds::Project>,
    /// What it came to.
    pub results: StatementInput,
    /// Where its results can be seen; at most 50. They stand among its documents, behind those it has.
    #[graphql(default)]
    pub links: Vec<DocumentInput>,
    /// When it ended; today by UTC, unless told.
    pub ended_on: Option<PartialDate>,
}

/// A project that is given up.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct AbandonProjectInput {
    /// The project, which has not ended.
    pub project: IdOf<kinds::Project>,
    /// Why.
    pub reason: StatementInput,
}

/// Puts an idea to the network: from now on whoever it was meant for sees it.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn propose_project(
    log: &Log,
    actor: Actor,
    input: &ProposeProjectInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = open::key(&input.project, "input.project", &mut mistakes);
    mistakes.none()?;
    let action = Action::ProposeProject;
    let mut open = begun!(open::open(log, actor, action, input, idempotency_key, id));
    open.go_to(Stage::Proposed)?;
    show(&mut open).await?;
    open.save().await?;
    let draft = open.draft("project.proposed");
    open.finish_project(draft).await
}

/// Says that a project is under way.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn launch_project(
    log: &Log,
    actor: Actor,
    input: &LaunchProjectInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = open::key(&input.project, "input.project", &mut mistakes);
    mistakes.none()?;
    let action = Action::LaunchProject;
    let mut open = begun!(open::open(log, actor, action, input, idempotency_key, id));
    open.go_to(Stage::Active)?;
    let today = today(&open);
    let started = input
        .started_on
        .or(open.held.project.started_on)
        .unwrap_or(today);
    open.held.project.started_on = Some(started);
    ends_after_it_starts(&open, "input.startedOn")?;
    open.save().await?;
    let draft = open.draft("project.launched").occurred_on(Some(started));
    open.finish_project(draft).await
}

/// Ends a project, with what it came to.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn complete_project(
    log: &Log,
    actor: Actor,
    input: &CompleteProjectInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = open::key(&input.project, "input.project", &mut mistakes);
    let results = input.results.check("input.results", &mut mistakes);
    mistakes.check(
        input.links.len() <= 50,
        UserErrorCode::TooLong,
        "input.links",
        "At most 50 links.",
    );
    let links = item::documents(&input.links, true, "input.links", &mut mistakes);
    mistakes.none()?;
    let action = Action::CompleteProject;
    let mut open = begun!(open::open(log, actor, action, input, idempotency_key, id));
    open.go_to(Stage::Completed)?;
    let ended = input.ended_on.unwrap_or_else(|| today(&open));
    open.held.project.ended_on = Some(ended);
    ends_after_it_starts(&open, "input.endedOn")?;
    let conn = &mut open.write.conn();
    store::write_outcome(conn, id, &results).await?;
    if !links.is_empty() {
        let mut documents = store::documents(conn, &[id])
            .await?
            .remove(&id)
            .unwrap_or_default();
        documents.extend(links);
        store::write_documents(conn, id, &documents).await?;
    }
    end(&mut open).await?;
    let draft = open.draft("project.completed").occurred_on(Some(ended));
    open.finish_project(draft).await
}

/// Gives a project up, with the reason why. An idea that is given up is never shown to others.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn abandon_project(
    log: &Log,
    actor: Actor,
    input: &AbandonProjectInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = open::key(&input.project, "input.project", &mut mistakes);
    let reason = input.reason.check("input.reason", &mut mistakes);
    mistakes.none()?;
    let action = Action::AbandonProject;
    let mut open = begun!(open::open(log, actor, action, input, idempotency_key, id));
    open.go_to(Stage::Abandoned)?;
    store::write_outcome(&mut open.write.conn(), id, &reason).await?;
    end(&mut open).await?;
    let draft = open.draft("project.abandoned");
    open.finish_project(draft).await
}

/// Lets those see the project whom it was meant for from the start.
pub(super) async fn show(open: &mut Open) -> Result<(), Failure> {
    if let Some(visibility) = open.held.visibility {
        let id = open.id();
        let audience = visibility.audience();
        audience.clone_into(&mut open.held.project.node.audience);
        held::set_audience(&mut open.write.conn(), id, audience).await?;
    }
    Ok(())
}

/// What ends looks for nobody any more.
async fn end(open: &mut Open) -> Result<(), Failure> {
    open.held.project.open_to_partners = false;
    let (id, now) = (open.id(), open.write.now());
    partnership::close(&mut open.write.conn(), id, None, None, now).await?;
    open.save().await
}

fn today(open: &Open) -> PartialDate {
    PartialDate::day(open.write.now().date_naive())
}

pub(super) fn ends_after_it_starts(open: &Open, path: &str) -> Result<(), Failure> {
    let project = &open.held.project;
    match (project.started_on, project.ended_on) {
        (Some(started), Some(ended)) if surely_before(ended, started) => {
            let message = "It ends before it starts.";
            Err(kernel::UserError::new(UserErrorCode::Invalid, path, message).into())
        }
        _ => Ok(()),
    }
}
