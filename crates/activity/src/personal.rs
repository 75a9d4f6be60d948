//! What the log keeps of a person: what they did, what concerned them, and for a day the keys of their
//! calls. When they are erased the log stays as it is: it tells of them by an id that leads nowhere.

use chrono::{DateTime, Utc};
use kernel::{Conn, Kind, NodeRef, personal::PersonalData};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{Activity, store::personal as store};

/// What the log keeps of people.
#[derive(Clone, Copy, Debug)]
pub struct Personal;

#[async_trait::async_trait]
impl PersonalData for Personal {
    fn name(&self) -> &'static str {
        "activity"
    }

    async fn export(&self, conn: &mut Conn<'_>, person: Uuid) -> Result<Value, sqlx::Error> {
        let activities = store::activities_of(conn, person).await?;
        let calls = store::calls_of(conn, person).await?;
        let calls: Vec<Value> = (calls.into_iter())
            .map(|(key, operation, expires_at)| {
                json!({ "key": key, "operation": operation, "expiresAt": expires_at })
            })
            .collect();
        let activities: Vec<Value> = activities.iter().map(|one| exported(one, person)).collect();
        Ok(json!({ "activities": activities, "calls": calls }))
    }

    async fn erase(
        &self,
        conn: &mut Conn<'_>,
        person: Uuid,
        _: DateTime<Utc>,
    ) -> Result<(), sqlx::Error> {
        store::forget_calls_of(conn, person).await
    }
}

fn exported(activity: &Activity, person: Uuid) -> Value {
    let by_them = activity.person_id == Some(person);
    // Under which mandate somebody else did something to them is not theirs to know.
    let mandate = activity.mandate_id.filter(|_| by_them);
    json!({
        "position": activity.position,
        "at": activity.at,
        "verb": activity.verb,
        "subject": activity.subject().map(|node| node.to_string()),
        "data": activity.data.0,
        "byYou": by_them,
        "mandate": mandate.map(|id| NodeRef::new(Kind::Mandate, id).to_string()),
    })
}
