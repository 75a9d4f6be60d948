//! All SQL of registrations.

use chrono::{DateTime, Utc};
use kernel::{
    Conn,
    db::{Sql, Value},
    list::{Column, ListSpec, Order, visible},
    on,
    viewer::Viewer,
};
use uuid::Uuid;

use crate::{Registration, RegistrationState, RegistrationType};

kernel::stored_enum!(RegistrationType {
    Delegate = "DELEGATE",
    Speaker = "SPEAKER",
    Partner = "PARTNER",
    Press = "PRESS",
    Public = "PUBLIC",
});
kernel::stored_enum!(RegistrationState {
    Seated = "SEATED",
    Waiting = "WAITING",
    Requested = "REQUESTED",
    Cancelled = "CANCELLED",
});
kernel::from_row!(Registration {
    id,
    event_id,
    number,
    kind,
    state,
    person_id,
    delegation_id,
    name,
    email,
    answers,
    code,
    registered_at,
    activity_id,
    seated_at,
    cancelled_at,
    checked_in_at,
    checked_in_by,
    offered_to,
    offered_email,
    offered_at
});

const COLUMNS: &str = "r.id, r.event_id, r.number, r.type as kind, r.state, r.person_id, \
     r.delegation_id, r.name, r.email, r.answers, r.code, r.registered_at, r.activity_id, \
     r.seated_at, r.cancelled_at, r.checked_in_at, r.checked_in_by, r.offered_to, r.offered_email, \
     r.offered_at";

/// The registrations for an event; without an event, all of them.
pub(crate) const REGISTRATIONS: ListSpec = ListSpec {
    name: "Event.registrations",
    columns: COLUMNS,
    from: "registration r",
    parent: Some("r.event_id"),
    audience: "r.audience, r.person_audience, r.delegation_audience, r.desk_audience",
    tie: "r.id",
    tie_descending: false,
};

/// Those of a delegation.
pub(crate) const OF_DELEGATION: ListSpec = ListSpec {
    name: "EventDelegation.registrations",
    parent: Some("r.delegation_id"),
    ..REGISTRATIONS
};

/// Those of a person.
pub(crate) const OF_PERSON: ListSpec = ListSpec {
    name: "Viewer.registrations",
    parent: Some("r.person_id"),
    ..REGISTRATIONS
};

pub(crate) const NUMBER: Column = Column {
    name: "NUMBER",
    sql: "r.number",
    nullable: false,
};
pub(crate) const REGISTERED_AT: Column = Column {
    name: "REGISTERED_AT",
    sql: "r.registered_at",
    nullable: false,
};

/// In the order of the event.
pub(crate) const BY_NUMBER: &[Order] = &[Order::ascending(NUMBER)];
/// The newest first.
pub(crate) const NEWEST_FIRST: &[Order] = &[Order::descending(REGISTERED_AT)];

/// A registration to be written, with who may see it.
pub(crate) struct New<'a> {
    /// The registration.
    pub row: &'a Registration,
    /// The audience of the event's organisers.
    pub desk: &'a str,
}

/// Writes registrations that are new.
pub(crate) async fn insert(conn: &mut Conn<'_>, new: &[New<'_>]) -> Result<(), sqlx::Error> {
    let rows = new.iter().map(|New { row, desk }| {
        [
            row.id.into(),
            row.event_id.into(),
            row.number.into(),
            row.kind.into(),
            row.state.into(),
            row.person_id.into(),
            row.delegation_id.into(),
            row.name.as_deref().into(),
            row.email.as_deref().into(),
            answers(row),
            row.code.as_str().into(),
            row.registered_at.into(),
            row.activity_id.into(),
            kernel::viewer::SECRETARIAT.into(),
            (row.person_id.map(kernel::viewer::audience_of_person)).into(),
            (row.delegation_id)
                .map(kernel::viewer::audience_of_delegation)
                .into(),
            (*desk).into(),
        ]
    });
    conn.insert(
        "insert into registration (id, event_id, number, type, state, person_id, delegation_id, \
         name, email, answers, code, registered_at, activity_id, audience, person_audience, \
         delegation_audience, desk_audience)",
        rows.collect(),
        "",
    )
    .await
}

fn answers(row: &Registration) -> Value {
    Value::Json(serde_json::to_value(&row.answers.0).unwrap_or_default())
}

/// The registration with this key, whoever may see it.
pub(crate) async fn find(
    conn: &mut Conn<'_>,
    id: Uuid,
) -> Result<Option<Registration>, sqlx::Error> {
    one(conn, "r.id = ", id.into()).await
}

