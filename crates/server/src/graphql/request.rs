//! What a client asks, by whatever door it comes: the parameters of a request, and the request that
//! they come to. A door that takes requests reads them here, as [`Params`], and has them completed by
//! [`Hub::read`](crate::router::Hub::read), which also finds the documents that are named and not sent.

use axum::http::{HeaderMap, HeaderName, StatusCode};
use serde::{
    Deserialize, Deserializer,
    de::{
        DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer,
    },
};
use serde_json::{Map, Value};

use crate::error::DoorError;

/// The header that says how new the answer has to be: a cursor of the log, or a position.
pub(crate) const AT_LEAST: HeaderName = HeaderName::from_static("passerelle-at-least");

/// The parameters of a request ("Request Parameters" of GraphQL over HTTP, and its appendix about
/// persisted documents).
#[derive(Debug, Default)]
pub(crate) struct Params {
    /// The document, or …
    pub(crate) query: Option<String>,
    /// … the name of one that the hub knows.
    pub(crate) document_id: Option<String>,
    /// Which operation of the document.
    pub(crate) operation_name: Option<String>,
    /// The values of its variables.
    pub(crate) variables: Map<String, Value>,
    /// What extensions of the protocol have to say.
    pub(crate) extensions: Map<String, Value>,
}

/// A request in JSON, with parameters of any type. What else it has is ignored, as the specification
/// asks.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Fields {
    query: Option<Value>,
    document_id: Option<Value>,
    operation_name: Option<Value>,
    variables: Option<Value>,
    extensions: Option<Value>,
}

impl Params {
    /// Reads the value of a JSON message.
    ///
    /// # Errors
    /// With what is wrong with which parameter.
    pub(crate) fn of_value(value: Value) -> Result<Self, DoorError> {
        let object = Object::deserialize(value);
        object.map_err(|error| not_json(&error))?.try_into()
    }

    /// How far its client has come, as it says itself: the last cursor it was given, in
    /// `extensions.cursor`.
    pub(crate) fn resume(&self) -> Option<String> {
        let cursor = self.extensions.get("cursor")?.as_str()?;
        Some(cursor.to_owned()).filter(|cursor| !cursor.is_empty())
    }

    /// Reads the body of a POST.
    ///
    /// # Errors
    /// With what is wrong, and where.
    pub(crate) fn of_body(body: &[u8]) -> Result<Self, DoorError> {
        let object: Object = serde_json::from_slice(body).map_err(|error| not_json(&error))?;
        object.try_into()
    }

    /// Reads the body of a POST that is a list of requests, each with what is wrong with it. At most
    /// `most` of them are read; how many there are comes with them.
    ///
    /// # Errors
    /// When it is no such list, or no JSON.
    pub(crate) fn of_list(
        body: &[u8],
        most: usize,
    ) -> Result<(Vec<Result<Self, DoorError>>, usize), DoorError> {
        let mut reader = serde_json::Deserializer::from_slice(body);
        let list = AtMost(most).deserialize(&mut reader);
        let (list, count) = list.map_err(|error| not_json(&error))?;
        reader.end().map_err(|error| not_json(&error))?;
        Ok((list.into_iter().map(Self::try_from).collect(), count))
    }

    /// Reads the query string of a GET.
    ///
    /// # Errors
    /// With what is wrong with which parameter.
    pub(crate) fn of_query_string(text: &str) -> Result<Self, DoorError> {
        let mut fields = Fields::default();
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            let slot = match &*name {
                "query" => &mut fields.query,
                "documentId" => &mut fields.document_id,
                "operationName" => &mut fields.operation_name,
                "variables" => &mut fields.variables,
                "extensions" => &mut fields.extensions,
                _ => continue,
            };
            if slot.is_some() {
                return Err(malformed(format!("`{name}` is there more than once.")));
            }
            *slot = Some(match &*name {
                // Empty is as good as not there, for what can be left out.
                _ if value.is_empty() => Value::Null,
                "variables" | "extensions" => serde_json::from_str(&value)
                    .map_err(|error| malformed(format!("`{name}` is not JSON: {error}.")))?,
                _ => Value::String(value.into_owned()),
            });
        }
        Object(fields).try_into()
    }
}

impl Params {
    /// Takes from the headers of HTTP how new the answer has to be, unless the request says it itself.
    ///
    /// # Errors
    /// When the header is no text.
    pub(crate) fn ask_for_position(&mut self, headers: &HeaderMap) -> Result<(), DoorError> {
        let Some(value) = headers.get(AT_LEAST) else {
            return Ok(());
        };
        let text = value.to_str().map_err(|_| {
            malformed("The header Passerelle-At-Least is neither a cursor nor a position.")
        })?;
        let entry = self.extensions.entry(schema::AT_LEAST);
        entry.or_insert_with(|| text.into());
        Ok(())
    }
}

impl TryFrom<Object> for Params {
    type Error = DoorError;

    fn try_from(Object(fields): Object) -> Result<Self, DoorError> {
        Ok(Self {
            query: string("query", fields.query)?.filter(|query| !query.trim().is_empty()),
            document_id: string("documentId", fields.document_id)?,
            operation_name: string("operationName", fields.operation_name)?,
            variables: object("variables", fields.variables)?,
            extensions: object("extensions", fields.extensions)?,
        })
    }
}

fn string(name: &str, value: Option<Value>) -> Result<Option<String>, DoorError> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text).filter(|text| !text.is_empty())),
        Some(other) => Err(wrong_type(name, "a string", &other)),
    }
}

fn object(name: &str, value: Option<Value>) -> Result<Map<String, Value>, DoorError> {
    match value {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(map)) => Ok(map),
        Some(other) => Err(wrong_type(name, "an object", &other)),
    }
}

pub(crate) fn wrong_type(name: &str, wanted: &str, value: &Value) -> DoorError {
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    malformed(format!("`{name}` has to be {wanted}, and is {found}."))
}

fn not_json(error: &serde_json::Error) -> DoorError {
    malformed(match error.classify() {
        serde_json::error::Category::Data => format!("The body is no GraphQL request: {error}."),
        _ => format!("The body is not JSON: {error}."),
    })
}

/// A request that is not well formed.
pub(crate) fn malformed(message: impl Into<String>) -> DoorError {
    DoorError::new(StatusCode::BAD_REQUEST, "INVALID_REQUEST", message)
}

/// Fields that come as an object, and no other way: not as a list of their values, either.
struct Object(Fields);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnObject;
        impl<'de> Visitor<'de> for AnObject {
            type Value = Object;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object with `query`")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object, A::Error> {
                Fields::deserialize(MapAccessDeserializer::new(map)).map(Object)
            }
        }
        deserializer.deserialize_map(AnObject)
    }
}

/// Reads so many members of a list, and counts the others.
struct AtMost(usize);

impl<'de> DeserializeSeed<'de> for AtMost {
    type Value = (Vec<Object>, usize);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for AtMost {
    type Value = (Vec<Object>, usize);

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of requests")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while list.len() < self.0 {
            match seq.next_element()? {
                Some(object) => list.push(object),
                None => break,
            }
        }
        let mut count = list.len();
        while seq.next_element::<IgnoredAny>()?.is_some() {
            count += 1;
        }
        Ok((list, count))
    }
}
