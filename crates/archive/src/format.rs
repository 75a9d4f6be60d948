//! The lines of an export.
//!
//! Each line is a JSON object with one key, whose value is an object again:
//!
//! ```text
//! {"passerelle_export":{"version":1,"migration":5,"epoch":"…","position":210,"rows":5043,"tables":[…]}}
//! {"node":{"id":"…","kind":"city",…}}
//! {"end":{"rows":5043,"sha256":"…"}}
//! ```

use std::{collections::HashSet, fmt, marker::PhantomData};

use serde::{
    Deserialize, Serialize,
    de::{Deserializer, MapAccess, Visitor},
};
use serde_json::Value;
use uuid::Uuid;

use crate::error::{Error, line};

/// The version of the format that this program writes, and the newest that it reads.
pub const VERSION: u64 = 1;

/// The longest line, in bytes.
pub const MAX_LINE: usize = 16 * 1024 * 1024;

pub(crate) const HEADER: &str = "passerelle_export";
pub(crate) const FOOTER: &str = "end";

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Header {
    pub(crate) version: u64,
    /// The last migration of the database it was made from.
    pub(crate) migration: i64,
    /// Which log it is; none where no hub has ever opened the database.
    pub(crate) epoch: Option<Uuid>,
    /// Where the log ends.
    pub(crate) position: i64,
    pub(crate) rows: u64,
    pub(crate) tables: Vec<HeaderTable>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HeaderTable {
    pub(crate) name: String,
    pub(crate) rows: u64,
    pub(crate) columns: Vec<String>,
}

/// The last line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Footer {
    pub(crate) rows: u64,
    /// Of every byte before this line.
    pub(crate) sha256: String,
}

/// A JSON object whose keys keep their order, and where none comes twice.
pub(crate) struct Pairs<V>(pub(crate) Vec<(String, V)>);

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Pairs<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys<V>(PhantomData<V>);
        impl<'de, V: Deserialize<'de>> Visitor<'de> for Keys<V> {
            type Value = Pairs<V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<V>, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Keys(PhantomData))
    }
}

/// The one key of a line, and the pairs of its value.
pub(crate) fn parse(number: u64, bytes: &[u8]) -> Result<(String, Vec<(String, Value)>), Error> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return line(number, "it is not UTF-8");
    };
    let Pairs(mut keys) = match serde_json::from_str::<Pairs<Pairs<Value>>>(text) {
        Ok(keys) => keys,
        Err(error) if error.is_data() => {
            return line(
                number,
                "it is not `{\"table\": {…}}`, as every line of an export is",
            );
        }
        Err(error) => {
            let said = error.to_string();
            // The parser counts lines from the beginning of this one.
            let what = said.split(" at line ").next().unwrap_or_default();
            return line(
                number,
                format!("it is not JSON: {what}, at column {}", error.column()),
            );
        }
    };
    match (keys.pop(), keys.is_empty()) {
        (Some((key, Pairs(pairs))), true) => {
            let mut seen = HashSet::new();
            match pairs.iter().find(|(key, _)| !seen.insert(key.as_str())) {
                Some((twice, _)) => line(number, format!("`{key}` has `{twice}` twice")),
                None => Ok((key, pairs)),
            }
        }
        _ => line(number, "it has not one key, as every line of an export has"),
    }
}
