//! A project is started.

use access::Action;
use activity::{Failure, Log, Outcome};
use async_graphql::{Enum, InputObject};
use kernel::{
    Actor, IdOf, Kind, NodeRef, Party, UserErrorCode,
    content::{self, ContentInput},
    date::PartialDate,
    entity::kinds,
    node::{NodeMeta, Visibility},
    provenance::Provenance,
    validate::{self, Mistakes},
    viewer::audience_of_project,
};
use record::{input::one_content, part};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    check::surely_before,
    open::{self, PartnerInput, acting_for, begun, require, require_in_network},
};
use crate::{
    CityRole, Goal, Held, Network, OrganisationRole, Project, ProjectKind, Stage, store::held,
};

/// Who may see a project once it is proposed.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ProjectVisibility {
    /// Anybody.
    Public,
    /// The people of the network's cities and organisations.
    Network,
}

impl From<ProjectVisibility> for Visibility {
    fn from(visibility: ProjectVisibility) -> Self {
        match visibility {
            ProjectVisibility::Public => Visibility::Public,
            ProjectVisibility::Network => Visibility::Network,
        }
    }
}

/// A project to be started, as an idea that its own people and those they invite see.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct StartProjectInput {
    /// Who starts it: the city leads it, or the organisation coordinates it. The party of the mandate
    /// it is done under, unless told.
    pub party: Option<PartnerInput>,
    /// What it is.
    #[graphql(default_with = "ProjectKind::Cooperation")]
    pub kind: ProjectKind,
    /// What it is called, and what it is about, in one language. Its name in addresses is made of the
    /// title.
    pub content: ContentInput,
    /// The ids of the themes it works on; at most 50.
    #[graphql(default)]
    pub themes: Vec<IdOf<kinds::Theme>>,
    /// The goals of the United Nations it works on, each once.
    #[graphql(default)]
    pub goals: Vec<Goal>,
    /// Who may see it once it is proposed; anybody, unless told. Until then its own people alone do.
    #[graphql(default_with = "ProjectVisibility::Public")]
    pub visibility: ProjectVisibility,
    /// When it will start, as precisely as that is known.
    pub started_on: Option<PartialDate>,
    /// When it will end, as precisely as that is known.
    pub ended_on: Option<PartialDate>,
    /// The address of its own site.
    pub website: Option<String>,
    /// Whether it looks for more partners; it does not, unless told.
    #[graphql(default)]
    pub open_to_partners: bool,
}

/// Starts a project in the name of a city or an organisation.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn start_project(
    log: &Log,
    network: &dyn Network,
    actor: Actor,
    input: &StartProjectInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let m = &mut mistakes;
    let contents = std::slice::from_ref(&input.content);
    one_content(&input.content, m);
    check_dates(input.started_on, input.ended_on, m);
    if let Some(website) = &input.website {
        validate::url(website, "input.website", m);
    }
    let themes = check_themes(&input.themes, m);
    validate::distinct(&input.goals, "input.goals", m);
    let named = (input.party.as_ref()).map(|named| open::party(named, "input.party", m));
    mistakes.none()?;
    let party = acting_for(&actor, named)?;
    let asked = begun!(open::ask(
        log,
        actor,
        Action::StartProject,
        input,
        idempotency_key
    ));
    let now = asked.write.now();
    let id = asked.write.clock().new_id();
    let mut held = Held {
        project: Project {
            node: NodeMeta {
                id,
                slug: None,
                sort_key: search::fold(&input.content.title),
                audience: audience_of_project(id),
                original_locale: content::tag(&input.content),
                version: 1,
                provenance: Json(Provenance::default()),
                recorded_at: now,
                updated_at: now,
            },
            kind: input.kind,
            stage: Some(Stage::Idea),
            started_on: input.started_on,
            ended_on: input.ended_on,
            website: input.website.clone(),
            open_to_partners: input.open_to_partners,
            lead_city_id: None,
        },
        visibility: Some(input.visibility.into()),
        cities: Vec::new(),
        organisations: Vec::new(),
    };
    match party {
        Party::City(city) => held.cities.push((city, CityRole::Lead)),
        Party::Organisation(other) => {
            held.organisations
                .push((other, OrganisationRole::Coordinator));
        }
        Party::Secretariat => return Err(open::impossible("a project of the secretariat")),
    }
    let mut open = asked.for_party(party, held)?;
    require_in_network(&mut open.write, network, party, "input.party").await?;
    let nodes: Vec<_> = themes_as_nodes(&themes);
    require(&mut open.write, &nodes).await?;
    let slug =
        record::free_slug(&mut open.write.conn(), Kind::Project, &input.content.title).await?;
    let audience = open.held.project.node.audience.clone();
    let node = open.held.node();
    open.held.project.node =
        part::insert(&mut open.write, node, Some(&slug), contents, &audience).await?;
    let conn = &mut open.write.conn();
    held::write(conn, &open.held).await?;
    held::write_parties(conn, &open.held).await?;
    held::write_themes(conn, id, &themes).await?;
    held::write_goals(conn, id, &input.goals).await?;
    let mut draft = open
        .draft("project.started")
        .code("kind", input.kind.as_str());
    if let Some(node) = party.node() {
        draft = draft.node("party", node);
    }
    open.finish_project(draft).await
}

pub(super) fn check_dates(
    started: Option<PartialDate>,
    ended: Option<PartialDate>,
    mistakes: &mut Mistakes,
) {
    if let (Some(started), Some(ended)) = (started, ended) {
        mistakes.check(
            !surely_before(ended, started),
            UserErrorCode::Invalid,
            "input.endedOn",
            "It ends before it starts.",
        );
    }
}

pub(super) fn check_themes(input: &[IdOf<kinds::Theme>], mistakes: &mut Mistakes) -> Vec<Uuid> {
    mistakes.check(
        input.len() <= 50,
        UserErrorCode::TooLong,
        "input.themes",
        "At most 50 themes.",
    );
    let key = |(i, id): (usize, &IdOf<kinds::Theme>)| {
        open::key(id, &format!("input.themes.{i}"), mistakes)
    };
    let keys: Vec<Uuid> = input.iter().enumerate().map(key).collect();
    let known = keys.iter().filter(|key| !key.is_nil());
    validate::distinct(known, "input.themes", mistakes);
    keys
}

pub(super) fn themes_as_nodes(themes: &[Uuid]) -> Vec<(NodeRef, String)> {
    let node = |(i, id): (usize, &Uuid)| {
        let path = format!("input.themes.{i}");
        (NodeRef::new(Kind::Theme, *id), path)
    };
    themes.iter().enumerate().map(node).collect()
}
