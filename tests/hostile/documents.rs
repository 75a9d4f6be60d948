//! Documents, and values of variables, that were made to cost more than they look.

mod shapes;

use futures::{StreamExt as _, stream};
use serde_json::{Value, json};

use super::send;
use crate::observed::process::Process;

/// How many are sent at the same time.
const AT_ONCE: usize = 8;
/// A little less than the variables of a request may have, in bytes.
const LARGE: usize = 250_000;

/// What is sent, and the code that it is answered with; none where only [`super::judge`] says.
struct Case(&'static str, Value, Option<&'static str>);

pub(super) async fn send_all(hub: &Process) {
    let cases = [
        shapes::fragments(),
        shapes::floods(),
        values(),
        lists(),
        others(),
    ]
    .concat();
    let sent = stream::iter(cases).map(|Case(name, body, code)| async move {
        let (status, codes) = send(hub, name, body.to_string()).await;
        assert!(
            codes.len() <= 20 || status == 200,
            "{name}: {}",
            codes.len()
        );
        let first = codes.first().cloned().unwrap_or_default();
        code.is_some_and(|code| code != first)
            .then(|| format!("{name}: {first:?} for {code:?}"))
    });
    let sent: Vec<Option<String>> = sent.buffer_unordered(AT_ONCE).collect().await;
    let others: Vec<String> = sent.into_iter().flatten().collect();
    assert!(others.is_empty(), "{others:#?}");
}

impl Clone for Case {
    fn clone(&self) -> Self {
        Self(self.0, self.1.clone(), self.2)
    }
}

fn document(text: impl Into<String>) -> Value {
    json!({ "query": text.into() })
}

fn with(text: impl Into<String>, variables: Value) -> Value {
    json!({ "query": text.into(), "variables": variables })
}

fn many(count: usize, one: impl Fn(usize) -> String) -> String {
    (0..count).map(one).collect::<Vec<_>>().join(" ")
}

/// Values of variables, large and deep, and used in every field.
fn values() -> Vec<Case> {
    let ids: Vec<String> = (0..LARGE / 8).map(|i| format!("{i:05}")).collect();
    let roots = many(99, |i| format!("a{i}: nodes(ids: $ids) {{ id }}"));
    let pages = many(190, |i| {
        format!("a{i}: projects(first: $ids) {{ totalCount }}")
    });
    let filters = many(190, |i| {
        format!("a{i}: projects(first: 1, filter: $filter) {{ totalCount }}")
    });
    let slugs: Vec<String> = (0..LARGE / 12).map(|i| format!("slug-{i:04}")).collect();
    let of_city = |fields: &str| {
        format!("query ($filter: ProjectFilter) {{ city(slug: \"cuneo\") {{ {fields} }} }}")
    };
    let nested = |levels: usize| (0..levels).fold(json!("a"), |inner, _| json!([inner]));
    let text = "x".repeat(LARGE);
    let digits = "9".repeat(100_000);
    let raw = |value: &str| -> Value {
        // Numbers that no program reads stand in the text of the document.
        document(format!("{{ cities(first: {value}) {{ totalCount }} }}"))
    };
    vec![
        Case(
            "ids without end, everywhere",
            with(
                format!("query ($ids: [ID!]!) {{ {roots} }}"),
                json!({ "ids": ids }),
            ),
            Some("ARGUMENTS_TOO_LARGE"),
        ),
        Case(
            "a list for a number, everywhere",
            with(
                format!("query ($ids: [ID!]!) {{ city(slug: \"cuneo\") {{ {pages} }} }}"),
                json!({ "ids": ids }),
            ),
            Some("ARGUMENTS_TOO_LARGE"),
        ),
        Case(
            "a long filter, everywhere",
            with(
                of_city(&filters),
                json!({ "filter": { "slug": { "in": slugs } } }),
            ),
            Some("ARGUMENTS_TOO_LARGE"),
        ),
        Case(
            "a filter that is none, everywhere",
            with(of_city(&filters), json!({ "filter": slugs })),
            Some("ARGUMENTS_TOO_LARGE"),
        ),
        Case(
            "lists in lists",
            with(
                "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }",
                json!({ "ids": nested(100) }),
            ),
            None,
        ),
        Case(
            "objects in objects",
            with(
                "query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }",
                json!({ "r": [{ "__typename": "City", "id": nested(100) }] }),
            ),
            None,
        ),
        Case(
            "a slug as long as a book",
            with(
                "query ($s: String!) { city(slug: $s) { name } }",
                json!({ "s": text }),
            ),
            None,
        ),
        Case(
            "a longer one",
            with(
                "query ($s: String!) { city(slug: $s) { name } }",
                json!({ "s": text.repeat(3) }),
            ),
            Some("VARIABLES_TOO_LARGE"),
        ),
        Case("a number as long as a book", raw(&digits), None),
        Case("one below zero", raw(&format!("-{digits}")), None),
        Case("one with an exponent", raw("1e999999999"), None),
        Case(
            "variables that nobody declares",
            with(
                "{ __typename }",
                Value::Object((0..9_000).map(|i| (format!("v{i}"), json!(i))).collect()),
            ),
            None,
        ),
    ]
}

