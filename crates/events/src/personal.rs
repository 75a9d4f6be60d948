//! What this domain keeps of people: what they have at events, and in which sessions they were asked to
//! speak.

use chrono::{DateTime, Utc};
use kernel::{Conn, Kind, NodeRef, personal::PersonalData};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    Registration,
    store::{personal as store, registration},
};

/// Who speaks is named only when they agreed. Who comes and is erased keeps their place in the counts,
/// without a word of who they are.
#[derive(Clone, Copy, Debug)]
pub struct Personal;

#[async_trait::async_trait]
impl PersonalData for Personal {
    fn name(&self) -> &'static str {
        "events"
    }

    async fn export(&self, conn: &mut Conn<'_>, person: Uuid) -> Result<Value, sqlx::Error> {
        let speaks = store::speaks(conn, person).await?;
        let line = |speaker: &crate::Speaker| {
            json!({
                "session": NodeRef::new(Kind::Session, speaker.session_id).to_string(),
                "role": speaker.role,
                "agreedAt": speaker.agreed_at,
            })
        };
        let speaks: Vec<Value> = speaks.iter().map(line).collect();
        let registrations = registration::all_of(conn, person).await?;
        let registrations: Vec<Value> = registrations.iter().map(exported).collect();
        let delegations = registration::headed_by(conn, person).await?;
        let delegations: Vec<Value> = (delegations.into_iter())
            .map(|id| json!({ "id": NodeRef::new(Kind::EventDelegation, id).to_string() }))
            .collect();
        Ok(json!({
            "speaks": speaks, "registrations": registrations, "headsDelegations": delegations,
        }))
    }

    async fn erase(
        &self,
        conn: &mut Conn<'_>,
        person: Uuid,
        _: DateTime<Utc>,
    ) -> Result<(), sqlx::Error> {
        store::forget(conn, person).await?;
        registration::forget(conn, person).await
    }
}

fn exported(row: &Registration) -> Value {
    json!({
        "id": row.as_node().to_string(),
        "event": NodeRef::new(Kind::Event, row.event_id).to_string(),
        "number": row.number,
        "type": row.kind,
        "state": row.state,
        "name": row.name,
        "email": row.email,
        "answers": row.answers.0,
        "code": row.code,
        "registeredAt": row.registered_at,
        "seatedAt": row.seated_at,
        "cancelledAt": row.cancelled_at,
        "checkedInAt": row.checked_in_at,
        "offeredTo": row.offered_email,
        "offeredAt": row.offered_at,
    })
}
