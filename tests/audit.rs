//! Who acted for whom, and when: every activity of a person says it, and the secretariat can ask.

use chrono::{DateTime, Utc};
use kernel::{
    Kind, NodeRef, Party,
    actor::Role,
    db::{Sql, Value as Bound},
};
use serde_json::{Value, json};
use testkit::{Caller, Hub, Person};
use uuid::Uuid;

use crate::callers::{CITY, Called, Mutation, ORGANISATION, Someone, World};

/// What the log has kept of whoever did something.
type Row = (String, String, Option<Uuid>, Option<Uuid>);

/// The rows of the log after a position.
async fn rows(hub: &Hub, after: i64) -> Vec<Row> {
    let mut conn = hub.db.read().await.unwrap();
    let mut sql =
        Sql::new("select verb, actor, person_id, mandate_id from activity where position > ");
    sql.bind(Bound::Int(after)).push(" order by position");
    conn.fetch_all(sql).await.unwrap()
}

/// Everybody who may do something, with each mutation that they may call.
#[tokio::test]
async fn every_activity_of_a_person_names_them_and_their_mandate() {
    for hub in Hub::with_demo().await {
        let world = World::of(&hub).await;
        let secretary = hub.secretary().await;
        let representative = hub.representative_of(CITY).await;
        let all = [
            Someone::by("se", "a secretary", secretary),
            Someone::by("re", "a representative", representative),
        ];
        for mutation in Mutation::all(&hub).await {
            let mut done = 0;
            for someone in &all {
                let (input, _) = world.input(&mutation.name, someone).await;
                let before = hub.position().await;
                let called = someone.call(&hub, &mutation, &input).await;
                let Called::Done(_) = called else {
                    continue;
                };
                done += 1;
                let person = someone.person.as_ref().unwrap();
                // What people do for themselves, they do for nobody else.
                let mandate = someone.mandate.as_ref().filter(|_| mutation.takes_mandate);
                let mandate = mandate.map(|id| id.parse::<NodeRef>().unwrap().id);
                for (verb, actor, by, under) in rows(&hub, before).await {
                    assert_eq!(actor, "PERSON", "{verb}");
                    assert_eq!(by, Some(person.key), "{verb}");
                    assert_eq!(under, mandate, "{verb} by {}", someone.says);
                }
            }
            assert!(done > 0, "nobody did {}", mutation.name);
        }
    }
}

#[tokio::test]
async fn what_the_operator_does_names_nobody() {
    for hub in Hub::with_demo().await {
        let world = World::of(&hub).await;
        let person = hub.person("Ada").await;
        let someone = Someone::by("pe", "a person", person);
        let before = hub.position().await;
        for mutation in Mutation::all(&hub)
            .await
            .iter()
            .filter(|mutation| mutation.takes_mandate)
        {
            let (input, _) = world.input(&mutation.name, &someone).await;
            let reply = hub
                .as_operator(&mutation.document(), json!({ "input": input }))
                .await;
            assert_eq!(
                reply.data()[&mutation.name]["errors"],
                json!([]),
                "{}",
                mutation.name
            );
        }
        for (verb, actor, person, mandate) in rows(&hub, before).await {
            // The calls need some people, who come in by themselves.
            if verb != "person.joined" {
                assert_eq!(
                    (actor.as_str(), person, mandate),
                    ("SYSTEM", None, None),
                    "{verb}"
                );
            }
        }
    }
}

/// What the tests of the trail are about.
struct Trail<'h> {
    secretary: Person<'h>,
    of_city: Person<'h>,
    of_organisation: Person<'h>,
    invitation: String,
}

/// A secretary records a theme, a representative of a city grants a mandate, one of an organisation
/// invites somebody (which the secretariat may not see) and follows something (which is done for nobody).
async fn trail(hub: &Hub) -> Trail<'_> {
    let secretary = hub.secretary().await;
    let of_city = hub.representative_of(CITY).await;
    let of_organisation = hub.representative_of_organisation(ORGANISATION).await;
    let ada = hub.person("Ada").await;
    let city = hub.id_of(Kind::City, CITY).await;
    let organisation = hub.id_of(Kind::Organisation, ORGANISATION).await;
    let theme = json!({ "slug": "tyres", "content": [{ "locale": "en", "title": "Tyres" }] });
    secretary.call("recordTheme", theme, "node { id }").await;
    let input = json!({ "person": ada.id, "party": { "city": city }, "role": "OFFICER" });
    of_city.call("grantMandate", input, "mandate { id }").await;
    let input = json!({
        "email": "secret@example.org", "party": { "organisation": organisation }, "role": "OFFICER",
    });
    let invited = of_organisation
        .call("inviteToMandate", input, "invitation { id }")
        .await;
    let follow = "mutation ($city: ID!) { follow(input: { node: $city }) { errors { message } } }";
    of_organisation
        .query_with(follow, json!({ "city": city }))
        .await
        .data();
    Trail {
        secretary,
        of_city,
        of_organisation,
        invitation: invited["invitation"]["id"].as_str().unwrap().to_owned(),
    }
}

