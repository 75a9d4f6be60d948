//! Where a stream begins, and cursors that are none.

use serde_json::{Value, json};
use testkit::Hub;

use super::{VERBS, position, record_theme};

const FROM: &str = "subscription ($after: String) { activity(after: $after) {
    cursor activity { position } gap { reason restartAfter } } }";

async fn refused(hub: &Hub, after: &str, resume: Option<&str>) -> Value {
    let variables = json!({ "after": after });
    match hub.anybody().try_listen(FROM, variables, resume).await {
        Ok(listener) => panic!("{:?}", listener.subscription),
        Err(answer) => answer,
    }
}

#[tokio::test]
async fn a_cursor_of_a_list_is_one_of_a_stream_and_the_other_way_round() {
    for hub in Hub::empty().await {
        let first = record_theme(&hub, "one", "PUBLIC").await;
        let page = hub
            .query("{ activities(last: 1) { pageInfo { endCursor } } }")
            .await;
        let cursor = page.data()["activities"]["pageInfo"]["endCursor"]
            .as_str()
            .unwrap();
        let variables = json!({ "after": cursor });
        let listener = hub.anybody().try_listen(FROM, variables, None).await;
        let mut listener = listener.unwrap();
        record_theme(&hub, "two", "PUBLIC").await;
        record_theme(&hub, "three", "PUBLIC").await;
        let told = listener.next().await;
        assert_eq!(position(told.data()), first + 1);
        let document =
            "query ($after: String) { activities(after: $after) { nodes { position } } }";
        let page = hub
            .query_with(document, json!({ "after": told.cursor }))
            .await;
        let expected = json!([{ "position": first + 2 }]);
        assert_eq!(page.data()["activities"]["nodes"], expected);
    }
}

/// `Last-Event-ID` says how far a client has come; the argument says only where it began.
#[tokio::test]
async fn the_cursor_of_the_protocol_goes_before_the_argument() {
    for hub in Hub::empty().await {
        let first = record_theme(&hub, "one", "PUBLIC").await;
        record_theme(&hub, "two", "PUBLIC").await;
        let log = hub.graph.log();
        let (begin, come_to) = (log.cursor(0), log.cursor(first));
        let variables = json!({ "after": begin });
        let listener = hub
            .anybody()
            .try_listen(FROM, variables, Some(&come_to))
            .await;
        assert_eq!(position(listener.unwrap().next().await.data()), first + 1);
    }
}

#[tokio::test]
async fn a_cursor_that_is_none_is_refused_and_says_why() {
    for hub in Hub::empty().await {
        let at = record_theme(&hub, "one", "PUBLIC").await;
        let good = hub.graph.log().cursor(at);
        for mangled in [
            "",
            "x",
            "null",
            &good[1..],
            &good[..good.len() - 2],
            &format!("{good}A"),
        ] {
            let answer = refused(&hub, mangled, None).await;
            let error = &answer["errors"][0];
            assert_eq!(error["extensions"]["code"], "INVALID_CURSOR", "{mangled}");
            assert_eq!(error["extensions"]["argument"], "after");
            let answer = refused(&hub, &good, Some(mangled)).await;
            assert_eq!(
                answer["errors"][0]["extensions"]["code"], "INVALID_CURSOR",
                "{mangled}"
            );
        }
        let page = hub
            .query("{ themes(first: 1) { pageInfo { endCursor } } }")
            .await;
        let foreign = page.data()["themes"]["pageInfo"]["endCursor"]
            .as_str()
            .unwrap();
        let answer = refused(&hub, foreign, None).await;
        insta::allow_duplicates! {
        insta::assert_json_snapshot!(answer, @r#"
        {
          "errors": [
            {
              "message": "This cursor belongs to the list `Query.themes TITLE`; this is the log.",
              "locations": [
                {
                  "line": 1,
                  "column": 33
                }
              ],
              "path": [
                "activity"
              ],
              "extensions": {
                "argument": "after",
                "code": "INVALID_CURSOR"
              }
            }
          ],
          "data": null
        }
        "#);
        }
        let future = hub.graph.log().cursor(at + 1);
        let answer = refused(&hub, &future, None).await;
        insta::allow_duplicates! {
        insta::assert_json_snapshot!(answer, @r#"
        {
          "errors": [
            {
              "message": "This cursor is ahead of the log: nothing has come to it yet.",
              "extensions": {
                "argument": "after",
                "code": "INVALID_CURSOR"
              }
            }
          ],
          "data": null
        }
        "#);
        }
    }
}

/// A cursor of before a backup was restored, or of another hub: never silence, and never the history of
/// another network.
#[tokio::test]
async fn a_cursor_of_another_epoch_gets_the_notice_of_a_gap_and_goes_on_from_now() {
    for (hub, other) in Hub::empty().await.into_iter().zip(Hub::empty().await) {
        let at = record_theme(&hub, "one", "PUBLIC").await;
        let foreign = other.graph.log().cursor(1);
        let mut listener = hub.anybody().listen_from(VERBS, Some(&foreign)).await;
        let told = listener.next().await;
        let now = hub.graph.log().cursor(at);
        let expected = json!({ "activity": {
            "cursor": now,
            "activity": null,
            "gap": { "reason": "EPOCH", "restartAfter": now },
        } });
        assert_eq!(*told.data(), expected);
        assert_eq!(told.cursor, now);
        record_theme(&hub, "two", "PUBLIC").await;
        assert_eq!(position(listener.next().await.data()), at + 1);
    }
}

#[tokio::test]
async fn what_is_no_subscription_of_one_field_is_refused() {
    for hub in Hub::empty().await {
        for (document, code) in [
            ("subscription { activity { cursor", "GRAPHQL_PARSE_FAILED"),
            (
                "subscription { nothing { cursor } }",
                "GRAPHQL_VALIDATION_FAILED",
            ),
            (
                "subscription { a: activity { cursor } b: activity { cursor } }",
                "INVALID_ARGUMENT",
            ),
            ("subscription { __typename }", "GRAPHQL_VALIDATION_FAILED"),
            ("{ cities { nodes { id } } }", "INVALID_ARGUMENT"),
            (
                "subscription { activity(filter: { city: { eq: \"project_01h455vb4pex5vsknk084sn02q\" } }) \
                 { cursor } }",
                "INVALID_ID",
            ),
            (
                "subscription { projectActivity(project: \"project_01h455vb4pex5vsknk084sn02q\") \
                 { cursor } }",
                "INVALID_ARGUMENT",
            ),
            (
                "subscription { activity(filter: { followed: { eq: true } }) { cursor } }",
                "UNAUTHENTICATED",
            ),
        ] {
            let refused = hub.anybody().try_listen(document, json!({}), None).await;
            let answer = refused
                .err()
                .unwrap_or_else(|| panic!("opened: {document}"));
            assert_eq!(
                answer["errors"][0]["extensions"]["code"], code,
                "{document}: {answer}"
            );
        }
    }
}
