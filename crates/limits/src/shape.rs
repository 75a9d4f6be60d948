//! What a document is like, whatever graph it is for. Fragments are looked at once, however often
//! they are spread: so thirty fragments, each of which spreads the next one twice, are counted (a
//! thousand million spreads) as quickly as they are read.

use std::collections::HashMap;

use async_graphql::{
    Positioned,
    parser::types::{Directive, ExecutableDocument, Selection, SelectionSet},
};

use crate::size::Sizes;

/// How deep selections can be inside of each other, fragments included, before counting is given up.
const DEEPEST: usize = 400;

/// The counts of a document, with its fragments spread out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) depth: u64,
    pub(crate) fields: u64,
    pub(crate) root_fields: u64,
    pub(crate) aliases: u64,
    pub(crate) directives: u64,
    pub(crate) fragments: u64,
    pub(crate) spreads: u64,
    /// The bytes of all arguments, their variables put in.
    pub(crate) arguments: u64,
}

/// Why a document cannot be counted.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Endless {
    /// A fragment that spreads itself, perhaps through others.
    Cycle(String),
    /// Selections are nested deeper than anybody needs.
    Deep,
}

impl Shape {
    /// Of a document: what its operations have together, and the deepest and widest of them.
    pub(crate) fn of(document: &ExecutableDocument, sizes: &Sizes<'_>) -> Result<Self, Endless> {
        let mut counter = Counter {
            document,
            sizes,
            fragments: HashMap::new(),
            level: 0,
        };
        let mut all = Self {
            fragments: document.fragments.len() as u64,
            ..Self::default()
        };
        for (_, operation) in document.operations.iter() {
            let shape = counter.set(&operation.node.selection_set.node)?;
            all.root_fields = all.root_fields.max(shape.root_fields);
            all.add(shape);
            let of_variables = (operation.node.variable_definitions.iter())
                .map(|variable| variable.node.directives.len());
            let directives = of_variables.sum::<usize>() + operation.node.directives.len();
            all.directives = all.directives.saturating_add(directives as u64);
            let arguments = sizes.directives(&operation.node.directives);
            all.arguments = all.arguments.saturating_add(arguments);
        }
        Ok(all)
    }

    /// With what stands beside it.
    fn add(&mut self, other: Self) {
        self.depth = self.depth.max(other.depth);
        self.fields = self.fields.saturating_add(other.fields);
        self.aliases = self.aliases.saturating_add(other.aliases);
        self.directives = self.directives.saturating_add(other.directives);
        self.spreads = self.spreads.saturating_add(other.spreads);
        self.arguments = self.arguments.saturating_add(other.arguments);
    }
}

struct Counter<'a> {
    document: &'a ExecutableDocument,
    sizes: &'a Sizes<'a>,
    /// Those that were counted; none for those that are being counted.
    fragments: HashMap<&'a str, Option<Shape>>,
    level: usize,
}

impl<'a> Counter<'a> {
    fn set(&mut self, set: &'a SelectionSet) -> Result<Shape, Endless> {
        self.level += 1;
        if self.level > DEEPEST {
            return Err(Endless::Deep);
        }
        let mut all = Shape::default();
        for item in &set.items {
            let one = self.selection(&item.node)?;
            all.root_fields = all.root_fields.saturating_add(one.root_fields);
            all.add(one);
        }
        self.level -= 1;
        Ok(all)
    }

    fn selection(&mut self, selection: &'a Selection) -> Result<Shape, Endless> {
        let (mut shape, directives): (_, &[Positioned<Directive>]) = match selection {
            Selection::Field(field) => {
                let field = &field.node;
                let mut shape = self.set(&field.selection_set.node)?;
                shape.depth += 1;
                shape.fields = shape.fields.saturating_add(1);
                shape.root_fields = 1;
                shape.aliases = shape
                    .aliases
                    .saturating_add(u64::from(field.alias.is_some()));
                let arguments = self.sizes.arguments(&field.arguments);
                shape.arguments = shape.arguments.saturating_add(arguments);
                (shape, &field.directives)
            }
            Selection::InlineFragment(fragment) => {
                let shape = self.set(&fragment.node.selection_set.node)?;
                (shape, &fragment.node.directives)
            }
            Selection::FragmentSpread(spread) => {
                let mut shape = self.fragment(&spread.node.fragment_name.node)?;
                shape.spreads = shape.spreads.saturating_add(1);
                (shape, &spread.node.directives)
            }
        };
        shape.directives = shape.directives.saturating_add(directives.len() as u64);
        let arguments = self.sizes.directives(directives);
        shape.arguments = shape.arguments.saturating_add(arguments);
        Ok(shape)
    }