/// The trail as somebody sees it, under a filter.
async fn audit(caller: &Caller<'_>, filter: Value) -> Vec<String> {
    let document = "query ($filter: AuditFilter) { audit(first: 100, filter: $filter) {
        totalCount nodes { verb } } }";
    let reply = caller
        .query_with(document, json!({ "filter": filter }))
        .await;
    let list = &reply.data()["audit"];
    let nodes = list["nodes"].as_array().unwrap();
    assert_eq!(list["totalCount"], nodes.len());
    let verb = |node: &Value| node["verb"].as_str().unwrap().to_owned();
    nodes.iter().map(verb).collect()
}

#[tokio::test]
async fn the_secretariat_can_ask_who_acted_for_whom_and_sees_nothing_of_what_is_not_for_it() {
    for hub in Hub::with_demo().await {
        let trail = trail(&hub).await;
        let document = "{ audit { totalCount nodes {
            verb summary actor person { name } mandate { role }
            actingFor { kind city { slug } organisation { slug } } subject { __typename id } } } }";
        let reply = trail.secretary.query(document).await;
        assert!(!reply.json.to_string().contains(&trail.invitation));
        let mut data = reply.data().clone();
        for node in data["audit"]["nodes"].as_array_mut().unwrap() {
            if !node["subject"].is_null() {
                node["subject"]["id"] = json!("…");
            }
        }
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(data, @r#"
            {
              "audit": {
                "totalCount": 3,
                "nodes": [
                  {
                    "verb": "invitation.sent",
                    "summary": "Someone was invited to act for City of Cuneo",
                    "actor": "PERSON",
                    "person": {
                      "name": "Representative of comune-di-cuneo"
                    },
                    "mandate": {
                      "role": "REPRESENTATIVE"
                    },
                    "actingFor": {
                      "kind": "ORGANISATION",
                      "city": null,
                      "organisation": {
                        "slug": "comune-di-cuneo"
                      }
                    },
                    "subject": null
                  },
                  {
                    "verb": "mandate.granted",
                    "summary": "Ada acts for Cuneo now",
                    "actor": "PERSON",
                    "person": {
                      "name": "Representative of cuneo"
                    },
                    "mandate": {
                      "role": "REPRESENTATIVE"
                    },
                    "actingFor": {
                      "kind": "CITY",
                      "city": {
                        "slug": "cuneo"
                      },
                      "organisation": null
                    },
                    "subject": {
                      "__typename": "Mandate",
                      "id": "…"
                    }
                  },
                  {
                    "verb": "theme.recorded",
                    "summary": "The theme “Tyres” entered the record",
                    "actor": "PERSON",
                    "person": {
                      "name": "Secretary"
                    },
                    "mandate": {
                      "role": "SECRETARY"
                    },
                    "actingFor": {
                      "kind": "SECRETARIAT",
                      "city": null,
                      "organisation": null
                    },
                    "subject": {
                      "__typename": "Theme",
                      "id": "…"
                    }
                  }
                ]
              }
            }
            "#);
        }
        // The moderator is the secretariat's, too.
        assert_eq!(
            audit(&hub.moderator().await.caller, json!(null))
                .await
                .len(),
            3
        );
    }
}

#[tokio::test]
async fn the_trail_is_empty_for_others() {
    for hub in Hub::with_demo().await {
        let trail = trail(&hub).await;
        let blind = trail.secretary.token(&["RECORD"], None).await;
        let reading = trail.secretary.token(&["READ"], None).await;
        let nobody: [String; 0] = [];
        assert_eq!(audit(&hub.anybody(), json!(null)).await, nobody);
        assert_eq!(
            audit(&hub.person("Grace").await.caller, json!(null)).await,
            nobody
        );
        assert_eq!(audit(&trail.of_city, json!(null)).await, nobody);
        assert_eq!(audit(&trail.of_organisation, json!(null)).await, nobody);
        assert_eq!(audit(&blind, json!(null)).await, nobody);
        assert_eq!(audit(&reading, json!(null)).await.len(), 3);
    }
}

