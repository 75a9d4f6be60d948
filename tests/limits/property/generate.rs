//! Requests made by walking the contract.

use std::{collections::HashMap, fmt::Write as _};

use async_graphql::{
    Positioned,
    parser::{
        parse_schema,
        types::{
            BaseType, FieldDefinition, InputValueDefinition, Type, TypeKind, TypeSystemDefinition,
        },
    },
};
use fastrand::Rng;
use serde_json::{Map, Value, json};

/// What a request can be made of.
pub(super) struct Contract {
    types: HashMap<String, TypeKind>,
    /// The objects that interfaces and unions stand for.
    possible: HashMap<String, Vec<String>>,
}

impl Contract {
    pub(super) fn new() -> Self {
        let mut types = HashMap::new();
        let mut possible: HashMap<String, Vec<String>> = HashMap::new();
        for definition in parse_schema(schema::sdl()).unwrap().definitions {
            let TypeSystemDefinition::Type(ty) = definition else {
                continue;
            };
            let name = ty.node.name.node.to_string();
            match &ty.node.kind {
                TypeKind::Object(object) => {
                    for interface in &object.implements {
                        let all = possible.entry(interface.node.to_string()).or_default();
                        all.push(name.clone());
                    }
                }
                TypeKind::Union(union) => {
                    let members = union.members.iter().map(|member| member.node.to_string());
                    possible.insert(name.clone(), members.collect());
                }
                _ => {}
            }
            types.insert(name, ty.node.kind);
        }
        Self { types, possible }
    }

    /// The request that this seed makes.
    pub(super) fn request(&self, seed: u64, known: &[String]) -> Value {
        let mut one = Generator {
            contract: self,
            known,
            rng: Rng::with_seed(seed),
            definitions: Vec::new(),
            variables: Map::new(),
            fragments: String::new(),
            count: 0,
            fields: 0,
        };
        let (word, root) = match one.rng.u8(..5) {
            0 => ("mutation", "Mutation"),
            _ => ("query", "Query"),
        };
        let set = one.set(root, 5);
        // What was asked for below a field that was then left out is nowhere.
        let text = format!("{set}{}", one.fragments);
        let is_used = |definition: &String| {
            let name = definition.split(':').next().unwrap_or_default();
            let mut rest = text.split(name).skip(1);
            rest.any(|after| !after.starts_with(|c: char| c.is_ascii_digit()))
        };
        one.definitions.retain(is_used);
        let variables = match one.definitions.is_empty() {
            true => String::new(),
            false => format!("({})", one.definitions.join(", ")),
        };
        let query = format!("{word} Made{variables} {set}{}", one.fragments);
        json!({ "query": query, "operationName": "Made", "variables": one.variables })
    }
}

struct Generator<'a> {
    contract: &'a Contract,
    known: &'a [String],
    rng: Rng,
    definitions: Vec<String>,
    variables: Map<String, Value>,
    fragments: String,
    count: usize,
    fields: usize,
}

