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
    let mut found = HashMap::new();
    read(conn, viewer, None, &mut found).await?;
    if let Some(id) = named
        && !found.contains_key(&id)
    {
        read(conn, viewer, Some(id), &mut found).await?;
    }
    Ok(found)
}

/// Reads the projects that count, or this one.
async fn read(
    conn: &mut Conn<'_>,
    viewer: &Viewer,
    only: Option<Uuid>,
    found: &mut HashMap<Uuid, Facts>,
) -> Result<(), sqlx::Error> {
    // The projects are found anew in each statement: to name a thousand of them would make the
    // database read whole tables. (A cross join tells SQLite to begin with them.)
    let of = |columns: &str, from: &str| {
        let mut sql = Sql::new(format!(
            "select {columns} from (select n.id from node n where "
        ));
        visible(&mut sql, "n.audience", viewer);
        sql.push(" and n.kind = 'project'");
        if let Some(id) = only {
            sql.push(" and n.id = ").bind(id.into());
        }
        sql.push(" order by n.updated_at desc, n.id desc limit ")
            .bind(Value::Int(MOST_PROJECTS))
            .push(") found cross join ")
            .push(from);
        sql
    };
    let projects = of(
        "p.id, p.stage, p.open_to_partners",
        "project p where p.id = found.id",
    );
    let rows: Vec<(Uuid, Option<Stage>, bool)> = conn.fetch_all(projects).await?;
    for (id, stage, open_to_partners) in rows {
        let facts = Facts {
            stage,
            open_to_partners,
            ..Facts::default()
        };
        found.insert(id, facts);
    }
    // What was written since the first statement is left out: `get_mut` finds nothing for it.
    let themes = of(
        "pt.project_id, pt.theme_id",
        "project_theme pt where pt.project_id = found.id",
    );
    for (id, theme) in conn.fetch_all::<(Uuid, Uuid)>(themes).await? {
        if let Some(facts) = found.get_mut(&id) {
            facts.themes.insert(theme);
        }
    }
    let goals = of(
        "pg.project_id, pg.goal",
        "project_goal pg where pg.project_id = found.id",
    );
    for (id, number) in conn.fetch_all::<(Uuid, i32)>(goals).await? {
        if let Some(facts) = found.get_mut(&id) {
            facts.goals.extend(Goal::with_number(number));
        }
    }
    let cities = of(
        "pc.project_id, pc.city_id, pc.role",
        "project_city pc where pc.project_id = found.id",
    );
    for (id, city, role) in conn.fetch_all::<(Uuid, Uuid, CityRole)>(cities).await? {
        if let Some(facts) = found.get_mut(&id) {
            facts
                .parties
                .push((Party::City(city), role == CityRole::Lead));
        }
    }
    let others = of(
        "po.project_id, po.organisation_id, po.role",
        "project_organisation po where po.project_id = found.id",
    );
    for (id, other, role) in conn
        .fetch_all::<(Uuid, Uuid, OrganisationRole)>(others)
        .await?
    {
        if let Some(facts) = found.get_mut(&id) {
            let leads = role == OrganisationRole::Coordinator;
            facts.parties.push((Party::Organisation(other), leads));
        }
    }
    let needs = of(
        "pn.project_id, pn.kind, pn.text",
        "project_need pn where pn.project_id = found.id and pn.state = 'OPEN'",
    );
    for (id, kind, text) in conn.fetch_all::<(Uuid, NeedKind, String)>(needs).await? {
        if let Some(facts) = found.get_mut(&id) {
            facts.needs.push((kind, text));
        }
    }
    Ok(())
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
