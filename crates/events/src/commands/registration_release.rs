//! The seats that were held for delegations go to who waits, when their time has come. Every write on an
//! event's registration sees to it before it does anything else; this is for events that nobody writes on.

use access::Action;
use activity::{Draft, Failure, Log};
use chrono::{DateTime, Utc};
use kernel::Actor;

use super::registration_open::{self as open, Desk};
use crate::store::registration_settings as store;

/// Releases what is held beyond its time, at most of 100 events: how many that were.
///
/// # Errors
/// When the database fails; what was released before stays so.
pub async fn release_due(log: &Log) -> Result<usize, Failure> {
    let now = log.clock().now();
    let due = store::due(&mut log.db().read().await?, now).await?;
    let many = due.len();
    for event in due {
        let Ok(mut asked) = open::ask(log, Actor::System, "releaseSeatsDue", &event, None).await?
        else {
            continue;
        };
        let held = asked.lock(event, "input.event").await?;
        let permit = asked.for_event(Action::AllotSeats, &held)?;
        let mut desk: Desk = asked.desk(permit, held, "input.event").await?;
        // Somebody else may have been here first.
        let Some(released) = desk.first_told() else {
            continue;
        };
        let released: Draft = released;
        let node = desk.node();
        desk.finish(node, released).await?;
    }
    Ok(many)
}

/// When seats are to be released next; none when none are held.
///
/// # Errors
/// When the database fails.
pub async fn next_release(log: &Log) -> Result<Option<DateTime<Utc>>, Failure> {
    Ok(store::next_due(&mut log.db().read().await?).await?)
}
