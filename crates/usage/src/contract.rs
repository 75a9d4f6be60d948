//! The contract, as far as it is needed to know what a document uses.

use std::collections::HashMap;

use async_graphql::{
    Positioned, Value,
    parser::{
        parse_schema,
        types::{
            BaseType, ConstDirective, FieldDefinition, InputValueDefinition, Type, TypeKind,
            TypeSystemDefinition,
        },
    },
};
use chrono::NaiveDate;

/// What stands before the day at the end of a reason.
const REMOVED_AFTER: &str = "Removed after ";

/// Something of the graph that is to be removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deprecation {
    /// Where it stands: `Type.field`, `Type.field(argument:)`, `Enum.VALUE`, `Input.field`.
    pub member: String,
    /// Why, and what to use instead.
    pub reason: String,
    /// The day after which it may be removed; none when the reason does not end with `Removed after
    /// YYYY-MM-DD.`, which the tests refuse.
    pub removed_after: Option<NaiveDate>,
}

/// A contract that cannot be read.
#[derive(Debug)]
pub struct Unreadable(pub String);

/// The types of the graph, and what is deprecated in them.
#[derive(Debug, Default)]
pub struct Contract {
    pub(crate) types: HashMap<String, Kind>,
    /// The types of the roots: of queries, mutations and subscriptions.
    pub(crate) roots: [Option<String>; 3],
    deprecations: Vec<Deprecation>,
}

/// What a type has.
#[derive(Debug)]
pub(crate) enum Kind {
    /// Fields that can be selected, of an object or an interface.
    Fields(HashMap<String, Field>),
    /// Fields of an input.
    Input(HashMap<String, Member>),
    /// Values that are deprecated, by their names, and what they are called here.
    Enum(HashMap<String, String>),
}

/// A field that can be selected.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) member: Member,
    pub(crate) arguments: HashMap<String, Member>,
}

/// A field or an argument.
#[derive(Debug)]
pub(crate) struct Member {
    /// The name of its type, without lists and nulls.
    pub(crate) ty: String,
    /// What it is called here, if it is deprecated.
    pub(crate) deprecated: Option<String>,
}

impl Contract {
    /// Reads a contract.
    ///
    /// # Errors
    /// When it is no SDL.
    pub fn read(sdl: &str) -> Result<Self, Unreadable> {
        let document = parse_schema(sdl).map_err(|error| Unreadable(error.to_string()))?;
        let mut contract = Self {
            roots: ["Query", "Mutation", "Subscription"].map(|name| Some(name.to_owned())),
            ..Self::default()
        };
        for definition in document.definitions {
            match definition {
                TypeSystemDefinition::Schema(schema) => {
                    let schema = schema.node;
                    contract.roots = [schema.query, schema.mutation, schema.subscription]
                        .map(|root| root.map(|name| name.node.to_string()));
                }
                TypeSystemDefinition::Type(ty) => contract.add(&ty.node),
                TypeSystemDefinition::Directive(_) => {}
            }
        }
        (contract.deprecations).sort_by(|a, b| a.member.cmp(&b.member));
        Ok(contract)
    }

    /// Everything that is deprecated, by where it stands.
    pub fn deprecations(&self) -> &[Deprecation] {
        &self.deprecations
    }

    fn add(&mut self, definition: &async_graphql::parser::types::TypeDefinition) {
        let name = definition.name.node.to_string();
        let kind = match &definition.kind {
            TypeKind::Object(object) => self.fields(&name, &object.fields),
            TypeKind::Interface(interface) => self.fields(&name, &interface.fields),
            TypeKind::InputObject(input) => {
                let fields = input.fields.iter().map(|field| &field.node);
                let member = |this: &mut Self, field: &InputValueDefinition| {
                    let place = format!("{name}.{}", field.name.node);
                    this.input(place, field)
                };
                Kind::Input(fields.map(|field| member(self, field)).collect())
            }
            TypeKind::Enum(values) => {
                let mut old = HashMap::new();
                for value in values.values.iter().map(|value| &value.node) {
                    let place = format!("{name}.{}", value.value.node);
                    if let Some(place) = self.note(place, &value.directives) {
                        old.insert(value.value.node.to_string(), place);
                    }
                }
                Kind::Enum(old)
            }
            TypeKind::Scalar | TypeKind::Union(_) => return,
        };
        self.types.insert(name, kind);
    }

    fn fields(&mut self, ty: &str, fields: &[Positioned<FieldDefinition>]) -> Kind {
        let mut found = HashMap::new();
        for field in fields.iter().map(|field| &field.node) {
            let name = field.name.node.to_string();
            let place = format!("{ty}.{name}");
            let arguments = field.arguments.iter().map(|argument| &argument.node);
            let arguments = arguments
                .map(|argument| {
                    let place = format!("{place}({}:)", argument.name.node);
                    self.input(place, argument)
                })
                .collect();
            let member = Member {
                ty: base(&field.ty.node),
                deprecated: self.note(place, &field.directives),
            };
            found.insert(name, Field { member, arguments });
        }
        Kind::Fields(found)
    }

    fn input(&mut self, place: String, input: &InputValueDefinition) -> (String, Member) {
        let member = Member {
            ty: base(&input.ty.node),
            deprecated: self.note(place, &input.directives),
        };
        (input.name.node.to_string(), member)
    }

    /// Keeps what is deprecated, and says what it is called.
    fn note(
        &mut self,
        member: String,
        directives: &[Positioned<ConstDirective>],
    ) -> Option<String> {
        let directive = directives
            .iter()
            .find(|found| found.node.name.node.as_str() == "deprecated")?;
        let reason = directive
            .node
            .get_argument("reason")
            .map(|value| &value.node);
        let reason = match reason {
            Some(Value::String(reason)) => reason.clone(),
            // The specification's own.
            _ => "No longer supported".to_owned(),
        };
        self.deprecations.push(Deprecation {
            removed_after: removal(&reason),
            member: member.clone(),
            reason,
        });
        Some(member)
    }
}

fn base(ty: &Type) -> String {
    let mut ty = ty;
    loop {
        match &ty.base {
            BaseType::Named(name) => return name.to_string(),
            BaseType::List(inner) => ty = inner,
        }
    }
}

/// The day at the end of a reason: `… Removed after 2027-06-30.`
fn removal(reason: &str) -> Option<NaiveDate> {
    let (before, day) = reason.rsplit_once(REMOVED_AFTER)?;
    let day = day.strip_suffix('.')?;
    let good = day.len() == 10 && !before.trim().is_empty();
    good.then(|| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_ends_with_the_day_of_removal() {
        let day = |reason| removal(reason).map(|day| day.to_string());
        assert_eq!(
            day("Use `city`. Removed after 2027-06-30.").as_deref(),
            Some("2027-06-30")
        );
        for bad in [
            "",
            "Use `city`.",
            "Use `city`. Removed after 2027-06-30",
            "Use `city`. Removed after 2027-6-30.",
            "Use `city`. Removed after 2027-02-30.",
            "Use `city`. Removed after June 2027.",
            "Use `city`. removed after 2027-06-30.",
            "Removed after 2027-06-30.",
            "Removed after 2027-06-30. Use `city`.",
        ] {
            assert_eq!(day(bad), None, "{bad}");
        }
    }
}
