//! What all domains keep of a person: erasing and exporting ask every one.

use std::collections::HashMap;

use access::{Action, Resource};
use activity::Log;
use async_graphql::{Context, InputValueResult, Object, Scalar, ScalarType, Value};
use kernel::{Batch, ClientError, Code, ContextExt, Kind, NodeRef, Reader, personal::Domains};
use serde_json::json;
use uuid::Uuid;

/// Every domain, the one that owns the person last.
pub const PERSONAL: Domains = Domains(&[
    &activity::Personal,
    &cities::Personal,
    &projects::Personal,
    &events::Personal,
    &search::Personal,
    &members::Personal,
]);

/// A JSON document (RFC 8259) of any form.
#[derive(Clone)]
pub(crate) struct Json(Value);

/// A JSON document (RFC 8259) of any form.
#[Scalar(
    name = "JSON",
    specified_by_url = "https://www.rfc-editor.org/rfc/rfc8259"
)]
impl ScalarType for Json {
    fn parse(value: Value) -> InputValueResult<Self> {
        Ok(Self(value))
    }

    fn to_value(&self) -> Value {
        self.0.clone()
    }
}

/// What is kept of the viewer.
pub(crate) struct ViewerData;

/// What is kept of the viewer.
#[Object]
impl ViewerData {
    /// Everything that the hub keeps of you, by domain, and when it was asked for (`exportedAt`);
    /// never a secret. Null for who has not signed in, or may not.
    // It is whatever is kept: a document has room for few of them.
    #[graphql(complexity = "400 + child_complexity")]
    async fn export_data(&self, ctx: &Context<'_>) -> Option<Result<Json, ClientError>> {
        exported(ctx).await.transpose()
    }
}

async fn exported(ctx: &Context<'_>) -> Result<Option<Json>, ClientError> {
    let actor = ctx.actor(None)?;
    let Some(acting) = actor.person() else {
        let message = "Sign in first: this is for people, each for themselves.";
        return Err(ClientError::new(Code::Unauthenticated, message));
    };
    let policy = ctx.data_unchecked::<Log>().policy();
    let resource = Resource::Person(acting.person);
    policy.authorize(&actor, Action::ExportPersonalData, &resource)?;
    ctx.load::<Exported>(acting.person).await
}

/// What is kept of the person who asks.
struct Exported;

impl Batch for Exported {
    type Key = Uuid;
    type Value = Json;

    async fn load(reader: &Reader, keys: &[Uuid]) -> Result<HashMap<Uuid, Json>, ClientError> {
        // Nobody else's is ever loaded.
        let own = reader.viewer().standing().map(|standing| standing.person);
        let Some(person) = own.filter(|own| keys.contains(own)) else {
            return Ok(HashMap::new());
        };
        reader
            .reads()
            .entities([NodeRef::new(Kind::Person, person)]);
        reader.reads().list("Viewer.exportData", Some(person));
        let mut conn = reader.conn().await?;
        let mut document = serde_json::Map::new();
        document.insert("exportedAt".to_owned(), json!(reader.now()));
        for domain in PERSONAL.0 {
            let kept = domain.export(&mut conn, person).await?;
            document.insert(domain.name().to_owned(), kept);
        }
        let document = Value::from_json(document.into()).map_err(ClientError::internal)?;
        Ok(HashMap::from([(person, Json(document))]))
    }
}
