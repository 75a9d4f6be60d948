//! What an operation can return at most. Its fragments are spread out: that the document's shape is
//! within its limits is known before.

use std::collections::{BTreeMap, HashMap};

use async_graphql::{
    Positioned, Value, Variables,
    parser::types::{
        Directive, ExecutableDocument, Field, OperationDefinition, OperationType, Selection,
        SelectionSet, VariableDefinition,
    },
};
use async_graphql_value::Value as Written;

use crate::costs::{Costs, FieldCost, POINT, Size, TypeCost, page};

/// An operation and what it is asked with.
pub(crate) struct Estimate<'a> {
    costs: &'a Costs,
    document: &'a ExecutableDocument,
    operation: &'a OperationDefinition,
    variables: &'a Variables,
    /// What the variables are where the request does not say it.
    defaults: HashMap<&'a str, &'a Value>,
}

/// A list that makes an answer long, and what says how long it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Longest {
    /// The fields that lead to it: `cities.nodes.projects`.
    pub(crate) path: String,
    pub(crate) argument: String,
    pub(crate) size: u64,
}

/// How often what is below a field is there, in thousandths, and how many rows its page has.
struct Times {
    below: u64,
    rows: u64,
    argument: Option<(String, u64)>,
}

/// What the value of an argument says of how much is asked. The value itself may be as large as a request,
/// and be used in each of its fields: it is never copied.
enum Asked {
    /// Nothing, or null.
    Nothing,
    /// So many, or a number that is too large to be one.
    Number(Option<i64>),
    /// Each element of a list.
    Each(u64),
    /// What the field will refuse.
    Other,
}

impl Asked {
    fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Nothing,
            Value::Number(number) => Self::Number(number.as_i64()),
            Value::List(values) => Self::Each(values.len() as u64),
            _ => Self::Other,
        }
    }

    fn number(self) -> Option<i64> {
        match self {
            Self::Number(number) => number,
            _ => None,
        }
    }
}

