//! The steps that a project sets itself.

use access::Action;
use activity::{Draft, Failure, Log, Outcome};
use async_graphql::{InputObject, MaybeUndefined};
use kernel::{
    Actor, IdOf, Kind, NodeRef, UserError, UserErrorCode, content::ContentInput, date::PartialDate,
    entity::kinds, node, validate::Mistakes,
};
use record::{
    input::{change, one_content, told},
    part,
};
use serde::Serialize;
use uuid::Uuid;

use super::open::{self, Asked, Open, begun, expect, unknown, wrong_state};
use crate::{Held, Milestone, store::part as store};

/// How many milestones a project has at most.
const MOST: i64 = 200;
const MILESTONE: &str = "input.milestone";

/// A step that a project sets itself.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct AddMilestoneInput {
    /// The project.
    pub project: IdOf<kinds::Project>,
    /// Its texts in one language.
    pub content: ContentInput,
    /// When it should be reached, as precisely as that is known.
    pub due_on: Option<PartialDate>,
    /// How much of it is done, from 0 to 100; 0 unless told.
    #[graphql(default = 0)]
    pub progress: i32,
}

/// What is to be changed of a milestone. What is left out stays as it is.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct ChangeMilestoneInput {
    /// The milestone.
    pub milestone: IdOf<kinds::Milestone>,
    /// Its texts in one language, over those it has in that language.
    pub content: Option<ContentInput>,
    /// When it should be reached, as precisely as that is known; null takes it away.
    #[serde(serialize_with = "told")]
    pub due_on: MaybeUndefined<PartialDate>,
    /// How much of it is done, from 0 to 100.
    pub progress: Option<i32>,
    /// Change only if the milestone has this version.
    #[serde(skip)]
    pub expected_version: Option<i32>,
}

/// A milestone that is reached.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct ReachMilestoneInput {
    /// The milestone, which was not reached.
    pub milestone: IdOf<kinds::Milestone>,
    /// When; today by UTC, unless told.
    pub reached_on: Option<PartialDate>,
}

/// A milestone to be removed.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct RemoveMilestoneInput {
    /// The milestone.
    pub milestone: IdOf<kinds::Milestone>,
}

/// Adds a milestone behind those the project has.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn add_milestone(
    log: &Log,
    actor: Actor,
    input: &AddMilestoneInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let project_id = open::key(&input.project, "input.project", &mut mistakes);
    one_content(&input.content, &mut mistakes);
    check_progress(Some(input.progress), &mut mistakes);
    mistakes.none()?;
    let action = Action::AddMilestone;
    let mut open = begun!(open::open(
        log,
        actor,
        action,
        input,
        idempotency_key,
        project_id
    ));
    open.is_under_way("input.project")?;
    let (count, last) = store::milestones(&mut open.write.conn(), project_id).await?;
    if count >= MOST {
        let message = format!("A project has at most {MOST} milestones.");
        return Err(UserError::new(UserErrorCode::TooLong, "input.project", message).into());
    }
    let contents = std::slice::from_ref(&input.content);
    let audience = open.held.project.node.audience.clone();
    let node = part::insert_below(&mut open.write, Kind::Milestone, contents, &audience).await?;
    let milestone = Milestone {
        node,
        project_id,
        ordinal: last.map_or(0, |last| last + 1),
        due_on: input.due_on,
        reached_on: None,
        progress: Some(input.progress),
    };
    store::write_milestone(&mut open.write.conn(), &milestone).await?;
    finish(open, "milestone.added", &milestone).await
}

