//! The log as it happens: what is delivered to whom, once and in order; through no door in particular.

mod cursors;
mod filters;
mod kept;
mod model;
mod rights;
mod sharing;

use kernel::Kind;
use serde_json::{Value, json};
use testkit::Hub;

pub(crate) const VERBS: &str =
    "subscription { activity { cursor activity { position verb } gap { reason restartAfter } } }";

/// Records a theme, as the operator; the position of its activity.
pub(crate) async fn record_theme(hub: &Hub, slug: &str, visibility: &str) -> i64 {
    let document = "mutation ($input: RecordThemeInput!) { recordTheme(input: $input) {
        activity { position } errors { message } } }";
    let input = json!({ "input": {
        "slug": slug, "visibility": visibility, "content": [{ "locale": "en", "title": slug }],
    } });
    let reply = hub.as_operator(document, input).await;
    reply.data()["recordTheme"]["activity"]["position"]
        .as_i64()
        .unwrap()
}

/// The position of an activity that was delivered.
pub(crate) fn position(data: &Value) -> i64 {
    data["activity"]["activity"]["position"].as_i64().unwrap()
}

#[tokio::test]
async fn what_happens_is_told_once_and_in_order_with_its_subject_in_the_readers_language() {
    for hub in Hub::with_demo().await {
        let document = "subscription { activity {
            activity { verb summary actor }
            subject { __typename ... on Theme { title(locale: \"en\") } }
            gap { reason }
        } }";
        let french = hub.anybody().with("accept-language", "fr");
        let mut told = french.listen(document).await;
        let mut english = hub.listen(document).await;
        record_theme(&hub, "river-banks", "PUBLIC").await;
        let told = told.next().await.data().clone();
        insta::allow_duplicates! {
        insta::assert_json_snapshot!(told, @r#"
        {
          "activity": {
            "activity": {
              "verb": "theme.recorded",
              "summary": "Le thème « river-banks » a été inscrit au registre",
              "actor": "SYSTEM"
            },
            "subject": {
              "__typename": "Theme",
              "title": "river-banks"
            },
            "gap": null
          }
        }
        "#);
        }
        let told = english.next().await;
        let summary = &told.data()["activity"]["activity"]["summary"];
        assert_eq!(
            *summary,
            json!("The theme “river-banks” entered the record")
        );
        let first = record_theme(&hub, "one", "PUBLIC").await;
        for slug in ["two", "three"] {
            record_theme(&hub, slug, "PUBLIC").await;
        }
        let mut verbs = hub.anybody();
        verbs = verbs.with("accept-language", "en");
        let cursor = hub.graph.log().cursor(first - 1);
        let mut again = verbs.listen_from(VERBS, Some(&cursor)).await;
        for position in first..first + 3 {
            let told = again.next().await;
            assert_eq!(self::position(told.data()), position);
            assert_eq!(told.data()["activity"]["cursor"], json!(told.cursor));
        }
    }
}

#[tokio::test]
async fn a_stream_is_narrowed_by_what_it_concerns_and_by_verb() {
    for hub in Hub::with_demo().await {
        let city = hub.id_of(Kind::City, "cuneo").await;
        let other = hub.id_of(Kind::City, "clermont-ferrand").await;
        let document = format!(
            "subscription {{ activity(filter: {{ city: {{ in: [\"{city}\"] }}, \
             verb: {{ eq: \"project.recorded\" }} }}) {{ activity {{ verb }} subject {{ id }} }} }}"
        );
        let mut of_city = hub.listen(&document).await;
        record_project(&hub, "elsewhere", "Elsewhere", &other).await;
        let here = record_project(&hub, "here", "Here", &city).await;
        let told = of_city.next().await;
        let expected = json!({ "activity": {
            "activity": { "verb": "project.recorded" }, "subject": { "id": here },
        } });
        assert_eq!(*told.data(), expected);
        let document = format!(
            "subscription {{ projectActivity(project: \"{here}\") {{ activity {{ verb }} }} }}"
        );
        let mut of_project = hub.listen(&document).await;
        record_project(&hub, "third", "Third", &city).await;
        record_project(&hub, "here", "Here and now", &city).await;
        let told = of_project.next().await;
        let expected =
            json!({ "projectActivity": { "activity": { "verb": "project.corrected" } } });
        assert_eq!(*told.data(), expected);
        let told = of_city.next().await;
        assert_ne!(told.data()["activity"]["subject"]["id"], json!(here));
    }
}

/// Records an organisation, as the operator, and hands its id back.
pub(crate) async fn record_organisation(hub: &Hub, slug: &str) -> String {
    let document =
        "mutation ($input: RecordOrganisationInput!) { recordOrganisation(input: $input) {
        node { id } errors { path message } } }";
    let input = json!({ "input": {
        "slug": slug, "kind": "UNIVERSITY", "content": [{ "locale": "en", "title": slug }],
    } });
    let reply = hub.as_operator(document, input).await;
    let payload = &reply.data()["recordOrganisation"];
    assert_eq!(payload["errors"], json!([]));
    payload["node"]["id"].as_str().unwrap().to_owned()
}

/// Records a project, as the operator, or corrects it, and hands its id back.
pub(crate) async fn record_project(hub: &Hub, slug: &str, title: &str, city: &str) -> String {
    let document = "mutation ($input: RecordProjectInput!) { recordProject(input: $input) {
        node { id } errors { path message } } }";
    let input = json!({ "input": {
        "slug": slug, "kind": "COOPERATION", "leadCity": city,
        "content": [{ "locale": "en", "title": title }],
    } });
    let reply = hub.as_operator(document, input).await;
    let payload = &reply.data()["recordProject"];
    assert_eq!(payload["errors"], json!([]));
    payload["node"]["id"].as_str().unwrap().to_owned()
}
