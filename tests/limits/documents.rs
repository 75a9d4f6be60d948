//! What one document may be: each limit at its value, and one beyond it.

use limits::Limits;
use serde_json::json;
use testkit::Hub;

use super::{hub, refused, taken};

/// What is taken, what is not, and what is said then.
async fn edge(hub: &Hub, good: &str, bad: &str, said: &str) {
    taken(&hub.query(good).await);
    assert_eq!(refused(&hub.query(bad).await), said);
}

#[tokio::test]
async fn a_document_has_a_limited_number_of_tokens() {
    let hub = hub(Limits {
        tokens: 12,
        ..Limits::default()
    })
    .await;
    edge(
        &hub,
        "# not { these, } ...\n{ themes(first: 0) { totalCount } }",
        "{ themes(first: 0) { totalCount __typename pageInfo } }",
        "400 DOCUMENT_TOO_LONG: A document has at most 12 tokens; this one has 13. maximum=12 requested=13",
    )
    .await;
}

#[tokio::test]
async fn fields_are_nested_to_a_limited_depth_through_fragments_too() {
    let hub = hub(Limits {
        depth: 4,
        ..Limits::default()
    })
    .await;
    edge(
        &hub,
        "{ cities { nodes { ...F } } } fragment F on City { content { locale } }",
        "{ cities { nodes { ...F } } } fragment F on City { projects { nodes { slug } } }",
        "400 DOCUMENT_TOO_DEEP: A document has at most 4 levels of fields; this one has 5. maximum=4 requested=5",
    )
    .await;
}

#[tokio::test]
async fn brackets_are_nested_to_a_limited_depth_before_anything_is_parsed() {
    let hub = hub(Limits {
        tokens: 1_000_000,
        ..Limits::default()
    })
    .await;
    let list = |depth: usize| {
        let (open, close) = ("[".repeat(depth), "]".repeat(depth));
        format!("{{ nodes(ids: {open}{close}) {{ id }} }}")
    };
    assert_eq!(
        hub.query(&list(98)).await.codes(),
        ["GRAPHQL_VALIDATION_FAILED"]
    );
    let said = "400 DOCUMENT_TOO_DEEP: A document has at most 100 levels of brackets; this one has";
    let reply = hub.query(&list(99)).await;
    assert_eq!(
        refused(&reply),
        format!("{said} 101. maximum=100 requested=101")
    );
    let reply = hub.query(&list(100_000)).await;
    assert_eq!(
        refused(&reply),
        format!("{said} 100002. maximum=100 requested=100002")
    );
}

