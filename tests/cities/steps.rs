//! Each step: from where, by whom, once.

use futures::future::join_all;
use kernel::{Party, actor::Role};
use serde_json::{Value, json};
use testkit::{Content, Database, Hub, Person, Product};

use super::{FIELDS, call_with_key, city, codes, head, mistakes, recorded};

#[tokio::test]
async fn a_city_that_is_admitted_today_joined_today_in_its_calendar() {
    for hub in Hub::empty().await {
        let id = city(&hub, "cuneo", "APPLIED").await;
        let secretary = hub.secretary().await;
        let payload = secretary
            .call("admitCity", json!({ "city": id }), FIELDS)
            .await;
        assert_eq!(mistakes(&payload), [""; 0]);
        let now = hub.graph.log().clock().now();
        let today = kernel::date::today("Europe/Rome", now).to_string();
        assert_eq!(payload["city"]["joinedOn"], json!(today));
        assert_eq!(payload["city"]["version"], 2);
        assert_eq!(payload["activity"]["verb"], "city.admitted");
        assert_eq!(payload["activity"]["position"], head(&hub).await);
    }
}

#[tokio::test]
async fn a_step_from_the_wrong_standing_says_what_is_possible_and_leaves_nothing() {
    for hub in Hub::empty().await {
        let id = city(&hub, "cuneo", "ELIGIBLE").await;
        let secretary = hub.secretary().await;
        let before = head(&hub).await;
        let payload = secretary
            .call("admitCity", json!({ "city": id }), FIELDS)
            .await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(payload, @r#"
            {
              "city": null,
              "activity": null,
              "errors": [
                {
                  "code": "WRONG_STATE",
                  "path": [
                    "input",
                    "city"
                  ],
                  "message": "The membership of this city is ELIGIBLE: admitCity is not possible from there. Possible: inviteCity."
                }
              ]
            }
            "#);
        }
        assert_eq!(head(&hub).await, before);
        let reply = hub
            .query(
                "{ city(slug: \"cuneo\") { membership version joinedOn
                   membershipSteps { totalCount } } }",
            )
            .await;
        assert_eq!(
            reply.data()["city"],
            json!({ "membership": "ELIGIBLE", "version": 1, "joinedOn": null,
                    "membershipSteps": { "totalCount": 0 } })
        );
    }
}

#[tokio::test]
async fn only_those_may_whom_the_policies_name() {
    for hub in Hub::empty().await {
        let id = city(&hub, "cuneo", "INVITED").await;
        city(&hub, "magog", "MEMBER").await;
        let secretary = hub.secretary().await;
        let moderator = hub.moderator().await;
        let representative = hub.representative_of("cuneo").await;
        let officer = hub.officer_of("cuneo").await;
        let neighbour = hub.representative_of("magog").await;
        let nobody = hub.person("Nobody in particular").await;
        let before = head(&hub).await;
        let this = json!({ "city": id });
        for caller in [&moderator, &representative, &officer, &neighbour, &nobody] {
            for mutation in [
                "inviteCity",
                "admitCity",
                "refuseCity",
                "suspendCity",
                "reinstateCity",
            ] {
                let refused = codes(caller, mutation, this.clone()).await;
                assert_eq!(refused, ["FORBIDDEN"], "{mutation} {}", caller.email);
            }
        }
        for caller in [&secretary, &moderator, &officer, &neighbour, &nobody] {
            for mutation in ["applyForMembership", "declineMembership", "leaveNetwork"] {
                let refused = codes(caller, mutation, this.clone()).await;
                assert_eq!(refused, ["FORBIDDEN"], "{mutation} {}", caller.email);
            }
        }
        let refused = codes(&hub.anybody(), "applyForMembership", this.clone()).await;
        assert_eq!(refused, ["UNAUTHENTICATED"]);
        assert_eq!(head(&hub).await, before);
        let can = |action: &str| {
            format!(
                "{{ viewer {{ can(action: {action}, on: {}) }} }}",
                json!(id)
            )
        };
        for (caller, action, may) in [
            (&secretary, "ADMIT_CITY", true),
            (&secretary, "LEAVE_NETWORK", false),
            (&representative, "LEAVE_NETWORK", true),
            (&representative, "ADMIT_CITY", false),
            (&officer, "LEAVE_NETWORK", false),
            (&officer, "UPDATE_CITY", true),
            (&neighbour, "UPDATE_CITY", false),
        ] {
            let reply = caller.query(&can(action)).await;
            assert_eq!(reply.data()["viewer"]["can"], may, "{action}");
        }
        let without = secretary
            .query("{ viewer { can(action: ADMIT_CITY) } }")
            .await;
        assert_eq!(without.codes(), ["INVALID_ARGUMENT"]);
    }
}

