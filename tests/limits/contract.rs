//! The whole contract has a cost: every list multiplies what is below it, whatever is added.

use async_graphql::parser::{
    parse_schema,
    types::{BaseType, FieldDefinition, TypeKind, TypeSystemDefinition},
};
use limits::{Costs, Hints, NoCosts};

/// Every list of the contract: its type, its field.
fn lists() -> Vec<(String, FieldDefinition)> {
    let document = parse_schema(schema::sdl()).unwrap();
    let mut lists = Vec::new();
    for definition in document.definitions {
        let TypeSystemDefinition::Type(ty) = definition else {
            continue;
        };
        let fields = match ty.node.kind {
            TypeKind::Object(object) => object.fields,
            TypeKind::Interface(interface) => interface.fields,
            _ => continue,
        };
        for field in fields {
            let field = field.node;
            let is_list = matches!(field.ty.node.base, BaseType::List(_));
            let is_page = field.arguments.iter().any(|a| a.node.name.node == "first");
            if is_list || is_page {
                lists.push((ty.node.name.node.to_string(), field));
            }
        }
    }
    lists
}

#[test]
fn every_list_of_the_contract_multiplies_what_is_below_it() {
    let (costs, lists) = (schema::costs().unwrap(), lists());
    assert!(lists.len() > 100, "{}", lists.len());
    for (ty, field) in lists {
        let name = &field.name.node;
        assert!(costs.multiplies(&ty, name), "{ty}.{name} has no length");
    }
}

#[test]
fn a_list_without_a_length_is_named_and_so_is_a_length_without_a_list() {
    let sdl = "type Query { towns: [Town!]! } type Town { names: [String!]! twins: [Town!]! }";
    let hints = |lists| Hints {
        lists,
        weights: &[],
    };
    let error = Costs::of(sdl, hints(&[("Town.twins", 5)])).unwrap_err();
    assert!(matches!(error, NoCosts::Unsized(_)));
    assert_eq!(
        error.to_string(),
        "nobody says how long these lists can be: Query.towns, Town.names"
    );
    let all = hints(&[
        ("*.names", 1),
        ("*.towns", 1),
        ("Town.twins", 1),
        ("City.twins", 1),
    ]);
    assert_eq!(
        Costs::of(sdl, all).unwrap_err().to_string(),
        "these fields are no lists, or are not there: City.twins"
    );
}