/// The registration with this code.
pub(crate) async fn by_code(
    conn: &mut Conn<'_>,
    code: &str,
) -> Result<Option<Registration>, sqlx::Error> {
    one(conn, "r.code = ", code.into()).await
}

async fn one(
    conn: &mut Conn<'_>,
    when: &str,
    value: Value,
) -> Result<Option<Registration>, sqlx::Error> {
    let mut sql = Sql::new(format!("select {COLUMNS} from registration r where {when}"));
    sql.bind(value);
    Ok(conn.fetch_all(sql).await?.into_iter().next())
}

/// Those who wait for a seat at an event, in its order.
pub(crate) async fn waiting(
    conn: &mut Conn<'_>,
    event: Uuid,
) -> Result<Vec<Registration>, sqlx::Error> {
    let mut sql = Sql::new(format!(
        "select {COLUMNS} from registration r where r.state = 'WAITING' and r.event_id = "
    ));
    sql.bind(event.into()).push(" order by r.number");
    conn.fetch_all(sql).await
}

/// Which of these people, and of these addresses, are registered for an event already.
pub(crate) async fn registered(
    conn: &mut Conn<'_>,
    event: Uuid,
    people: &[Uuid],
    emails: &[String],
) -> Result<Vec<(Option<Uuid>, Option<String>)>, sqlx::Error> {
    let mut sql = Sql::new(
        "select r.person_id, r.email from registration r where r.state <> 'CANCELLED' \
         and r.event_id = ",
    );
    sql.bind(event.into()).push(" and (r.person_id in ");
    sql.bind_list(people.iter().copied().map(Value::Uuid));
    sql.push(" or r.email in ");
    sql.bind_list(emails.iter().cloned().map(Value::Text));
    sql.push(")");
    conn.fetch_all(sql).await
}

/// Writes what a registration is now.
pub(crate) async fn save(conn: &mut Conn<'_>, row: &Registration) -> Result<(), sqlx::Error> {
    let mut sql = Sql::new("update registration set state = ");
    sql.bind(row.state.into());
    for (column, value) in [
        ("person_id", row.person_id.into()),
        (
            "person_audience",
            (row.person_id.map(kernel::viewer::audience_of_person)).into(),
        ),
        ("name", row.name.as_deref().into()),
        ("email", row.email.as_deref().into()),
        ("answers", answers(row)),
        ("code", row.code.as_str().into()),
        ("seated_at", row.seated_at.into()),
        ("cancelled_at", row.cancelled_at.into()),
        ("checked_in_at", row.checked_in_at.into()),
        ("checked_in_by", row.checked_in_by.into()),
        ("offered_to", row.offered_to.into()),
        ("offered_email", row.offered_email.as_deref().into()),
        ("offered_at", row.offered_at.into()),
    ] {
        sql.push(", ").push(column).push(" = ").bind(value);
    }
    sql.push(" where id = ").bind(row.id.into());
    conn.execute(sql).await
}

/// Gives a seat to those who waited for it.
pub(crate) async fn seat(
    conn: &mut Conn<'_>,
    ids: &[Uuid],
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    for ids in ids.chunks(500) {
        let mut sql = Sql::new("update registration set state = 'SEATED', seated_at = ");
        sql.bind(now.into()).push(" where id in ");
        sql.bind_list(ids.iter().copied().map(Value::Uuid));
        conn.execute(sql).await?;
    }
    Ok(())
}

/// Which of these events a person has a seat at.
pub(crate) async fn seats_of(
    conn: &mut Conn<'_>,
    person: Uuid,
    events: &[Uuid],
) -> Result<Vec<Uuid>, sqlx::Error> {
    let mut sql = Sql::new(
        "select r.event_id from registration r where r.state = 'SEATED' and r.person_id = ",
    );
    sql.bind(person.into()).push(" and r.event_id in ");
    sql.bind_list(events.iter().copied().map(Value::Uuid));
    let rows: Vec<(Uuid,)> = conn.fetch_all(sql).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// How many there are for an event that are not cancelled: for which type, with which delegation, in
/// which state; and how many of them have come.
pub(crate) type Counted = (RegistrationType, Option<Uuid>, RegistrationState, i64, i64);

/// Counts the registrations for an event.
pub(crate) async fn count(conn: &mut Conn<'_>, event: Uuid) -> Result<Vec<Counted>, sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query_as::<DB, Counted>(
            "select type, delegation_id, state, count(*), count(checked_in_at) from registration \
             where event_id = $1 and state <> 'CANCELLED' group by type, delegation_id, state",
        )
        .bind(event)
        .fetch_all(c)
        .await
    })
}

