//! Which deprecated members a document uses: each once, however often it stands there.

use std::collections::{BTreeSet, HashSet};

use async_graphql::{
    Name, Value, Variables,
    parser::types::{
        ExecutableDocument, Field, OperationDefinition, OperationType, Selection, SelectionSet,
    },
};

use crate::contract::{Contract, Kind};

impl Contract {
    /// The deprecated members that an operation of this document uses, in its fields, its arguments
    /// and the values of its variables. The document need not be valid: what is unknown is passed over.
    pub fn used_by(
        &self,
        document: &ExecutableDocument,
        operation: Option<&str>,
        variables: &Variables,
    ) -> BTreeSet<String> {
        // The usual case costs nothing.
        if self.deprecations().is_empty() {
            return BTreeSet::new();
        }
        let mut operations = document.operations.iter();
        let found = match operation {
            Some(wanted) => {
                operations.find(|(name, _)| name.is_some_and(|name| name.as_str() == wanted))
            }
            None => operations.next(),
        };
        let mut walk = Walk {
            contract: self,
            document,
            used: BTreeSet::new(),
            seen: HashSet::new(),
        };
        if let Some((_, operation)) = found {
            walk.operation(&operation.node, variables);
        }
        walk.used
    }
}

struct Walk<'a> {
    contract: &'a Contract,
    document: &'a ExecutableDocument,
    used: BTreeSet<String>,
    /// Fragments are looked at once: they may be spread many times, and in circles.
    seen: HashSet<&'a Name>,
}

impl<'a> Walk<'a> {
    fn operation(&mut self, operation: &'a OperationDefinition, variables: &Variables) {
        let root = match operation.ty {
            OperationType::Query => 0,
            OperationType::Mutation => 1,
            OperationType::Subscription => 2,
        };
        for definition in operation
            .variable_definitions
            .iter()
            .map(|found| &found.node)
        {
            let mut ty = &definition.var_type.node.base;
            while let async_graphql::parser::types::BaseType::List(inner) = ty {
                ty = &inner.base;
            }
            let async_graphql::parser::types::BaseType::Named(ty) = ty else {
                continue;
            };
            let given = variables.get(&definition.name.node).cloned();
            let value = given.or_else(|| definition.default_value().cloned());
            if let Some(value) = value {
                self.value(ty, &value);
            }
        }
        if let Some(root) = &self.contract.roots[root] {
            self.selection(root, &operation.selection_set.node);
        }
    }