#[tokio::test]
async fn a_mandate_or_a_token_that_is_limited_elsewhere_does_not_reach_to_membership() {
    for hub in Hub::empty().await {
        let id = city(&hub, "cuneo", "INVITED").await;
        let this = json!({ "city": id });
        let representative = hub.representative_of("cuneo").await;
        let token = async |scope: &str| {
            let expires_at = hub.graph.log().clock().now() + chrono::TimeDelta::days(1);
            let input = json!({ "name": scope, "scopes": [scope], "expiresAt": expires_at });
            let payload = representative.call("createApiToken", input, "secret").await;
            payload["secret"].as_str().unwrap().to_owned()
        };
        let (projects, membership) = (token("PROJECTS").await, token("MEMBERSHIP").await);
        let refused = codes(&hub.bearer(&projects), "applyForMembership", this.clone()).await;
        assert_eq!(refused, ["FORBIDDEN"]);
        let program = hub.bearer(&membership);
        let payload = program
            .call("applyForMembership", this.clone(), "activity { verb }")
            .await;
        assert_eq!(payload["activity"]["verb"], "city.applied");

        let secretary = hub.secretary().await;
        let limits = json!({ "mandate": secretary.mandate(), "scope": ["PEOPLE", "RECORD"] });
        let payload = secretary
            .call("limitMandate", limits, "mandate { scope }")
            .await;
        assert_eq!(payload["mandate"]["scope"], json!(["PEOPLE", "RECORD"]));
        assert_eq!(codes(&secretary, "admitCity", this).await, ["FORBIDDEN"]);
    }
}

async fn other_secretary(hub: &Hub) -> Person<'_> {
    hub.invited("Other secretary", Party::Secretariat, Role::Secretary)
        .await
}

#[tokio::test]
async fn of_several_who_admit_or_refuse_at_once_one_wins() {
    for hub in Hub::empty().await {
        let id = city(&hub, "cuneo", "APPLIED").await;
        let (one, other) = (hub.secretary().await, other_secretary(&hub).await);
        let before = head(&hub).await;
        let calls = [&one, &other, &one, &other, &one, &other].into_iter();
        let calls = calls.enumerate().map(|(i, caller)| {
            let mutation = if i % 2 == 0 {
                "admitCity"
            } else {
                "refuseCity"
            };
            caller.call(mutation, json!({ "city": id }), FIELDS)
        });
        let payloads = join_all(calls).await;
        let won = |payload: &&Value| payload["errors"] == json!([]);
        assert_eq!(payloads.iter().filter(won).count(), 1, "{payloads:#?}");
        for lost in payloads.iter().filter(|payload| !won(payload)) {
            assert_eq!(mistakes(lost), ["input.city WRONG_STATE"]);
        }
        assert_eq!(head(&hub).await, before + 1);
        let reply = hub
            .query("{ city(slug: \"cuneo\") { version membershipSteps { totalCount } } }")
            .await;
        assert_eq!(
            reply.data()["city"],
            json!({ "version": 2, "membershipSteps": { "totalCount": 1 } })
        );
    }
}

#[tokio::test]
async fn the_same_call_twice_is_one_also_at_the_same_time() {
    for hub in Hub::empty().await {
        let id = city(&hub, "cuneo", "APPLIED").await;
        let secretary = hub.secretary().await;
        let before = head(&hub).await;
        let this = json!({ "city": id, "documents": [
            { "title": "Decision", "url": "https://inmc.example/decision.pdf" },
        ] });
        let calls = (0..6).map(|_| call_with_key(&secretary, "admitCity", this.clone(), "k"));
        for payload in join_all(calls).await {
            assert_eq!(mistakes(&payload), [""; 0]);
            assert_eq!(payload["activity"]["position"], before + 1);
            assert_eq!(payload["city"]["membership"], "MEMBER");
        }
        let other = json!({ "city": id });
        for (mutation, input) in [("admitCity", other), ("suspendCity", this)] {
            let payload = call_with_key(&secretary, mutation, input, "k").await;
            assert_eq!(
                mistakes(&payload),
                ["idempotencyKey IDEMPOTENCY_KEY_REUSED"]
            );
        }
        assert_eq!(head(&hub).await, before + 1);
    }
}

