//! None of what is kept of a person outlives them, and everything that they did does.

use kernel::{Kind, on};
use serde_json::{Value, json};
use testkit::{Caller, Hub, Person, Setup};

use super::{Known, MARK, digests, erase, known};

/// The whole network, as it would be moved.
async fn archived(hub: &Hub) -> String {
    let mut file = Vec::new();
    archive::export(&hub.db, &mut file, |_, _| ())
        .await
        .unwrap();
    String::from_utf8(file).unwrap()
}

fn must_not_contain(file: &str, marks: &[String]) {
    for line in file.lines() {
        let lower = line.to_lowercase();
        for mark in marks {
            assert!(!lower.contains(&mark.to_lowercase()), "{mark}: {line}");
        }
    }
}

/// Asks until this is refused, which must be within a second.
async fn must_be_refused_soon(caller: &Caller<'_>) {
    let viewer = "{ viewer { person { id } } }";
    let reply = caller
        .query_until_ended(viewer, |reply| reply.status == 401)
        .await;
    assert_eq!(reply.codes(), ["CREDENTIAL_ENDED"]);
}

#[tokio::test]
async fn of_an_erased_person_nothing_is_left_in_the_whole_network() {
    for hub in Hub::with_demo().await {
        let secretary = hub.secretary().await;
        let ada = known(&hub, "ada", &secretary).await;
        let grace = known(&hub, "grace", &secretary).await;
        let mut marks = vec![MARK.to_owned()];
        for person in [&ada.person, &grace.person] {
            marks.push(person.email.clone());
            marks.extend(digests(&hub, person).await.into_iter());
        }
        let before = archived(&hub).await;
        assert!(marks.len() > 8);
        for mark in &marks {
            assert!(before.contains(mark), "{mark}");
        }
        let payload = erase(&ada.person, None, &ada.person.email).await;
        assert_eq!(payload, json!({ "activity": null, "errors": [] }));
        let payload = erase(&secretary, Some(&grace.person.id), &grace.person.email).await;
        assert_eq!(payload["errors"], json!([]));
        assert_eq!(payload["activity"]["verb"], "person.erased");
        assert_eq!(
            payload["activity"]["summary"],
            "Someone was erased, as they asked"
        );
        must_not_contain(&archived(&hub).await, &marks);
        must_be_told_apart_by_ids_only(&hub, &ada.person, &grace.person).await;
    }
}

/// What two people did stays in the log, under two ids, and nothing else tells who did what.
async fn must_be_told_apart_by_ids_only(hub: &Hub, ada: &Person<'_>, grace: &Person<'_>) {
    let file = archived(hub).await;
    let rows: Vec<Value> = (file.lines())
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let acts = |person: &Person<'_>| -> Vec<&Value> {
        let id = json!(person.key);
        (rows.iter().map(|row| &row["activity"]))
            .filter(|activity| activity["person_id"] == id)
            .collect()
    };
    assert_eq!(acts(grace).len(), 9);
    // One of hers is that she was erased, by herself; and with her ended what she held.
    let verbs: Vec<&str> = (acts(ada).iter().filter_map(|act| act["verb"].as_str())).collect();
    assert_eq!(
        verbs,
        [
            "person.joined",
            "mandate.granted",
            "token.created",
            "person.followed",
            "person.updated",
            "invitation.sent",
            "registration.announced",
            "delegation.named",
            "registration.made",
            "person.erased",
            "mandate.ended",
            "invitation.withdrawn",
        ]
    );
    let told = |act: &Value| {
        let mut act = act.clone();
        for column in [
            "position",
            "id",
            "at",
            "subject_id",
            "person_id",
            "mandate_id",
            "audience",
            "data",
        ] {
            act[column] = Value::Null;
        }
        act
    };
    for (one, other) in acts(ada).iter().zip(acts(grace)) {
        assert_eq!(told(one), told(other));
    }
    // Where their ids are kept: in the log, and nowhere else.
    for row in &rows {
        let table = row.as_object().unwrap().keys().next().unwrap();
        let text = row.to_string();
        for person in [ada, grace] {
            let named = text.contains(&person.key.to_string()) || text.contains(&person.id);
            assert!(!named || table.starts_with("activity"), "{table}: {row:#}");
        }
    }
}

