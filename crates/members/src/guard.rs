//! The guard of writes: whoever acts still may, now that it is written.

use activity::Guard;
use chrono::{DateTime, Utc};
use kernel::{Acting, ClientError, Code, Conn, Kind, NodeRef, actor::Credential};

use crate::store::{guard, mandate};

/// Lets pass whose mandate holds and whose credential has not ended, as the database says now.
pub struct PeopleGuard;

#[async_trait::async_trait]
impl Guard for PeopleGuard {
    async fn check(
        &self,
        conn: &mut Conn<'_>,
        acting: &Acting,
        now: DateTime<Utc>,
    ) -> Result<(), ClientError> {
        let ended = |what: &str| {
            let message = format!("Your {what} has ended: sign in again.");
            Err(ClientError::new(Code::CredentialEnded, message))
        };
        match acting.credential {
            Credential::Session(id) => {
                if !guard::session(conn, id, acting.person, now).await? {
                    return ended("session");
                }
            }
            Credential::Token(id) => {
                if !guard::token(conn, id, acting.person, now).await? {
                    return ended("token");
                }
            }
            Credential::Issuer => {
                if !guard::person(conn, acting.person).await? {
                    return ended("account");
                }
            }
            // Used up in this very write, which may be the one that makes the person.
            Credential::Link => {}
        }
        let Some(held) = &acting.mandate else {
            return Ok(());
        };
        let found = mandate::share(conn, held.id).await?;
        let same = found.is_some_and(|found| {
            found.person_id == Some(acting.person) && found.as_mandate().holds(now)
                // One that was limited since is another one: what was asked for may be too much.
                && found.limits() == held.scopes
        });
        if same {
            return Ok(());
        }
        let id = NodeRef::new(Kind::Mandate, held.id);
        let message = format!("The mandate {id} has ended, or was limited, meanwhile.");
        Err(ClientError::new(Code::MandateNotHeld, message))
    }
}
