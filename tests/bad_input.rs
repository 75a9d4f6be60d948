//! Bad input: each mistake a clear error with a code and a path, on both databases.

use serde_json::{Value, json};
use testkit::Hub;

/// The first error, as `CODE at path (argument): message`.
fn error(reply: &testkit::Reply) -> String {
    let error = &reply.json["errors"][0];
    let path: Vec<String> = (error["path"].as_array().into_iter().flatten())
        .map(|part| {
            part.as_str()
                .map_or_else(|| part.to_string(), str::to_owned)
        })
        .collect();
    let argument = error["extensions"]["argument"].as_str().unwrap_or("-");
    let code = error["extensions"]["code"].as_str().unwrap_or("?");
    format!(
        "{code} at {} ({argument}): {}",
        path.join("."),
        error["message"].as_str().unwrap_or("?")
    )
}

async fn errors(hub: &Hub, queries: &[&str]) -> Vec<String> {
    let mut errors = Vec::new();
    for query in queries {
        let reply = hub.query(query).await;
        assert!(
            reply.json["errors"].is_array(),
            "{query} was answered: {:#}",
            reply.json
        );
        errors.push(error(&reply));
    }
    errors
}

#[tokio::test]
async fn ids_are_refused_by_what_is_wrong_with_them() {
    for hub in Hub::with_demo().await {
        let errors = errors(
            &hub,
            &[
                r#"{ node(id: "nonsense") { id } }"#,
                r#"{ node(id: "") { id } }"#,
                r#"{ node(id: "city_01h2xcejqtf2nbrexx3vqjhp4") { id } }"#,
                r#"{ node(id: "town_01h2xcejqtf2nbrexx3vqjhp41") { id } }"#,
                r#"{ cities(filter: { id: { eq: "project_01h2xcejqtf2nbrexx3vqjhp41" } }) { totalCount } }"#,
                r#"{ projects(filter: { or: [{ city: { in: ["theme_01h2xcejqtf2nbrexx3vqjhp41"] } }] }) { totalCount } }"#,
                r#"{ activities(filter: { node: { eq: "x" } }) { totalCount } }"#,
            ],
        )
        .await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(errors, @r#"
            [
              "INVALID_ID at node (id): `nonsense` is not an id of this graph; ids look like `city_01h455vb4pex5vsknk084sn02q`",
              "INVALID_ID at node (id): `` is not an id of this graph; ids look like `city_01h455vb4pex5vsknk084sn02q`",
              "INVALID_ID at node (id): `city_01h2xcejqtf2nbrexx3vqjhp4` is not an id of this graph; ids look like `city_01h455vb4pex5vsknk084sn02q`",
              "INVALID_ID at node (id): `town_01h2xcejqtf2nbrexx3vqjhp41` is not an id of this graph; ids look like `city_01h455vb4pex5vsknk084sn02q`",
              "INVALID_ID at cities (filter.id): `project_01h2xcejqtf2nbrexx3vqjhp41` is the id of a Project; this takes the id of a City",
              "INVALID_ID at projects (filter.or.0.city): `theme_01h2xcejqtf2nbrexx3vqjhp41` is the id of a Theme; this takes the id of a City",
              "INVALID_ID at activities (filter.node): `x` is not an id of this graph; ids look like `city_01h455vb4pex5vsknk084sn02q`"
            ]
            "#);
        }
        // A well-formed id of nothing is no error: there is just nothing.
        let reply = hub
            .query(r#"{ node(id: "city_01h2xcejqtf2nbrexx3vqjhp41") { id } }"#)
            .await;
        assert_eq!(*reply.data(), json!({ "node": null }));
        let ids = json!({ "ids": vec!["city_01h2xcejqtf2nbrexx3vqjhp41"; 101] });
        let reply = hub
            .query_with("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids)
            .await;
        assert_eq!(
            error(&reply),
            "INVALID_ARGUMENT at nodes (ids): At most 100 nodes at once; these are 101."
        );
    }
}

#[tokio::test]
async fn pages_out_of_bounds_are_refused() {
    for hub in Hub::with_demo().await {
        let errors = errors(
            &hub,
            &[
                "{ cities(first: -1) { totalCount } }",
                "{ cities(first: 1000) { totalCount } }",
                "{ cities(last: 101) { totalCount } }",
                "{ cities(first: 1, last: 1) { totalCount } }",
                r#"{ city(slug: "cuneo") { projects(first: -5) { totalCount } } }"#,
                "{ activities(first: 101) { totalCount } }",
                r#"{ search(query: "water", first: 101) { totalCount } }"#,
                "{ cities(orderBy: [{ field: NAME }, { field: NAME }]) { totalCount } }",
            ],
        )
        .await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(errors, @r#"
            [
              "INVALID_PAGE at cities (first): `first` is -1; it can be from 0 to 100.",
              "INVALID_PAGE at cities (first): `first` is 1000; it can be from 0 to 100.",
              "INVALID_PAGE at cities (last): `last` is 101; it can be from 0 to 100.",
              "INVALID_PAGE at cities (last): Ask for `first` or for `last`, not for both.",
              "INVALID_PAGE at city.projects (first): `first` is -5; it can be from 0 to 100.",
              "INVALID_PAGE at activities (first): `first` is 101; it can be from 0 to 100.",
              "INVALID_PAGE at search (first): `first` is 101; it can be from 0 to 100.",
              "INVALID_ARGUMENT at cities (orderBy): An order has at most 4 columns, each of them once."
            ]
            "#);
        }
    }
}

#[tokio::test]
async fn cursors_of_another_list_or_changed_ones_are_refused() {
    for hub in Hub::with_demo().await {
        let cursor = async |query: &str| {
            let reply = hub.query(query).await;
            let lists = reply.data().as_object().unwrap();
            lists.values().next().unwrap()["pageInfo"]["endCursor"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        let cities = cursor("{ cities(first: 1) { pageInfo { endCursor } } }").await;
        let by_size = cursor(
            "{ cities(first: 1, orderBy: [{ field: POPULATION }]) { pageInfo { endCursor } } }",
        )
        .await;
        let search =
            cursor(r#"{ search(query: "water", first: 1) { pageInfo { endCursor } } }"#).await;
        let log = cursor("{ activities(first: 1) { pageInfo { endCursor } } }").await;
        let mut changed = cities.clone().into_bytes();
        let middle = changed.len() / 2;
        changed[middle] = if changed[middle] == b'x' { b'y' } else { b'x' };
        let changed = String::from_utf8(changed).unwrap();
        for (list, cursor) in [
            ("projects", &cities),
            ("cities", &by_size),
            ("cities", &search),
            ("cities", &log),
            ("activities", &cities),
            ("cities", &changed),
            ("cities", &"garbage".to_owned()),
            ("cities", &String::new()),
            ("cities", &cities[..20].to_owned()),
            ("cities", &"é".to_owned()),
        ] {
            for argument in ["after", "before"] {
                let query = format!(
                    "{{ {list}({argument}: {}) {{ nodes {{ id }} }} }}",
                    json!(cursor)
                );
                let reply = hub.query(&query).await;
                assert_eq!(reply.codes(), ["INVALID_CURSOR"], "{query}");
                assert_eq!(reply.json["errors"][0]["path"], json!([list]));
                assert_eq!(reply.json["errors"][0]["extensions"]["argument"], argument);
            }
        }
        let reply = hub
            .query(&format!(
                "{{ search(query: \"water\", after: \"{cities}\") {{ totalCount }} }}"
            ))
            .await;
        assert_eq!(reply.codes(), ["INVALID_CURSOR"]);
    }
}

#[tokio::test]
async fn unknown_languages_are_refused_wherever_they_are_asked_for() {
    for hub in Hub::with_demo().await {
        let errors = errors(
            &hub,
            &[
                r#"{ city(slug: "cuneo") { name(locale: "klingon") } }"#,
                r#"{ city(slug: "cuneo") { content(locale: "") { title } } }"#,
                r#"{ activities(first: 1) { nodes { summary(locale: "xx") } } }"#,
                r#"{ projects(first: 1) { nodes { title(locale: "../../etc/passwd") } } }"#,
                r#"{ city(slug: "cuneo") { name(locale: 5) } }"#,
            ],
        )
        .await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(errors, @r#"
            [
              "UNKNOWN_LOCALE at city.name (locale): `klingon` is not a language: write a tag such as `fr`, `pt-BR` or `zh-Hant`",
              "UNKNOWN_LOCALE at city.content (locale): `` is not a language: write a tag such as `fr`, `pt-BR` or `zh-Hant`",
              "UNKNOWN_LOCALE at activities.nodes.0 (locale): `xx` is not a language: write a tag such as `fr`, `pt-BR` or `zh-Hant`",
              "UNKNOWN_LOCALE at projects.nodes.0 (locale): `../../etc/passwd` is not a language: write a tag such as `fr`, `pt-BR` or `zh-Hant`",
              "INVALID_ARGUMENT at city.name (-): Expected input type \"String\", found 5. (occurred while parsing \"Locale\")"
            ]
            "#);
        }
    }
}

#[tokio::test]
async fn empty_and_hostile_searches_are_refused_or_find_nothing() {
    for hub in Hub::with_demo().await {
        for query in [
            "", "   ", "%", "_", "*", "()", "'; --", "\u{0}", "\u{202e}", "🚲", "\\",
        ] {
            let reply = search(&hub, query).await;
            assert_eq!(reply.codes(), ["INVALID_SEARCH"], "{query:?}");
            assert_eq!(reply.json["errors"][0]["path"], json!(["search"]));
        }
        for query in [
            "x".repeat(201),
            "ab cd ef gh ij kl mn op qr st uv wx yz ba dc fe hg".to_owned(),
            "é".repeat(100_000),
        ] {
            assert_eq!(search(&hub, &query).await.codes(), ["INVALID_SEARCH"]);
        }
        for query in [
            "'; drop table node; --",
            "cuneo' or '1'='1",
            "%cuneo%x",
            "$1 $2",
            "zzzz",
            "cuneo\u{0}zzz",
            "x".repeat(200).as_str(),
        ] {
            let reply = search(&hub, query).await;
            assert_eq!(reply.data()["search"]["totalCount"], 0, "{query:?}");
        }
        assert_eq!(
            search(&hub, "cuneo").await.data()["search"]["nodes"][0]["__typename"],
            "City"
        );
    }
}

async fn search(hub: &Hub, query: &str) -> testkit::Reply {
    let document =
        "query ($query: String!) { search(query: $query) { totalCount nodes { __typename } } }";
    hub.query_with(document, json!({ "query": query })).await
}

fn nested(depth: usize) -> Value {
    (0..depth).fold(json!({ "slug": { "eq": "cuneo" } }), |filter, i| {
        match i % 3 {
            0 => json!({ "not": filter }),
            1 => json!({ "and": [filter] }),
            _ => json!({ "or": [filter] }),
        }
    })
}

#[tokio::test]
async fn a_filter_nested_50_deep_is_refused_as_a_variable_and_as_a_literal() {
    for hub in Hub::with_demo().await {
        let query = "query ($filter: CityFilter) { cities(filter: $filter) { totalCount } }";
        hub.query_with(query, json!({ "filter": nested(8) }))
            .await
            .data();
        for depth in [9, 50] {
            let reply = hub
                .query_with(query, json!({ "filter": nested(depth) }))
                .await;
            assert_eq!(reply.codes(), ["INVALID_FILTER"]);
            assert_eq!(reply.json["errors"][0]["path"], json!(["cities"]));
            let argument = reply.json["errors"][0]["extensions"]["argument"]
                .as_str()
                .unwrap();
            assert_eq!(
                argument
                    .split('.')
                    .filter(|part| ["and", "or", "not"].contains(part))
                    .count(),
                9
            );
        }
        let mut literal = r#"{ slug: { eq: "cuneo" } }"#.to_owned();
        for _ in 0..50 {
            literal = format!("{{ not: {literal} }}");
        }
        let reply = hub
            .query(&format!("{{ cities(filter: {literal}) {{ totalCount }} }}"))
            .await;
        assert_eq!(reply.codes(), ["INVALID_FILTER"]);
        // Deeper than any document may be.
        for _ in 0..5_000 {
            literal = format!("{{ not: {literal} }}");
        }
        let reply = hub
            .query(&format!("{{ cities(filter: {literal}) {{ totalCount }} }}"))
            .await;
        assert_eq!(reply.codes(), ["DOCUMENT_TOO_LONG"]);
        assert_eq!(reply.status, 400);
    }
}

#[tokio::test]
async fn filters_that_are_too_large_are_refused() {
    for hub in Hub::with_demo().await {
        let query = "query ($filter: CityFilter) { cities(filter: $filter) { totalCount } }";
        let one = json!({ "population": { "gt": 1 } });
        hub.query_with(query, json!({ "filter": { "or": vec![&one; 100] } }))
            .await
            .data();
        let reply = hub
            .query_with(query, json!({ "filter": { "or": vec![&one; 101] } }))
            .await;
        assert_eq!(
            error(&reply),
            "INVALID_FILTER at cities (filter.or.100.population): A filter makes at most 100 comparisons."
        );
        let reply = hub
            .query_with(
                query,
                json!({ "filter": { "slug": { "in": vec!["x"; 101] } } }),
            )
            .await;
        assert_eq!(
            error(&reply),
            "INVALID_FILTER at cities (filter.slug): A list of values has at most 100 of them."
        );
    }
}

#[tokio::test]
async fn documents_that_cannot_be_run_say_why() {
    for hub in Hub::empty().await {
        let skips = format!("{{ __typename {} }}", "@skip(if: false) ".repeat(101));
        let deep = format!(
            "{{ cities {{ nodes {{ {} id {} }} }} }}",
            "projects { nodes { cities { nodes { ".repeat(6),
            "} } } }".repeat(6)
        );
        let wide = format!(
            "{{ {} }}",
            (0..2_001)
                .map(|i| format!("a{i}: cities {{ totalCount }}"))
                .collect::<Vec<_>>()
                .join(" ")
        );
        for (query, code) in [
            ("{", "GRAPHQL_PARSE_FAILED"),
            ("{ towns { id } }", "GRAPHQL_VALIDATION_FAILED"),
            (
                "query ($x: Town) { __typename }",
                "GRAPHQL_VALIDATION_FAILED",
            ),
            ("{ city { name } }", "GRAPHQL_VALIDATION_FAILED"),
            (skips.as_str(), "TOO_MANY_DIRECTIVES"),
            (deep.as_str(), "DOCUMENT_TOO_DEEP"),
            (wide.as_str(), "DOCUMENT_TOO_LONG"),
        ] {
            let reply = hub.query(query).await;
            assert_eq!(reply.status, 400, "{query}");
            assert_eq!(reply.codes()[0], code, "{query}: {:#}", reply.json);
            assert!(reply.json.get("data").is_none_or(Value::is_null));
        }
    }
}