fn lists() -> Vec<Case> {
    let pages = |levels: usize| {
        let open = "projects(first: 100) { nodes { cities(first: 100) { nodes { ".repeat(levels);
        document(format!(
            "{{ cities(first: 100) {{ nodes {{ {open} slug {} }} }} }}",
            "} } } }".repeat(levels)
        ))
    };
    let not = |levels: usize| {
        (0..levels).fold(
            json!({ "slug": { "eq": "a" } }),
            |inner, _| json!({ "not": inner }),
        )
    };
    let both = |levels: usize| {
        (0..levels).fold(
            json!({ "slug": { "eq": "a" } }),
            |inner, _| json!({ "and": [inner, inner] }),
        )
    };
    let wide: Vec<Value> = (0..4_000)
        .map(|i| json!({ "slug": { "eq": format!("s{i}") } }))
        .collect();
    let filtered = |filter: Value| {
        with(
            "query ($f: ProjectFilter) { projects(first: 1, filter: $f) { totalCount } }",
            json!({ "f": filter }),
        )
    };
    let search = |words: String| {
        with(
            "query ($w: String!) { search(query: $w, first: 100) { nodes { node { id } } } }",
            json!({ "w": words }),
        )
    };
    let after = |cursor: String| {
        with(
            "query ($c: String) { projects(first: 5, after: $c) { nodes { slug } } activities(first: 5, after: $c) { nodes { id } } }",
            json!({ "c": cursor }),
        )
    };
    let city = json!({ "__typename": "City", "id": "city_00000000000000000000000000" });
    let entities = |count: usize, fields: usize| {
        let fields = many(fields, |i| {
            format!(
                "a{i}: _entities(representations: $r) {{ ... on City {{ id name projects(first: 100) {{ nodes {{ slug }} }} }} }}"
            )
        });
        with(
            format!("query ($r: [_Any!]!) {{ {fields} }}"),
            json!({ "r": vec![city.clone(); count] }),
        )
    };
    let mut cases = vec![
        Case("pages in pages", pages(4), Some("COST_TOO_HIGH")),
        Case("a filter in a filter", filtered(not(100)), None),
        Case("filters that double", filtered(both(8)), None),
        Case("a wide filter", filtered(json!({ "or": wide })), None),
        Case("words without end", search("mot ".repeat(60_000)), None),
        Case("a word without end", search("é".repeat(100_000)), None),
        Case(
            "signs that are no words",
            search("\u{202e}\u{0}\u{fffd}' or 1=1 -- % _ *".repeat(2_000)),
            None,
        ),
        Case(
            "entities, as many as there may be",
            entities(1_000, 1),
            Some("COST_TOO_HIGH"),
        ),
        Case(
            "entities without end",
            entities(3_000, 20),
            Some("COST_TOO_HIGH"),
        ),
    ];
    for cursor in [
        "",
        "x",
        "AAAA",
        "🦀",
        "../../etc/passwd",
        "eyJhIjoxfQ==",
        "-1",
        "99999999999999999999",
    ] {
        cases.push(Case("a mangled cursor", after(cursor.to_owned()), None));
    }
    cases.push(Case(
        "a cursor as long as a book",
        after("QUFB".repeat(50_000)),
        None,
    ));
    cases
}

fn others() -> Vec<Case> {
    let types = |levels: usize| {
        document(format!(
            "{{ __schema {{ types {{ {} name {} }} }} }}",
            "fields { type { ".repeat(levels),
            "} }".repeat(levels)
        ))
    };
    let of_type = |levels: usize| {
        document(format!(
            "{{ __type(name: \"City\") {{ {} name {} }} }}",
            "ofType { ".repeat(levels),
            "}".repeat(levels)
        ))
    };
    let whole = include_str!("../limits/introspection.graphql");
    let everything = document(format!(
        "query {{ {} }}",
        many(40, |i| format!(
            "a{i}: __schema {{ types {{ name fields {{ name args {{ name }} }} }} }}"
        ))
    ));
    vec![
        Case("types of fields of types", types(4), Some("COST_TOO_HIGH")),
        Case("types of types", of_type(17), None),
        Case("more of them", of_type(60), Some("DOCUMENT_TOO_DEEP")),
        Case("the whole contract", document(whole), None),
        Case(
            "the contract again and again",
            everything,
            Some("COST_TOO_HIGH"),
        ),
        Case(
            "the contract as text, again and again",
            document(format!(
                "{{ {} }}",
                many(99, |i| format!("a{i}: _service {{ sdl }}"))
            )),
            Some("COST_TOO_HIGH"),
        ),
        Case(
            "no document",
            json!({ "query": 7 }),
            Some("INVALID_REQUEST"),
        ),
        Case(
            "a name that is no name",
            json!({ "query": "{ __typename }", "operationName": "x".repeat(500_000) }),
            None,
        ),
        Case(
            "extensions without end",
            json!({ "query": "{ __typename }", "extensions": { "persistedQuery": { "version": 1, "sha256Hash": "f".repeat(500_000) } } }),
            None,
        ),
        Case(
            "a position from the future",
            json!({ "query": "{ __typename }", "extensions": { "atLeast": 9_000_000_000_000_000_000_i64 } }),
            None,
        ),
    ]
}
