//! The demonstration network: facts with their sources, examples marked as such, loaded once.

use serde_json::{Value, json};
use testkit::{Hub, Product};

#[tokio::test]
async fn it_has_the_facts_of_its_sources() {
    for hub in Hub::with_demo().await {
        let reply = hub
            .query(
                "{ cities { totalCount } members: cities(filter: { membership: { eq: MEMBER } }) { totalCount }
                   themes { totalCount } projects { totalCount } events { totalCount }
                   organisations { totalCount } activities { totalCount }
                   practices: projects(filter: { kind: { eq: GOOD_PRACTICE } }) { totalCount }
                   conferences: events(filter: { edition: { isNull: false } }) { totalCount } }",
            )
            .await;
        let counts: Value = (reply.data().as_object().unwrap().iter())
            .map(|(name, list)| (name.clone(), list["totalCount"].clone()))
            .collect::<serde_json::Map<_, _>>()
            .into();
        assert_eq!(
            counts,
            json!({
                "cities": 47, "members": 20, "themes": 17, "projects": 26, "events": 33,
                "organisations": 63, "activities": 187, "practices": 7, "conferences": 5,
            })
        );
    }
}

/// Its conferences are editions of one series, each with the one before and the one after.
#[tokio::test]
async fn its_conferences_are_editions_of_a_series() {
    for hub in Hub::with_demo().await {
        let reply = hub
            .query(
                "{ eventSeries(slug: \"international-conference\") {
                     title fr: title(locale: \"fr\")
                     events(orderBy: [{ field: EDITION }]) { nodes { edition slug
                       previousEdition { edition } nextEdition { edition } hostCity { slug } } } } }",
            )
            .await;
        let edition = |number: i32, slug: &str, city: &str| {
            let other = |number: i32| match number {
                1..=5 => json!({ "edition": number }),
                _ => Value::Null,
            };
            json!({
                "edition": number, "slug": slug, "previousEdition": other(number - 1),
                "nextEdition": other(number + 1), "hostCity": { "slug": city },
            })
        };
        assert_eq!(
            reply.data()["eventSeries"],
            json!({
                "title": "International conference", "fr": "Conférence internationale",
                "events": { "nodes": [
                    edition(1, "conference-2017", "clermont-ferrand"),
                    edition(2, "conference-2019", "vitoria-gasteiz"),
                    edition(3, "conference-2022", "queretaro"),
                    edition(4, "conference-2024", "anderson"),
                    edition(5, "conference-2026", "cuneo"),
                ] },
            })
        );
    }
}

#[tokio::test]
async fn loading_it_again_changes_nothing() {
    for hub in Hub::with_demo().await {
        let before = hub.graph.log().head();
        let loaded = demo::load(hub.graph.log()).await.unwrap();
        assert_eq!(
            (loaded.recorded, loaded.corrected, loaded.unchanged),
            (0, 0, 187)
        );
        assert_eq!(hub.graph.log().head(), before);
    }
}

/// Nothing stands there without a source, unless it says that it is an example.
#[tokio::test]
async fn everything_has_a_source_or_is_an_example() {
    for hub in Hub::with_demo().await {
        for list in ["cities", "projects", "events", "organisations", "themes"] {
            let name = if ["cities", "organisations"].contains(&list) {
                "name"
            } else {
                "title"
            };
            let query = format!(
                "{{ {list}(first: 100) {{ nodes {{ slug en: {name}(locale: \"en\") fr: {name}(locale: \"fr\")
                    content(locale: \"fr\") {{ isFallback }}
                    provenance {{ sources confidence note credit isExample }} }} }} }}"
            );
            let reply = hub.query(&query).await;
            for node in reply.data()[list]["nodes"].as_array().unwrap() {
                let provenance = &node["provenance"];
                let example = provenance["isExample"] == true;
                let sourced = !provenance["sources"].as_array().unwrap().is_empty();
                assert!(example != sourced, "{list}: {node:#}");
                assert_eq!(
                    provenance["confidence"].is_null(),
                    example,
                    "{list}: {node:#}"
                );
                if example {
                    assert!(
                        node["en"].as_str().unwrap().starts_with("Example"),
                        "{node:#}"
                    );
                    assert!(
                        node["fr"].as_str().unwrap().starts_with("Exemple"),
                        "{node:#}"
                    );
                }
                assert_eq!(node["content"]["isFallback"], false, "no French: {node:#}");
            }
        }
    }
}