    fn selection(&mut self, ty: &str, set: &'a SelectionSet) {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => self.field(ty, &field.node),
                Selection::InlineFragment(fragment) => {
                    let on = fragment.node.type_condition.as_ref();
                    let on = on.map_or(ty, |on| on.node.on.node.as_str());
                    self.selection(on, &fragment.node.selection_set.node);
                }
                Selection::FragmentSpread(spread) => {
                    let found =
                        (self.document.fragments).get_key_value(&spread.node.fragment_name.node);
                    if let Some((name, fragment)) = found
                        && self.seen.insert(name)
                    {
                        let on = fragment.node.type_condition.node.on.node.as_str();
                        self.selection(on, &fragment.node.selection_set.node);
                    }
                }
            }
        }
    }

    fn field(&mut self, ty: &str, field: &'a Field) {
        let Some(Kind::Fields(fields)) = self.contract.types.get(ty) else {
            return;
        };
        let Some(known) = fields.get(field.name.node.as_str()) else {
            return;
        };
        self.used.extend(known.member.deprecated.clone());
        for (name, value) in &field.arguments {
            if let Some(argument) = known.arguments.get(name.node.as_str()) {
                self.used.extend(argument.deprecated.clone());
                // What a variable holds is looked at where it is declared.
                let variable = |_| Ok::<_, ()>(Value::Null);
                if self.contract.types.contains_key(&argument.ty)
                    && let Ok(value) = value.node.clone().into_const_with(variable)
                {
                    self.value(&argument.ty, &value);
                }
            }
        }
        self.selection(&known.member.ty, &field.selection_set.node);
    }

    fn value(&mut self, ty: &str, value: &Value) {
        match (self.contract.types.get(ty), value) {
            (_, Value::List(values)) => {
                for value in values {
                    self.value(ty, value);
                }
            }
            (Some(Kind::Input(fields)), Value::Object(given)) => {
                for (name, value) in given {
                    if let Some(field) = fields.get(name.as_str()) {
                        self.used.extend(field.deprecated.clone());
                        self.value(&field.ty, value);
                    }
                }
            }
            // In a variable, it is a string.
            (Some(Kind::Enum(old)), Value::Enum(name)) => {
                self.used.extend(old.get(name.as_str()).cloned());
            }
            (Some(Kind::Enum(old)), Value::String(name)) => {
                self.used.extend(old.get(name.as_str()).cloned());
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    const SDL: &str = r#"
        type Query { city(slug: String, name: String @deprecated(reason: "x")): City all(filter: Filter, kinds: [Kind!]): [City!]! }
        type City implements Node { id: ID! old: Int @deprecated(reason: "x") partner: City any: Any }
        interface Node { id: ID! @deprecated(reason: "x") }
        union Any = City
        enum Kind { NEW OLD @deprecated(reason: "x") }
        input Filter { kind: Kind and: [Filter!] was: Int @deprecated(reason: "x") }
    "#;

    fn used(document: &str, variables: &str) -> String {
        let contract = Contract::read(SDL).unwrap();
        let document = parse_query(document).unwrap();
        let variables = serde_json_variables(variables);
        let used = contract.used_by(&document, None, &variables);
        used.into_iter().collect::<Vec<_>>().join(" ")
    }

    fn serde_json_variables(text: &str) -> Variables {
        Variables::from_value(
            text.parse::<serde_json::Value>()
                .map_or_else(|_| Value::Null, |value| Value::from_json(value).unwrap()),
        )
    }

    #[test]
    fn what_is_used_is_found_wherever_it_stands() {
        for (document, variables, expected) in [
            ("{ city(slug: \"x\") { id } }", "{}", ""),
            ("{ a: city { b: old old } }", "{}", "City.old"),
            (
                "{ city(name: \"x\") { partner { partner { old } } } }",
                "{}",
                "City.old Query.city(name:)",
            ),
            ("{ city { ... { old } } }", "{}", "City.old"),
            ("{ city { ... on Node { id } } }", "{}", "Node.id"),
            (
                "{ city { any { ...F } } } fragment F on City { old ...F }",
                "{}",
                "City.old",
            ),
            ("{ city { id } } fragment F on City { old }", "{}", ""),
            ("{ all(kinds: [NEW, OLD]) { id } }", "{}", "Kind.OLD"),
            ("{ all(kinds: NEW) { id } }", "{}", ""),
            (
                "{ all(filter: { and: [{ was: 1 }, { kind: OLD }] }) { id } }",
                "{}",
                "Filter.was Kind.OLD",
            ),
            (
                "query ($f: Filter) { all(filter: $f) { id } }",
                r#"{"f":{"and":[{"kind":"OLD"}]}}"#,
                "Kind.OLD",
            ),
            (
                "query ($k: [Kind!] = [OLD]) { all(kinds: $k) { id } }",
                "{}",
                "Kind.OLD",
            ),
            (
                "query ($k: [Kind!] = [OLD]) { all(kinds: $k) { id } }",
                r#"{"k":["NEW"]}"#,
                "",
            ),
            (
                "{ nothing { old } __typename city { __typename { old } } }",
                "{}",
                "",
            ),
            ("mutation { city { old } }", "{}", ""),
        ] {
            assert_eq!(used(document, variables), expected, "{document}");
        }
    }
}
