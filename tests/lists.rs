//! Lists: pages in both directions, orders, filters and counts, the same on both databases.

use serde_json::{Value, json};
use testkit::Hub;

/// Every list of the root with its orders, on both databases: what pages of three yield, forward
/// and backward, is what pages of a hundred yield.
#[tokio::test]
async fn pages_put_together_are_the_list_in_every_order_and_direction() {
    for hub in Hub::with_demo().await {
        for (list, fields) in [
            (
                "cities",
                &[
                    "NAME",
                    "POPULATION",
                    "COUNTRY_CODE",
                    "JOINED_ON",
                    "RECORDED_AT",
                ][..],
            ),
            ("themes", &["TITLE", "RECORDED_AT"]),
            (
                "projects",
                &["TITLE", "STARTED_ON", "ENDED_ON", "UPDATED_AT"],
            ),
            ("events", &["TITLE", "STARTS_ON", "EDITION"]),
            ("organisations", &["NAME", "RECORDED_AT"]),
        ] {
            for field in fields {
                for direction in ["ASC", "DESC"] {
                    let order = format!("orderBy: [{{ field: {field}, direction: {direction} }}]");
                    let whole = pages(&hub, list, &order, 100, false).await;
                    assert!(whole.len() >= 17, "{list} has {}", whole.len());
                    let forward = pages(&hub, list, &order, 7, false).await;
                    assert_eq!(forward, whole, "{list} {order}");
                    let backward = pages(&hub, list, &order, 7, true).await;
                    assert_eq!(backward, whole, "{list} {order}, backward");
                }
            }
        }
    }
}

#[tokio::test]
async fn pages_of_several_columns_with_unknown_values_are_whole_too() {
    for hub in Hub::with_demo().await {
        let order = "orderBy: [{ field: JOINED_ON, direction: DESC }, { field: COUNTRY_CODE },
            { field: POPULATION, direction: DESC }]";
        let whole = pages(&hub, "cities", order, 100, false).await;
        assert_eq!(whole.len(), 47);
        assert_eq!(pages(&hub, "cities", order, 3, false).await, whole);
        assert_eq!(pages(&hub, "cities", order, 3, true).await, whole);
    }
}

/// The ids of a whole list, page by page.
async fn pages(hub: &Hub, list: &str, order: &str, size: usize, backward: bool) -> Vec<String> {
    let (count, cursor) = if backward {
        ("last", "before")
    } else {
        ("first", "after")
    };
    let document = format!(
        "query ($size: Int, $cursor: String) {{ {list}({count}: $size, {cursor}: $cursor, {order}) {{
            nodes {{ id }} edges {{ cursor node {{ id }} }}
            pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}"
    );
    let mut all: Vec<String> = Vec::new();
    let mut at = Value::Null;
    loop {
        let reply = hub
            .query_with(&document, json!({ "size": size, "cursor": at }))
            .await;
        let page = reply.data()[list].clone();
        let ids: Vec<String> = (page["nodes"].as_array().unwrap().iter())
            .map(|node| node["id"].as_str().unwrap().to_owned())
            .collect();
        let edges = page["edges"].as_array().unwrap();
        assert_eq!(edges.len(), ids.len());
        let info = &page["pageInfo"];
        let (more, next) = if backward {
            assert_eq!(info["hasNextPage"], !at.is_null());
            (info["hasPreviousPage"] == true, info["startCursor"].clone())
        } else {
            assert_eq!(info["hasPreviousPage"], !at.is_null());
            (info["hasNextPage"] == true, info["endCursor"].clone())
        };
        if let (Some(first), Some(last)) = (edges.first(), edges.last()) {
            assert_eq!(info["startCursor"], first["cursor"]);
            assert_eq!(info["endCursor"], last["cursor"]);
        }
        if backward {
            all.splice(0..0, ids);
        } else {
            all.extend(ids);
        }
        if !more {
            return all;
        }
        at = next;
    }
}

#[tokio::test]
async fn unknown_values_come_last_in_both_directions() {
    for hub in Hub::with_demo().await {
        for direction in ["ASC", "DESC"] {
            let query = format!(
                "{{ cities(first: 100, orderBy: [{{ field: JOINED_ON, direction: {direction} }}]) {{ nodes {{ joinedOn }} }} }}"
            );
            let reply = hub.query(&query).await;
            let joined: Vec<Option<String>> =
                (reply.data()["cities"]["nodes"].as_array().unwrap().iter())
                    .map(|city| city["joinedOn"].as_str().map(str::to_owned))
                    .collect();
            let known: Vec<&String> = joined.iter().flatten().collect();
            assert!(
                joined[..known.len()].iter().all(Option::is_some),
                "{direction}: {joined:?}"
            );
            let sorted = if direction == "ASC" {
                known.is_sorted()
            } else {
                known.iter().rev().is_sorted()
            };
            assert!(sorted && known.len() >= 5, "{direction}: {known:?}");
        }
    }
}