/// Those that were registered by these activities and that the viewer may see, in their order.
pub(crate) async fn of_activities(
    conn: &mut Conn<'_>,
    activities: &[Uuid],
    viewer: &Viewer,
) -> Result<Vec<Registration>, sqlx::Error> {
    let mut sql = Sql::new(format!(
        "select {COLUMNS} from registration r where r.activity_id in "
    ));
    sql.bind_list(activities.iter().copied().map(Value::Uuid));
    sql.push(" and ");
    visible(&mut sql, REGISTRATIONS.audience, viewer);
    sql.push(" order by r.activity_id, r.number");
    conn.fetch_all(sql).await
}

/// The place of each in its waiting list, from 1: how many of its type wait up to it.
pub(crate) async fn places(
    conn: &mut Conn<'_>,
    ids: &[Uuid],
) -> Result<Vec<(Uuid, i64)>, sqlx::Error> {
    let mut sql = Sql::new(
        "select r.id, (select count(*) from registration w where w.event_id = r.event_id \
         and w.state = 'WAITING' and w.number <= r.number and w.type = r.type) \
         from registration r where r.id in ",
    );
    sql.bind_list(ids.iter().copied().map(Value::Uuid));
    conn.fetch_all(sql).await
}

/// What is offered to a person, or to their address; and what was registered for the address and that
/// nobody has taken up.
pub(crate) async fn offered(
    conn: &mut Conn<'_>,
    person: Uuid,
    email: Option<&str>,
) -> Result<Vec<Registration>, sqlx::Error> {
    let mut sql = Sql::new(format!(
        "select {COLUMNS} from registration r where r.state <> 'CANCELLED' and r.id in \
         (select id from registration where offered_to = "
    ));
    sql.bind(person.into());
    if let Some(email) = email {
        sql.push(" union select id from registration where offered_email = ")
            .bind(email.into())
            .push(" union select id from registration where person_id is null and email = ")
            .bind(email.into());
    }
    sql.push(") order by r.registered_at, r.id limit 100");
    conn.fetch_all(sql).await
}

/// All of a person: also what was registered for their address.
pub(crate) async fn all_of(
    conn: &mut Conn<'_>,
    person: Uuid,
) -> Result<Vec<Registration>, sqlx::Error> {
    let mut sql = Sql::new(format!(
        "select {COLUMNS} from registration r where r.person_id = "
    ));
    sql.bind(person.into())
        .push(" or (r.person_id is null and r.email in ")
        .push(ADDRESS)
        .bind(person.into())
        .push(")) order by r.registered_at, r.id");
    conn.fetch_all(sql).await
}

/// The delegations that a person heads.
pub(crate) async fn headed_by(conn: &mut Conn<'_>, person: Uuid) -> Result<Vec<Uuid>, sqlx::Error> {
    let mut sql = Sql::new("select id from delegation where head_id = ");
    sql.bind(person.into()).push(" order by id");
    let rows: Vec<(Uuid,)> = conn.fetch_all(sql).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The address of a person, whom another domain owns; it forgets them last.
const ADDRESS: &str = "(select p.email from person p where p.id = ";

/// Forgets a person: what they have stays in the counts, without a word of who they are.
pub(crate) async fn forget(conn: &mut Conn<'_>, person: Uuid) -> Result<(), sqlx::Error> {
    const NOBODY: &str = "person_id = null, person_audience = null, name = null, email = null, \
                          answers = '{}', offered_to = null, offered_email = null, \
                          offered_at = null";
    const NO_OFFER: &str = "offered_to = null, offered_email = null, offered_at = null";
    for (set, by) in [
        (NOBODY, "person_id"),
        (NO_OFFER, "offered_to"),
        ("checked_in_by = null", "checked_in_by"),
    ] {
        let mut sql = Sql::new(format!("update registration set {set} where {by} = "));
        sql.bind(person.into());
        conn.execute(sql).await?;
    }
    for (set, by) in [(NOBODY, "email"), (NO_OFFER, "offered_email")] {
        let mut sql = Sql::new(format!("update registration set {set} where {by} in "));
        sql.push(ADDRESS).bind(person.into()).push(")");
        conn.execute(sql).await?;
    }
    let mut sql = Sql::new("update delegation set head_id = null where head_id = ");
    sql.bind(person.into());
    conn.execute(sql).await
}
