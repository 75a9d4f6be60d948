//! All SQL of invitations.

use chrono::{DateTime, Utc};
use kernel::{
    Conn,
    list::{Column, ListSpec, Order},
    on,
};
use uuid::Uuid;

use super::mandate::scopes_value;
use crate::{Invitation, InvitationState};

kernel::stored_enum!(InvitationState {
    Pending = "PENDING",
    TakenUp = "TAKEN_UP",
    Withdrawn = "WITHDRAWN",
});
kernel::from_row!(Invitation {
    id, email, role, scopes, mandate_ends_at, locale, state, invited_at, invited_under, expires_at,
    mandate_id, audience; party
});

macro_rules! columns {
    () => {
        "i.id, i.email, i.city_id, i.organisation_id, i.role, i.scopes, i.mandate_ends_at, \
         i.locale, i.state, i.invited_at, i.invited_under, i.expires_at, i.mandate_id, i.audience"
    };
}

/// All invitations.
pub(crate) const INVITATIONS: ListSpec = ListSpec {
    name: "Query.invitations",
    columns: columns!(),
    from: "invitation i",
    parent: None,
    audience: "i.audience",
    tie: "i.id",
    tie_descending: true,
};

/// Ordering by when an invitation was made.
pub(crate) const INVITED_AT: Column = Column {
    name: "INVITED_AT",
    sql: "i.invited_at",
    nullable: false,
};

/// The newest first, unless told.
pub(crate) const NEWEST_FIRST: &[Order] = &[Order::descending(INVITED_AT)];

/// Writes an invitation that is new. With the digest of a secret it can be taken up at once; without
/// one, the letter that is sent makes it.
pub(crate) async fn insert(
    conn: &mut Conn<'_>,
    invitation: &Invitation,
    secret_digest: Option<&str>,
) -> Result<(), sqlx::Error> {
    conn.insert(
        "insert into invitation (id, email, city_id, organisation_id, role, scopes, \
         mandate_ends_at, locale, state, secret_digest, invited_at, invited_under, expires_at, \
         audience)",
        vec![[
            invitation.id.into(),
            invitation.email.clone().into(),
            invitation.party.city_id.into(),
            invitation.party.organisation_id.into(),
            invitation.role.into(),
            scopes_value(invitation.scopes.as_ref().map(|scopes| &scopes.0)),
            invitation.mandate_ends_at.into(),
            invitation.locale.clone().into(),
            invitation.state.into(),
            secret_digest.into(),
            invitation.invited_at.into(),
            invitation.invited_under.into(),
            invitation.expires_at.into(),
            invitation.audience.as_str().into(),
        ]],
        "",
    )
    .await
}

/// The invitation with this key, whoever may see it.
pub(crate) async fn find(conn: &mut Conn<'_>, id: Uuid) -> Result<Option<Invitation>, sqlx::Error> {
    on!(conn, |c, DB| sqlx::query_as::<DB, _>(concat!(
        "select ",
        columns!(),
        " from invitation i where i.id = $1"
    ))
    .bind(id)
    .fetch_optional(c)
    .await)
}

/// The invitation with the digest of this secret.
pub(crate) async fn by_secret(
    conn: &mut Conn<'_>,
    digest: &str,
) -> Result<Option<Invitation>, sqlx::Error> {
    on!(conn, |c, DB| sqlx::query_as::<DB, _>(concat!(
        "select ",
        columns!(),
        " from invitation i where i.secret_digest = $1"
    ))
    .bind(digest)
    .fetch_optional(c)
    .await)
}

/// Gives a pending invitation its secret: what was sent before is void.
pub(crate) async fn set_secret(
    conn: &mut Conn<'_>,
    id: Uuid,
    digest: &str,
) -> Result<(), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>(
            "update invitation set secret_digest = $2 where id = $1 and state = 'PENDING'",
        )
        .bind(id)
        .bind(digest)
        .execute(c)
        .await
        .map(drop)
    })
}

/// Ends a pending invitation, and forgets its address; whether it was pending still. Of two who end
/// it at the same time, one does.
pub(crate) async fn end(
    conn: &mut Conn<'_>,
    id: Uuid,
    state: InvitationState,
) -> Result<bool, sqlx::Error> {
    let ended: Option<(Uuid,)> = on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>(
            "update invitation set state = $2, email = null, secret_digest = null \
             where id = $1 and state = 'PENDING' returning id",
        )
        .bind(id)
        .bind(state)
        .fetch_optional(c)
        .await
    })?;
    Ok(ended.is_some())
}

/// How many invitations to this address can be taken up.
pub(crate) async fn pending_for(
    conn: &mut Conn<'_>,
    email: &str,
    now: DateTime<Utc>,
) -> Result<i64, sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query_scalar::<DB, _>(
            "select count(*) from invitation where email = $1 and state = 'PENDING' \
             and expires_at > $2",
        )
        .bind(email)
        .bind(now)
        .fetch_one(c)
        .await
    })
}

/// The invitations to this address that are open, or were until they expired; the oldest first.
pub(crate) async fn to(conn: &mut Conn<'_>, email: &str) -> Result<Vec<Invitation>, sqlx::Error> {
    on!(conn, |c, DB| sqlx::query_as::<DB, _>(concat!(
        "select ",
        columns!(),
        " from invitation i where i.email = $1 order by i.invited_at, i.id"
    ))
    .bind(email)
    .fetch_all(c)
    .await)
}

/// Takes back what was offered to this address, and forgets it.
pub(crate) async fn forget(conn: &mut Conn<'_>, email: &str) -> Result<(), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>(
            "update invitation set state = 'WITHDRAWN', email = null, secret_digest = null \
             where email = $1",
        )
        .bind(email)
        .execute(c)
        .await
        .map(drop)
    })
}

/// Says which mandate an invitation became.
pub(crate) async fn set_mandate(
    conn: &mut Conn<'_>,
    id: Uuid,
    mandate: Uuid,
) -> Result<(), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>("update invitation set mandate_id = $2 where id = $1")
            .bind(id)
            .bind(mandate)
            .execute(c)
            .await
            .map(drop)
    })
}
