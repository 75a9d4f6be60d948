//! A variable that must have a value and has none is a mistake of the request (GraphQL, "Coercing
//! Variable Values"): nothing is executed then. The library finds it in the field that uses the
//! variable, when others have run.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use async_graphql::{
    Response, ServerError, ServerResult, Value, Variables,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute, NextParseQuery},
    parser::types::{ExecutableDocument, OperationDefinition},
};

/// Refuses operations whose variables lack values.
pub(crate) struct RequiredVariables;

/// What each operation of one document lacks.
#[derive(Default)]
struct Missing(Mutex<HashMap<Option<String>, Vec<ServerError>>>);

impl ExtensionFactory for RequiredVariables {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Missing::default())
    }
}

#[async_trait::async_trait]
impl Extension for Missing {
    async fn parse_query(
        &self,
        ctx: &ExtensionContext<'_>,
        query: &str,
        variables: &Variables,
        next: NextParseQuery<'_>,
    ) -> ServerResult<ExecutableDocument> {
        let document = next.run(ctx, query, variables).await?;
        let mut missing = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (name, operation) in document.operations.iter() {
            let errors = missing_in(&operation.node, variables);
            if !errors.is_empty() {
                missing.insert(name.map(ToString::to_string), errors);
            }
        }
        drop(missing);
        Ok(document)
    }

    async fn execute(
        &self,
        ctx: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        let name = operation_name.map(str::to_owned);
        let missing = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&name);
        match missing {
            Some(errors) => Response::from_errors(errors),
            None => next.run(ctx, operation_name).await,
        }
    }
}

fn missing_in(operation: &OperationDefinition, variables: &Variables) -> Vec<ServerError> {
    let definitions = operation.variable_definitions.iter();
    definitions
        .filter(|definition| {
            let definition = &definition.node;
            let value = variables.get(&definition.name.node);
            let absent = value.is_none() && definition.default_value.is_none();
            !definition.var_type.node.nullable && (absent || value == Some(&Value::Null))
        })
        .map(|definition| {
            let message = format!(
                "The variable `${}` of the type {} has no value.",
                definition.node.name.node, definition.node.var_type.node
            );
            let mut error = ServerError::new(message, Some(definition.pos));
            let extensions = error.extensions.get_or_insert_with(Default::default);
            extensions.set("code", "INVALID_VARIABLE");
            error
        })
        .collect()
}
