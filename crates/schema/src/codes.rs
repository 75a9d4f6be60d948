//! Every error has a code: those of the library get theirs here.

use std::sync::Arc;

use async_graphql::{
    Response, ServerError, ServerResult, ValidationResult, Value, Variables,
    extensions::{
        Extension, ExtensionContext, ExtensionFactory, NextParseQuery, NextRequest, NextValidation,
    },
    parser::types::ExecutableDocument,
};

/// How many mistakes of one document are told.
const MAX_MISTAKES: usize = 20;

/// Gives a code to the errors that have none.
pub(crate) struct Codes;

impl ExtensionFactory for Codes {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait::async_trait]
impl Extension for Codes {
    async fn request(&self, ctx: &ExtensionContext<'_>, next: NextRequest<'_>) -> Response {
        let mut response = next.run(ctx).await;
        mark_all(&mut response);
        response
    }

    async fn parse_query(
        &self,
        ctx: &ExtensionContext<'_>,
        query: &str,
        variables: &Variables,
        next: NextParseQuery<'_>,
    ) -> ServerResult<ExecutableDocument> {
        next.run(ctx, query, variables).await.map_err(|mut error| {
            mark(&mut error, "GRAPHQL_PARSE_FAILED");
            error
        })
    }

    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        next.run(ctx).await.map_err(|mut errors| {
            // Each mistake is one: a long document of mistakes would be answered by a longer one.
            errors.truncate(MAX_MISTAKES);
            errors
                .iter_mut()
                .for_each(|error| mark(error, "GRAPHQL_VALIDATION_FAILED"));
            errors
        })
    }
}

/// Gives a code to the errors of a whole answer. The library asks no extension about the answers of a
/// subscription.
pub(crate) fn mark_all(response: &mut Response) {
    for error in &mut response.errors {
        // What has a path failed in a field: a value that the field's argument cannot take.
        let code = if error.path.is_empty() {
            "INVALID_REQUEST"
        } else {
            "INVALID_ARGUMENT"
        };
        mark(error, code);
        quote(error);
    }
}

fn mark(error: &mut ServerError, code: &str) {
    let extensions = error.extensions.get_or_insert_with(Default::default);
    if extensions.get("code").is_none() {
        extensions.set("code", code);
    }
}

/// Gives an error of the hub itself the id of its request: who quotes it, quotes the line of the log.
fn quote(error: &mut ServerError) {
    let Some(extensions) = &mut error.extensions else {
        return;
    };
    if extensions.get("code") == Some(&Value::from("INTERNAL"))
        && let Some(request) = telemetry::Request::current()
    {
        extensions.set("requestId", request.id().as_str());
    }
}
