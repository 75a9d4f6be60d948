//! What time does to mandates: they come to the end that was set.

use access::Action;
use activity::{Due, Log, Span, Timed, Write};
use kernel::{ClientError, Kind, NodeRef};

use super::mandate::tell;
use crate::{StoredMandate, store::mandate as store};

/// How many mandates one write tells of; more, when they end at the same instant.
const AT_ONCE: i64 = 200;

/// Mandates that come to the end that was set. They hold no longer from that instant on, whether it is
/// recorded or not; that it is, lets those who follow the log know.
pub struct MandatesExpire;

#[async_trait::async_trait]
impl Timed for MandatesExpire {
    fn name(&self) -> &'static str {
        "mandates"
    }

    async fn is_due(&self, log: &Log, span: Span) -> Result<bool, ClientError> {
        let mut conn = log.db().read().await?;
        let ended = store::ended_within(&mut conn, span.after, span.until, 1).await?;
        Ok(!ended.is_empty())
    }

    async fn write(&self, write: &mut Write, span: Span) -> Result<Due, ClientError> {
        let Span { after, mut until } = span;
        let mut ended = store::ended_within(&mut write.conn(), after, until, AT_ONCE).await?;
        if i64::try_from(ended.len()).is_ok_and(|count| count == AT_ONCE) {
            // All of those that end at the last instant, so that the next write can begin behind it.
            until = ended.last().and_then(|last| last.ends_at).unwrap_or(until);
            ended = store::ended_within(&mut write.conn(), after, until, i64::MAX).await?;
        }
        // Who was ended by somebody has ended at an instant in this span, too.
        let ids: Vec<_> = ended.iter().map(|mandate| mandate.id).collect();
        let told = activity::happened_to(&mut write.conn(), "mandate.ended", &ids).await?;
        ended.retain(|mandate: &StoredMandate| !told.contains(&mandate.id));
        let Some(first) = ended.first() else {
            return Ok(Due::Nothing { until });
        };
        let permit = write.authorize(Action::EndMandate, &first.resource())?;
        let node = NodeRef::new(Kind::Mandate, first.id);
        for mandate in &ended {
            tell(write, "mandate.expired", mandate);
        }
        Ok(Due::Recorded {
            permit,
            node,
            until,
        })
    }
}
