//! Cursors: where a list goes on. A cursor is a position, not a permission; it says which list and
//! order it belongs to, and a changed one is refused.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::{ClientError, Code, db::Value};

/// The version of the form below; another one is refused.
const VERSION: u8 = 1;
const CHECK: usize = 4;

/// A value of a row that its list is ordered by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Key {
    /// No value.
    #[serde(rename = "n")]
    Null,
    /// A whole number.
    #[serde(rename = "i")]
    Int(i64),
    /// Text.
    #[serde(rename = "t")]
    Text(String),
    /// An instant.
    #[serde(rename = "d")]
    Time(DateTime<Utc>),
    /// A node's key.
    #[serde(rename = "u")]
    Uuid(Uuid),
}

impl Key {
    /// As a value to compare with; `None` is null.
    pub fn into_value(self) -> Option<Value> {
        Some(match self {
            Key::Null => return None,
            Key::Int(v) => Value::Int(v),
            Key::Text(v) => Value::Text(v),
            Key::Time(v) => Value::Time(v),
            Key::Uuid(v) => Value::Uuid(v),
        })
    }
}

impl From<Option<i64>> for Key {
    fn from(value: Option<i64>) -> Self {
        value.map_or(Key::Null, Key::Int)
    }
}

impl From<Option<String>> for Key {
    fn from(value: Option<String>) -> Self {
        value.map_or(Key::Null, Key::Text)
    }
}

/// The cursor of a row with these keys, in this list and order.
pub fn encode(list: &str, keys: &[Key]) -> String {
    let body = serde_json::to_vec(&(list, keys)).unwrap_or_default();
    let mut bytes = vec![VERSION];
    bytes.extend_from_slice(&check(&body));
    bytes.extend_from_slice(&body);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The list and the keys of a cursor.
///
/// # Errors
/// [`Code::InvalidCursor`] when it was not made by this hub, or was changed.
pub fn decode(cursor: &str) -> Result<(String, Vec<Key>), ClientError> {
    let refuse = || {
        ClientError::new(
            Code::InvalidCursor,
            "This is not a cursor of this hub, or it was changed on the way.",
        )
    };
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| refuse())?;
    let (head, body) = bytes.split_at_checked(1 + CHECK).ok_or_else(refuse)?;
    if head[0] != VERSION || head[1..] != check(body) {
        return Err(refuse());
    }
    serde_json::from_slice(body).map_err(|_| refuse())
}

// Finds accidents, not attacks: what a cursor says is checked where it is used.
fn check(body: &[u8]) -> [u8; CHECK] {
    let mut check = [0; CHECK];
    check.copy_from_slice(&Sha256::digest(body)[..CHECK]);
    check
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_the_way_out_and_back() {
        let keys = [
            Key::Null,
            Key::Int(-1),
            Key::Text("Żary".into()),
            Key::Uuid(Uuid::from_u128(7)),
        ];
        assert_eq!(
            decode(&encode("cities|NAME", &keys)).unwrap(),
            ("cities|NAME".into(), keys.to_vec())
        );
    }

    #[test]
    fn no_changed_byte_goes_unnoticed() {
        let cursor = encode("cities", &[Key::Int(3)]);
        for i in 0..cursor.len() {
            let mut changed = cursor.clone().into_bytes();
            changed[i] = if changed[i] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert!(decode(&changed).is_err(), "{changed}");
        }
        for garbage in ["", "a", "é", "AAAA", "null"] {
            assert_eq!(decode(garbage).unwrap_err().code, Code::InvalidCursor);
        }
    }
}
