//! All SQL of projects.

pub(crate) mod held;
pub(crate) mod item;
pub(crate) mod matching;
pub(crate) mod part;
pub(crate) mod partnership;

use access::Resource;
use kernel::{
    Conn, Kind, NodeRef, Party,
    connection::{REF_COLUMNS, TITLE},
    db::{Sql, Value},
    list::{Column, ListSpec, Order},
    on,
};
use uuid::Uuid;

use crate::{
    CityRole, Goal, Milestone, MilestoneInput, OrganisationRole, Participation, Project,
    ProjectKind, RecordProjectInput, Stage, Update, UpdateInput,
};

kernel::stored_enum!(ProjectKind {
    Cooperation = "COOPERATION",
    GoodPractice = "GOOD_PRACTICE",
});
kernel::stored_enum!(Stage {
    Idea = "IDEA",
    Proposed = "PROPOSED",
    Active = "ACTIVE",
    Completed = "COMPLETED",
    Abandoned = "ABANDONED",
});
kernel::stored_enum!(CityRole {
    Lead = "LEAD",
    Partner = "PARTNER",
});
kernel::stored_enum!(OrganisationRole {
    Coordinator = "COORDINATOR",
    Partner = "PARTNER",
    Host = "HOST",
    Funder = "FUNDER",
    Participant = "PARTICIPANT",
    Other = "OTHER",
});

impl From<Goal> for Value {
    fn from(goal: Goal) -> Self {
        goal.number().into()
    }
}

kernel::from_row!(Project {
    kind, stage, started_on, ended_on, website, open_to_partners, lead_city_id; node
});
kernel::from_row!(Milestone { project_id, ordinal, due_on, reached_on, progress; node });
kernel::from_row!(Update { project_id, published_on; node });
kernel::from_row!(Participation {
    organisation_id,
    sort_key,
    role
});

/// All projects.
pub(crate) const PROJECTS: ListSpec = ListSpec {
    name: "Query.projects",
    columns: concat!(
        kernel::node_columns!(),
        ", p.kind, p.stage, p.started_on, p.ended_on, p.website, p.open_to_partners, \
         (select lc.city_id from project_city lc where lc.project_id = p.id and lc.role = 'LEAD') \
         as lead_city_id"
    ),
    from: "project p join node n on n.id = p.id and n.kind = 'project'",
    parent: None,
    audience: "n.audience",
    tie: "n.id",
    tie_descending: false,
};

/// The projects that a city leads, or is a partner of.
pub(crate) const OF_CITY: ListSpec = ListSpec {
    name: "City.projects",
    from: "project_city pc join project p on p.id = pc.project_id join node n on n.id = p.id",
    parent: Some("pc.city_id"),
    ..PROJECTS
};

/// The projects on a theme.
pub(crate) const OF_THEME: ListSpec = ListSpec {
    name: "Theme.projects",
    from: "project_theme pt join project p on p.id = pt.project_id join node n on n.id = p.id",
    parent: Some("pt.theme_id"),
    ..PROJECTS
};

/// The projects that an organisation takes part in.
pub(crate) const OF_ORGANISATION: ListSpec = ListSpec {
    name: "Organisation.projects",
    from: "project_organisation po join project p on p.id = po.project_id \
           join node n on n.id = p.id",
    parent: Some("po.organisation_id"),
    ..PROJECTS
};

/// The cities of a project.
pub(crate) const CITIES: ListSpec = ListSpec {
    name: "Project.cities",
    columns: REF_COLUMNS,
    from: "project_city pc join node n on n.id = pc.city_id",
    parent: Some("pc.project_id"),
    ..PROJECTS
};

/// The cities of a project that do not lead it.
pub(crate) const PARTNER_CITIES: ListSpec = ListSpec {
    name: "Project.partnerCities",
    from: "project_city pc join node n on n.id = pc.city_id and pc.role = 'PARTNER'",
    ..CITIES
};

/// The themes of a project.
pub(crate) const THEMES: ListSpec = ListSpec {
    name: "Project.themes",
    from: "project_theme pt join node n on n.id = pt.theme_id",
    parent: Some("pt.project_id"),
    ..CITIES
};

/// The organisations that take part in a project.
pub(crate) const PARTICIPATIONS: ListSpec = ListSpec {
    name: "Project.participations",
    columns: "po.organisation_id, n.sort_key, po.role",
    from: "project_organisation po join node n on n.id = po.organisation_id",
    parent: Some("po.project_id"),
    ..PROJECTS
};