#[tokio::test]
async fn what_is_recorded_of_a_membership_is_where_the_next_step_begins() {
    for hub in Hub::empty().await {
        let id = city(&hub, "cuneo", "APPLIED").await;
        let secretary = hub.secretary().await;
        let this = json!({ "city": id });
        secretary.call("admitCity", this.clone(), FIELDS).await;
        let record = "mutation ($input: RecordCityInput!) { recordCity(input: $input) {
            node { membership joinedOn version } activity { verb } errors { message } } }";
        // The same as was recorded before the admission: the admission is overwritten all the same.
        let input = json!({ "input": recorded("cuneo", "APPLIED") });
        let reply = hub.as_operator(record, input).await;
        assert_eq!(
            reply.data()["recordCity"],
            json!({
                "node": { "membership": "APPLIED", "joinedOn": null, "version": 3 },
                "activity": { "verb": "city.corrected" },
                "errors": [],
            })
        );
        let payload = secretary.call("refuseCity", this, FIELDS).await;
        assert_eq!(payload["city"]["membership"], "ELIGIBLE");
        let reply = hub
            .query(
                "{ city(slug: \"cuneo\") { membershipSteps { nodes { ordinal before after } } } }",
            )
            .await;
        assert_eq!(
            reply.data()["city"]["membershipSteps"]["nodes"],
            json!([
                { "ordinal": 2, "before": "APPLIED", "after": "ELIGIBLE" },
                { "ordinal": 1, "before": "APPLIED", "after": "MEMBER" },
            ])
        );
    }
}

/// A city that is not for everybody does not show through its steps.
#[tokio::test]
async fn a_step_is_as_public_as_its_city() {
    for hub in Hub::empty().await {
        let record = "mutation ($input: RecordCityInput!) { recordCity(input: $input) {
            node { id } errors { message } } }";
        let mut input = recorded("cuneo", "APPLIED");
        input["visibility"] = json!("NETWORK");
        let reply = hub.as_operator(record, json!({ "input": input })).await;
        let id = reply.data()["recordCity"]["node"]["id"].clone();
        let secretary = hub.secretary().await;
        let payload = secretary
            .call("admitCity", json!({ "city": id }), FIELDS)
            .await;
        assert_eq!(mistakes(&payload), [""; 0]);
        let log = "{ activities(filter: { verb: { eq: \"city.admitted\" } }) { totalCount } }";
        for (caller, count) in [(&hub.anybody(), 0), (&secretary.caller, 1)] {
            let reply = caller.query(log).await;
            assert_eq!(reply.data()["activities"]["totalCount"], count);
        }
    }
}

/// What a city has behind it, and says of itself, moves with the network.
#[tokio::test]
async fn steps_and_contacts_are_in_an_export() {
    for hub in Hub::empty().await {
        let id = city(&hub, "cuneo", "APPLIED").await;
        let secretary = hub.secretary().await;
        let decision = json!({ "title": "Decision", "url": "https://inmc.example/decision.pdf" });
        let admission = json!({ "city": id, "documents": [decision], "occurredOn": "2019-07" });
        secretary.call("admitCity", admission, FIELDS).await;
        let page = json!({ "city": id, "languages": ["it"], "contacts": [{ "label": "Protocollo", "phone": "112" }] });
        secretary.call("updateCity", page, FIELDS).await;
        let mut file = Vec::new();
        archive::export(&hub.db, &mut file, |_, _| ())
            .await
            .unwrap();
        for product in Product::available() {
            let copy = Database::new(product, Content::EmptyNetwork).await;
            let db = copy.open().await;
            archive::import(&db, &mut file.as_slice(), |_, _| ())
                .await
                .unwrap();
            let reply = Hub::on(copy)
                .await
                .query(
                    "{ city(slug: \"cuneo\") { membership joinedOn languages contacts { label phone }
                       membershipSteps { nodes { kind documents { title } activity { verb } } } } }",
                )
                .await;
            assert_eq!(
                reply.data()["city"],
                json!({
                    "membership": "MEMBER",
                    "joinedOn": "2019-07",
                    "languages": ["it"],
                    "contacts": [{ "label": "Protocollo", "phone": "112" }],
                    "membershipSteps": { "nodes": [{
                        "kind": "ADMITTED",
                        "documents": [{ "title": "Decision" }],
                        "activity": { "verb": "city.admitted" },
                    }] },
                })
            );
        }
    }
}
