//! What is said of a project is changed.

use access::Action;
use activity::{Failure, Log, Outcome};
use async_graphql::{InputObject, MaybeUndefined};
use kernel::{
    Actor, IdOf, UserErrorCode,
    content::{self, ContentInput},
    date::PartialDate,
    entity::kinds,
    validate::{self, Mistakes},
};
use search::Texts;
use serde::{Serialize, Serializer};
use uuid::Uuid;

use super::{
    open::{self, begun, require},
    stage::{ends_after_it_starts, show},
    start::{ProjectVisibility, check_content, check_themes, themes_as_nodes},
};
use crate::{Goal, Stage, store::held};

/// What is to be changed of a project. What is left out stays as it is.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct UpdateProjectInput {
    /// The project, which has not ended.
    pub project: IdOf<kinds::Project>,
    /// Its texts in one language, over those it has in that language. Where it is the original, the
    /// translations are stale from now on.
    pub content: Option<ContentInput>,
    /// The address of its own site; null takes it away.
    #[serde(serialize_with = "told")]
    pub website: MaybeUndefined<String>,
    /// When it starts, as precisely as that is known; null takes it away.
    #[serde(serialize_with = "told")]
    pub started_on: MaybeUndefined<PartialDate>,
    /// When it ends, as precisely as that is known; null takes it away.
    #[serde(serialize_with = "told")]
    pub ended_on: MaybeUndefined<PartialDate>,
    /// Whether it looks for more partners.
    pub open_to_partners: Option<bool>,
    /// The ids of the themes it works on, at most 50, in the place of those it has.
    pub themes: Option<Vec<IdOf<kinds::Theme>>>,
    /// The goals of the United Nations it works on, in the place of those it has.
    pub goals: Option<Vec<Goal>>,
    /// Who may see it once it is proposed; where it is proposed already, at once.
    pub visibility: Option<ProjectVisibility>,
    /// Change only if the project has this version.
    #[serde(skip)]
    pub expected_version: Option<i32>,
}

/// To take something away is another input than to leave it as it is.
pub(super) fn told<T: Serialize, S: Serializer>(
    value: &MaybeUndefined<T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let said: &[Option<&T>] = match value {
        MaybeUndefined::Undefined => &[],
        MaybeUndefined::Null => &[None],
        MaybeUndefined::Value(value) => &[Some(value)],
    };
    said.serialize(serializer)
}

/// Changes what is said of a project.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn update_project(
    log: &Log,
    actor: Actor,
    input: &UpdateProjectInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let m = &mut mistakes;
    let id = open::key(&input.project, "input.project", m);
    if let Some(content) = &input.content {
        check_content(content, m);
    }
    if let MaybeUndefined::Value(website) = &input.website {
        validate::url(website, "input.website", m);
    }
    let themes = input.themes.as_ref().map(|themes| check_themes(themes, m));
    if let Some(goals) = &input.goals {
        validate::distinct(goals, "input.goals", m);
    }
    m.check(
        says_something(input),
        UserErrorCode::Blank,
        "input",
        "Say what is to be changed.",
    );
    mistakes.none()?;
    let action = Action::UpdateProject;
    let mut open = begun!(open::open(log, actor, action, input, idempotency_key, id));
    open.expect(input.expected_version)?;
    open.is_under_way("input.project")?;
    let project = &mut open.held.project;
    change(&mut project.website, &input.website);
    change(&mut project.started_on, &input.started_on);
    change(&mut project.ended_on, &input.ended_on);
    project.open_to_partners = input.open_to_partners.unwrap_or(project.open_to_partners);
    ends_after_it_starts(&open, "input.endedOn")?;
    if let Some(themes) = &themes {
        require(&mut open.write, &themes_as_nodes(themes)).await?;
        held::write_themes(&mut open.write.conn(), id, themes).await?;
    }
    if let Some(goals) = &input.goals {
        held::write_goals(&mut open.write.conn(), id, goals).await?;
    }
    if let Some(visibility) = input.visibility {
        open.held.visibility = Some(visibility.into());
        if open.held.project.stage != Some(Stage::Idea) {
            show(&mut open).await?;
        }
    }
    if let Some(content) = &input.content {
        let original = open.held.project.node.original_locale.clone();
        let slug = open.held.project.node.slug.clone();
        revise(&mut open.write, id, slug.as_deref(), content, &original).await?;
    }
    open.save().await?;
    let draft = open.draft("project.updated");
    open.finish_project(draft).await
}

fn says_something(input: &UpdateProjectInput) -> bool {
    input.content.is_some()
        || !input.website.is_undefined()
        || !input.started_on.is_undefined()
        || !input.ended_on.is_undefined()
        || input.open_to_partners.is_some()
        || input.themes.is_some()
        || input.goals.is_some()
        || input.visibility.is_some()
}

pub(super) fn change<T: Clone>(value: &mut Option<T>, said: &MaybeUndefined<T>) {
    match said {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => *value = None,
        MaybeUndefined::Value(said) => *value = Some(said.clone()),
    }
}

/// Writes a node's texts in one language over what they were, and makes it found by them.
pub(super) async fn revise(
    write: &mut activity::Write,
    node: Uuid,
    slug: Option<&str>,
    new: &ContentInput,
    original: &str,
) -> Result<(), Failure> {
    let (now, activity) = (write.now(), write.first_id());
    let conn = &mut write.conn();
    content::revise(conn, &[(node, new)], Some(activity), now).await?;
    if content::tag(new) == original {
        held::set_sort_key(conn, node, &search::fold(&new.title)).await?;
    }
    let contents = held::texts(conn, node).await?;
    let texts = Texts {
        slug,
        contents: &contents,
        ..Texts::default()
    };
    Ok(search::index(conn, &[(node, texts)]).await?)
}
