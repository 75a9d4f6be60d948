//! What is read to find who goes together with whom: the projects that the viewer may see, the ones
//! changed last first, so that a large network costs no more than a middling one.

use std::collections::{BTreeSet, HashMap};

use kernel::{
    Conn, Party, Viewer,
    db::{Sql, Value},
    list::visible,
};
use uuid::Uuid;

use crate::{CityRole, Goal, NeedKind, OrganisationRole, Stage};

/// How many projects count; those changed last.
const MOST_PROJECTS: i64 = 1_000;

/// A project, as far as it is compared.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub(crate) stage: Option<Stage>,
    pub(crate) open_to_partners: bool,
    pub(crate) themes: BTreeSet<Uuid>,
    pub(crate) goals: BTreeSet<Goal>,
    /// Who takes part, and whether they lead.
    pub(crate) parties: Vec<(Party, bool)>,
    /// What it looks for and has to give now.
    pub(crate) needs: Vec<(NeedKind, String)>,
}

impl Facts {
    /// The party that leads it.
    pub(crate) fn lead(&self) -> Option<Party> {
        let lead = self.parties.iter().find(|(_, leads)| *leads);
        lead.map(|(party, _)| *party)
    }
}

/// The projects that count, and this one if it is named; each only if the viewer may see it.
pub(crate) async fn projects(
    conn: &mut Conn<'_>,
    viewer: &Viewer,
    named: Option<Uuid>,
) -> Result<HashMap<Uuid, Facts>, sqlx::Error> {
    let select = "select p.id, p.stage, p.open_to_partners from node n \
                  join project p on p.id = n.id where n.kind = 'project' and ";
    let mut latest = Sql::new(select);
    visible(&mut latest, "n.audience", viewer);
    latest
        .push(" order by n.updated_at desc, n.id desc limit ")
        .bind(Value::Int(MOST_PROJECTS));
    let mut rows: Vec<(Uuid, Option<Stage>, bool)> = conn.fetch_all(latest).await?;
    if let Some(id) = named {
        let mut one = Sql::new(select);
        visible(&mut one, "n.audience", viewer);
        one.push(" and n.id = ").bind(id.into());
        rows.extend(conn.fetch_all::<(Uuid, Option<Stage>, bool)>(one).await?);
    }
    let mut found: HashMap<Uuid, Facts> = HashMap::new();
    for (id, stage, open_to_partners) in rows {
        let facts = Facts {
            stage,
            open_to_partners,
            ..Facts::default()
        };
        found.insert(id, facts);
    }
    let ids: Vec<Uuid> = found.keys().copied().collect();
    let of = |text: &str, more: &str| {
        let mut sql = Sql::new(text);
        sql.bind_list(ids.iter().copied().map(Value::Uuid))
            .push(more);
        sql
    };
    let themes = of(
        "select project_id, theme_id from project_theme where project_id in ",
        "",
    );
    for (id, theme) in conn.fetch_all::<(Uuid, Uuid)>(themes).await? {
        found.entry(id).or_default().themes.insert(theme);
    }
    let goals = of(
        "select project_id, goal from project_goal where project_id in ",
        "",
    );
    for (id, number) in conn.fetch_all::<(Uuid, i32)>(goals).await? {
        found
            .entry(id)
            .or_default()
            .goals
            .extend(Goal::with_number(number));
    }
    let cities = of(
        "select project_id, city_id, role from project_city where project_id in ",
        "",
    );
    for (id, city, role) in conn.fetch_all::<(Uuid, Uuid, CityRole)>(cities).await? {
        let party = (Party::City(city), role == CityRole::Lead);
        found.entry(id).or_default().parties.push(party);
    }
    let others = of(
        "select project_id, organisation_id, role from project_organisation where project_id in ",
        "",
    );
    for (id, other, role) in conn
        .fetch_all::<(Uuid, Uuid, OrganisationRole)>(others)
        .await?
    {
        let party = (
            Party::Organisation(other),
            role == OrganisationRole::Coordinator,
        );
        found.entry(id).or_default().parties.push(party);
    }
    let needs = of(
        "select project_id, kind, text from project_need where project_id in ",
        " and state = 'OPEN'",
    );
    for (id, kind, text) in conn.fetch_all::<(Uuid, NeedKind, String)>(needs).await? {
        found.entry(id).or_default().needs.push((kind, text));
    }
    Ok(found)
}

/// Which of these parties the viewer may see.
pub(crate) async fn seen(
    conn: &mut Conn<'_>,
    viewer: &Viewer,
    parties: &[Party],
) -> Result<BTreeSet<Uuid>, sqlx::Error> {
    let nodes = parties.iter().filter_map(|party| party.node());
    let mut sql = Sql::new("select n.id from node n where ");
    visible(&mut sql, "n.audience", viewer);
    sql.push(" and n.id in ")
        .bind_list(nodes.map(|node| Value::Uuid(node.id)));
    let rows: Vec<(Uuid,)> = conn.fetch_all(sql).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
