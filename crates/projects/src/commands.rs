//! Each write on projects: validate, authorize, one transaction, return.

mod answer;
mod check;
mod currency;
mod interest;
mod item;
mod milestone;
mod need;
mod news;
mod open;
mod partner;
mod stage;
mod start;
mod update;

use std::sync::LazyLock;

use access::Action;
use activity::{Draft, Failure, Log, Outcome};
use async_graphql::InputObject;
use include_dir::{Dir, include_dir};
use kernel::{
    Actor, IdOf, Kind, NodeRef,
    content::{self, ContentInput},
    date::PartialDate,
    entity::kinds,
    messages::Messages,
    node::{self, NodeInput},
    validate::Mistakes,
};
use record::{Bulk, Checked, Correction, Entry, Recording, Step};
use serde::Serialize;
use uuid::Uuid;

use crate::{CityRole, OrganisationRole, ProjectKind, Stage, store};
use check::{Named, NamedNodes, check};

pub use answer::{
    AcceptPartnershipInput, DeclinePartnershipInput, WithdrawFromProjectInput, accept_partnership,
    decline_partnership, withdraw_from_project,
};
pub use interest::{AnswerInterestInput, ExpressInterestInput, answer_interest, express_interest};
pub use item::{
    BudgetLineInput, DocumentInput, SetProjectBudgetInput, SetProjectDocumentsInput,
    set_project_budget, set_project_documents,
};
pub use milestone::{
    AddMilestoneInput, ChangeMilestoneInput, ReachMilestoneInput, RemoveMilestoneInput,
    add_milestone, change_milestone, reach_milestone, remove_milestone,
};
pub use need::{
    AddNeedInput, CompleteNeedInput, RemoveNeedInput, add_need, complete_need, remove_need,
};
pub use news::{
    EditUpdateInput, PublishUpdateInput, RemoveUpdateInput, edit_update, publish_update,
    remove_update,
};
pub use open::PartnerInput;
pub use partner::{
    ChangeProjectLeadInput, InvitePartnerInput, WithdrawPartnershipInput, change_project_lead,
    invite_partner, withdraw_partnership,
};
pub use record::StatementInput;
pub use stage::{
    AbandonProjectInput, CompleteProjectInput, LaunchProjectInput, ProposeProjectInput,
    abandon_project, complete_project, launch_project, propose_project,
};
pub use start::{ProjectVisibility, StartProjectInput, start_project};
pub use update::{UpdateProjectInput, update_project};

static LOCALES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/locales");

/// The messages of this domain's activities.
pub static MESSAGES: LazyLock<Messages> = LazyLock::new(|| Messages::load(&LOCALES));

/// What can happen in this domain.
pub const VERBS: &[&str] = &[
    "project.recorded",
    "project.corrected",
    "update.recorded",
    "project.started",
    "project.updated",
    "project.proposed",
    "project.launched",
    "project.completed",
    "project.abandoned",
    "partner.invited",
    "partner.invitation-withdrawn",
    "partner.declined",
    "partner.joined",
    "partner.left",
    "partner.interested",
    "partner.interest-withdrawn",
    "partner.interest-declined",
    "lead.offered",
    "lead.withdrawn",
    "lead.declined",
    "lead.changed",
    "milestone.added",
    "milestone.changed",
    "milestone.reached",
    "milestone.removed",
    "update.published",
    "update.edited",
    "update.removed",
    "need.added",
    "need.met",
    "need.removed",
    "documents.changed",
    "budget.changed",
];

