//! How the portal asks the graph: what any frontend could send to `/graphql`, and nothing else.

use std::sync::Arc;

use futures::future::BoxFuture;
use graphql_client::GraphQLQuery;
use kernel::locale::Locale;
use serde::{Deserialize as _, Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::answer::Trouble;

/// A request of GraphQL.
#[derive(Clone, Debug)]
pub struct Question {
    /// The document; one of the files beside the templates.
    pub document: &'static str,
    /// The name of its operation.
    pub operation: &'static str,
    /// Its variables, an object.
    pub variables: Value,
    /// The languages to answer in, the preferred one first.
    pub languages: Vec<Locale>,
}

/// What the graph answers: `data`, and the first error, if there is one.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The data; null when there are none. Shared with whoever keeps them for the next visitor.
    pub data: Arc<Value>,
    /// The code and the message of the first error.
    pub error: Option<(String, String)>,
}

/// Something that answers in the name of who visits, with their rights.
pub trait Ask: Send + Sync {
    /// Asks.
    fn ask(&self, question: Question) -> BoxFuture<'_, Answer>;
}

/// Asks with a document that was checked against the contract, and gives its data.
pub(crate) async fn ask<Q>(
    graph: &Arc<dyn Ask>,
    languages: Vec<Locale>,
    variables: Q::Variables,
) -> Result<Q::ResponseData, Trouble>
where
    Q: GraphQLQuery,
    Q::Variables: Serialize,
    Q::ResponseData: DeserializeOwned,
{
    let body = Q::build_query(variables);
    let question = Question {
        document: body.query,
        operation: body.operation_name,
        variables: serde_json::to_value(&body.variables).unwrap_or_default(),
        languages,
    };
    let answer = graph.ask(question).await;
    if let Some((code, message)) = &answer.error {
        if answer.data.is_null() {
            return Err(Trouble::of_graph(code, message));
        }
        // The rest of the page is worth showing.
        tracing::warn!(
            operation = body.operation_name,
            code,
            message,
            "a part of a page is missing"
        );
    }
    Q::ResponseData::deserialize(&*answer.data).map_err(|error| {
        tracing::error!(operation = body.operation_name, %error, "an answer is not as the contract says");
        Trouble::Failed
    })
}