/// The milestones of a project; without a project, of all.
pub(crate) const MILESTONES: ListSpec = ListSpec {
    name: "Project.milestones",
    columns: concat!(
        kernel::node_columns!(),
        ", m.project_id, m.ordinal, m.due_on, m.reached_on, m.progress"
    ),
    from: "milestone m join node n on n.id = m.id",
    parent: Some("m.project_id"),
    ..PROJECTS
};

/// The news of a project; without a project, of all.
pub(crate) const UPDATES: ListSpec = ListSpec {
    name: "Project.updates",
    columns: concat!(kernel::node_columns!(), ", u.project_id, u.published_on"),
    from: "project_update u join node n on n.id = u.id",
    parent: Some("u.project_id"),
    ..PROJECTS
};

pub(crate) const STARTED_ON: Column = Column {
    name: "STARTED_ON",
    sql: "p.started_on",
    nullable: true,
};
pub(crate) const ENDED_ON: Column = Column {
    name: "ENDED_ON",
    sql: "p.ended_on",
    nullable: true,
};
const ORDINAL: Column = Column {
    name: "ORDINAL",
    sql: "m.ordinal",
    nullable: false,
};
const PUBLISHED_ON: Column = Column {
    name: "PUBLISHED_ON",
    sql: "u.published_on",
    nullable: false,
};

/// By title, unless told.
pub(crate) const BY_TITLE: &[Order] = &[Order::ascending(TITLE)];
/// In the order of the project.
pub(crate) const BY_ORDINAL: &[Order] = &[Order::ascending(ORDINAL)];
/// The newest first.
pub(crate) const NEWEST_FIRST: &[Order] = &[Order::descending(PUBLISHED_ON)];

/// What a project is tied to.
#[derive(Debug)]
pub(crate) struct Links {
    pub(crate) cities: Vec<(Uuid, CityRole)>,
    pub(crate) themes: Vec<Uuid>,
    pub(crate) organisations: Vec<(Uuid, OrganisationRole)>,
}

/// Writes what is known of projects, over what was; their parts apart.
pub(crate) async fn write_projects(
    conn: &mut Conn<'_>,
    projects: &[(Uuid, &RecordProjectInput, Links)],
) -> Result<(), sqlx::Error> {
    let row = |(id, project, _): &(Uuid, &RecordProjectInput, Links)| {
        [
            (*id).into(),
            project.kind.into(),
            project.stage.into(),
            project.started_on.into(),
            project.ended_on.into(),
            project.website.as_deref().into(),
            Value::Bool(project.open_to_partners),
        ]
    };
    conn.insert(
        "insert into project (id, kind, stage, started_on, ended_on, website, open_to_partners)",
        projects.iter().map(row).collect(),
        "on conflict (id) do update set kind = excluded.kind, stage = excluded.stage, \
         started_on = excluded.started_on, ended_on = excluded.ended_on, \
         website = excluded.website, open_to_partners = excluded.open_to_partners",
    )
    .await?;
    let ids = || projects.iter().map(|(id, ..)| *id);
    unlink(conn, ids()).await?;
    let (mut cities, mut themes, mut organisations) = (Vec::new(), Vec::new(), Vec::new());
    for (id, _, links) in projects {
        let id = *id;
        cities.extend(
            (links.cities.iter()).map(|(city, role)| [id.into(), (*city).into(), (*role).into()]),
        );
        themes.extend(
            links
                .themes
                .iter()
                .map(|theme| [id.into(), (*theme).into()]),
        );
        organisations.extend(
            (links.organisations.iter())
                .map(|(other, role)| [id.into(), (*other).into(), (*role).into()]),
        );
    }
    conn.insert(
        "insert into project_city (project_id, city_id, role)",
        cities,
        "",
    )
    .await?;
    conn.insert(
        "insert into project_theme (project_id, theme_id)",
        themes,
        "",
    )
    .await?;
    conn.insert(
        "insert into project_organisation (project_id, organisation_id, role)",
        organisations,
        "",
    )
    .await
}

async fn unlink(
    conn: &mut Conn<'_>,
    projects: impl Iterator<Item = Uuid> + Clone,
) -> Result<(), sqlx::Error> {
    for text in [
        "delete from project_city where project_id in ",
        "delete from project_theme where project_id in ",
        "delete from project_organisation where project_id in ",
    ] {
        let mut sql = Sql::new(text);
        sql.bind_list(projects.clone().map(Value::Uuid));
        conn.execute(sql).await?;
    }
    Ok(())
}