/// What is known of a project. Whatever is left out is recorded as unknown.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct RecordProjectInput {
    /// What is recorded of every node.
    #[graphql(flatten)]
    pub node: NodeInput,
    /// What it is.
    pub kind: ProjectKind,
    /// How far it has come.
    pub stage: Option<Stage>,
    /// When it started, as precisely as that is known.
    pub started_on: Option<PartialDate>,
    /// When it ended, or will; as precisely as that is known.
    pub ended_on: Option<PartialDate>,
    /// The address of its own site.
    pub website: Option<String>,
    /// Whether it looks for more partners; it does not, unless told.
    #[graphql(default)]
    pub open_to_partners: bool,
    /// The id of the city that leads it.
    pub lead_city: Option<IdOf<kinds::City>>,
    /// The ids of the cities that are its partners, without the one that leads it; at most 200.
    #[graphql(default)]
    pub partner_cities: Vec<IdOf<kinds::City>>,
    /// The ids of the themes it works on; at most 50.
    #[graphql(default)]
    pub themes: Vec<IdOf<kinds::Theme>>,
    /// The organisations that take part, each once; at most 500.
    #[graphql(default)]
    pub organisations: Vec<ProjectOrganisationInput>,
    /// The steps that it set itself, in their order; at most 200. They replace those it has.
    #[graphql(default)]
    pub milestones: Vec<MilestoneInput>,
    /// The news that it published; at most 200. They replace those it has.
    #[graphql(default)]
    pub updates: Vec<UpdateInput>,
}

/// An organisation that takes part in a project.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct ProjectOrganisationInput {
    /// The id of the organisation.
    pub organisation: IdOf<kinds::Organisation>,
    /// What it does there.
    pub role: OrganisationRole,
}

/// A step that a project set itself.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct MilestoneInput {
    /// Its texts; the first is the original.
    pub content: Vec<ContentInput>,
    /// When it should be reached, as precisely as that is known.
    pub due_on: Option<PartialDate>,
    /// When it was reached, as precisely as that is known.
    pub reached_on: Option<PartialDate>,
}

/// News that a project published.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct UpdateInput {
    /// Their texts; the first is the original.
    pub content: Vec<ContentInput>,
    /// When they were published, as precisely as that is known.
    pub published_on: PartialDate,
}

const PROJECT: Recording = Recording {
    operation: "recordProject",
    action: Action::RecordProject,
    kind: Kind::Project,
    recorded: "project.recorded",
    corrected: "project.corrected",
};

/// Records a project, or corrects what is known of it.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn record_project(
    log: &Log,
    actor: Actor,
    input: &RecordProjectInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let (named, mistakes) = check(input);
    let mut open = match PROJECT
        .begin(log, actor, idempotency_key, input, &input.node, mistakes)
        .await?
    {
        Step::Done(outcome) => return Ok(outcome),
        Step::Write(open) => open,
    };
    open.require(&named.nodes()).await?;
    let id = open.id();
    write(&mut open.bulk, &[(id, input, &named)]).await?;
    describe(&mut open.entry, input, &named);
    open.finish().await
}

/// Records many projects that are new, as [`record_project`] does one. The keys are in the order of
/// the inputs.
///
/// # Errors
/// The mistakes of an input, or that the actor may not.
pub async fn record_projects(
    bulk: &mut Bulk,
    inputs: &[RecordProjectInput],
) -> Result<Vec<Uuid>, Failure> {
    let (mut named, mut checked) = (Vec::new(), Vec::new());
    for input in inputs {
        let (nodes, mistakes) = check(input);
        named.push(nodes);
        checked.push(Checked {
            input,
            node: &input.node,
            mistakes,
        });
    }
    let mut entries = bulk.record(&PROJECT, checked).await?;
    let nodes: Vec<Named> = named.iter().flat_map(NamedNodes::nodes).collect();
    bulk.require(&nodes).await?;
    let mut rows = Vec::new();
    for ((entry, named), input) in entries.iter_mut().zip(&named).zip(inputs) {
        rows.push((entry.id(), input, named));
        describe(entry, input, named);
    }
    write(bulk, &rows).await?;
    bulk.finish(entries).await?;
    Ok(rows.into_iter().map(|(id, ..)| id).collect())
}

/// Writes the texts of projects in one language anew.
///
/// # Errors
/// The mistakes of an input, or that the actor may not.
pub async fn correct_projects(
    bulk: &mut Bulk,
    corrections: &[Correction<'_, RecordProjectInput>],
) -> Result<(), Failure> {
    let nodes = corrections.iter().map(|c| c.with(&c.input.node));
    let mut entries = bulk.correct(&PROJECT, nodes).await?;
    for (entry, correction) in entries.iter_mut().zip(corrections) {
        describe(entry, correction.input, &check(correction.input).0);
    }
    Ok(bulk.finish(entries).await?)
}

/// News of a project that is recorded.
#[derive(Clone, Copy, Debug)]
pub struct News<'a> {
    /// The key of the project.
    pub id: Uuid,
    /// What is recorded of it.
    pub project: &'a RecordProjectInput,
    /// The news.
    pub update: &'a UpdateInput,
}