#[tokio::test]
async fn an_empty_page_says_whether_there_is_more() {
    for hub in Hub::with_demo().await {
        let query = "{ cities(first: 0) { nodes { id } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";
        let reply = hub.query(query).await;
        assert_eq!(
            *reply.data(),
            json!({ "cities": {
                "nodes": [],
                "totalCount": 47,
                "pageInfo": {
                    "hasNextPage": true, "hasPreviousPage": false, "startCursor": null, "endCursor": null,
                },
            } })
        );
    }
}

/// What a filter finds, as slugs in the list's own order.
async fn found(hub: &Hub, list: &str, filter: &str) -> Vec<String> {
    let query =
        format!("{{ {list}(first: 100, filter: {filter}) {{ totalCount nodes {{ slug }} }} }}");
    let reply = hub.query(&query).await;
    let page = &reply.data()[list];
    let slugs: Vec<String> = (page["nodes"].as_array().unwrap().iter())
        .map(|node| node["slug"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(page["totalCount"], slugs.len(), "{filter}");
    slugs
}

#[tokio::test]
async fn filters_compare_and_combine() {
    for hub in Hub::with_demo().await {
        let all = found(&hub, "cities", "{}").await;
        assert_eq!(all.len(), 47);
        let members = found(&hub, "cities", "{ membership: { eq: MEMBER } }").await;
        assert_eq!(members.len(), 20);
        let others = found(&hub, "cities", "{ not: { membership: { eq: MEMBER } } }").await;
        assert_eq!(others.len(), 27);
        assert_eq!(
            found(&hub, "cities", "{ membership: { notEq: MEMBER } }").await,
            others
        );
        assert_eq!(
            found(
                &hub,
                "cities",
                "{ membership: { in: [INVITED, ELIGIBLE] } }"
            )
            .await,
            others
        );
        assert_eq!(
            found(&hub, "cities", "{ membership: { notIn: [MEMBER] } }").await,
            others
        );
        assert_eq!(
            found(
                &hub,
                "cities",
                r#"{ countryCode: { eq: "IT" }, population: { gt: 50000 } }"#
            )
            .await,
            found(
                &hub,
                "cities",
                r#"{ and: [{ countryCode: { eq: "IT" } }, { population: { gt: 50000 } }] }"#
            )
            .await,
        );
        assert_eq!(
            found(
                &hub,
                "cities",
                r#"{ or: [{ slug: { eq: "cuneo" } }, { slug: { startsWith: "clermont" } }] }"#
            )
            .await,
            ["clermont-ferrand", "cuneo"]
        );
        assert_eq!(found(&hub, "cities", "{ or: [] }").await, [""; 0]);
        assert_eq!(found(&hub, "cities", "{ and: [] }").await, all);
        assert_eq!(
            found(&hub, "cities", "{ population: { in: [] } }").await,
            [""; 0]
        );
        // What is unknown holds no comparison, and so holds its opposite.
        let early = found(&hub, "cities", r#"{ joinedOn: { before: "2018-01-01" } }"#).await;
        let not_early = found(
            &hub,
            "cities",
            r#"{ not: { joinedOn: { before: "2018-01-01" } } }"#,
        )
        .await;
        assert_eq!(early.len(), 3);
        assert_eq!(early.len() + not_early.len(), 47);
        let unknown = found(&hub, "cities", "{ joinedOn: { isNull: true } }").await;
        assert_eq!(unknown.len(), 42);
        assert_eq!(
            found(&hub, "cities", "{ joinedOn: { isNull: false } }")
                .await
                .len(),
            5
        );
        // A year counts as its first day.
        let in_2017 = r#"{ joinedOn: { onOrAfter: "2017-01-01", before: "2017-01-02" } }"#;
        assert_eq!(found(&hub, "cities", in_2017).await.len(), 2);
    }
}

#[tokio::test]
async fn filters_reach_related_nodes() {
    for hub in Hub::with_demo().await {
        let id = async |list: &str, slug: &str| {
            let query = format!("{{ {list}(slug: \"{slug}\") {{ id }} }}");
            hub.query(&query).await.data()[list]["id"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        let cuneo = id("city", "cuneo").await;
        let mobility = id("theme", "mobility").await;
        let by_filter = found(
            &hub,
            "projects",
            &format!("{{ city: {{ eq: \"{cuneo}\" }} }}"),
        )
        .await;
        let nested = hub
            .query(
                r#"{ city(slug: "cuneo") { projects(first: 100) { totalCount nodes { slug } } } }"#,
            )
            .await;
        let nested = &nested.data()["city"]["projects"];
        assert_eq!(nested["totalCount"], by_filter.len());
        assert!(!by_filter.is_empty());
        let of_theme = found(
            &hub,
            "projects",
            &format!("{{ theme: {{ in: [\"{mobility}\"] }} }}"),
        )
        .await;
        assert!(
            of_theme.contains(&"queretaro-declaration".to_owned()),
            "{of_theme:?}"
        );
        let both = found(
            &hub,
            "projects",
            &format!("{{ theme: {{ eq: \"{mobility}\" }}, city: {{ eq: \"{cuneo}\" }} }}"),
        )
        .await;
        assert!(
            both.iter()
                .all(|slug| of_theme.contains(slug) && by_filter.contains(slug))
        );
        let led = found(&hub, "projects", "{ leadCity: { isNull: false } }").await;
        let unled = found(&hub, "projects", "{ leadCity: { isNull: true } }").await;
        assert_eq!(led.len() + unled.len(), 26);
        assert!(
            unled.contains(&"example-mobility-lab".to_owned()),
            "{unled:?}"
        );
        let unknown = found(&hub, "projects", "{ stage: { isNull: true } }").await;
        assert_eq!(unknown.len(), 11);
        let hosted = found(
            &hub,
            "events",
            &format!("{{ hostCity: {{ eq: \"{cuneo}\" }} }}"),
        )
        .await;
        assert!(
            hosted
                .iter()
                .any(|slug| slug.starts_with("conference-2026")),
            "{hosted:?}"
        );
    }
}

/// A list below many nodes is one statement for all of them, and each has its own page.
#[tokio::test]
async fn a_list_below_many_nodes_is_one_statement() {
    for hub in Hub::with_demo().await {
        let statements = async |first: usize| {
            let query = format!(
                "{{ cities(first: {first}) {{ nodes {{ slug projects(first: 2) {{ nodes {{ slug }} totalCount pageInfo {{ hasNextPage }} }} }} }} }}"
            );
            let reply = hub.query(&query).await;
            for city in reply.data()["cities"]["nodes"].as_array().unwrap() {
                let total = city["projects"]["totalCount"].as_i64().unwrap();
                let page = city["projects"]["nodes"].as_array().unwrap().len();
                assert_eq!(page, usize::try_from(total.min(2)).unwrap());
                assert_eq!(city["projects"]["pageInfo"]["hasNextPage"], total > 2);
            }
            reply.statements
        };
        // The cities, their projects, the totals.
        assert_eq!(statements(1).await, 3);
        assert_eq!(statements(47).await, 3);
    }
}

#[tokio::test]
async fn an_answer_has_a_bounded_number_of_rows() {
    for hub in Hub::with_demo().await {
        // What it can return is little enough; how many rows it asks for is not.
        let lists: String = (0..9)
            .map(|i| format!("l{i}: cities(first: 100) {{ nodes {{ slug }} }} "))
            .collect();
        let query = format!("{{ projects(first: 100) {{ nodes {{ {lists} }} }} }}");
        let reply = hub.query(&query).await;
        let codes = reply.codes();
        assert!(
            !codes.is_empty() && codes.iter().all(|code| code == "ANSWER_TOO_LARGE"),
            "{codes:?}"
        );
        assert_eq!(reply.json["errors"][0]["extensions"]["argument"], "first");
    }
}

/// What a query read is recorded, so that a cache can know when its answer is stale.
#[tokio::test]
async fn lists_and_loaders_record_what_they_read() {
    for hub in Hub::with_demo().await {
        let reply = hub
            .seeing(
                &["public"],
                r#"{ city(slug: "cuneo") { name projects(first: 1) { nodes { slug leadCity { slug } } totalCount } } }"#,
            )
            .await;
        reply.data();
        let reads = reply.reads.unwrap();
        let lists: Vec<(&str, bool)> = reads
            .lists
            .iter()
            .map(|(name, parent)| (*name, parent.is_some()))
            .collect();
        assert_eq!(lists, [("City.projects", true)]);
        let kinds: std::collections::BTreeSet<&str> = reads
            .entities
            .iter()
            .map(|node| node.kind.type_name())
            .collect();
        assert_eq!(kinds.into_iter().collect::<Vec<_>>(), ["City", "Project"]);
    }
}
