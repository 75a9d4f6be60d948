//! What the library does not notice when the graph is built: a kind of node that nobody bound, and
//! a type that is named and not defined.

use std::{collections::BTreeSet, sync::Arc};

use async_graphql::parser::{
    parse_schema,
    types::{BaseType, Type, TypeKind, TypeSystemDefinition},
};
use kernel::Resolvers;
use limits::NoCosts;

/// Why a graph cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum Incomplete {
    /// A kind of node has no type bound to it.
    #[error("no type is bound to these kinds of node: {0}")]
    Unbound(String),
    /// A type is named by a field, and defined nowhere.
    #[error("these types are named and not defined: {0}")]
    Undefined(String),
    /// Nobody can tell what a part of it costs.
    #[error("{0}")]
    WithoutCost(Arc<NoCosts>),
    /// The contract cannot be read back.
    #[error("the contract cannot be read: {0}")]
    Unreadable(String),
}

/// Checks the bindings, and the contract they come to.
pub(crate) fn complete(resolvers: &Resolvers, sdl: &str) -> Result<(), Incomplete> {
    let unbound: Vec<&str> = resolvers
        .unbound()
        .iter()
        .map(|kind| kind.type_name())
        .collect();
    if !unbound.is_empty() {
        return Err(Incomplete::Unbound(unbound.join(", ")));
    }
    let undefined = undefined(sdl)?;
    if !undefined.is_empty() {
        return Err(Incomplete::Undefined(
            undefined.into_iter().collect::<Vec<_>>().join(", "),
        ));
    }
    Ok(())
}

fn undefined(sdl: &str) -> Result<BTreeSet<String>, Incomplete> {
    let document = parse_schema(sdl).map_err(|error| Incomplete::Unreadable(error.to_string()))?;
    let mut defined: BTreeSet<String> = ["Boolean", "Float", "ID", "Int", "String"]
        .map(str::to_owned)
        .into();
    let mut named = BTreeSet::new();
    for definition in document.definitions {
        let TypeSystemDefinition::Type(ty) = definition else {
            continue;
        };
        defined.insert(ty.node.name.node.to_string());
        match ty.node.kind {
            TypeKind::Object(object) => {
                named.extend(object.implements.iter().map(|name| name.node.to_string()));
                for field in object.fields {
                    named.insert(base(&field.node.ty.node));
                    named.extend(
                        field
                            .node
                            .arguments
                            .iter()
                            .map(|arg| base(&arg.node.ty.node)),
                    );
                }
            }
            TypeKind::Interface(interface) => {
                named.extend(
                    interface
                        .fields
                        .iter()
                        .map(|field| base(&field.node.ty.node)),
                );
            }
            TypeKind::InputObject(input) => {
                named.extend(input.fields.iter().map(|field| base(&field.node.ty.node)));
            }
            TypeKind::Union(union) => {
                named.extend(union.members.iter().map(|name| name.node.to_string()));
            }
            TypeKind::Scalar | TypeKind::Enum(_) => {}
        }
    }
    Ok(named.difference(&defined).cloned().collect())
}

fn base(ty: &Type) -> String {
    match &ty.base {
        BaseType::Named(name) => name.to_string(),
        BaseType::List(inner) => base(inner),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unbound_kind_is_named() {
        let error = complete(&Resolvers::default(), "").unwrap_err();
        assert!(
            error.to_string().contains("City, Theme, Project"),
            "{error}"
        );
    }

    #[test]
    fn a_type_that_nobody_defines_is_named() {
        let sdl = "type Query { city(filter: Lost): City, towns: [Town!]! } type City { id: ID! }";
        let found: Vec<String> = undefined(sdl).unwrap().into_iter().collect();
        assert_eq!(found, ["Lost", "Town"]);
    }
}