const DOORS: &str = "query ($id: ID!, $mandate: ID!, $name: String!) {
    node(id: $id) { id }
    nodes(ids: [$id]) { id }
    people(first: 100) { nodes { name } }
    named: people(filter: { name: { eq: $name } }) { totalCount }
    mandates(filter: { person: { eq: $id } }) { totalCount }
    mandate: node(id: $mandate) { ... on Mandate { person { name } role party { city { slug } } endsAt
        activities(first: 3) { nodes { verb summary person { name } mandate { id } } } } }
    city(slug: \"cuneo\") { mandates { nodes { person { name } } } followerCount }
    invitations { nodes { email state } }
    audit(filter: { person: { eq: $id } }) { nodes { verb summary person { name } actor subject { __typename } } }
    activities(last: 3) { nodes { verb summary person { name } subject { __typename } } }
    search(query: $name) { totalCount }
}";

#[tokio::test]
async fn an_erased_person_is_someone_at_every_door() {
    for hub in Hub::with_demo().await {
        let secretary = hub.secretary().await;
        let Known { person: ada, .. } = known(&hub, "ada", &secretary).await;
        let variables = json!({
            "id": ada.id, "mandate": ada.mandate(), "name": format!("{MARK} ada"),
        });
        let before = secretary.query_with(DOORS, variables.clone()).await;
        assert!(before.data().to_string().contains(MARK));
        assert_eq!(before.data()["city"]["followerCount"], 1);
        erase(&ada, None, &ada.email).await;
        let after = secretary.query_with(DOORS, variables).await;
        let mut data = after.data().clone();
        assert!(!data.to_string().contains(MARK), "{data:#}");
        assert!(data["mandate"]["endsAt"].is_string());
        data["mandate"]["endsAt"] = json!("…");
        for activity in data["mandate"]["activities"]["nodes"]
            .as_array_mut()
            .unwrap()
        {
            activity["mandate"] = json!("…");
        }
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(data, @r#"
            {
              "node": null,
              "nodes": [
                null
              ],
              "people": {
                "nodes": [
                  {
                    "name": "Secretary"
                  }
                ]
              },
              "named": {
                "totalCount": 0
              },
              "mandates": {
                "totalCount": 0
              },
              "mandate": {
                "person": null,
                "role": "REPRESENTATIVE",
                "party": {
                  "city": {
                    "slug": "cuneo"
                  }
                },
                "endsAt": "…",
                "activities": {
                  "nodes": [
                    {
                      "verb": "mandate.ended",
                      "summary": "someone acts for Cuneo no longer",
                      "person": null,
                      "mandate": "…"
                    },
                    {
                      "verb": "mandate.granted",
                      "summary": "someone acts for Cuneo now",
                      "person": null,
                      "mandate": "…"
                    }
                  ]
                }
              },
              "city": {
                "mandates": {
                  "nodes": [
                    {
                      "person": null
                    }
                  ]
                },
                "followerCount": 0
              },
              "invitations": {
                "nodes": [
                  {
                    "email": null,
                    "state": "WITHDRAWN"
                  },
                  {
                    "email": null,
                    "state": "TAKEN_UP"
                  },
                  {
                    "email": null,
                    "state": "TAKEN_UP"
                  }
                ]
              },
              "audit": {
                "nodes": [
                  {
                    "verb": "delegation.named",
                    "summary": "Cuneo sends a delegation to “An event”",
                    "person": null,
                    "actor": "PERSON",
                    "subject": {
                      "__typename": "EventDelegation"
                    }
                  },
                  {
                    "verb": "registration.announced",
                    "summary": "It was said how to register for “An event”",
                    "person": null,
                    "actor": "PERSON",
                    "subject": {
                      "__typename": "Event"
                    }
                  },
                  {
                    "verb": "invitation.sent",
                    "summary": "Someone was invited to act for Cuneo",
                    "person": null,
                    "actor": "PERSON",
                    "subject": null
                  }
                ]
              },
              "activities": {
                "nodes": [
                  {
                    "verb": "person.erased",
                    "summary": "Someone was erased, as they asked",
                    "person": null,
                    "subject": null
                  },
                  {
                    "verb": "mandate.ended",
                    "summary": "someone acts for Cuneo no longer",
                    "person": null,
                    "subject": {
                      "__typename": "Mandate"
                    }
                  },
                  {
                    "verb": "invitation.withdrawn",
                    "summary": "An invitation to act for the secretariat was taken back",
                    "person": null,
                    "subject": {
                      "__typename": "Invitation"
                    }
                  }
                ]
              },
              "search": {
                "totalCount": 0
              }
            }
            "#);
        }
        let reply = ada.query("{ viewer { person { id } } }").await;
        assert_eq!(reply.codes(), ["CREDENTIAL_ENDED"]);
    }
}

