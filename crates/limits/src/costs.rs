//! What each field of the graph can return, made of the contract itself: so a new field or list has
//! a cost by being there, and a list whose size cannot be told keeps the graph from being built.

use std::collections::{BTreeSet, HashMap};

use async_graphql::{
    Value,
    parser::{
        parse_schema,
        types::{
            BaseType, FieldDefinition, ServiceDocument, Type, TypeDefinition, TypeKind,
            TypeSystemDefinition,
        },
    },
};
use kernel::list::{DEFAULT_PAGE, MAX_PAGE};

use crate::introspection;

/// A thousandth of a point: what introspection returns is known on average.
pub(crate) const POINT: u64 = 1_000;

/// Arguments that are lists, of which each element is answered.
const EACH: [&str; 2] = ["ids", "representations"];

/// What the contract does not say of itself.
#[derive(Clone, Copy, Debug)]
pub struct Hints {
    /// How long lists can be that have no argument for it: `("City.sites", 20)`, or
    /// `("*.translations", 60)` for each type.
    pub lists: &'static [(&'static str, u64)],
    /// Fields that count for more than one value, written likewise; `Mutation.*` for each field.
    pub weights: &'static [(&'static str, u64)],
}

/// What each field of the graph can return.
#[derive(Debug)]
pub struct Costs {
    pub(crate) types: HashMap<String, TypeCost>,
    pub(crate) query: String,
    pub(crate) mutation: Option<String>,
    pub(crate) subscription: Option<String>,
}

/// A type of the graph whose fields can be asked for.
#[derive(Debug, Default)]
pub(crate) struct TypeCost {
    pub(crate) fields: HashMap<String, FieldCost>,
    /// The objects that a value of this type can be; itself, if it is one.
    pub(crate) possible: BTreeSet<String>,
    /// What the type is called in documents, where it stands for one of several.
    pub(crate) name: String,
}

/// A field.
#[derive(Clone, Debug)]
pub(crate) struct FieldCost {
    /// The type behind it, without lists and nulls.
    pub(crate) returns: String,
    /// What one value counts for, in thousandths of a point.
    pub(crate) weight: u64,
    /// How often what is below the field can be there.
    pub(crate) size: Size,
}

/// How often what is below a field can be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Size {
    /// Once.
    One,
    /// As often, in thousandths.
    Fixed(u64),
    /// The field is a connection: its arguments `first` and `last` say how many rows it has.
    Page,
    /// The field is a list of a connection: once for each row of its page.
    Rows,
    /// An argument says how many: a number, or a list of which each element is answered.
    Argument { name: String, default: Option<u64> },
}

/// Why costs cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum NoCosts {
    /// The contract cannot be read.
    #[error("the contract cannot be read: {0}")]
    Unreadable(String),
    /// Lists without a size.
    #[error("nobody says how long these lists can be: {0}")]
    Unsized(String),
    /// Hints that fit nothing.
    #[error("these fields are no lists, or are not there: {0}")]
    Unused(String),
}

impl Costs {
    /// Of the contract that this SDL is.
    ///
    /// # Errors
    /// When a list has no size.
    pub fn of(sdl: &str, hints: Hints) -> Result<Self, NoCosts> {
        let document = parse_schema(sdl).map_err(|error| NoCosts::Unreadable(error.to_string()))?;
        let mut costs = Self {
            types: HashMap::new(),
            query: "Query".to_owned(),
            mutation: None,
            subscription: None,
        };
        let mut reader = Contract::new(&document, hints);
        for definition in definitions(&document) {
            costs.take(&mut reader, definition);
        }
        introspection::add(&mut costs.types, &document);
        let root = |name: &str| costs.types.contains_key(name).then(|| name.to_owned());
        (costs.mutation, costs.subscription) = (root("Mutation"), root("Subscription"));
        introspection::add_roots(&mut costs);
        reader.finish()?;
        Ok(costs)
    }

    /// Whether what is below this list is counted once for each of its elements.
    pub fn multiplies(&self, ty: &str, field: &str) -> bool {
        let field = self.types.get(ty).and_then(|ty| ty.fields.get(field));
        field.is_some_and(|field| !matches!(field.size, Size::One | Size::Fixed(0)))
    }

    fn take(&mut self, contract: &mut Contract<'_>, definition: &TypeDefinition) {
        let name = definition.name.node.as_str();
        let fields = match &definition.kind {
            TypeKind::Object(object) => &object.fields[..],
            TypeKind::Interface(interface) => &interface.fields[..],
            TypeKind::Union(_) => &[],
            TypeKind::Scalar | TypeKind::Enum(_) | TypeKind::InputObject(_) => return,
        };
        let cost =
            |field: &FieldDefinition| (field.name.node.to_string(), contract.field(name, field));
        let fields = fields.iter().map(|field| &field.node).map(cost).collect();
        let possible = contract.possible(definition);
        // A type can be extended.
        let cost = self.types.entry(name.to_owned()).or_default();
        let fields: HashMap<_, _> = fields;
        cost.fields.extend(fields);
        cost.possible.extend(possible);
        name.clone_into(&mut cost.name);
    }
}