impl Generator<'_> {
    fn next(&mut self) -> usize {
        self.count += 1;
        self.count
    }

    /// A selection set for values of this type.
    fn set(&mut self, ty: &str, depth: usize) -> String {
        let contract = self.contract;
        let mut parts = vec!["__typename".to_owned()];
        let fields: &[Positioned<FieldDefinition>] = match &contract.types[ty] {
            TypeKind::Object(object) => &object.fields,
            TypeKind::Interface(interface) => &interface.fields,
            _ => &[],
        };
        let most = if ty == "Mutation" { 1 } else { 4 };
        for _ in 0..self.rng.usize(1..=most) {
            let Some(field) = self.rng.choice(fields) else {
                break;
            };
            if let Some(part) = self.field(&field.node, depth) {
                parts.push(part);
            }
        }
        if let Some(possible) = contract.possible.get(ty) {
            for _ in 0..self.rng.usize(0..3) {
                let on = self.rng.choice(possible).unwrap();
                let set = self.set(on, depth.saturating_sub(1));
                parts.push(format!("... on {on} {set}"));
            }
        }
        if self.rng.u8(..6) == 0 {
            let name = format!("F{}", self.next());
            let set = parts.join(" ");
            write!(self.fragments, " fragment {name} on {ty} {{ {set} }}").unwrap();
            parts = vec![format!("...{name}")];
        }
        format!("{{ {} }}", parts.join(" "))
    }

    fn field(&mut self, field: &FieldDefinition, depth: usize) -> Option<String> {
        self.fields += 1;
        let name = named(&field.ty.node);
        let is_leaf = match self.contract.types.get(name) {
            Some(TypeKind::Object(_) | TypeKind::Interface(_) | TypeKind::Union(_)) => false,
            // The built-in scalars are in no contract.
            _ => true,
        };
        if !is_leaf && (depth == 0 || self.fields > 60) {
            return None;
        }
        let mut arguments = Vec::new();
        for argument in &field.arguments {
            let argument = &argument.node;
            if is_needed(argument) || self.rng.u8(..4) == 0 {
                let value = self.argument(argument);
                arguments.push(format!("{}: {value}", argument.name.node));
            }
        }
        // Both ends of a page at once are refused; sometimes that is tried, too.
        if self.rng.u8(..8) > 0 && arguments.iter().any(|a| a.starts_with("first")) {
            arguments.retain(|argument| !argument.starts_with("last"));
        }
        let arguments = match arguments.is_empty() {
            true => String::new(),
            false => format!("({})", arguments.join(", ")),
        };
        // The same field with other arguments must have another name.
        let alias = format!("a{}", self.next());
        let directive = match self.rng.u8(..12) {
            0 => " @skip(if: false)",
            1 => " @include(if: false)",
            _ => "",
        };
        let set = match is_leaf {
            true => String::new(),
            false => format!(" {}", self.set(name, depth - 1)),
        };
        Some(format!(
            "{alias}: {}{arguments}{directive}{set}",
            field.name.node
        ))
    }

    /// A value for an argument: written there, or as a variable.
    fn argument(&mut self, argument: &InputValueDefinition) -> String {
        let ty = &argument.ty.node;
        let value = self.value(ty, &argument.name.node, 3);
        if self.rng.u8(..3) > 0 {
            return self.literal(&value, ty);
        }
        let name = format!("v{}", self.next());
        self.definitions.push(format!("${name}: {ty}"));
        self.variables.insert(name.clone(), value);
        format!("${name}")
    }

    /// A value of this type, as JSON has it.
    fn value(&mut self, ty: &Type, name: &str, depth: usize) -> Value {
        if ty.nullable && self.rng.u8(..12) == 0 {
            return Value::Null;
        }
        match &ty.base {
            BaseType::List(inner) => {
                let length = self.rng.usize(0..3);
                (0..length)
                    .map(|_| self.value(inner, name, depth.saturating_sub(1)))
                    .collect()
            }
            BaseType::Named(of) => self.of_named(of, name, depth),
        }
    }

    fn of_named(&mut self, of: &str, name: &str, depth: usize) -> Value {
        let contract = self.contract;
        match contract.types.get(of) {
            Some(TypeKind::Enum(values)) => {
                let value = self.rng.choice(&values.values).unwrap();
                Value::from(value.node.value.node.as_str())
            }
            Some(TypeKind::InputObject(input)) if is_one_of(of) => {
                let field = &self.rng.choice(&input.fields).unwrap().node;
                let name = field.name.node.as_str();
                let mut value = Value::Null;
                while value.is_null() {
                    value = self.value(&field.ty.node, name, depth.saturating_sub(1));
                }
                Value::Object([(name.to_owned(), value)].into_iter().collect())
            }
            Some(TypeKind::InputObject(input)) => {
                let mut fields = Map::new();
                for field in &input.fields {
                    let field = &field.node;
                    if is_needed(field) || (depth > 0 && self.rng.u8(..4) == 0) {
                        let name = field.name.node.as_str();
                        let value = self.value(&field.ty.node, name, depth.saturating_sub(1));
                        fields.insert(name.to_owned(), value);
                    }
                }
                Value::Object(fields)
            }
            _ => self.leaf(of, name),
        }
    }

    fn leaf(&mut self, of: &str, name: &str) -> Value {
        let numbers = [0, 1, 2, 5, 20, 100, 101, -1, i32::MAX, i32::MIN];
        let texts = [
            "",
            "cuneo",
            "米其林城市",
            "a\u{0}b",
            "'; drop table node; --",
            "é\u{301}\u{202e}",
            "%_\\",
            "2024-05-01T00:00:00Z",
            "2024-05",
            "en",
            "fr",
            "zh-Hant",
            "xx-yy",
            "🏭🏭",
        ];
        let text = |rng: &mut Rng, known: &[String]| match rng.u8(..3) {
            0 => rng.choice(texts).unwrap().to_owned(),
            1 => "a".repeat(rng.usize(0..400)),
            _ => rng.choice(known).cloned().unwrap_or_default(),
        };
        match of {
            "Int" if matches!(name, "first" | "last") => json!(self.rng.i32(0..6)),
            "Int" => json!(*self.rng.choice(&numbers).unwrap()),
            "Float" => json!(self.rng.f64() * 1e6),
            "Boolean" => json!(self.rng.bool()),
            _ => json!(text(&mut self.rng, self.known)),
        }
    }

    /// A value as documents have it: the names of enums bare, of objects, too.
    fn literal(&self, value: &Value, ty: &Type) -> String {
        match (&ty.base, value) {
            (BaseType::List(inner), Value::Array(values)) => {
                let values = values.iter().map(|value| self.literal(value, inner));
                format!("[{}]", values.collect::<Vec<_>>().join(", "))
            }
            (BaseType::Named(of), Value::Object(fields)) => {
                let Some(TypeKind::InputObject(input)) = self.contract.types.get(of.as_str())
                else {
                    return "null".to_owned();
                };
                let of = |name: &str| {
                    let field = input
                        .fields
                        .iter()
                        .find(|field| field.node.name.node == name);
                    &field.expect("it was made of these").node.ty.node
                };
                let fields = fields
                    .iter()
                    .map(|(name, value)| format!("{name}: {}", self.literal(value, of(name))));
                format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
            }
            (BaseType::Named(of), Value::String(text))
                if matches!(
                    self.contract.types.get(of.as_str()),
                    Some(TypeKind::Enum(_))
                ) =>
            {
                text.clone()
            }
            _ => value.to_string(),
        }
    }
}

fn is_needed(argument: &InputValueDefinition) -> bool {
    !argument.ty.node.nullable && argument.default_value.is_none()
}

fn named(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(inner) => named(inner),
    }
}

/// Whether exactly one field of this input has to be there.
fn is_one_of(input: &str) -> bool {
    static SDL: std::sync::LazyLock<String> = std::sync::LazyLock::new(schema::sdl);
    SDL.contains(&format!("\ninput {input} @oneOf {{"))
}
