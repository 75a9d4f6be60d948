//! What introspection returns is known beforehand: the contract itself. Below `__schema { types }`
//! each list counts as long as it is on average, since all types are there; elsewhere as long as the
//! longest one is. So the query that tools send counts for what it returns, and one that goes from
//! type to field to type again counts for what it could return.

use std::collections::HashMap;

use async_graphql::parser::types::{
    InputValueDefinition, ServiceDocument, Type, TypeDefinition, TypeKind,
};

use crate::costs::{Costs, FieldCost, POINT, Size, TypeCost, definitions};

/// How deep a type can be wrapped in lists and non-nulls: `[City!]!` has three.
const WRAPPED: usize = 5;

/// The lists that types have: how long they are in all, and the longest.
#[derive(Default)]
struct Lists {
    types: u64,
    directives: u64,
    all: HashMap<&'static str, (u64, u64)>,
    /// How many types are wrapped so many times at least.
    wrapped: [u64; WRAPPED + 1],
}

impl Lists {
    fn of(document: &ServiceDocument) -> Self {
        let mut lists = Self {
            // The five built-in scalars and the eight types of introspection are not in the contract.
            types: 13,
            directives: 8,
            ..Self::default()
        };
        // What those eight have themselves.
        for (list, length) in [("fields", 40), ("args", 8), ("enumValues", 27)] {
            lists.all.entry(list).or_default().0 += length;
        }
        for definition in definitions(document) {
            lists.types += 1;
            match &definition.kind {
                TypeKind::Object(object) => {
                    lists.add("fields", object.fields.len());
                    lists.add("interfaces", object.implements.len());
                    for field in &object.fields {
                        lists.arguments(&field.node.arguments);
                        lists.wrapping(&field.node.ty.node);
                    }
                }
                TypeKind::Interface(interface) => {
                    lists.add("fields", interface.fields.len());
                    let name = &definition.name.node;
                    let implements = |ty: &&TypeDefinition| match &ty.kind {
                        TypeKind::Object(object) => {
                            object.implements.iter().any(|other| other.node == *name)
                        }
                        _ => false,
                    };
                    let possible = definitions(document).filter(implements).count();
                    lists.add("possibleTypes", possible);
                }
                TypeKind::Union(union) => lists.add("possibleTypes", union.members.len()),
                TypeKind::Enum(values) => lists.add("enumValues", values.values.len()),
                TypeKind::InputObject(input) => {
                    lists.add("inputFields", input.fields.len());
                    for field in &input.fields {
                        lists.wrapping(&field.node.ty.node);
                    }
                }
                TypeKind::Scalar => {}
            }
        }
        lists
    }

    fn arguments(&mut self, arguments: &[async_graphql::Positioned<InputValueDefinition>]) {
        self.add("args", arguments.len());
        for argument in arguments {
            self.wrapping(&argument.node.ty.node);
        }
    }

    fn add(&mut self, list: &'static str, length: usize) {
        let length = length as u64;
        let (all, longest) = self.all.entry(list).or_default();
        *all += length;
        *longest = length.max(*longest);
    }

    fn wrapping(&mut self, ty: &Type) {
        let text = ty.to_string();
        let wrapped = text.chars().filter(|c| matches!(c, '[' | '!')).count();
        for count in &mut self.wrapped[..=wrapped.min(WRAPPED)] {
            *count += 1;
        }
    }

    fn all(&self, list: &str) -> u64 {
        self.all.get(list).map_or(0, |(all, _)| *all)
    }

    fn average(&self, list: &str, of: u64) -> Size {
        Size::Fixed(self.all(list) * POINT / of.max(1))
    }

    fn longest(&self, list: &str) -> Size {
        Size::Fixed(self.all.get(list).map_or(0, |(_, longest)| longest * POINT))
    }
}

/// Adds the types of introspection.
pub(crate) fn add(types: &mut HashMap<String, TypeCost>, document: &ServiceDocument) {
    let lists = Lists::of(document);
    let mut add = |key: &str, fields: Vec<(&str, &str, Size)>| {
        let name = key.split('@').next().unwrap_or(key).to_owned();
        let cost = |(name, returns, size): (&str, &str, Size)| {
            let cost = FieldCost {
                returns: returns.to_owned(),
                weight: POINT,
                size,
            };
            (name.to_owned(), cost)
        };
        let cost = TypeCost {
            fields: fields.into_iter().map(cost).collect(),
            possible: [name.clone()].into(),
            name,
        };
        types.insert(key.to_owned(), cost);
    };
    add(
        "__Schema",
        vec![
            ("types", "__Type@all", Size::Fixed(lists.types * POINT)),
            ("queryType", "__Type@0", Size::One),
            ("mutationType", "__Type@0", Size::One),
            ("subscriptionType", "__Type@0", Size::One),
            (
                "directives",
                "__Directive",
                Size::Fixed(lists.directives * POINT),
            ),
        ],
    );
    add(
        "__Type@all",
        vec![
            (
                "fields",
                "__Field@all",
                lists.average("fields", lists.types),
            ),
            (
                "inputFields",
                "__InputValue",
                lists.average("inputFields", lists.types),
            ),
            (
                "enumValues",
                "__EnumValue",
                lists.average("enumValues", lists.types),
            ),
            (
                "interfaces",
                "__Type@0",
                lists.average("interfaces", lists.types),
            ),
            (
                "possibleTypes",
                "__Type@0",
                lists.average("possibleTypes", lists.types),
            ),
            // What the list of types has is not wrapped.
            ("ofType", "__Type@1", Size::Fixed(0)),
        ],
    );
    for wrapped in 0..=WRAPPED {
        let further = lists.wrapped.get(wrapped + 1).copied().unwrap_or(0);
        let share = further * POINT / lists.wrapped[wrapped].max(1);
        let next = format!("__Type@{}", (wrapped + 1).min(WRAPPED));
        add(
            &format!("__Type@{wrapped}"),
            vec![
                ("fields", "__Field", lists.longest("fields")),
                ("inputFields", "__InputValue", lists.longest("inputFields")),
                ("enumValues", "__EnumValue", lists.longest("enumValues")),
                ("interfaces", "__Type@0", lists.longest("interfaces")),
                ("possibleTypes", "__Type@0", lists.longest("possibleTypes")),
                ("ofType", &next, Size::Fixed(share)),
            ],
        );
    }
    let field = |args: Size| {
        vec![
            ("args", "__InputValue", args),
            ("type", "__Type@0", Size::One),
        ]
    };
    add(
        "__Field@all",
        field(lists.average("args", lists.all("fields"))),
    );
    add("__Field", field(lists.longest("args")));
    add("__InputValue", vec![("type", "__Type@0", Size::One)]);
    add("__EnumValue", vec![]);
    add(
        "__Directive",
        vec![
            ("args", "__InputValue", Size::Fixed(3 * POINT)),
            ("locations", "", Size::Fixed(5 * POINT)),
        ],
    );
}

/// Adds the fields of the root that introspection begins at.
pub(crate) fn add_roots(costs: &mut Costs) {
    let field = |returns: &str| FieldCost {
        returns: returns.to_owned(),
        weight: POINT,
        size: Size::One,
    };
    if let Some(query) = costs.types.get_mut(&costs.query) {
        query
            .fields
            .insert("__schema".to_owned(), field("__Schema"));
        query.fields.insert("__type".to_owned(), field("__Type@0"));
    }
}
