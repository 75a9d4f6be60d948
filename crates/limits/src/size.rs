//! How large values are: in the variables of a request, and in the arguments that take them.

use std::collections::HashMap;

use async_graphql::{
    Name, Positioned, Value, Variables,
    parser::types::{Directive, ExecutableDocument},
};
use async_graphql_value::Value as Written;

/// The size of variables, as JSON has them.
pub(crate) fn size_of(variables: &Variables) -> u64 {
    let fields = variables.iter();
    fields
        .map(|(name, value)| name.len() as u64 + 4 + size(value))
        .sum::<u64>()
        + 2
}

fn size(value: &Value) -> u64 {
    match value {
        Value::Null | Value::Boolean(_) => 4,
        Value::Number(number) => number.to_string().len() as u64,
        Value::String(text) => text.len() as u64 + 2,
        Value::Enum(name) => name.len() as u64 + 2,
        Value::Binary(bytes) => bytes.len() as u64,
        Value::List(values) => values.iter().map(|value| size(value) + 1).sum::<u64>() + 2,
        Value::Object(fields) => {
            let one = |(name, value): (&Name, &Value)| name.len() as u64 + 4 + size(value);
            fields.iter().map(one).sum::<u64>() + 2
        }
    }
}

/// The size of each variable of a document, by its name: every field that takes one reads all of it.
#[derive(Debug, Default)]
pub(crate) struct Sizes<'a>(HashMap<&'a str, u64>);

impl<'a> Sizes<'a> {
    /// Of what the request says, and of what the document says where the request does not.
    pub(crate) fn of(document: &'a ExecutableDocument, variables: &'a Variables) -> Self {
        let mut sizes = HashMap::new();
        for (_, operation) in document.operations.iter() {
            for definition in &operation.node.variable_definitions {
                let definition = &definition.node;
                if let Some(default) = &definition.default_value {
                    let largest = sizes.entry(definition.name.node.as_str()).or_default();
                    *largest = size(&default.node).max(*largest);
                }
            }
        }
        sizes.extend(
            variables
                .iter()
                .map(|(name, value)| (name.as_str(), size(value))),
        );
        Self(sizes)
    }

    /// The size of these arguments.
    pub(crate) fn arguments(&self, arguments: &[(Positioned<Name>, Positioned<Written>)]) -> u64 {
        let sizes = arguments.iter().map(|(_, value)| self.written(&value.node));
        sizes.fold(0, u64::saturating_add)
    }

    /// The size of the arguments of these directives.
    pub(crate) fn directives(&self, directives: &[Positioned<Directive>]) -> u64 {
        let sizes = directives
            .iter()
            .map(|directive| self.arguments(&directive.node.arguments));
        sizes.fold(0, u64::saturating_add)
    }

    fn written(&self, value: &Written) -> u64 {
        match value {
            Written::Variable(name) => self.0.get(name.as_str()).copied().unwrap_or(0),
            Written::Null | Written::Boolean(_) => 4,
            Written::Number(number) => number.to_string().len() as u64,
            Written::String(text) => text.len() as u64 + 2,
            Written::Enum(name) => name.len() as u64 + 2,
            Written::Binary(bytes) => bytes.len() as u64,
            Written::List(values) => {
                let sizes = values.iter().map(|value| self.written(value) + 1);
                sizes.fold(2, u64::saturating_add)
            }
            Written::Object(fields) => {
                let one =
                    |(name, value): (&Name, &Written)| name.len() as u64 + 4 + self.written(value);
                fields.iter().map(one).fold(2, u64::saturating_add)
            }
        }
    }
}
