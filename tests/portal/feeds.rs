//! The feeds, as independent readers read them.

use serde_json::{Value, json};
use testkit::{Content, Database, Hub, Product};
use tokio::process::Command;

use super::{are_installed, folder, open, read_by};

async fn read(kind: &str, feed: &[u8]) -> Value {
    let mut program = Command::new(folder().join(".venv/bin/python"));
    program.arg(folder().join("feeds.py")).arg(kind);
    read_by(program, "feeds.py", feed).await
}

async fn feed(hub: &Hub, path: &str, language: &str) -> (String, Vec<u8>) {
    let answer = open(hub, path, &[("accept-language", language)]).await;
    assert_eq!(answer.status(), 200, "{path}");
    let media = answer.headers()["content-type"]
        .to_str()
        .unwrap()
        .to_owned();
    (media, answer.bytes().await.unwrap().to_vec())
}

#[tokio::test]
async fn news_readers_follow_the_network_a_city_and_a_project() {
    if !are_installed() {
        return;
    }
    for hub in Hub::with_demo().await {
        for (path, title, page) in [
            ("/activity.atom", "Activity of the network", "/en/activity"),
            ("/cities/cuneo/activity.atom", "Cuneo", "/en/cities/cuneo"),
            (
                "/projects/mobility-lab/activity.atom",
                "Mobility Lab",
                "/en/projects/mobility-lab",
            ),
        ] {
            let (media, bytes) = feed(&hub, path, "en").await;
            assert_eq!(media, "application/atom+xml; charset=utf-8");
            let read = read("atom", &bytes).await;
            assert_eq!(read["wrong"], false, "{path}");
            assert_eq!(read["version"], "atom10", "{path}");
            assert_eq!(
                read["title"].as_str().unwrap().to_lowercase(),
                title.to_lowercase()
            );
            let links = read["links"].as_array().unwrap();
            let alternate = links.iter().find(|link| link[0] == "alternate").unwrap();
            assert!(alternate[1].as_str().unwrap().ends_with(page), "{links:?}");
            let entries = read["entries"].as_array().unwrap();
            assert!(!entries.is_empty(), "{path}");
            for entry in entries {
                assert!(
                    entry["id"]
                        .as_str()
                        .unwrap()
                        .starts_with("urn:passerelle:activity_")
                );
                assert!(entry["link"].as_str().unwrap().contains("/en/"), "{entry}");
                assert_ne!(entry["title"], "");
            }
        }
        let (_, bytes) = feed(&hub, "/activity.atom", "fr").await;
        assert_eq!(read("atom", &bytes).await["language"], "fr");
        assert_eq!(
            open(&hub, "/cities/atlantis/activity.atom", &[])
                .await
                .status(),
            404
        );
    }
}

#[tokio::test]
async fn calendars_take_the_events_with_the_days_of_their_place() {
    if !are_installed() {
        return;
    }
    for hub in Hub::with_demo().await {
        let (media, bytes) = feed(&hub, "/events/conference-2017.ics", "en").await;
        assert_eq!(media, "text/calendar; charset=utf-8");
        let read_one = read("calendar", &bytes).await;
        assert_eq!(read_one["wrong"], false);
        let event = &read_one["events"][0];
        assert_eq!(event["summary"], "1st conference: the sustainable city");
        // Three days, the last of which is the first of December: the end is the day after.
        assert_eq!(
            (&event["start"], &event["end"]),
            (&json!("2017-11-29"), &json!("2017-12-02"))
        );
        assert_eq!(event["status"], "CONFIRMED");
        assert_eq!(event["location"], "Polydome, Clermont-Ferrand, France");
        let (_, french) = feed(&hub, "/events/conference-2017.ics", "fr").await;
        let french = &read("calendar", &french).await["events"][0];
        assert_eq!(french["uid"], event["uid"]);
        assert_ne!(french["summary"], event["summary"]);
        let (_, all) = feed(&hub, "/events.ics", "en").await;
        assert_eq!(read("calendar", &all).await["wrong"], false);
        let (_, city) = feed(&hub, "/cities/cuneo/events.ics", "en").await;
        assert_eq!(read("calendar", &city).await["name"], "Cuneo");
        assert_eq!(open(&hub, "/events/none.ics", &[]).await.status(), 404);
    }
}

#[tokio::test]
async fn maps_show_all_cities() {
    if !are_installed() {
        return;
    }
    for hub in Hub::with_demo().await {
        let (media, bytes) = feed(&hub, "/cities.geojson", "en").await;
        assert_eq!(media, "application/geo+json");
        let read = read("geojson", &bytes).await;
        assert_eq!(
            (&read["wrong"], &read["type"]),
            (&json!([]), &json!("FeatureCollection"))
        );
        let features = read["features"].as_array().unwrap();
        assert_eq!(features.len(), 47);
        let cuneo = features
            .iter()
            .find(|city| city["name"] == "Cuneo")
            .unwrap();
        assert_eq!(cuneo["countryCode"], "IT");
        let at = cuneo["at"].as_array().unwrap();
        // Longitude first.
        assert!(
            (at[0].as_f64().unwrap() - 7.5).abs() < 0.2
                && (at[1].as_f64().unwrap() - 44.4).abs() < 0.2
        );
    }
}

#[tokio::test]
async fn a_feed_is_asked_for_again_with_its_tag_and_pages_point_at_it() {
    let hub = Hub::on(Database::new(Product::Sqlite, Content::Demo).await).await;
    for path in [
        "/activity.atom",
        "/events.ics",
        "/cities.geojson",
        "/cities/cuneo/activity.atom",
    ] {
        let first = open(&hub, path, &[]).await;
        let tag = first.headers()["etag"].to_str().unwrap().to_owned();
        let again = open(&hub, path, &[("if-none-match", &tag)]).await;
        assert_eq!(again.status(), 304, "{path}");
    }
    let page = open(&hub, "/en/cities/cuneo", &[])
        .await
        .text()
        .await
        .unwrap();
    for href in [
        "/activity.atom",
        "/cities/cuneo/activity.atom",
        "/cities/cuneo/events.ics",
    ] {
        assert!(
            page.contains("rel=\"alternate\" type=") && page.contains(href),
            "{href}"
        );
    }
}
