//! The messages of `graphql-transport-ws`, as they are read and written.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::close::Close;

/// The longest id of an operation, in bytes.
const MAX_ID: usize = 256;

/// What an object of JSON holds.
pub(crate) type Object = Map<String, Value>;
/// The name that a client gives to an operation.
pub(crate) type Id = Arc<str>;

/// What a client says.
#[derive(Debug, PartialEq)]
pub(crate) enum ClientMessage {
    /// It wants to be let in.
    ConnectionInit(Object),
    /// Is anybody there?
    Ping(Option<Object>),
    /// It is there.
    Pong,
    /// It wants this to be run.
    Subscribe(Id, Object),
    /// It does not want any more of this.
    Complete(Id),
}

impl ClientMessage {
    /// Reads a message.
    ///
    /// # Errors
    /// With 4400 and what is wrong with it.
    pub(crate) fn read(text: &str) -> Result<Self, Close> {
        let invalid = |what: String| Close::invalid(&format!("Invalid message: {what}"));
        let value = serde_json::from_str(text).map_err(|error| match error.classify() {
            serde_json::error::Category::Syntax | serde_json::error::Category::Eof => {
                invalid(format!("it is not JSON: {error}"))
            }
            _ => invalid(error.to_string()),
        })?;
        let Value::Object(mut message) = value else {
            return Err(invalid("it is not an object".to_owned()));
        };
        let Some(Value::String(kind)) = message.remove("type") else {
            return Err(invalid("`type` has to be a string".to_owned()));
        };
        let id = match message.remove("id") {
            Some(Value::String(id)) if id.is_empty() || id.len() > MAX_ID => {
                return Err(invalid(format!("an `id` has 1 to {MAX_ID} bytes")));
            }
            Some(Value::String(id)) => Some(Id::from(id)),
            None | Some(Value::Null) => None,
            Some(_) => return Err(invalid("`id` has to be a string".to_owned())),
        };
        let id = || id.ok_or_else(|| invalid(format!("`{kind}` needs an `id`")));
        let payload = match message.remove("payload") {
            Some(Value::Object(payload)) => Some(payload),
            None | Some(Value::Null) => None,
            // Only what the protocol gives a payload has one to be wrong.
            Some(_) if kind == "complete" => None,
            Some(_) => return Err(invalid("`payload` has to be an object".to_owned())),
        };
        Ok(match &*kind {
            "connection_init" => Self::ConnectionInit(payload.unwrap_or_default()),
            "ping" => Self::Ping(payload),
            "pong" => Self::Pong,
            "subscribe" => {
                let payload = payload.ok_or_else(|| {
                    invalid("`subscribe` needs a `payload` with the operation".to_owned())
                })?;
                request(&payload).map_err(invalid)?;
                Self::Subscribe(id()?, payload)
            }
            "complete" => Self::Complete(id()?),
            _ => return Err(invalid(format!("there is no type `{kind}`"))),
        })
    }
}

/// Whether what is to be run has the form of a request; what it says is read elsewhere. The document
/// may be missing: it can be named instead of sent.
fn request(payload: &Object) -> Result<(), String> {
    let is = |name: &str, right: fn(&Value) -> bool, what: &str| match payload.get(name) {
        None | Some(Value::Null) => Ok(()),
        Some(value) if right(value) => Ok(()),
        Some(_) => Err(format!("`payload.{name}` has to be {what}")),
    };
    is("query", Value::is_string, "a string")?;
    is("operationName", Value::is_string, "a string or null")?;
    is("variables", Value::is_object, "an object or null")?;
    is("extensions", Value::is_object, "an object or null")
}

/// What the hub says. Each is the text of one frame.
pub(crate) mod server {
    use super::{Object, Value, json};

    /// The client is in.
    pub(crate) fn connection_ack() -> String {
        r#"{"type":"connection_ack"}"#.to_owned()
    }

    /// Is the client there?
    pub(crate) fn ping() -> String {
        r#"{"type":"ping"}"#.to_owned()
    }

    /// The hub is there.
    pub(crate) fn pong(payload: Option<Object>) -> String {
        match payload {
            Some(payload) => json!({ "type": "pong", "payload": payload }).to_string(),
            None => r#"{"type":"pong"}"#.to_owned(),
        }
    }

    /// A result, which is JSON already: all who get it share its bytes up to here.
    pub(crate) fn next(id: &str, payload: &[u8]) -> Vec<u8> {
        let id = Value::from(id).to_string();
        let mut frame = Vec::with_capacity(payload.len() + id.len() + 36);
        frame.extend_from_slice(b"{\"id\":");
        frame.extend_from_slice(id.as_bytes());
        frame.extend_from_slice(b",\"type\":\"next\",\"payload\":");
        frame.extend_from_slice(payload);
        frame.push(b'}');
        frame
    }

    /// The operation has failed as a whole.
    pub(crate) fn error(id: &str, errors: &Value) -> String {
        json!({ "id": id, "type": "error", "payload": errors }).to_string()
    }

    /// There is no more of this.
    pub(crate) fn complete(id: &str) -> String {
        json!({ "id": id, "type": "complete" }).to_string()
    }
}
