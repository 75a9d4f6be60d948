//! What is said of a project is changed.

use access::Action;
use activity::{Failure, Log, Outcome};
use async_graphql::{InputObject, MaybeUndefined};
use kernel::{
    Actor, IdOf, UserErrorCode,
    content::ContentInput,
    date::PartialDate,
    entity::kinds,
    validate::{self, Mistakes},
};
use record::{
    input::{change, one_content, told},
    part,
};
use serde::Serialize;

use super::{
    open::{self, begun, require},
    stage::{ends_after_it_starts, show},
    start::{ProjectVisibility, check_themes, themes_as_nodes},
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
        one_content(content, m);
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
        part::revise(&mut open.write, &open.held.project.node, content, &[]).await?;
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