#[tokio::test]
async fn the_trail_can_be_filtered() {
    for hub in Hub::with_demo().await {
        let Trail {
            secretary,
            of_city,
            of_organisation,
            ..
        } = trail(&hub).await;
        let city = hub.id_of(Kind::City, CITY).await;
        let organisation = hub.id_of(Kind::Organisation, ORGANISATION).await;
        let asked = async |filter: Value| audit(&secretary, filter).await;
        let eq = |value: &str| json!({ "eq": value });
        let (granted, invited, recorded) = ("mandate.granted", "invitation.sent", "theme.recorded");
        assert_eq!(asked(json!(null)).await, [invited, granted, recorded]);
        assert_eq!(asked(json!({ "person": eq(&of_city.id) })).await, [granted]);
        assert_eq!(
            asked(json!({ "mandate": eq(of_organisation.mandate()) })).await,
            [invited]
        );
        assert_eq!(asked(json!({ "city": eq(&city) })).await, [granted]);
        assert_eq!(
            asked(json!({ "city": { "isNull": true } })).await,
            [invited, recorded]
        );
        assert_eq!(
            asked(json!({ "organisation": eq(&organisation) })).await,
            [invited]
        );
        assert_eq!(asked(json!({ "verb": eq(recorded) })).await, [recorded]);
        let either = json!({ "or": [{ "verb": eq(recorded) }, { "city": eq(&city) }] });
        assert_eq!(asked(either).await, [granted, recorded]);
        let neither =
            json!({ "not": { "or": [{ "person": eq(&secretary.id) }, { "verb": eq(granted) }] } });
        assert_eq!(asked(neither).await, [invited]);

        let reply = secretary.query("{ audit { nodes { at } } }").await;
        let at = |i: usize| {
            let at = reply.data()["audit"]["nodes"][i]["at"].as_str().unwrap();
            at.parse::<DateTime<Utc>>().unwrap()
        };
        let since = json!({ "at": { "from": at(1) } });
        assert_eq!(asked(since).await, [invited, granted]);
        let before = json!({ "at": { "before": at(1) } });
        assert_eq!(asked(before).await, [recorded]);
    }
}

#[tokio::test]
async fn the_trail_is_read_in_pages_the_newest_first() {
    for hub in Hub::with_demo().await {
        let trail = trail(&hub).await;
        let page = async |arguments: String| {
            let document = format!(
                "{{ audit({arguments}) {{ nodes {{ verb }}
                    pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}"
            );
            trail.secretary.query(&document).await.data()["audit"].clone()
        };
        let first = page("first: 2".to_owned()).await;
        assert_eq!(
            first["nodes"],
            json!([{ "verb": "invitation.sent" }, { "verb": "mandate.granted" }])
        );
        assert_eq!(first["pageInfo"]["hasNextPage"], true);
        let cursor = |page: &Value, name: &str| page["pageInfo"][name].as_str().unwrap().to_owned();
        let rest = page(format!(
            "first: 2, after: \"{}\"",
            cursor(&first, "endCursor")
        ))
        .await;
        assert_eq!(rest["nodes"], json!([{ "verb": "theme.recorded" }]));
        assert_eq!(rest["pageInfo"]["hasNextPage"], false);
        let back = page(format!(
            "last: 2, before: \"{}\"",
            cursor(&rest, "startCursor")
        ))
        .await;
        assert_eq!(back["nodes"], first["nodes"]);
        assert_eq!(page("first: 0".to_owned()).await["nodes"], json!([]));
    }
}

/// For whom something was done is seen by whoever sees that it was done; who did it is not.
#[tokio::test]
async fn for_whom_is_as_public_as_the_activity() {
    for hub in Hub::with_demo().await {
        trail(&hub).await;
        let document = "{ activities(last: 10, filter: { verb: { in: [\"theme.recorded\", \"mandate.granted\"] } }) {
            nodes { verb actor person { name } mandate { id }
                actingFor { kind city { slug } } } } }";
        let newest = async || {
            let reply = hub.query(document).await;
            let nodes = reply.data()["activities"]["nodes"]
                .as_array()
                .unwrap()
                .clone();
            nodes.last().unwrap().clone()
        };
        let theme = newest().await;
        hub.change(Sql::new(
            "update activity set audience = 'public' where verb = 'mandate.granted'",
        ))
        .await;
        let both = [theme, newest().await];
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(both, @r#"
            [
              {
                "verb": "theme.recorded",
                "actor": "PERSON",
                "person": null,
                "mandate": null,
                "actingFor": {
                  "kind": "SECRETARIAT",
                  "city": null
                }
              },
              {
                "verb": "mandate.granted",
                "actor": "PERSON",
                "person": null,
                "mandate": null,
                "actingFor": {
                  "kind": "CITY",
                  "city": {
                    "slug": "cuneo"
                  }
                }
              }
            ]
            "#);
        }
    }
}

