//! Waiting until this process has come as far in the log as a client has been before: after it wrote
//! through another replica, or followed the log there.

use std::time::Duration;

use async_graphql::Value;
use kernel::{ClientError, Code};
use tokio::time::Instant;

use crate::{ASK_EVERY, Log, Place};

/// How long a request waits. Replicas are half a second apart at most, as long as the database answers.
const LONGEST: Duration = Duration::from_secs(3);

impl Log {
    /// Waits until everything up to this place was seen by this process: a cursor of the log, or a
    /// position.
    ///
    /// # Errors
    /// [`Code::PositionNotReached`] when it takes too long, [`Code::Gap`] when it is of another epoch,
    /// [`Code::InvalidCursor`] when it is neither.
    pub async fn reach(&self, at_least: &Value) -> Result<(), ClientError> {
        let position = self.wanted(at_least)?;
        let deadline = Instant::now() + LONGEST;
        let mut seen = self.tail().follow();
        while *seen.borrow_and_update() < position {
            // Where no tail runs, the database is asked; and nothing here is older than it.
            if !self.tail().is_fresh(4 * ASK_EVERY) && self.ask_head().await? >= position {
                return Ok(());
            }
            if Instant::now() >= deadline {
                let message = format!(
                    "The log has not come to position {position} within {} seconds; it is at {}.",
                    LONGEST.as_secs(),
                    self.head(),
                );
                return Err(ClientError::new(Code::PositionNotReached, message));
            }
            self.wake();
            // Woken by what comes; and else looked at again.
            let _ = tokio::time::timeout(ASK_EVERY, seen.changed()).await;
        }
        Ok(())
    }

    fn wanted(&self, at_least: &Value) -> Result<i64, ClientError> {
        let refuse = |message: &str| Err(ClientError::new(Code::InvalidCursor, message));
        let position = match at_least {
            Value::Number(number) => number.as_i64(),
            Value::String(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
                text.parse().ok()
            }
            Value::String(text) => match self.place(text)? {
                Place::At(position) => Some(position),
                Place::OtherEpoch => {
                    let message = "This cursor is of another epoch of the log, which was restored or \
                                   replaced since.";
                    return Err(ClientError::new(Code::Gap, message));
                }
            },
            _ => None,
        };
        match position {
            Some(position) if position >= 0 => Ok(position),
            _ => {
                refuse("How new the answer has to be is a cursor of the log, or a position from 0.")
            }
        }
    }
}
