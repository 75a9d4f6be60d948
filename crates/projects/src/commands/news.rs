//! What a project publishes of itself.

use access::Action;
use activity::{Draft, Failure, Log, Outcome};
use async_graphql::InputObject;
use kernel::{
    Actor, IdOf, Kind, NodeRef,
    content::{self, ContentInput},
    date::PartialDate,
    entity::kinds,
    node,
    validate::Mistakes,
};
use record::{input::one_content, part};
use serde::Serialize;
use uuid::Uuid;

use super::open::{self, Asked, Open, begun, expect, unknown};
use crate::{
    Held, Update,
    store::{self, part as parts},
};

const UPDATE: &str = "input.update";

/// News of a project. Partners publish them, too.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct PublishUpdateInput {
    /// The project.
    pub project: IdOf<kinds::Project>,
    /// Its texts, each language once; the first is the original.
    pub content: Vec<ContentInput>,
}

/// What is to be changed of news.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct EditUpdateInput {
    /// The news.
    pub update: IdOf<kinds::Update>,
    /// Their texts in one language, over those they have in that language.
    pub content: ContentInput,
    /// Change only if the news have this version.
    #[serde(skip)]
    pub expected_version: Option<i32>,
}

/// News to be removed.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct RemoveUpdateInput {
    /// The news.
    pub update: IdOf<kinds::Update>,
}

/// Publishes news of a project, for those who see it; after its end, too.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn publish_update(
    log: &Log,
    actor: Actor,
    input: &PublishUpdateInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let project = open::key(&input.project, "input.project", &mut mistakes);
    content::check(&input.content, "input.content", &mut mistakes);
    mistakes.none()?;
    let action = Action::PublishUpdate;
    let mut open = begun!(open::open(
        log,
        actor,
        action,
        input,
        idempotency_key,
        project
    ));
    let audience = open.held.project.node.audience.clone();
    let node = part::insert_below(&mut open.write, Kind::Update, &input.content, &audience).await?;
    let update = super::UpdateInput {
        content: Vec::new(),
        published_on: PartialDate::day(open.write.now().date_naive()),
    };
    store::insert_updates(&mut open.write.conn(), &[(node.id, project, &update)]).await?;
    finish(open, "update.published", node.id).await
}

/// Edits news in one language.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn edit_update(
    log: &Log,
    actor: Actor,
    input: &EditUpdateInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = open::key(&input.update, UPDATE, &mut mistakes);
    one_content(&input.content, &mut mistakes);
    mistakes.none()?;
    let mut asked = begun!(open::ask(
        log,
        actor,
        Action::EditUpdate,
        input,
        idempotency_key
    ));
    let (update, held) = lock(&mut asked, id).await?;
    let mut open = asked.on_project(held)?;
    expect(input.expected_version, update.node.version)?;
    part::revise(&mut open.write, &update.node, &input.content, &[]).await?;
    let now = open.write.now();
    part::touch(&mut open.write.conn(), id, now).await?;
    finish(open, "update.edited", id).await
}

/// Removes news.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn remove_update(
    log: &Log,
    actor: Actor,
    input: &RemoveUpdateInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = open::key(&input.update, UPDATE, &mut mistakes);
    mistakes.none()?;
    let mut asked = begun!(open::ask(
        log,
        actor,
        Action::RemoveUpdate,
        input,
        idempotency_key
    ));
    let (_, held) = lock(&mut asked, id).await?;
    let mut open = asked.on_project(held)?;
    node::delete(&mut open.write.conn(), id).await?;
    // They are gone: what there is to point at is the project.
    let gone = NodeRef::new(Kind::Update, id);
    let draft = open.draft("update.removed").related([gone]);
    open.finish_project(draft).await
}

async fn lock(asked: &mut Asked, id: Uuid) -> Result<(Update, Held), Failure> {
    let missing = || unknown("update", UPDATE);
    let found = parts::update(&mut asked.write.conn(), id).await?;
    let held = asked
        .lock(found.ok_or_else(missing)?.project_id, UPDATE)
        .await?;
    let found = parts::update(&mut asked.write.conn(), id).await?;
    Ok((found.ok_or_else(missing)?, held))
}

async fn finish(open: Open, verb: &'static str, id: Uuid) -> Result<Outcome, Failure> {
    let node = NodeRef::new(Kind::Update, id);
    let draft = Draft::of(verb, node)
        .node("project", open.held.node())
        .related([open.held.node()])
        .related(open.held.participants())
        .audience(&open.held.project.node.audience);
    open.finish(node, draft).await
}
