//! Which document a request asks to have run: the one it sends, or one that it names. What is named
//! is a trusted document (`documentId` of GraphQL over HTTP's appendix about persisted documents), or
//! one that is known by its hash (the extension `persistedQuery` of Apollo's protocol).

use std::sync::Arc;

use async_graphql::{Request, Variables};
use axum::http::StatusCode;
use documents::Digest;
use kernel::Viewer;
use limits::Inspected;
use serde_json::{Map, Value};

use super::request::{Params, malformed, wrong_type};
use crate::{
    error::{self, DoorError},
    router::Hub,
};

/// The version of Apollo's protocol that there is.
const VERSION: u64 = 1;

/// What a request says of its document.
enum Asked {
    /// The document itself; to be kept under its hash, if that is there, too.
    Sent(String, Option<Digest>),
    /// The name of one that is trusted.
    Named(String),
    /// The hash of one that was sent before.
    Hashed(String),
}

impl Hub {
    /// Completes a request: finds the document that it names, and refuses one that this viewer may
    /// not send.
    ///
    /// # Errors
    /// When there is no document, it is not one that the hub knows, or not one that it trusts where
    /// it has to.
    pub(crate) async fn read(
        &self,
        params: Params,
        viewer: &Viewer,
    ) -> Result<Inspected, DoorError> {
        let asked = asked(params.query, params.document_id, &params.extensions)?;
        let bound = self.documents.bind(viewer);
        // Of the extensions only this one is the graph's.
        let at_least = params.extensions.get(schema::AT_LEAST);
        let at_least = at_least.map(|value| async_graphql::Value::from_json(value.clone()));
        let at_least = at_least.transpose();
        let at_least = at_least.map_err(|error| malformed(format!("`extensions`: {error}.")))?;
        let complete = |text: String| {
            let variables = Variables::from_json(Value::Object(params.variables));
            let mut request = Request::new(text).variables(variables);
            request.operation_name = params.operation_name;
            if let Some(value) = at_least {
                let extensions = &mut request.extensions.0;
                extensions.insert(schema::AT_LEAST.to_owned(), value);
            }
            // Nothing is parsed that passes a limit: who lets it in will say so.
            self.graph.gate().inspect(request)
        };
        match asked {
            Asked::Named(id) => match self.documents.by_id(&id).await.map_err(failed)? {
                Some(text) => Ok(complete(text.to_string())),
                None => Err(not_found(&id)),
            },
            Asked::Hashed(hash) => match self.hashed(&hash, bound).await? {
                Some(text) => Ok(complete(text.to_string())),
                None if bound => Err(only_trusted()),
                None if self.documents.is_automatic() => Err(not_kept()),
                None => Err(not_supported()),
            },
            Asked::Sent(text, digest) => {
                let trusted = !bound || self.is_trusted(&text).await?;
                let mut asked = complete(text);
                let is_within = asked.is_within();
                // The contract is for everybody: it is at its own address, too.
                let trusted = trusted || is_within && schema::is_introspection(&mut asked.request);
                if !trusted {
                    return Err(only_trusted());
                }
                // Only what can be read is worth keeping.
                let is_kept = !bound && is_within && asked.request.parsed_query().is_ok();
                if let Some(digest) = digest.filter(|_| is_kept) {
                    self.documents.keep(&digest, &asked.request.query);
                }
                Ok(asked)
            }
        }
    }

    async fn hashed(&self, hash: &str, bound: bool) -> Result<Option<Arc<str>>, DoorError> {
        // What was sent by anybody is nothing to trust.
        let kept = if bound {
            None
        } else {
            self.documents.automatic(hash)
        };
        match kept {
            Some(text) => Ok(Some(text)),
            None => self.documents.by_hash(hash).await.map_err(failed),
        }
    }

    async fn is_trusted(&self, text: &str) -> Result<bool, DoorError> {
        self.documents.is_trusted(text).await.map_err(failed)
    }
}

fn asked(
    query: Option<String>,
    id: Option<String>,
    extensions: &Map<String, Value>,
) -> Result<Asked, DoorError> {
    let hash = persisted_query(extensions)?;
    match (query, id, hash) {
        (Some(_), Some(_), _) => Err(malformed(
            "The request has `query` and `documentId`: it can send a document, or name one.",
        )),
        (_, Some(_), Some(_)) => Err(malformed(
            "The request has `documentId` and `extensions.persistedQuery`: it can name its document in \
             one of these ways.",
        )),
        (None, Some(id), None) => Ok(Asked::Named(id)),
        (None, None, Some(hash)) => Ok(Asked::Hashed(hash)),
        (Some(query), None, None) => Ok(Asked::Sent(query, None)),
        (Some(query), None, Some(hash)) => {
            let digest = Digest::of(&query);
            if hash == digest.as_str() {
                return Ok(Asked::Sent(query, Some(digest)));
            }
            let message = format!(
                "`extensions.persistedQuery.sha256Hash` is not the SHA-256 of `query`, which is {}.",
                digest.as_str()
            );
            let status = StatusCode::BAD_REQUEST;
            Err(DoorError::new(
                status,
                "PERSISTED_QUERY_HASH_MISMATCH",
                message,
            ))
        }
        (None, None, None) => Err(malformed(
            "The request has no `query`, and names no document by `documentId`.",
        )),
    }
}

/// The hash in Apollo's extension, if there is one.
fn persisted_query(extensions: &Map<String, Value>) -> Result<Option<String>, DoorError> {
    let extension = match extensions.get("persistedQuery") {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Object(extension)) => extension,
        Some(other) => {
            return Err(wrong_type("extensions.persistedQuery", "an object", other));
        }
    };
    match extension.get("version") {
        Some(version) if version.as_u64() == Some(VERSION) => {}
        _ => {
            return Err(malformed(format!(
                "`extensions.persistedQuery.version` has to be {VERSION}."
            )));
        }
    }
    match extension.get("sha256Hash") {
        Some(Value::String(hash)) => {
            // Some clients write it in upper case.
            let lower = hash.to_ascii_lowercase();
            Ok(Some(Digest::parse(&lower).map_or_else(
                || hash.clone(),
                |digest| digest.as_str().to_owned(),
            )))
        }
        other => Err(wrong_type(
            "extensions.persistedQuery.sha256Hash",
            "a string",
            other.unwrap_or(&Value::Null),
        )),
    }
}

fn failed(error: impl std::error::Error) -> DoorError {
    tracing::error!(%error, "the register of documents cannot be read");
    error::internal()
}

fn not_found(id: &str) -> DoorError {
    let id: String = id.chars().take(80).collect();
    let message = format!("The hub knows no document `{id}`.");
    DoorError::new(StatusCode::BAD_REQUEST, "DOCUMENT_NOT_FOUND", message)
}

// Clients of Apollo's protocol know these two by their words.

fn not_kept() -> DoorError {
    let (code, message) = ("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound");
    DoorError::new(StatusCode::BAD_REQUEST, code, message).with_legacy_ok()
}

fn not_supported() -> DoorError {
    let code = "PERSISTED_QUERY_NOT_SUPPORTED";
    DoorError::new(StatusCode::BAD_REQUEST, code, "PersistedQueryNotSupported").with_legacy_ok()
}

fn only_trusted() -> DoorError {
    let message = "This hub runs only documents that its operator has registered, for those who ask as \
                   you do: name one by `documentId`, or have yours registered.";
    DoorError::new(StatusCode::FORBIDDEN, "DOCUMENT_NOT_TRUSTED", message)
}