/// The milestones and news that a project has.
pub(crate) async fn parts(conn: &mut Conn<'_>, id: Uuid) -> Result<Vec<Uuid>, sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query_scalar::<DB, Uuid>(
            "select id from milestone where project_id = $1 \
             union all select id from project_update where project_id = $1",
        )
        .bind(id)
        .fetch_all(c)
        .await
    })
}

/// Adds milestones, whose nodes are written, to projects: the key of each, its project, its place,
/// and what it is.
pub(crate) async fn insert_milestones(
    conn: &mut Conn<'_>,
    milestones: &[(Uuid, Uuid, i32, &MilestoneInput)],
) -> Result<(), sqlx::Error> {
    let row = |(id, project, ordinal, milestone): &(Uuid, Uuid, i32, &MilestoneInput)| {
        [
            (*id).into(),
            (*project).into(),
            (*ordinal).into(),
            milestone.due_on.into(),
            milestone.reached_on.into(),
        ]
    };
    conn.insert(
        "insert into milestone (id, project_id, ordinal, due_on, reached_on)",
        milestones.iter().map(row).collect(),
        "",
    )
    .await
}

/// Adds news, whose nodes are written, to projects: the key of each, its project, and what it is.
pub(crate) async fn insert_updates(
    conn: &mut Conn<'_>,
    updates: &[(Uuid, Uuid, &UpdateInput)],
) -> Result<(), sqlx::Error> {
    let row = |(id, project, update): &(Uuid, Uuid, &UpdateInput)| {
        [(*id).into(), (*project).into(), update.published_on.into()]
    };
    conn.insert(
        "insert into project_update (id, project_id, published_on)",
        updates.iter().map(row).collect(),
        "",
    )
    .await
}

/// The projects in which these parties take part, or are invited to, those changed last first; at
/// most `most`.
///
/// # Errors
/// What the database says.
pub async fn of_parties(
    conn: &mut Conn<'_>,
    parties: &[Party],
    most: usize,
) -> Result<Vec<Uuid>, sqlx::Error> {
    let cities = parties.iter().filter_map(|party| match party {
        Party::City(id) => Some(Value::Uuid(*id)),
        _ => None,
    });
    let organisations = parties.iter().filter_map(|party| match party {
        Party::Organisation(id) => Some(Value::Uuid(*id)),
        _ => None,
    });
    let mut sql = Sql::new(
        "select n.id from node n where n.id in \
         (select pc.project_id from project_city pc where pc.city_id in ",
    );
    sql.bind_list(cities.clone());
    sql.push(
        " union select po.project_id from project_organisation po where po.organisation_id in ",
    );
    sql.bind_list(organisations.clone());
    // Who is invited sees what they are invited to.
    let invited = " and pa.kind = 'INVITATION' and pa.state = 'OPEN'";
    sql.push(" union select pa.project_id from partnership pa where pa.city_id in ")
        .bind_list(cities)
        .push(invited)
        .push(" union select pa.project_id from partnership pa where pa.organisation_id in ")
        .bind_list(organisations)
        .push(invited);
    sql.push(") order by n.updated_at desc, n.id limit ")
        .bind(Value::Int(i64::try_from(most).unwrap_or(i64::MAX)));
    let rows: Vec<(Uuid,)> = conn.fetch_all(sql).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// What the policies have to know of a project, or of the project that a milestone or an update
/// belongs to; none when there is none. An organisation that coordinates a project leads it, too.
///
/// # Errors
/// What the database says.
pub async fn resource_of(
    conn: &mut Conn<'_>,
    node: NodeRef,
) -> Result<Option<Resource>, sqlx::Error> {
    let project = match node.kind {
        Kind::Project => "select id from project where id = $1",
        Kind::Milestone => "select project_id from milestone where id = $1",
        Kind::Update => "select project_id from project_update where id = $1",
        _ => return Ok(None),
    };
    let project: Option<Uuid> = on!(conn, |c, DB| {
        sqlx::query_scalar::<DB, _>(project)
            .bind(node.id)
            .fetch_optional(c)
            .await
    })?;
    match project {
        Some(id) => held::resource_of_project(conn, id).await,
        None => Ok(None),
    }
}
