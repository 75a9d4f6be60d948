//! Documents of a shape that was made to be counted, parsed or validated for long.

use serde_json::json;

use super::{Case, document, many};

pub(super) fn fragments() -> Vec<Case> {
    let doubling = |count: usize| {
        let spread = |i| format!("fragment F{i} on Query {{ ...F{0} ...F{0} }}", i + 1);
        let end = format!("fragment F{count} on Query {{ __typename }}");
        document(format!("{{ ...F0 }} {} {end}", many(count, spread)))
    };
    let circle = |count: usize| {
        let spread = |i| format!("fragment F{i} on Query {{ ...F{} }}", (i + 1) % count);
        document(format!("{{ ...F0 }} {}", many(count, spread)))
    };
    let unused = many(90, |i| format!("fragment F{i} on Query {{ __typename }}"));
    let literal = format!("[{}]", "\"a\"".repeat(4_000));
    let literals = format!(
        "{{ {} }} fragment F on Query {{ nodes(ids: {literal}) {{ id }} }}",
        "...F ".repeat(90)
    );
    vec![
        Case(
            "fragments that double",
            doubling(30),
            Some("TOO_MANY_SPREADS"),
        ),
        Case(
            "and so often that they cannot be counted",
            doubling(99),
            Some("TOO_MANY_SPREADS"),
        ),
        Case("a fragment in itself", circle(1), Some("FRAGMENT_CYCLE")),
        Case("a circle of fragments", circle(90), Some("FRAGMENT_CYCLE")),
        Case(
            "fragments that nobody spreads",
            document(format!("{{ __typename }} {unused}")),
            None,
        ),
        Case(
            "a fragment with a long list, everywhere",
            document(literals),
            Some("COST_TOO_HIGH"),
        ),
    ]
}

pub(super) fn floods() -> Vec<Case> {
    let aliases = |count| {
        document(format!(
            "{{ city(slug: \"cuneo\") {{ {} }} }}",
            many(count, |i| format!("a{i}: name"))
        ))
    };
    let same = |count| {
        document(format!(
            "{{ cities(first: 1) {{ {} }} }}",
            many(count, |_| "nodes { name }".to_owned())
        ))
    };
    let skipped = |count| {
        document(format!(
            "{{ __typename {} }}",
            "@skip(if: false) ".repeat(count)
        ))
    };
    let deep = |levels: usize| {
        document(format!(
            "{{ {} __typename {} }}",
            "viewer { ".repeat(levels),
            "}".repeat(levels)
        ))
    };
    let unknown = many(1_900, |i| format!("unknownFieldOfManyThatAreNotThere{i}"));
    let operations = many(1_500, |i| format!("query Q{i} {{ __typename }}"));
    let variables = many(2_400, |i| format!("$v{i}: Int = {i}"));
    let names = many(1_900, |_| "name".to_owned());
    vec![
        Case("aliases, as many as there may be", aliases(200), None),
        Case(
            "aliases without end",
            aliases(3_000),
            Some("TOO_MANY_FIELDS"),
        ),
        Case("the same field again and again", same(900), None),
        Case(
            "the same leaf again and again",
            document(format!("{{ city(slug: \"cuneo\") {{ {names} }} }}")),
            None,
        ),
        Case("directives", skipped(100), None),
        Case(
            "directives without end",
            skipped(1_300),
            Some("TOO_MANY_DIRECTIVES"),
        ),
        Case("deep", deep(19), Some("GRAPHQL_VALIDATION_FAILED")),
        Case("deeper", deep(90), None),
        Case(
            "as deep as a body can be long",
            deep(90_000),
            Some("DOCUMENT_TOO_LONG"),
        ),
        Case(
            "brackets",
            document(format!("{{ a(b: {}", "[".repeat(900_000))),
            Some("DOCUMENT_TOO_LONG"),
        ),
        Case(
            "mistakes in thousands",
            document(format!("{{ city(slug: \"cuneo\") {{ {unknown} }} }}")),
            Some("GRAPHQL_VALIDATION_FAILED"),
        ),
        Case("operations in thousands", document(&operations), None),
        Case(
            "one of them",
            json!({ "query": operations, "operationName": "Q1499" }),
            None,
        ),
        Case(
            "variables in thousands",
            document(format!("query ({variables}) {{ __typename }}")),
            Some("DOCUMENT_TOO_LONG"),
        ),
        Case(
            "comments",
            document("#\n".repeat(300_000) + "{ __typename }"),
            None,
        ),
        Case(
            "commas",
            document(",".repeat(900_000) + "{ __typename }"),
            None,
        ),
        Case(
            "a string that never ends",
            document(format!("{{ city(slug: \"\"\"{}", "\\".repeat(400_000))),
            Some("GRAPHQL_PARSE_FAILED"),
        ),
        Case("nothing but quotes", document("\"".repeat(400_000)), None),
    ]
}