#[tokio::test]
async fn what_an_erased_person_came_in_by_is_refused_on_every_replica_within_a_second() {
    for hub in Hub::with_demo().await {
        let replica = Hub::set_up(hub.database.of_a_replica(), Setup::default()).await;
        let secretary = hub.secretary().await;
        let Known { person: ada, token } = known(&hub, "ada", &secretary).await;
        let elsewhere = [replica.bearer(&token), ada.at(&replica)];
        for caller in &elsewhere {
            let reply = caller.query("{ viewer { person { id } } }").await;
            assert_eq!(reply.data()["viewer"]["person"]["id"], ada.id);
        }
        erase(&secretary, Some(&ada.id), &ada.email).await;
        // In the process that wrote it, at once.
        for caller in [&ada.caller, &hub.bearer(&token)] {
            let reply = caller.query("{ viewer { person { id } } }").await;
            assert_eq!(
                (reply.status, reply.codes()),
                (401, vec!["CREDENTIAL_ENDED".to_owned()])
            );
        }
        for caller in &elsewhere {
            must_be_refused_soon(caller).await;
        }
        // They can be invited again, as somebody new.
        let again = hub.person(&format!("{MARK} ada")).await;
        assert_eq!(again.email, ada.email);
        assert_ne!(again.id, ada.id);
    }
}

#[tokio::test]
async fn who_erases_has_to_mean_it_and_may_only_erase_themselves_unless_a_secretary() {
    for hub in Hub::with_demo().await {
        let secretary = hub.secretary().await;
        let officer = hub.officer_of("cuneo").await;
        let ada = hub.person("Ada").await;
        for wrong in [
            "",
            "Ada",
            "grace@example.org",
            "ada@example.org.",
            "da@example.org",
        ] {
            for (caller, person) in [
                (&ada.caller, None),
                (&secretary.caller, Some(ada.id.as_str())),
            ] {
                let payload = erase(caller, person, wrong).await;
                let error = &payload["errors"][0];
                assert_eq!(error["code"], "INVALID", "{wrong}");
                assert_eq!(error["path"], json!(["input", "confirm"]));
                // It must not tell what would have been right.
                assert!(!error["message"].as_str().unwrap().contains("example.org"));
                assert_eq!(payload["activity"], Value::Null);
            }
        }
        let document = "mutation ($person: ID) { erasePerson(input: { person: $person, confirm: \"ada@example.org\" }) {
            errors { code path } } }";
        let of_ada = json!({ "person": ada.id });
        for (caller, code) in [
            (&officer.caller, "FORBIDDEN"),
            (&hub.anybody(), "UNAUTHENTICATED"),
        ] {
            let reply = caller.query_with(document, of_ada.clone()).await;
            assert_eq!(reply.codes(), [code]);
        }
        let reply = hub
            .anybody()
            .query(
                &document
                    .replace("($person: ID)", "")
                    .replace("person: $person,", ""),
            )
            .await;
        assert_eq!(reply.codes(), ["UNAUTHENTICATED"]);
        for (person, code) in [
            ("person_01h2xcejqtf2nbrexx3vqjhp41", "NOT_FOUND"),
            ("city_01h2xcejqtf2nbrexx3vqjhp41", "INVALID"),
            ("ada", "INVALID"),
        ] {
            let reply = secretary
                .query_with(document, json!({ "person": person }))
                .await;
            let errors = &reply.data()["erasePerson"]["errors"];
            assert_eq!(
                errors,
                &json!([{ "code": code, "path": ["input", "person"] }])
            );
        }
        // Typed in another way, it is the same address.
        let payload = erase(&ada, None, " ADA@Example.ORG ").await;
        assert_eq!(payload["errors"], json!([]));
        let payload = erase(&secretary, Some(&ada.id), "ada@example.org").await;
        assert_eq!(payload["errors"][0]["code"], "NOT_FOUND");
    }
}

/// Who came by an identity provider that tells no address has a name to confirm by.
#[tokio::test]
async fn who_has_no_address_confirms_by_their_name() {
    for hub in Hub::with_demo().await {
        let secretary = hub.secretary().await;
        let newcomer = members::Newcomer {
            email: None,
            identity: Some(("https://id.example.org", "zyxmark-subject")),
            current: None,
            name: Some("Zyxmark Ada"),
            locale: None,
            anybody: true,
        };
        let entered = members::enter(hub.graph.log(), &newcomer).await.unwrap();
        let key = entered.unwrap().person;
        let id = kernel::NodeRef::new(Kind::Person, key).to_string();
        for wrong in ["", "zyxmark ada"] {
            let payload = erase(&secretary, Some(&id), wrong).await;
            assert_eq!(payload["errors"][0]["path"], json!(["input", "confirm"]));
        }
        let payload = erase(&secretary, Some(&id), "Zyxmark Ada").await;
        assert_eq!(payload["errors"], json!([]));
        must_not_contain(&archived(&hub).await, &[MARK.to_owned()]);
        // The identity is free: whoever comes by it is new.
        let entered = members::enter(hub.graph.log(), &newcomer).await.unwrap();
        assert!(entered.unwrap().is_new);
    }
}

