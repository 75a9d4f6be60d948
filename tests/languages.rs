//! Texts in the reader's language: the argument, then the request's languages, then the original;
//! and where a text comes from.

use serde_json::json;
use testkit::Hub;

const THEME: &str =
    "mutation ($input: RecordThemeInput!) { recordTheme(input: $input) { errors { message } } }";

async fn record(hub: &Hub, content: serde_json::Value) {
    let input = json!({ "input": { "slug": "water", "content": content } });
    let reply = hub.as_operator(THEME, input).await;
    assert_eq!(reply.data()["recordTheme"]["errors"], json!([]));
}

#[tokio::test]
async fn the_argument_comes_before_the_request_and_the_original_last() {
    for hub in Hub::empty().await {
        record(
            &hub,
            json!([
                { "locale": "es", "title": "Agua" },
                { "locale": "en", "title": "Water" },
                { "locale": "fr", "title": "Eau" },
                { "locale": "fr-CA", "title": "Eau (Canada)" },
                { "locale": "pt-BR", "title": "Água" },
            ]),
        )
        .await;
        let title = async |languages: &str, argument: &str| {
            let argument = if argument.is_empty() {
                String::new()
            } else {
                format!("(locale: \"{argument}\")")
            };
            let query = format!(
                "{{ theme(slug: \"water\") {{ title{argument} content{argument} {{ locale isFallback }} }} }}"
            );
            let reply = hub.query_in(languages, &query).await;
            let theme = reply.data()["theme"].clone();
            let content = &theme["content"];
            format!(
                "{} {} {}",
                theme["title"].as_str().unwrap(),
                content["locale"].as_str().unwrap(),
                content["isFallback"]
            )
        };
        for (languages, argument, expected) in [
            ("", "", "Agua es false"),
            ("fr", "", "Eau fr false"),
            ("fr", "en", "Water en false"),
            ("de, fr;q=0.5", "", "Eau fr true"),
            ("de", "", "Agua es true"),
            ("fr-CA", "", "Eau (Canada) fr-CA false"),
            ("fr-CH", "", "Eau fr false"),
            ("en-GB, fr", "", "Water en false"),
            ("pt", "", "Água pt-BR false"),
            ("fr", "zh-Hant", "Eau fr true"),
            ("nonsense;;;q=x", "", "Agua es false"),
        ] {
            assert_eq!(
                title(languages, argument).await,
                expected,
                "{languages:?} {argument:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_translation_is_stale_when_the_original_changed_after_it() {
    for hub in Hub::empty().await {
        let translations =
            "{ theme(slug: \"water\") { translations { locale title origin isStale } } }";
        let english = |title: &str| json!({ "locale": "en", "title": title });
        let french = json!({ "locale": "fr", "title": "Eau", "origin": "MACHINE" });
        record(&hub, json!([english("Water"), french])).await;
        let reply = hub.query(translations).await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(reply.data(), @r#"
            {
              "theme": {
                "translations": [
                  {
                    "locale": "en",
                    "title": "Water",
                    "origin": "HUMAN",
                    "isStale": false
                  },
                  {
                    "locale": "fr",
                    "title": "Eau",
                    "origin": "MACHINE",
                    "isStale": false
                  }
                ]
              }
            }
            "#);
        }
        // A record gives all texts anew, so that its translations are of its original.
        record(&hub, json!([english("Waters"), french])).await;
        let reply = hub.query(translations).await;
        assert_eq!(reply.data()["theme"]["translations"][1]["isStale"], false);
        // Only the original changes, as an edit will do it.
        let mut tx = hub.db.begin().await.unwrap();
        kernel::on!(&mut tx.conn(), |c, DB| {
            sqlx::query::<DB>("update content set revision = revision + 1 where locale = $1")
                .bind("en")
                .execute(c)
                .await
                .map(drop)
        })
        .unwrap();
        tx.commit().await.unwrap();
        let reply = hub.query(translations).await;
        let stale: Vec<_> = (reply.data()["theme"]["translations"]
            .as_array()
            .unwrap()
            .iter())
        .map(|translation| {
            (
                translation["locale"].as_str().unwrap(),
                &translation["isStale"],
            )
        })
        .collect();
        assert_eq!(stale, [("en", &json!(false)), ("fr", &json!(true))]);
    }
}

#[tokio::test]
async fn every_verb_has_its_words_in_every_language() {
    for (messages, verbs) in [
        (&*cities::MESSAGES, cities::VERBS),
        (&*projects::MESSAGES, projects::VERBS),
        (&*events::MESSAGES, events::VERBS),
        (&*members::MESSAGES, members::VERBS),
        (&*texts::MESSAGES, texts::VERBS),
    ] {
        let ids: Vec<String> = verbs.iter().map(|verb| verb.replace('.', "-")).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        assert_eq!(messages.missing(&ids), []);
    }
}

/// A line must not begin with a colon or end with an opening quotation mark: French keeps them by a space
/// that does not break.
#[test]
fn french_keeps_its_punctuation_together() {
    let crates = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let mut files = 0;
    for entry in std::fs::read_dir(crates).unwrap() {
        let folder = entry.unwrap().path();
        for file in ["locales/fr.ftl", "words/fr.ftl"] {
            let Ok(text) = std::fs::read_to_string(folder.join(file)) else {
                continue;
            };
            files += 1;
            for (number, line) in text.lines().enumerate() {
                let wrong = ["« ", " »", " ;", " :", " !", " ?"];
                let found = wrong.iter().find(|wrong| line.contains(*wrong));
                let at = format!("{}:{}", folder.join(file).display(), number + 1);
                assert!(found.is_none(), "{at}: {found:?} in {line}");
            }
        }
    }
    assert!(files > 7, "{files}");
}