/// The same call under another mandate is another call, so its key is taken.
#[tokio::test]
async fn an_idempotency_key_belongs_to_the_mandate_it_was_used_under() {
    for hub in Hub::with_demo().await {
        let secretary = hub
            .invited("Both", Party::Secretariat, Role::Secretary)
            .await;
        let secretary = secretary.mandate().to_owned();
        let city = Party::City(hub.key_of(Kind::City, CITY).await);
        let both = hub.invited("Both", city, Role::Representative).await;
        let ada = hub.person("Ada").await;
        let grant = async |mandate: &str, key: &str| {
            let document = "mutation ($input: GrantMandateInput!, $mandate: ID!, $key: String!) {
                grantMandate(input: $input, mandate: $mandate, idempotencyKey: $key) {
                    mandate { id } activity { id mandate { id } } errors { code path } } }";
            let city = hub.id_of(Kind::City, CITY).await;
            let input = json!({ "person": ada.id, "party": { "city": city }, "role": "OFFICER" });
            let variables = json!({ "input": input, "mandate": mandate, "key": key });
            let reply = both.query_with(document, variables).await;
            reply.data()["grantMandate"].clone()
        };
        let first = grant(&secretary, "one").await;
        assert_eq!(first["errors"], json!([]));
        let before = hub.position().await;
        assert_eq!(grant(&secretary, "one").await, first);
        let other = grant(both.mandate(), "one").await;
        let reused = json!([{ "code": "IDEMPOTENCY_KEY_REUSED", "path": ["idempotencyKey"] }]);
        assert_eq!(other["errors"], reused);
        // Another key is another call, which finds what the first one has done.
        let taken = json!([{ "code": "TAKEN", "path": ["input", "person"] }]);
        assert_eq!(grant(both.mandate(), "two").await["errors"], taken);
        assert_eq!(hub.position().await, before);
    }
}

/// A key that somebody else used is nobody else's: each person has their own.
#[tokio::test]
async fn two_people_can_use_the_same_idempotency_key() {
    for hub in Hub::with_demo().await {
        let ada = hub.person("Ada").await;
        let grace = hub.person("Grace").await;
        let rename = async |person: &Person<'_>, name: &str| {
            let document = "mutation ($name: String!) {
                updatePerson(input: { name: $name }, idempotencyKey: \"one\") {
                    person { name } errors { code } } }";
            let reply = person.query_with(document, json!({ "name": name })).await;
            reply.data()["updatePerson"].clone()
        };
        assert_eq!(rename(&ada, "Ada L.").await["errors"], json!([]));
        assert_eq!(rename(&grace, "Grace H.").await["errors"], json!([]));
        let again = rename(&grace, "Grace M. H.").await;
        assert_eq!(
            again["errors"],
            json!([{ "code": "IDEMPOTENCY_KEY_REUSED" }])
        );
    }
}

#[tokio::test]
async fn the_secret_of_a_token_is_said_once() {
    for hub in Hub::with_demo().await {
        let ada = hub.person("Ada").await;
        let document =
            "mutation ($until: DateTime!) { createApiToken(idempotencyKey: \"one\", input: {
            name: \"Program\", scopes: [READ], expiresAt: $until }) {
            apiToken { id } secret activity { id } errors { code } } }";
        let until = hub.graph.log().clock().now() + chrono::TimeDelta::days(1);
        let make = async || {
            let reply = ada.query_with(document, json!({ "until": until })).await;
            reply.data()["createApiToken"].clone()
        };
        let first = make().await;
        let secret = first["secret"].as_str().unwrap();
        assert_eq!(hub.bearer(secret).query("{ __typename }").await.status, 200);
        let mut again = make().await;
        assert_eq!(again["secret"], Value::Null);
        again["secret"] = first["secret"].clone();
        assert_eq!(again, first);
        let tokens = ada.query("{ viewer { apiTokens { totalCount } } }").await;
        assert_eq!(tokens.data()["viewer"]["apiTokens"]["totalCount"], 1);
    }
}
