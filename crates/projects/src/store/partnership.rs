//! All SQL of what is offered between projects and parties.

use chrono::{DateTime, Utc};
use kernel::{
    Conn, Party,
    db::Sql,
    list::{Column, ListSpec, Order},
};
use uuid::Uuid;

use crate::{Partnership, PartnershipKind, PartnershipState};

kernel::stored_enum!(PartnershipKind {
    Invitation = "INVITATION",
    Lead = "LEAD",
    Interest = "INTEREST",
});
kernel::stored_enum!(PartnershipState {
    Open = "OPEN",
    Accepted = "ACCEPTED",
    Declined = "DECLINED",
    Withdrawn = "WITHDRAWN",
});
kernel::from_row!(Partnership {
    id,
    project_id,
    kind,
    city_id,
    organisation_id,
    role,
    state,
    locale,
    message,
    offered_at,
    answered_at,
    audience
});

const COLUMNS: &str = "pa.id, pa.project_id, pa.kind, pa.city_id, pa.organisation_id, pa.role, \
     pa.state, pa.locale, pa.message, pa.offered_at, pa.answered_at, pa.audience";

/// What was offered between a project and others; without a project, all of it.
pub(crate) const PARTNERSHIPS: ListSpec = ListSpec {
    name: "Project.partnerships",
    columns: COLUMNS,
    from: "partnership pa",
    parent: Some("pa.project_id"),
    audience: "pa.audience",
    tie: "pa.id",
    tie_descending: true,
};

/// What was offered between a city and projects.
pub(crate) const OF_CITY: ListSpec = ListSpec {
    name: "City.partnerships",
    parent: Some("pa.city_id"),
    ..PARTNERSHIPS
};

/// What was offered between an organisation and projects.
pub(crate) const OF_ORGANISATION: ListSpec = ListSpec {
    name: "Organisation.partnerships",
    parent: Some("pa.organisation_id"),
    ..PARTNERSHIPS
};

const OFFERED_AT: Column = Column {
    name: "OFFERED_AT",
    sql: "pa.offered_at",
    nullable: false,
};

/// The newest first.
pub(crate) const NEWEST_FIRST: &[Order] = &[Order::descending(OFFERED_AT)];

/// Writes an offer that is new.
pub(crate) async fn insert(conn: &mut Conn<'_>, offer: &Partnership) -> Result<(), sqlx::Error> {
    conn.insert(
        "insert into partnership (id, project_id, kind, city_id, organisation_id, role, state, \
         locale, message, offered_at, answered_at, audience)",
        vec![[
            offer.id.into(),
            offer.project_id.into(),
            offer.kind.into(),
            offer.city_id.into(),
            offer.organisation_id.into(),
            offer.role.into(),
            offer.state.into(),
            offer.locale.as_deref().into(),
            offer.message.as_deref().into(),
            offer.offered_at.into(),
            offer.answered_at.into(),
            offer.audience.as_str().into(),
        ]],
        "",
    )
    .await
}

/// The offer with this key, whoever may see it.
pub(crate) async fn find(
    conn: &mut Conn<'_>,
    id: Uuid,
) -> Result<Option<Partnership>, sqlx::Error> {
    let mut sql = Sql::new(format!(
        "select {COLUMNS} from partnership pa where pa.id = "
    ));
    sql.bind(id.into());
    Ok(conn.fetch_all(sql).await?.into_iter().next())
}

/// Says what became of an offer.
pub(crate) async fn answer(
    conn: &mut Conn<'_>,
    id: Uuid,
    state: PartnershipState,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let mut sql = Sql::new("update partnership set state = ");
    sql.bind(state.into())
        .push(", answered_at = ")
        .bind(now.into())
        .push(" where id = ")
        .bind(id.into());
    conn.execute(sql).await
}

/// Takes back what is open between a project and others: of all kinds and with everybody, unless
/// told.
pub(crate) async fn close(
    conn: &mut Conn<'_>,
    project: Uuid,
    kind: Option<PartnershipKind>,
    party: Option<Party>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let mut sql = Sql::new("update partnership set state = 'WITHDRAWN', answered_at = ");
    sql.bind(now.into())
        .push(" where state = 'OPEN' and project_id = ")
        .bind(project.into());
    if let Some(kind) = kind {
        sql.push(" and kind = ").bind(kind.into());
    }
    match party {
        Some(Party::City(id)) => {
            sql.push(" and city_id = ").bind(id.into());
        }
        Some(Party::Organisation(id)) => {
            sql.push(" and organisation_id = ").bind(id.into());
        }
        Some(Party::Secretariat) | None => {}
    }
    conn.execute(sql).await
}

/// The open offer between a project and a party, if there is one.
pub(crate) async fn open_of(
    conn: &mut Conn<'_>,
    project: Uuid,
    party: Party,
) -> Result<Option<Partnership>, sqlx::Error> {
    let (column, id) = match party {
        Party::City(id) => ("pa.city_id", id),
        Party::Organisation(id) => ("pa.organisation_id", id),
        Party::Secretariat => return Ok(None),
    };
    let mut sql = Sql::new(format!(
        "select {COLUMNS} from partnership pa where pa.state = 'OPEN' and {column} = "
    ));
    sql.bind(id.into())
        .push(" and pa.project_id = ")
        .bind(project.into());
    Ok(conn.fetch_all(sql).await?.into_iter().next())
}