#[tokio::test]
async fn fields_aliases_roots_directives_fragments_and_spreads_are_counted_where_they_are_spread() {
    let few = |limits: Limits| hub(limits);
    let all = Limits::default();
    edge(
        &few(Limits { fields: 5, ..all.clone() }).await,
        "{ a: viewer { ...F } ...G } fragment F on Viewer { __typename } fragment G on Query { b: viewer { ...F } __typename }",
        "{ a: viewer { ...F } ...G } fragment F on Viewer { __typename x: __typename } fragment G on Query { b: viewer { ...F } }",
        "400 TOO_MANY_FIELDS: A document has at most 5 fields; this one has 6. maximum=5 requested=6",
    )
    .await;
    edge(
        &few(Limits { aliases: 2, ..all.clone() }).await,
        "{ ...F a: viewer { ...G } } fragment F on Query { __typename } fragment G on Viewer { b: __typename }",
        "{ a: viewer { ...G } viewer { ...G ...G } } fragment G on Viewer { b: __typename }",
        "400 TOO_MANY_ALIASES: A document has at most 2 aliases; this one has 4. maximum=2 requested=4",
    )
    .await;
    edge(
        &few(Limits { root_fields: 2, ..all.clone() }).await,
        "{ ...F viewer { a: __typename b: __typename c: __typename } } fragment F on Query { __typename }",
        "{ ...F a: __typename b: __typename } fragment F on Query { __typename }",
        "400 TOO_MANY_ROOT_FIELDS: A document has at most 2 fields of the root; this one has 3. maximum=2 requested=3",
    )
    .await;
    edge(
        &few(Limits { directives: 2, ..all.clone() }).await,
        "{ __typename @skip(if: false) ... @include(if: true) { a: __typename } }",
        "{ ...F ...F @skip(if: false) } fragment F on Query { a: __typename @include(if: true) }",
        "400 TOO_MANY_DIRECTIVES: A document has at most 2 directives; this one has 3. maximum=2 requested=3",
    )
    .await;
    edge(
        &few(Limits { fragments: 1, ..all.clone() }).await,
        "{ ...F ...F } fragment F on Query { __typename }",
        "{ ...F ...G } fragment F on Query { __typename } fragment G on Query { __typename }",
        "400 TOO_MANY_FRAGMENTS: A document has at most 1 fragments; this one has 2. maximum=1 requested=2",
    )
    .await;
    edge(
        &few(Limits { spreads: 3, ..all }).await,
        "{ ...F ...F ...F } fragment F on Query { __typename }",
        "{ ...F ...F } fragment F on Query { ...G } fragment G on Query { __typename }",
        "400 TOO_MANY_SPREADS: A document has at most 3 spreads of fragments; this one has 4. maximum=3 requested=4",
    )
    .await;
}

#[tokio::test]
async fn thirty_doubling_fragments_are_refused_without_being_spread_out() {
    let hub = hub(Limits::default()).await;
    let mut bomb = "{ ...F0 }".to_owned();
    for i in 0..30 {
        bomb.push_str(&format!(
            " fragment F{i} on Query {{ ...F{0} ...F{0} }}",
            i + 1
        ));
    }
    bomb.push_str(" fragment F30 on Query { __typename }");
    assert!(bomb.len() < 2_000);
    assert_eq!(
        refused(&hub.query(&bomb).await),
        "400 TOO_MANY_SPREADS: A document has at most 1000 spreads of fragments; this one has 2147483647. \
         maximum=1000 requested=2147483647"
    );
    let cycle = "{ ...A } fragment A on Query { ...B ...B } fragment B on Query { ...A ...A }";
    assert_eq!(
        refused(&hub.query(cycle).await),
        "400 FRAGMENT_CYCLE: The fragment `A` spreads itself."
    );
}

#[tokio::test]
async fn variables_have_a_limited_size() {
    let hub = hub(Limits {
        variables: 41,
        ..Limits::default()
    })
    .await;
    let query = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    let id = "a".repeat(27);
    let reply = hub.query_with(query, json!({ "ids": [id] })).await;
    assert_eq!(reply.codes(), ["INVALID_ID"]);
    let reply = hub.query_with(query, json!({ "ids": [id + "a"] })).await;
    assert_eq!(
        refused(&reply),
        "400 VARIABLES_TOO_LARGE: The variables of a request have at most 41 bytes; these have 42. \
         maximum=41 requested=42"
    );
}

/// A variable is read by every field that uses it: two hundred uses of a large one are as much as two hundred.
#[tokio::test]
async fn arguments_have_a_limited_size_wherever_their_variables_are_used() {
    let hub = hub(Limits {
        arguments: 40,
        ..Limits::default()
    })
    .await;
    let query =
        "query ($slug: String!) { a: city(slug: $slug) { ...F } b: city(slug: $slug) { ...F } }
        fragment F on City { name(locale: \"fr\") }";
    let ask = async |length: usize| {
        let slug = "a".repeat(length);
        hub.query_with(query, json!({ "slug": slug })).await
    };
    taken(&ask(14).await);
    assert_eq!(
        refused(&ask(15).await),
        "400 ARGUMENTS_TOO_LARGE: A document has at most 40 bytes of arguments, with their variables wherever \
         they are used; this one has 42. maximum=40 requested=42"
    );
}