/// Changes a milestone.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn change_milestone(
    log: &Log,
    actor: Actor,
    input: &ChangeMilestoneInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = open::key(&input.milestone, MILESTONE, &mut mistakes);
    if let Some(content) = &input.content {
        one_content(content, &mut mistakes);
    }
    check_progress(input.progress, &mut mistakes);
    mistakes.check(
        input.content.is_some() || input.progress.is_some() || !input.due_on.is_undefined(),
        UserErrorCode::Blank,
        "input",
        "Say what is to be changed.",
    );
    mistakes.none()?;
    let action = Action::ChangeMilestone;
    let mut asked = begun!(open::ask(log, actor, action, input, idempotency_key));
    let (mut milestone, held) = lock(&mut asked, id).await?;
    let mut open = asked.on_project(held)?;
    expect(input.expected_version, milestone.node.version)?;
    open.is_under_way(MILESTONE)?;
    change(&mut milestone.due_on, &input.due_on);
    milestone.progress = input.progress.or(milestone.progress);
    if let Some(content) = &input.content {
        part::revise(&mut open.write, &milestone.node, content, &[]).await?;
    }
    save(&mut open, &milestone).await?;
    finish(open, "milestone.changed", &milestone).await
}

/// Says that a milestone is reached.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn reach_milestone(
    log: &Log,
    actor: Actor,
    input: &ReachMilestoneInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = open::key(&input.milestone, MILESTONE, &mut mistakes);
    mistakes.none()?;
    let action = Action::ReachMilestone;
    let mut asked = begun!(open::ask(log, actor, action, input, idempotency_key));
    let (mut milestone, held) = lock(&mut asked, id).await?;
    let mut open = asked.on_project(held)?;
    open.is_under_way(MILESTONE)?;
    if milestone.reached_on.is_some() {
        return Err(wrong_state(MILESTONE, "This milestone is reached already.").into());
    }
    let today = PartialDate::day(open.write.now().date_naive());
    milestone.reached_on = Some(input.reached_on.unwrap_or(today));
    milestone.progress = Some(100);
    save(&mut open, &milestone).await?;
    finish(open, "milestone.reached", &milestone).await
}

/// Removes a milestone.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn remove_milestone(
    log: &Log,
    actor: Actor,
    input: &RemoveMilestoneInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = open::key(&input.milestone, MILESTONE, &mut mistakes);
    mistakes.none()?;
    let action = Action::RemoveMilestone;
    let mut asked = begun!(open::ask(log, actor, action, input, idempotency_key));
    let (milestone, held) = lock(&mut asked, id).await?;
    let mut open = asked.on_project(held)?;
    open.is_under_way(MILESTONE)?;
    node::delete(&mut open.write.conn(), milestone.node.id).await?;
    open.touch().await?;
    // It is gone: what there is to point at is the project.
    let gone = NodeRef::new(Kind::Milestone, milestone.node.id);
    let draft = open.draft("milestone.removed").related([gone]);
    open.finish_project(draft).await
}

async fn lock(asked: &mut Asked, id: Uuid) -> Result<(Milestone, Held), Failure> {
    let missing = || unknown("milestone", MILESTONE);
    let found = store::milestone(&mut asked.write.conn(), id).await?;
    let held = asked
        .lock(found.ok_or_else(missing)?.project_id, MILESTONE)
        .await?;
    let found = store::milestone(&mut asked.write.conn(), id).await?;
    Ok((found.ok_or_else(missing)?, held))
}

async fn save(open: &mut Open, milestone: &Milestone) -> Result<(), Failure> {
    let now = open.write.now();
    let conn = &mut open.write.conn();
    store::write_milestone(conn, milestone).await?;
    Ok(part::touch(conn, milestone.node.id, now).await?)
}

async fn finish(open: Open, verb: &'static str, milestone: &Milestone) -> Result<Outcome, Failure> {
    let node = NodeRef::new(Kind::Milestone, milestone.node.id);
    let draft = Draft::of(verb, node)
        .node("project", open.held.node())
        .related([open.held.node()])
        .related(open.held.participants())
        .occurred_on(milestone.reached_on)
        .audience(&open.held.project.node.audience);
    open.finish(node, draft).await
}

fn check_progress(progress: Option<i32>, mistakes: &mut Mistakes) {
    mistakes.check(
        progress.is_none_or(|progress| (0..=100).contains(&progress)),
        UserErrorCode::Invalid,
        "input.progress",
        "A progress is from 0 to 100.",
    );
}
