//! What this domain keeps of people: in which sessions they were asked to speak.

use chrono::{DateTime, Utc};
use kernel::{Conn, Kind, NodeRef, personal::PersonalData};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::store::personal as store;

/// Events are of cities. Who speaks there is named only when they agreed.
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
        Ok(json!({ "speaks": speaks.iter().map(line).collect::<Vec<_>>() }))
    }

    async fn erase(
        &self,
        conn: &mut Conn<'_>,
        person: Uuid,
        _: DateTime<Utc>,
    ) -> Result<(), sqlx::Error> {
        store::forget(conn, person).await
    }
}