    fn fragment(&mut self, name: &'a str) -> Result<Shape, Endless> {
        match self.fragments.get(name) {
            Some(Some(shape)) => return Ok(*shape),
            Some(None) => return Err(Endless::Cycle(name.to_owned())),
            None => {}
        }
        // One that is not defined, the validation refuses.
        let Some(fragment) = self.document.fragments.get(name) else {
            return Ok(Shape::default());
        };
        self.fragments.insert(name, None);
        let mut shape = self.set(&fragment.node.selection_set.node)?;
        let directives = fragment.node.directives.len() as u64;
        shape.directives = shape.directives.saturating_add(directives);
        self.fragments.insert(name, Some(shape));
        Ok(shape)
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::{Variables, parser::parse_query};

    use super::*;

    fn shape(text: &str) -> Result<Shape, Endless> {
        let (document, variables) = (parse_query(text).unwrap(), Variables::default());
        Shape::of(&document, &Sizes::of(&document, &variables))
    }

    #[test]
    fn fragments_count_where_they_are_spread() {
        let found = shape(
            "query A { a: x { ...F y @skip(if: true) } ...G } query B { x ... @include(if: true) { y } }
             fragment F on T @d { b: x { ...G } } fragment G on T { x y }
             fragment Unused on T { x { x { x { x } } } }",
        );
        let expected = Shape {
            depth: 3,
            fields: 9,
            root_fields: 3,
            aliases: 2,
            directives: 3,
            fragments: 3,
            spreads: 3,
            // `true`, twice.
            arguments: 8,
        };
        assert_eq!(found.unwrap(), expected);
    }

    #[test]
    fn arguments_count_with_what_their_variables_have_wherever_they_are_taken() {
        let text = "query ($a: X = [1, 2], $b: X = \"default\") { ...F ...F x(v: { k: [$b, null] }) @d(v: $b) }
            fragment F on T { x(v: $a) }";
        let document = parse_query(text).unwrap();
        let arguments = |variables| {
            let sizes = Sizes::of(&document, &variables);
            Shape::of(&document, &sizes).unwrap().arguments
        };
        // `[1,2,]` twice; `{"k":[…,null,],}` around `"default"`, and that once more.
        assert_eq!(arguments(Variables::default()), 12 + (7 + 2 + 10 + 5) + 9);
        let variables = async_graphql::value!({ "a": "x".repeat(100), "b": null });
        assert_eq!(
            arguments(Variables::from_value(variables)),
            204 + (7 + 2 + 5 + 5) + 4
        );
    }

    #[test]
    fn thirty_doubling_fragments_are_counted_and_not_spread_out() {
        let mut text = "{ ...F0 }".to_owned();
        for i in 0..30 {
            text.push_str(&format!(" fragment F{i} on T {{ ...F{0} ...F{0} }}", i + 1));
        }
        text.push_str(" fragment F30 on T { x }");
        assert!(text.len() < 2_000);
        let found = shape(&text).unwrap();
        assert_eq!((found.fields, found.spreads), (1 << 30, (1 << 31) - 1));
        // And so many that they cannot be counted any more.
        let mut text = "{ ...F0 }".to_owned();
        for i in 0..99 {
            text.push_str(&format!(
                " fragment F{i} on T {{ ...F{0} ...F{0} x }}",
                i + 1
            ));
        }
        text.push_str(" fragment F99 on T { x }");
        assert_eq!(shape(&text).unwrap().fields, u64::MAX);
    }

    #[test]
    fn a_fragment_within_itself_is_found() {
        let text = "{ ...A } fragment A on T { x { ...B } } fragment B on T { ... { ...A } }";
        assert_eq!(shape(text), Err(Endless::Cycle("A".to_owned())));
        let mut text = "{ ...F0 }".to_owned();
        for i in 0..500 {
            text.push_str(&format!(" fragment F{i} on T {{ ...F{} }}", i + 1));
        }
        assert_eq!(shape(&text), Err(Endless::Deep));
    }
}