pub(crate) fn definitions(document: &ServiceDocument) -> impl Iterator<Item = &TypeDefinition> {
    document
        .definitions
        .iter()
        .filter_map(|definition| match definition {
            TypeSystemDefinition::Type(ty) => Some(&ty.node),
            _ => None,
        })
}

/// The contract while it is read.
struct Contract<'a> {
    document: &'a ServiceDocument,
    hints: Hints,
    used: BTreeSet<&'static str>,
    without: Vec<String>,
}

impl<'a> Contract<'a> {
    fn new(document: &'a ServiceDocument, hints: Hints) -> Self {
        Self {
            document,
            hints,
            used: BTreeSet::new(),
            without: Vec::new(),
        }
    }

    fn field(&mut self, parent: &str, field: &FieldDefinition) -> FieldCost {
        let name = field.name.node.as_str();
        let argument = |wanted: &str| {
            let found = field.arguments.iter().map(|argument| &argument.node);
            found.clone().into_iter().find(|a| a.name.node == wanted)
        };
        let returns = named(&field.ty.node).to_owned();
        let size = if argument("first").is_some() {
            Size::Page
        } else if !is_list(&field.ty.node) {
            Size::One
        } else if parent.ends_with("Connection") && matches!(name, "edges" | "nodes") {
            Size::Rows
        } else if let Some(most) = argument("atMost") {
            let default = most
                .default_value
                .as_ref()
                .and_then(|value| match &value.node {
                    Value::Number(number) => number.as_u64(),
                    _ => None,
                });
            Size::Argument {
                name: "atMost".to_owned(),
                default,
            }
        } else if let Some(each) = EACH.iter().find(|name| argument(name).is_some()) {
            Size::Argument {
                name: (*each).to_owned(),
                default: None,
            }
        } else if let Some(longest) = self.hint(self.hints.lists, parent, name) {
            Size::Fixed(longest * POINT)
        } else {
            self.without.push(format!("{parent}.{name}"));
            Size::One
        };
        let weight = self.hint(self.hints.weights, parent, name).unwrap_or(1);
        FieldCost {
            returns,
            weight: weight * POINT,
            size,
        }
    }

    fn hint(&mut self, hints: &[(&'static str, u64)], parent: &str, name: &str) -> Option<u64> {
        let names = [
            format!("{parent}.{name}"),
            format!("*.{name}"),
            format!("{parent}.*"),
        ];
        let of = |wanted: &String| hints.iter().find(|(name, _)| name == wanted);
        let (used, value) = names.iter().find_map(of)?;
        self.used.insert(used);
        Some(*value)
    }

    fn possible(&self, definition: &TypeDefinition) -> BTreeSet<String> {
        let name = definition.name.node.as_str();
        match &definition.kind {
            TypeKind::Interface(_) => definitions(self.document)
                .filter(|other| match &other.kind {
                    TypeKind::Object(object) => object
                        .implements
                        .iter()
                        .any(|interface| interface.node == name),
                    _ => false,
                })
                .map(|other| other.name.node.to_string())
                .collect(),
            TypeKind::Union(union) => {
                (union.members.iter().map(|member| member.node.to_string())).collect()
            }
            _ => [name.to_owned()].into(),
        }
    }

    fn finish(self) -> Result<(), NoCosts> {
        if !self.without.is_empty() {
            return Err(NoCosts::Unsized(self.without.join(", ")));
        }
        let hints = self.hints.lists.iter().chain(self.hints.weights);
        let unused: Vec<&str> = (hints.map(|(name, _)| *name))
            .filter(|name| !self.used.contains(name))
            .collect();
        if !unused.is_empty() {
            return Err(NoCosts::Unused(unused.join(", ")));
        }
        Ok(())
    }
}

pub(crate) fn named(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(inner) => named(inner),
    }
}

pub(crate) fn is_list(ty: &Type) -> bool {
    matches!(ty.base, BaseType::List(_))
}

/// The rows of a page: what is asked for, as far as it can be had.
pub(crate) fn page(asked: Option<i64>) -> u64 {
    let asked = asked.unwrap_or(i64::from(DEFAULT_PAGE));
    u64::try_from(asked.clamp(0, i64::from(MAX_PAGE))).unwrap_or(0)
}
