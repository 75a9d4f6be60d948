//! What may be kept of an answer: those to anybody's queries by GET, as long as they are asked for
//! again; of a person's, nothing.

use std::time::Duration;

use serde_json::json;
use testkit::{Content, Hub, Product};

use super::{Came, get, hub_with, post};

const QUERY: (&str, &str) = ("query", "{ city(slug: \"cuneo\") { slug name } }");

#[tokio::test]
async fn anybodys_answer_has_a_tag_that_only_its_data_change() {
    for hub in Hub::with_demo().await {
        let ask = async |headers: &[(&'static str, &str)], params: &[(&str, &str)]| {
            let mut request = get(&hub, params);
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            Came::back(request).await
        };
        let first = ask(&[], &[QUERY]).await;
        assert_eq!(first.status, 200);
        assert_eq!(
            first.header("cache-control"),
            "public, max-age=0, must-revalidate"
        );
        let vary = first.header("vary");
        for name in [
            "accept",
            "accept-encoding",
            "accept-language",
            "authorization",
            "cookie",
        ] {
            assert!(vary.split(", ").any(|vary| vary == name), "{vary}");
        }
        let tag = first.header("etag");
        assert!(tag.starts_with("W/\""), "{tag}");
        // Something else happens: the position goes on, the answer is the same.
        let secretary = hub.secretary().await;
        let theme = "mutation { recordTheme(input: { slug: \"new-theme\", \
                     content: [{ locale: \"en\", title: \"T\" }] }) { errors { code } } }";
        secretary.caller.query(theme).await.data();
        let second = ask(&[], &[QUERY]).await;
        assert_ne!(second.json()["extensions"], first.json()["extensions"]);
        assert_eq!(second.header("etag"), tag);
        for known in [
            &tag,
            "*",
            tag.trim_start_matches("W/"),
            &format!("\"x\", {tag}"),
        ] {
            let same = ask(&[("if-none-match", known)], &[QUERY]).await;
            assert_eq!((same.status, same.body.as_str()), (304, ""), "{known}");
            assert_eq!(same.header("etag"), tag);
            assert_eq!(same.header("cache-control"), first.header("cache-control"));
            assert_eq!(same.header("vary"), vary);
        }
        assert_eq!(
            ask(&[("if-none-match", "W/\"x\"")], &[QUERY]).await.status,
            200
        );
        // Other data, another form, another language: another tag.
        let other = [("query", "{ city(slug: \"shanghai\") { slug name } }")];
        assert_ne!(ask(&[], &other).await.header("etag"), tag);
        let new = [("accept", "application/graphql-response+json")];
        assert_ne!(ask(&new, &[QUERY]).await.header("etag"), tag);
    }
}

#[tokio::test]
async fn what_is_not_anybodys_or_not_good_is_kept_by_nobody() {
    for hub in Hub::with_demo().await {
        let officer = hub.officer_of("cuneo").await;
        let token = officer.token(&["READ"], None).await;
        let private = get(&hub, &[QUERY]).bearer_auth(&token.secret);
        let came = Came::back(private).await;
        assert_eq!(came.header("cache-control"), "private, no-store");
        assert_eq!(came.header("etag"), "");
        let nobody = [
            get(&hub, &[("query", "{ node(id: \"nothing\") { id } }")]),
            get(&hub, &[("query", "{ nothing }")]),
            // What somebody has left is of nobody else.
            get(&hub, &[("query", "{ rateLimit { remaining } }")]),
            get(&hub, &[("query", "mutation { __typename }")]),
            get(&hub, &[QUERY]).bearer_auth("nothing"),
            post(&hub, &json!({ "query": QUERY.1 })),
        ];
        for request in nobody {
            let came = Came::back(request.header("if-none-match", "*")).await;
            assert_ne!(came.status, 304, "{}", came.body);
            assert_eq!(came.header("cache-control"), "no-store", "{}", came.body);
            assert_eq!(came.header("etag"), "");
        }
    }
}

#[tokio::test]
async fn an_operator_can_let_answers_be_kept_for_a_while() {
    let options = server::Options {
        public_max_age: Duration::from_secs(60),
        ..server::Options::default()
    };
    let hub = hub_with(options, Product::Sqlite, Content::Demo).await;
    let came = Came::back(get(&hub, &[QUERY])).await;
    assert_eq!(
        came.header("cache-control"),
        "public, max-age=60, must-revalidate"
    );
}

#[tokio::test]
async fn answers_are_compressed_as_the_client_likes() {
    let hub = hub_with(server::Options::default(), Product::Sqlite, Content::Demo).await;
    let query = "{ cities(first: 50) { nodes { slug name summary } } }";
    for (accept, encoding) in [("gzip", "gzip"), ("br, gzip;q=0.5", "br"), ("identity", "")] {
        let request = post(&hub, &json!({ "query": query })).header("accept-encoding", accept);
        let answer = request.send().await.unwrap();
        let found = answer.headers().get("content-encoding");
        assert_eq!(found.map_or("", |value| value.to_str().unwrap()), encoding);
    }
}
