//! Who writes a text, who translates it, and who may do neither; `viewer.can` says the same.

use serde_json::json;
use testkit::{Caller, Hub};

use super::{Network, codes, input, record, write};

/// What somebody may do to each kind of node: nothing, translate it, or write it altogether.
#[derive(Clone, Copy, Debug, PartialEq)]
enum May {
    Nothing,
    Translate,
    Write,
}
use May::{Nothing, Translate, Write};

/// Whether this is written, and that `viewer.can` says the same.
async fn may(caller: &Caller<'_>, node: &str, locale: &str, action: &str) -> bool {
    let can = format!("{{ viewer {{ can(action: {action}, on: \"{node}\") }} }}");
    let can = caller.query(&can).await.data()["viewer"]["can"] == true;
    let title = json!({ "title": format!("As {action}") });
    let refused = codes(caller, input(node, locale, title)).await;
    assert_eq!(can, refused.is_empty(), "{action} {node} {refused:?}");
    can
}

async fn may_do(caller: &Caller<'_>, node: &str) -> May {
    match (
        may(caller, node, "it", "TRANSLATE_TEXT").await,
        may(caller, node, "en", "WRITE_TEXT").await,
    ) {
        (true, true) => Write,
        (true, false) => Translate,
        (false, false) => Nothing,
        (false, true) => panic!("who writes the original may translate it"),
    }
}

#[tokio::test]
async fn everybody_writes_what_is_theirs_to_write() {
    for hub in Hub::empty().await {
        let network = Network::of(&hub).await;
        let lead = hub.officer_of("cuneo").await;
        let representative = hub.representative_of("cuneo").await;
        let partner = hub.officer_of("sens").await;
        let foreign = hub.representative_of("metz").await;
        let university = hub.officer_of_organisation("university").await;
        let secretary = hub.secretary().await;
        let moderator = hub.moderator().await;
        let nobody = hub.person("Somebody").await;
        // city, theme, organisation, project, milestone, update, event, session
        let own = [Write, Nothing, Nothing, Write, Write, Write, Write, Write];
        let parts = [Translate, Translate, Translate];
        let [p, m, u] = parts;
        let n = Nothing;
        for (who, caller, expected) in [
            ("officer of the lead", &lead.caller, own),
            ("representative of the lead", &representative.caller, own),
            ("partner", &partner.caller, [n, n, n, p, m, u, n, n]),
            ("foreign city", &foreign.caller, [n; 8]),
            (
                "organisation",
                &university.caller,
                [n, n, Write, p, m, u, n, n],
            ),
            ("secretary", &secretary.caller, [Write; 8]),
            ("moderator", &moderator.caller, [Translate; 8]),
            ("without a mandate", &nobody.caller, [n; 8]),
            ("anybody", &hub.anybody(), [n; 8]),
        ] {
            for (node, expected) in network.all().into_iter().zip(expected) {
                assert_eq!(may_do(caller, node).await, expected, "{who} {node}");
            }
        }
        assert_eq!(
            codes(
                &hub.anybody(),
                input(&network.city, "it", json!({ "title": "x" }))
            )
            .await,
            ["UNAUTHENTICATED"]
        );
    }
}

#[tokio::test]
async fn a_token_for_texts_writes_texts_and_nothing_else() {
    for hub in Hub::empty().await {
        let network = Network::of(&hub).await;
        let officer = hub.officer_of("cuneo").await;
        let token = async |scopes: &[&str]| {
            let expires_at = hub.graph.log().clock().now() + chrono::TimeDelta::days(1);
            let input = json!({ "name": "t", "scopes": scopes, "expiresAt": expires_at });
            let payload = officer.call("createApiToken", input, "secret").await;
            payload["secret"].as_str().unwrap().to_owned()
        };
        let (texts, others) = (
            token(&["TEXTS"]).await,
            token(&["READ", "RECORD", "PROJECTS", "EVENTS", "MEMBERSHIP"]).await,
        );
        let (texts, others) = (hub.bearer(&texts), hub.bearer(&others));
        let french = json!({ "title": "Labo", "origin": "MACHINE" });
        let payload = write(&texts, &network.project, "fr", french.clone()).await;
        assert_eq!(payload["errors"], json!([]));
        assert_eq!(may_do(&texts, &network.city).await, Write);
        let refused = codes(&others, input(&network.project, "fr", french)).await;
        assert_eq!(refused, ["FORBIDDEN"]);
        let update = "mutation ($city: ID!) { updateCity(input: { city: $city, population: 1 }) {
            errors { code } } }";
        let reply = texts
            .query_with(update, json!({ "city": network.city }))
            .await;
        assert_eq!(reply.codes(), ["FORBIDDEN"]);

        // A mandate that is limited to something else does not reach to texts, either.
        let secretary = hub.secretary().await;
        let limits = json!({ "mandate": officer.mandate(), "scope": ["PROJECTS"] });
        secretary
            .call("limitMandate", limits, "mandate { scope }")
            .await;
        assert_eq!(may_do(&officer, &network.project).await, Nothing);
    }
}

#[tokio::test]
async fn what_one_may_not_see_is_not_there() {
    for hub in Hub::empty().await {
        let network = Network::of(&hub).await;
        let input = json!({
            "slug": "secret", "content": super::content("Secret"), "kind": "COOPERATION",
            "leadCity": network.city, "visibility": "SECRETARIAT",
        });
        record(&hub, "Project", input).await;
        let secret = hub.id_of(kernel::Kind::Project, "secret").await;
        let lead = hub.officer_of("cuneo").await;
        let payload = write(&lead, &secret, "fr", json!({ "title": "x" })).await;
        let nowhere = "project_01h2xcejqtf2nbrexx3vqjhp41";
        let unknown = write(&lead, nowhere, "fr", json!({ "title": "x" })).await;
        assert_eq!(payload["errors"], unknown["errors"]);
        assert_eq!(super::mistakes(&payload), ["input.node NOT_FOUND"]);
        let can = format!("{{ viewer {{ can(action: WRITE_TEXT, on: \"{secret}\") }} }}");
        assert_eq!(lead.query(&can).await.data()["viewer"]["can"], false);

        let secretary = hub.secretary().await;
        let payload = write(
            &secretary,
            &secret,
            "fr",
            json!({ "title": "Projet secret" }),
        )
        .await;
        assert_eq!(payload["errors"], json!([]));
        // What is told of it is for those who see it.
        let last = "{ activities(last: 1) { nodes { verb } } }";
        let seen = secretary.query(last).await.data()["activities"]["nodes"][0]["verb"].clone();
        assert_eq!(seen, "text.written");
        let seen = lead.query(last).await.data()["activities"]["nodes"][0]["verb"].clone();
        assert_ne!(seen, "text.written");
        let needed = "{ translationsNeeded(locale: \"de\", first: 100) { nodes { node { id } } } }";
        let seen = lead.query(needed).await.data().to_string();
        assert!(!seen.contains(&secret) && seen.contains(&network.project));
    }
}
