//! The seats that were held for delegations go to who waits, when their time has come. Every write on an
//! event's registration sees to it before it does anything else; this is for events that nobody writes on.

use access::Action;
use activity::{Failure, Log};
use chrono::{DateTime, Utc};
use kernel::Actor;
use uuid::Uuid;

use super::registration_open as open;
use crate::{People, store::registration_settings as store};

/// Releases what is held beyond its time, at most of 100 events: how many that were.
///
/// # Errors
/// When the database fails; what was released before stays so.
pub async fn release_due(log: &Log, people: &dyn People) -> Result<usize, Failure> {
    let now = log.clock().now();
    let due = store::due(&mut log.db().read().await?, now).await?;
    let (mut released, mut failed) = (0, None);
    for event in due {
        // One that cannot be released keeps no other from it.
        match release(log, people, event).await {
            Ok(true) => released += 1,
            Ok(false) => {}
            Err(failure) => failed = Some(failure),
        }
    }
    failed.map_or(Ok(released), Err)
}

/// Releases what is held beyond its time of one event; false when somebody else was here first.
async fn release(log: &Log, people: &dyn People, event: Uuid) -> Result<bool, Failure> {
    let operation = "releaseSeatsDue";
    let begun = open::ask(log, people, Actor::System, operation, &event, None).await?;
    let Ok(mut asked) = begun else {
        return Ok(false);
    };
    let held = asked.lock(event, "input.event").await?;
    let permit = asked.for_event(Action::AllotSeats, &held)?;
    let mut desk = asked.desk(permit, held, "input.event").await?;
    let Some(released) = desk.first_told() else {
        return Ok(false);
    };
    let node = desk.node();
    desk.finish(node, released).await?;
    Ok(true)
}

/// When seats are to be released next; none when none are held.
///
/// # Errors
/// When the database fails.
pub async fn next_release(log: &Log) -> Result<Option<DateTime<Utc>>, Failure> {
    Ok(store::next_due(&mut log.db().read().await?).await?)
}
