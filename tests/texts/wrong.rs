//! Wrong input of texts, and text that is stored as it is.

use serde_json::json;
use testkit::Hub;

use super::{Network, codes, input, last, mistakes, write};

#[tokio::test]
async fn every_mistake_is_told_at_once_with_its_place() {
    for hub in Hub::empty().await {
        let network = Network::of(&hub).await;
        let secretary = hub.secretary().await;
        let (before, _) = last(&hub).await;
        let wrong = json!({
            "title": "a".repeat(201),
            "summary": "a\u{0}b",
            "description": "a".repeat(20_001),
        });
        let payload = write(&secretary, "nonsense", "klingon", wrong).await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(mistakes(&payload), @r#"
            [
              "input.node INVALID",
              "input.locale INVALID",
              "input.title TOO_LONG",
              "input.summary INVALID",
              "input.description TOO_LONG"
            ]
            "#);
        }
        let person = json!({ "title": "x" });
        for (node, locale, more, expected) in [
            (&secretary.id, "fr", person.clone(), "input.node INVALID"),
            (
                &network.city,
                "en-aaaaaaaa-bbbbbbbb-cccccccc-dddddddd",
                person,
                "input.locale INVALID",
            ),
            (&network.city, "fr", json!({}), "input.title BLANK"),
            (
                &network.city,
                "fr",
                json!({ "title": " " }),
                "input.title BLANK",
            ),
            (
                &network.city,
                "fr",
                json!({ "title": "a\u{7}b" }),
                "input.title INVALID",
            ),
            (
                &network.city,
                "fr",
                json!({ "summary": "a".repeat(1_001), "title": "x" }),
                "input.summary TOO_LONG",
            ),
        ] {
            let payload = write(&secretary, node, locale, more).await;
            assert_eq!(mistakes(&payload), [expected]);
        }
        let imported = json!({ "title": "x", "origin": "IMPORTED" });
        let refused = codes(&secretary, input(&network.city, "fr", imported)).await;
        assert_eq!(refused.len(), 1, "{refused:?}");
        assert_eq!(last(&hub).await.0, before);
    }
}

#[tokio::test]
async fn markup_and_every_script_are_kept_as_they_are() {
    for hub in Hub::empty().await {
        let network = Network::of(&hub).await;
        let secretary = hub.secretary().await;
        for (locale, title) in [
            ("fr", "<script>alert('x')</script> & <b>gras</b>"),
            ("zh", "米其林城市网络：第一行\n第二行"),
            ("ar", "شبكة المدن"),
            ("hi", "शहरों का नेटवर्क 🌍"),
            ("de", "'); drop table content; --"),
        ] {
            let payload = write(
                &secretary,
                &network.theme,
                locale,
                json!({ "title": title }),
            )
            .await;
            assert_eq!(payload["content"]["title"], title);
            assert_eq!(payload["content"]["locale"], locale);
        }
    }
}

#[tokio::test]
async fn a_node_has_texts_in_at_most_sixty_languages() {
    for hub in Hub::empty().await {
        let network = Network::of(&hub).await;
        let secretary = hub.secretary().await;
        for i in 0..59_u8 {
            let region = [b'A' + i / 26, b'A' + i % 26];
            let locale = format!("fr-{}", std::str::from_utf8(&region).unwrap());
            let payload = write(
                &secretary,
                &network.theme,
                &locale,
                json!({ "title": "Eau" }),
            )
            .await;
            assert_eq!(payload["errors"], json!([]));
        }
        let payload = write(
            &secretary,
            &network.theme,
            "de",
            json!({ "title": "Wasser" }),
        )
        .await;
        assert_eq!(mistakes(&payload), ["input.locale TOO_LONG"]);
    }
}