impl<'a> Estimate<'a> {
    pub(crate) fn new(
        costs: &'a Costs,
        document: &'a ExecutableDocument,
        operation: &'a OperationDefinition,
        variables: &'a Variables,
    ) -> Self {
        let definitions = operation.variable_definitions.iter();
        let default = |definition: &'a Positioned<VariableDefinition>| {
            let definition = &definition.node;
            let value = definition.default_value.as_ref()?;
            Some((definition.name.node.as_str(), &value.node))
        };
        Self {
            costs,
            document,
            operation,
            variables,
            defaults: definitions.filter_map(default).collect(),
        }
    }

    /// What the operation costs, in points.
    pub(crate) fn cost(&self) -> u64 {
        let cost = self.set(&self.operation.selection_set.node, self.root(), 1);
        cost.div_ceil(POINT).max(1)
    }

    /// On the way down the part that costs most, the list with the most rows; the outermost of those.
    pub(crate) fn longest(&self) -> Option<Longest> {
        let mut lists = Vec::new();
        let set = &self.operation.selection_set.node;
        self.descend(set, self.root(), 1, &mut Vec::new(), &mut lists);
        let most = lists.iter().map(|list: &Longest| list.size).max()?;
        lists.into_iter().find(|list| list.size == most)
    }

    fn root(&self) -> Option<&'a TypeCost> {
        let name = match self.operation.ty {
            OperationType::Query => Some(&self.costs.query),
            OperationType::Mutation => self.costs.mutation.as_ref(),
            OperationType::Subscription => self.costs.subscription.as_ref(),
        };
        self.costs.types.get(name?)
    }

    /// What a selection set costs for each value of its type, in thousandths of a point. `rows` is how
    /// many rows the page has that the set is of.
    fn set(&self, set: &'a SelectionSet, ty: Option<&'a TypeCost>, rows: u64) -> u64 {
        let mut for_all = 0_u64;
        // A value is of one type: of fragments on different ones, it has the dearest.
        let mut for_some: BTreeMap<&str, u64> = BTreeMap::new();
        for item in &set.items {
            let (narrowed, cost) = self.selection(&item.node, ty, rows);
            match (ty, narrowed) {
                (Some(all), Some(some)) if all.possible.len() > some.possible.len() => {
                    for object in all.possible.intersection(&some.possible) {
                        let sum = for_some.entry(object).or_default();
                        *sum = sum.saturating_add(cost);
                    }
                }
                _ => for_all = for_all.saturating_add(cost),
            }
        }
        for_all.saturating_add(for_some.into_values().max().unwrap_or(0))
    }

    /// What one part of a set costs, and the type it is for.
    fn selection(
        &self,
        selection: &'a Selection,
        ty: Option<&'a TypeCost>,
        rows: u64,
    ) -> (Option<&'a TypeCost>, u64) {
        match selection {
            Selection::Field(field) if self.is_there(&field.node.directives) => {
                (ty, self.field(&field.node, ty, rows))
            }
            _ => match self.inside(selection, ty) {
                Some((set, narrowed)) => (narrowed, self.set(set, narrowed, rows)),
                None => (ty, 0),
            },
        }
    }

    /// The set of a fragment, and the type it is on; none of a field, or where it is skipped.
    fn inside(
        &self,
        selection: &'a Selection,
        ty: Option<&'a TypeCost>,
    ) -> Option<(&'a SelectionSet, Option<&'a TypeCost>)> {
        let (set, condition, directives) = match selection {
            Selection::Field(_) => return None,
            Selection::InlineFragment(fragment) => {
                let fragment = &fragment.node;
                let condition = fragment.type_condition.as_ref();
                (&fragment.selection_set, condition, &fragment.directives)
            }
            Selection::FragmentSpread(spread) => {
                let name = &spread.node.fragment_name.node;
                let fragment = &self.document.fragments.get(name)?.node;
                let condition = Some(&fragment.type_condition);
                (&fragment.selection_set, condition, &spread.node.directives)
            }
        };
        let narrowed = match (condition, ty) {
            (Some(condition), ty) => {
                let name = condition.node.on.node.as_str();
                // What introspection returns stands for several types of one name.
                let same = ty.filter(|ty| ty.name == name);
                same.or_else(|| self.costs.types.get(name))
            }
            (None, ty) => ty,
        };
        self.is_there(directives).then_some((&set.node, narrowed))
    }

    fn field(&self, field: &'a Field, ty: Option<&'a TypeCost>, rows: u64) -> u64 {
        let set = &field.selection_set.node;
        let Some(known) = ty.and_then(|ty| ty.fields.get(field.name.node.as_str())) else {
            // `__typename`, a leaf of introspection, or what the validation refuses.
            return POINT.saturating_add(self.set(set, None, 1));
        };
        let times = self.times(known, field, rows);
        let below = if set.items.is_empty() {
            // Each value of a list of leaves is one more; one that is none is counted by itself.
            if known.size == Size::One { 0 } else { POINT }
        } else {
            self.set(set, self.costs.types.get(&known.returns), times.rows)
        };
        let below = u128::from(below) * u128::from(times.below) / u128::from(POINT);
        let below = u64::try_from(below).unwrap_or(u64::MAX);
        known.weight.saturating_add(below)
    }

    fn times(&self, known: &FieldCost, field: &Field, rows: u64) -> Times {
        let times = |below: u64| Times {
            below: below.saturating_mul(POINT),
            rows: 1,
            argument: None,
        };
        match &known.size {
            Size::One => times(1),
            Size::Rows => times(rows),
            Size::Fixed(below) => Times {
                below: *below,
                ..times(1)
            },
            Size::Page => {
                let last = self.argument(field, "last").number();
                let first = self.argument(field, "first").number();
                let argument = if last > first { "last" } else { "first" };
                let rows = page(first.max(last));
                Times {
                    rows,
                    argument: Some((argument.to_owned(), rows)),
                    ..times(1)
                }
            }
            Size::Argument { name, default } => {
                let asked = match self.argument(field, name) {
                    Asked::Each(values) => values,
                    Asked::Nothing => default.unwrap_or(0),
                    Asked::Number(Some(number)) => page(Some(number)),
                    Asked::Number(None) | Asked::Other => 1,
                };
                Times {
                    argument: Some((name.clone(), asked)),
                    ..times(asked)
                }
            }
        }
    }

    /// What an argument asks for, its variable resolved.
    fn argument(&self, field: &Field, name: &str) -> Asked {
        let mut arguments = field.arguments.iter();
        let found = arguments.find(|(found, _)| found.node == name);
        match found.map(|(_, value)| &value.node) {
            None | Some(Written::Null) => Asked::Nothing,
            Some(Written::Variable(name)) => self.variable(name).map_or(Asked::Nothing, Asked::of),
            Some(Written::Number(number)) => Asked::Number(number.as_i64()),
            Some(Written::List(values)) => Asked::Each(values.len() as u64),
            Some(_) => Asked::Other,
        }
    }

    fn variable(&self, name: &str) -> Option<&Value> {
        let given = self.variables.get(name);
        given.or_else(|| self.defaults.get(name).copied())
    }

    /// Whether neither `@skip` nor `@include` takes it away.
    fn is_there(&self, directives: &[Positioned<Directive>]) -> bool {
        directives.iter().all(|directive| {
            let directive = &directive.node;
            let away = match directive.name.node.as_str() {
                "skip" => true,
                "include" => false,
                _ => return true,
            };
            let value = match directive.get_argument("if").map(|value| &value.node) {
                Some(Written::Boolean(value)) => Some(*value),
                Some(Written::Variable(name)) => match self.variable(name) {
                    Some(Value::Boolean(value)) => Some(*value),
                    _ => None,
                },
                _ => None,
            };
            value != Some(away)
        })
    }

    fn descend(
        &self,
        set: &'a SelectionSet,
        ty: Option<&'a TypeCost>,
        rows: u64,
        path: &mut Vec<&'a str>,
        lists: &mut Vec<Longest>,
    ) {
        let cost = |item: &&'a Positioned<Selection>| self.selection(&item.node, ty, rows).1;
        let Some(dearest) = set.items.iter().rev().max_by_key(cost) else {
            return;
        };
        let Selection::Field(field) = &dearest.node else {
            if let Some((set, narrowed)) = self.inside(&dearest.node, ty) {
                self.descend(set, narrowed, rows, path, lists);
            }
            return;
        };
        let field = &field.node;
        let name = field.alias.as_ref().unwrap_or(&field.name);
        path.push(&name.node);
        let known = ty.and_then(|ty| ty.fields.get(field.name.node.as_str()));
        let times = known.map(|known| self.times(known, field, rows));
        let rows = times.as_ref().map_or(1, |times| times.rows);
        if let Some((argument, size)) = times.and_then(|times| times.argument) {
            let path = path.join(".");
            lists.push(Longest {
                path,
                argument,
                size,
            });
        }
        let below = known.and_then(|known| self.costs.types.get(&known.returns));
        self.descend(&field.selection_set.node, below, rows, path, lists);
    }
}

/// How many values an answer has: one for each field of its objects, and for each value of its lists
/// of leaves.
pub(crate) fn returned(value: &Value) -> u64 {
    match value {
        Value::Object(fields) => fields.values().map(|value| 1 + returned(value)).sum(),
        Value::List(values) => {
            let one = |value: &Value| match value {
                Value::Object(_) | Value::Null => returned(value),
                other => 1 + returned(other),
            };
            values.iter().map(one).sum()
        }
        _ => 0,
    }
}