/// The history of accessions is not known: none is told.
#[tokio::test]
async fn no_accession_is_invented() {
    for hub in Hub::with_demo().await {
        let reply = hub
            .query("{ activities(first: 0, filter: { not: { verb: { in: [\"city.recorded\", \"theme.recorded\",
                \"project.recorded\", \"event.recorded\", \"series.recorded\", \"organisation.recorded\"] } } }) { totalCount } }")
            .await;
        assert_eq!(reply.data()["activities"]["totalCount"], 0);
        let reply = hub
            .query("{ cities(filter: { joinedOn: { isNull: false } }) { totalCount } }")
            .await;
        assert_eq!(reply.data()["cities"]["totalCount"], 5);
    }
}

/// What the operator corrected by the command line is told from what was loaded.
#[tokio::test]
async fn a_correction_shows_in_the_log_of_the_city() {
    for hub in Hub::with_demo().await {
        let read = r#"{ city(slug: "zalau") { version activities(filter: { verb: { startsWith: "city." } }) { nodes { verb } } } }"#;
        let before = hub.query(read).await;
        assert_eq!(before.data()["city"]["version"], 1);
        let correct = r#"mutation { recordCity(input: { slug: "zalau", countryCode: "RO", continent: EUROPE,
            latitude: 47.2, longitude: 23.05, timeZone: "Europe/Bucharest", membership: INVITED,
            content: [{ locale: "ro", title: "Zalău" }] }) { errors { message } } }"#;
        hub.as_operator(correct, json!({})).await.data();
        let after = hub.query(read).await;
        assert_eq!(
            *after.data(),
            json!({ "city": { "version": 2, "activities": { "nodes": [
                { "verb": "city.corrected" }, { "verb": "city.recorded" },
            ] } } })
        );
    }
}

#[tokio::test]
async fn both_databases_tell_the_same() {
    let hubs = Hub::with_demo().await;
    if hubs.len() < 2 {
        return;
    }
    assert_ne!(hubs[0].product(), Product::Postgres);
    for document in [
        "{ cities(first: 100) { nodes { slug name population joinedOn projects(first: 100) { nodes { slug } } events(first: 100) { nodes { slug } } organisations(first: 100) { nodes { slug } } } } }",
        "{ projects(first: 100) { nodes { slug title stage startedOn endedOn cities(first: 100) { nodes { slug } } themes(first: 100) { nodes { slug } } events { nodes { slug } } participations(first: 100) { nodes { role organisation { slug } } } } } }",
        "{ events(first: 100) { nodes { slug title startsOn endsOn cities(first: 100) { nodes { slug } } projects(first: 100) { nodes { slug } } sessions { nodes { title startsAt } } } } }",
        "{ organisations(first: 100, orderBy: [{ field: NAME, direction: DESC }]) { nodes { slug name countryCode projects { nodes { slug } } } } }",
        "{ activities(first: 100) { nodes { position verb occurredOn summary(locale: \"fr\") } } }",
        "{ cities(first: 20, orderBy: [{ field: JOINED_ON }, { field: POPULATION, direction: DESC }]) { edges { node { slug } } } }",
    ] {
        let sqlite = hubs[0].query(document).await;
        let postgres = hubs[1].query(document).await;
        assert_eq!(sqlite.data(), postgres.data(), "{document}");
        assert_eq!(sqlite.statements, postgres.statements, "{document}");
    }
}