#[tokio::test]
async fn erasing_under_a_key_is_erasing_once() {
    for hub in Hub::with_demo().await {
        let secretary = hub.secretary().await;
        let ada = hub.person("Ada").await;
        let grace = hub.person("Grace").await;
        let document = "mutation ($person: ID, $confirm: String!) {
            erasePerson(input: { person: $person, confirm: $confirm }, idempotencyKey: \"zyxmark\") {
            activity { id position } errors { code path } } }";
        let of_ada = json!({ "person": ada.id, "confirm": ada.email });
        let first = secretary.query_with(document, of_ada.clone()).await;
        assert!(first.data()["erasePerson"]["activity"]["id"].is_string());
        let again = secretary.query_with(document, of_ada).await;
        assert_eq!(first.data(), again.data());
        let of_grace = json!({ "person": grace.id, "confirm": grace.email });
        let other = secretary.query_with(document, of_grace).await;
        assert_eq!(
            other.data()["erasePerson"]["errors"],
            json!([{ "code": "IDEMPOTENCY_KEY_REUSED", "path": ["idempotencyKey"] }])
        );
        // Of one's own call nothing is kept: nobody is left to repeat it.
        let own = json!({ "confirm": grace.email });
        let first = grace.query_with(document, own.clone()).await;
        assert_eq!(first.data()["erasePerson"]["errors"], json!([]));
        let again = grace.query_with(document, own).await;
        assert_eq!(again.codes(), ["CREDENTIAL_ENDED"]);
        let mut conn = hub.db.read().await.unwrap();
        let kept: (i64,) = on!(&mut conn, |c, DB| sqlx::query_as::<DB, _>(
            "select count(*) from idempotency where key = 'zyxmark'"
        )
        .fetch_one(c)
        .await)
        .unwrap();
        assert_eq!(kept.0, 1);
    }
}

/// What is written at the same moment comes before or after, and never halfway.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_given_a_mandate_while_they_are_erased() {
    for hub in Hub::with_demo().await {
        let secretary = hub.secretary().await;
        for round in 0..6 {
            let ada = hub.person(&format!("Ada {round}")).await;
            let input =
                json!({ "person": ada.id, "party": { "secretariat": true }, "role": "MODERATOR" });
            let (granted, erased, _) = futures::join!(
                secretary.call("grantMandate", input, "mandate { id }"),
                erase(&ada, None, &ada.email),
                ada.query("{ viewer { person { id } } }"),
            );
            assert_eq!(erased["errors"], json!([]));
            let refused = json!([{ "code": "NOT_FOUND", "path": ["input", "person"],
                "message": "There is no person with this id." }]);
            assert!(
                granted["errors"] == json!([]) || granted["errors"] == refused,
                "{granted:#}"
            );
        }
        let reply = hub
            .as_operator(
                "{ mandates(first: 100) { nodes { endsAt person { id } } } }",
                json!({}),
            )
            .await;
        for mandate in reply.data()["mandates"]["nodes"].as_array().unwrap() {
            assert!(mandate["person"].is_object() || mandate["endsAt"].is_string());
        }
    }
}

/// Who is shown to the secretariat only, and who holds no mandate, sees themselves.
#[tokio::test]
async fn people_see_themselves() {
    for hub in Hub::with_demo().await {
        let ada = hub.person("Ada").await;
        let officer = hub.officer_of("cuneo").await;
        for person in [&ada, &officer] {
            let payload = person
                .call(
                    "updatePerson",
                    json!({ "visibility": "SECRETARIAT" }),
                    "person { name email }",
                )
                .await;
            assert_eq!(payload["person"]["email"], person.email);
            let document = format!(
                "{{ own: node(id: \"{}\") {{ id }} other: node(id: \"{}\") {{ id }} }}",
                person.id,
                if person.id == ada.id {
                    &officer.id
                } else {
                    &ada.id
                },
            );
            let reply = person.query(&document).await;
            assert_eq!(reply.data()["own"]["id"], person.id);
            assert_eq!(reply.data()["other"], Value::Null);
        }
    }
}