/// Adds news to projects, each with an activity of its own.
///
/// # Errors
/// The mistakes of an input, or that the actor may not.
pub async fn record_updates(bulk: &mut Bulk, news: &[News<'_>]) -> Result<(), Failure> {
    bulk.authorize(PROJECT.action)?;
    let mut mistakes = Mistakes::default();
    for News { update, .. } in news {
        content::check(&update.content, "input.content", &mut mistakes);
    }
    mistakes.none()?;
    let parts: Vec<_> = (news.iter())
        .map(|news| (&news.project.node, news.update.content.as_slice()))
        .collect();
    let ids = bulk.write_parts(Kind::Update, &parts).await?;
    let rows: Vec<_> = (ids.iter().zip(news))
        .map(|(id, news)| (*id, news.id, news.update))
        .collect();
    store::insert_updates(&mut bulk.conn(), &rows).await?;
    for (
        id,
        News {
            id: of,
            project,
            update,
        },
    ) in ids.into_iter().zip(news)
    {
        let (update_node, of) = (
            NodeRef::new(Kind::Update, id),
            NodeRef::new(Kind::Project, *of),
        );
        let lead = project.lead_city.as_ref().and_then(|city| city.key().ok());
        let lead = lead.map(|city| NodeRef::new(Kind::City, city));
        let activity = Draft::of("update.recorded", update_node)
            .related([of].into_iter().chain(lead))
            .occurred_on(Some(update.published_on))
            .audience(project.node.visibility.audience())
            .node("project", of);
        bulk.tell(update_node, activity);
    }
    Ok(())
}

/// A project whose node is written, and the nodes that it names.
type Row<'a> = (Uuid, &'a RecordProjectInput, &'a NamedNodes);

/// Writes the projects, with the milestones and the news in the place of those there were.
async fn write(bulk: &mut Bulk, projects: &[Row<'_>]) -> Result<(), Failure> {
    let rows: Vec<_> = (projects.iter())
        .map(|(id, input, named)| (*id, *input, named.links(input)))
        .collect();
    store::write_projects(&mut bulk.conn(), &rows).await?;
    for (id, ..) in projects {
        for earlier in store::parts(&mut bulk.conn(), *id).await? {
            node::delete(&mut bulk.conn(), earlier).await?;
        }
    }
    let (mut parts, mut milestones) = (Vec::new(), Vec::new());
    for (id, input, _) in projects {
        for (ordinal, milestone) in (0_i32..).zip(&input.milestones) {
            parts.push((&input.node, milestone.content.as_slice()));
            milestones.push((*id, ordinal, milestone));
        }
    }
    let ids = bulk.write_parts(Kind::Milestone, &parts).await?;
    let rows: Vec<_> = (ids.into_iter().zip(milestones))
        .map(|(id, (of, ordinal, milestone))| (id, of, ordinal, milestone))
        .collect();
    store::insert_milestones(&mut bulk.conn(), &rows).await?;
    let (mut parts, mut updates) = (Vec::new(), Vec::new());
    for (id, input, _) in projects {
        for update in &input.updates {
            parts.push((&input.node, update.content.as_slice()));
            updates.push((*id, update));
        }
    }
    let ids = bulk.write_parts(Kind::Update, &parts).await?;
    let rows: Vec<_> = (ids.into_iter().zip(updates))
        .map(|(id, (of, update))| (id, of, update))
        .collect();
    Ok(store::insert_updates(&mut bulk.conn(), &rows).await?)
}

/// What its activity says.
fn describe(entry: &mut Entry<'_>, project: &RecordProjectInput, named: &NamedNodes) {
    entry.relate(named.nodes().into_iter().map(|(node, _)| node));
    entry.code("kind", project.kind.as_str());
    if let Some((CityRole::Lead, (city, _))) = named.cities.first() {
        entry.code("lead", "known");
        entry.name("leadCity", *city);
    }
}

#[cfg(test)]
mod tests;
