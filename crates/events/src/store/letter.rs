//! All SQL of what letters tell of places at events, and of whom events expect.

use kernel::{Conn, NodeRef, db::Sql, seat::SeatNews};
use uuid::Uuid;

use super::{held, registration};
use crate::{Event, EventStatus, Registration, RegistrationState};

/// What a letter has to tell of a place at an event.
#[derive(Clone, Debug)]
pub struct Place {
    /// The event.
    pub event: Event,
    /// Whether it is a seat; else it waits for one.
    pub is_seated: bool,
}

impl Place {
    /// The event, as a node.
    pub fn node(&self) -> NodeRef {
        NodeRef::new(kernel::Kind::Event, self.event.node.id)
    }
}

/// The place that a letter with this news tells of; none when it is news no longer.
///
/// # Errors
/// What the database says.
pub async fn place(
    conn: &mut Conn<'_>,
    registration: Uuid,
    news: SeatNews,
    email: &str,
) -> Result<Option<Place>, sqlx::Error> {
    let Some(row) = registration::find(conn, registration).await? else {
        return Ok(None);
    };
    let held = held::find(conn, row.event_id).await?;
    let over = [EventStatus::Held, EventStatus::Cancelled];
    let held = held.filter(|held| !over.contains(&held.event.status));
    Ok(held
        .filter(|_| is_news(&row, news, email))
        .map(|held| Place {
            event: held.event,
            is_seated: row.state == RegistrationState::Seated,
        }))
}

/// Whether this is still so of a registration, for whoever has this address.
fn is_news(row: &Registration, news: SeatNews, email: &str) -> bool {
    let is_theirs = row.email.as_deref() == Some(email);
    let stands = [RegistrationState::Seated, RegistrationState::Waiting].contains(&row.state);
    match news {
        SeatNews::Registered | SeatNews::Confirmed => is_theirs && stands,
        SeatNews::Promoted => is_theirs && row.state == RegistrationState::Seated,
        SeatNews::Refused => is_theirs && row.state == RegistrationState::Cancelled,
        // To a person it is offered as a person, whatever their address.
        SeatNews::Offered => {
            row.offered_at.is_some()
                && (row.offered_to.is_some() || row.offered_email.as_deref() == Some(email))
        }
    }
}

/// Whether an event that is to come expects whoever has this address: they were registered by it and have
/// not taken that up, or a seat is offered to it.
///
/// # Errors
/// What the database says.
pub async fn expects(conn: &mut Conn<'_>, email: &str) -> Result<bool, sqlx::Error> {
    let mut sql = Sql::new(
        "select e.id from event e where e.status not in ('HELD', 'CANCELLED') and e.id in \
         (select event_id from registration where state <> 'CANCELLED' and offered_email = ",
    );
    sql.bind(email.into())
        .push(
            " union select event_id from registration where state <> 'CANCELLED' \
             and person_id is null and email = ",
        )
        .bind(email.into())
        .push(") limit 1");
    let found: Vec<(Uuid,)> = conn.fetch_all(sql).await?;
    Ok(!found.is_empty())
}
