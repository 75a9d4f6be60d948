//! What a project looks for, and has to give.

use access::Action;
use activity::{Draft, Failure, Log, Outcome};
use async_graphql::InputObject;
use kernel::{
    Actor, IdOf, Kind, NodeRef, UserError, UserErrorCode, entity::kinds, validate::Mistakes,
};
use serde::Serialize;

use super::open::{self, Asked, Open, StatementInput, begun, unknown, wrong_state};
use crate::{Held, Need, NeedKind, NeedState, store::item as store};

/// How many needs and offers a project has at most.
const MOST: i64 = 200;
const NEED: &str = "input.need";

/// What a project looks for, or has to give.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct AddNeedInput {
    /// The project.
    pub project: IdOf<kinds::Project>,
    /// Whether it looks for it, or has it to give.
    pub kind: NeedKind,
    /// What it is.
    pub text: StatementInput,
}

/// A need or an offer that holds no longer.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct CompleteNeedInput {
    /// The need or the offer, which is OPEN.
    pub need: IdOf<kinds::Need>,
}

/// A need or an offer to be removed.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct RemoveNeedInput {
    /// The need or the offer.
    pub need: IdOf<kinds::Need>,
}

/// Says what a project looks for, or has to give.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn add_need(
    log: &Log,
    actor: Actor,
    input: &AddNeedInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = open::key(&input.project, "input.project", &mut mistakes);
    let text = input.text.check("input.text", &mut mistakes);
    mistakes.none()?;
    let action = Action::AddNeed;
    let mut open = begun!(open::open(log, actor, action, input, idempotency_key, id));
    open.is_under_way("input.project")?;
    if store::count_needs(&mut open.write.conn(), id).await? >= MOST {
        let message = format!("A project has at most {MOST} needs and offers.");
        return Err(UserError::new(UserErrorCode::TooLong, "input.project", message).into());
    }
    let need = Need {
        id: open.write.clock().new_id(),
        project_id: id,
        kind: input.kind,
        state: NeedState::Open,
        locale: text.locale,
        text: text.text,
        added_at: open.write.now(),
    };
    store::write_need(&mut open.write.conn(), &need).await?;
    open.touch().await?;
    let draft = tell(&open, "need.added", &need);
    open.finish(NodeRef::new(Kind::Need, need.id), draft).await
}

/// Says that what was looked for was found, or that what there was to give was given.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn complete_need(
    log: &Log,
    actor: Actor,
    input: &CompleteNeedInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = open::key(&input.need, NEED, &mut mistakes);
    mistakes.none()?;
    let mut asked = begun!(open::ask(
        log,
        actor,
        Action::CompleteNeed,
        input,
        idempotency_key
    ));
    let (mut need, held) = lock(&mut asked, id).await?;
    let mut open = asked.on_project(held)?;
    if need.state == NeedState::Met {
        return Err(wrong_state(NEED, "This is MET already.").into());
    }
    need.state = NeedState::Met;
    store::write_need(&mut open.write.conn(), &need).await?;
    open.touch().await?;
    let draft = tell(&open, "need.met", &need);
    open.finish(NodeRef::new(Kind::Need, need.id), draft).await
}

/// Removes a need or an offer.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn remove_need(
    log: &Log,
    actor: Actor,
    input: &RemoveNeedInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = open::key(&input.need, NEED, &mut mistakes);
    mistakes.none()?;
    let mut asked = begun!(open::ask(
        log,
        actor,
        Action::RemoveNeed,
        input,
        idempotency_key
    ));
    let (need, held) = lock(&mut asked, id).await?;
    let mut open = asked.on_project(held)?;
    store::remove_need(&mut open.write.conn(), need.id).await?;
    open.touch().await?;
    let draft = tell(&open, "need.removed", &need);
    open.finish_project(draft).await
}

async fn lock(asked: &mut Asked, id: uuid::Uuid) -> Result<(Need, Held), Failure> {
    let missing = || unknown("need or offer", NEED);
    let found = store::need(&mut asked.write.conn(), id).await?;
    let held = asked
        .lock(found.ok_or_else(missing)?.project_id, NEED)
        .await?;
    let found = store::need(&mut asked.write.conn(), id).await?;
    Ok((found.ok_or_else(missing)?, held))
}

fn tell(open: &Open, verb: &'static str, need: &Need) -> Draft {
    let node = NodeRef::new(Kind::Need, need.id);
    open.draft(verb)
        .related([node])
        .code("kind", need.kind.as_str())
}
