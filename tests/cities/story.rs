//! A city from its entry in the record to its leaving, as its people and the secretariat live it.

use serde_json::{Value, json};
use testkit::{Caller, Hub};

use super::{FIELDS, city, mistakes};

/// Something that only the people of the network see.
async fn network_content(hub: &Hub) {
    let record = "mutation ($input: RecordThemeInput!) { recordTheme(input: $input) {
        errors { message } } }";
    let input = json!({ "input": {
        "slug": "inside", "visibility": "NETWORK", "content": [{ "locale": "en", "title": "Inside" }],
    } });
    let reply = hub.as_operator(record, input).await;
    assert_eq!(reply.data()["recordTheme"]["errors"], json!([]));
}

async fn sees_the_network(caller: &Caller<'_>) -> bool {
    let reply = caller.query("{ theme(slug: \"inside\") { title } }").await;
    !reply.data()["theme"].is_null()
}

async fn step(caller: &Caller<'_>, mutation: &str, input: Value) -> Value {
    let payload = caller.call(mutation, input, FIELDS).await;
    assert_eq!(mistakes(&payload), [""; 0], "{mutation}");
    payload["city"]["membership"].clone()
}

#[tokio::test]
async fn a_city_can_join_be_suspended_come_back_and_leave() {
    for hub in Hub::empty().await {
        let id = city(&hub, "cuneo", "ELIGIBLE").await;
        network_content(&hub).await;
        let secretary = hub.secretary().await;
        let this = json!({ "city": id, "occurredOn": "2018-07" });
        assert_eq!(step(&secretary, "inviteCity", this).await, "INVITED");

        let representative = hub.representative_of("cuneo").await;
        let officer = hub.officer_of("cuneo").await;
        let application = json!({
            "city": id,
            "documents": [{ "title": "Delibera 12/2018", "url": "https://cuneo.example/delibera.pdf" }],
        });
        assert_eq!(
            step(&representative, "applyForMembership", application).await,
            "APPLIED"
        );
        assert!(!sees_the_network(&officer).await);

        let admission = json!({ "city": id, "occurredOn": "2019-07-01" });
        assert_eq!(step(&secretary, "admitCity", admission).await, "MEMBER");
        for person in [&officer.caller, &representative.caller] {
            assert!(sees_the_network(person).await);
        }
        assert!(!sees_the_network(&hub.anybody()).await);

        let page = json!({
            "city": id,
            "languages": ["it", "FR"],
            "contacts": [{ "label": "Ufficio relazioni internazionali", "email": "Hub@Cuneo.Example" }],
        });
        let fields = "city { languages contacts { label email phone url } }";
        let payload = officer.call("updateCity", page, fields).await;
        assert_eq!(
            payload["city"],
            json!({ "languages": ["it", "fr"], "contacts": [{
                "label": "Ufficio relazioni internazionali", "email": "hub@cuneo.example",
                "phone": null, "url": null,
            }] })
        );

        let unpaid = json!({ "city": id, "reason": "FEES" });
        assert_eq!(step(&secretary, "suspendCity", unpaid).await, "SUSPENDED");
        assert!(!sees_the_network(&officer).await);
        assert!(!sees_the_network(&representative).await);
        let this = json!({ "city": id });
        assert_eq!(
            step(&secretary, "reinstateCity", this.clone()).await,
            "MEMBER"
        );
        assert!(sees_the_network(&officer).await);
        let leaving = json!({ "city": id, "reason": "PRIORITIES" });
        assert_eq!(step(&representative, "leaveNetwork", leaving).await, "LEFT");
        assert!(!sees_the_network(&representative).await);

        what_everybody_reads(&hub, &id).await;
        what_the_secretariat_reads(&secretary).await;
    }
}

/// Each step is in the log once, for anybody, in the reader's language.
async fn what_everybody_reads(hub: &Hub, id: &str) {
    let log = "query ($city: ID!) { activities(filter: { node: { eq: $city } }) { nodes {
        verb occurredOn en: summary(locale: \"en\") fr: summary(locale: \"fr\") person { name }
        actingFor { kind city { slug } } } } }";
    let reply = hub.query_with(log, json!({ "city": id })).await;
    let lines: Vec<String> = (reply.data()["activities"]["nodes"]
        .as_array()
        .unwrap()
        .iter())
    .map(|line| {
        // People are for the network to see, unless they say otherwise.
        assert_eq!(line["person"], Value::Null);
        let text = |field: &str| line[field].as_str().unwrap_or("-").to_owned();
        let party = line["actingFor"]["kind"].as_str().unwrap_or("-");
        let whom = line["actingFor"]["city"]["slug"].as_str().unwrap_or(party);
        let (verb, on, en, fr) = (text("verb"), text("occurredOn"), text("en"), text("fr"));
        format!("{verb} | {on} | {whom} | {en} | {fr}")
    })
    .collect();
    insta::allow_duplicates! {
        insta::assert_json_snapshot!(lines, @r#"
        [
          "city.recorded | - | - | cuneo entered the record | cuneo a été inscrite au registre",
          "city.invited | 2018-07 | SECRETARIAT | cuneo was invited to join the network | cuneo a été invitée à rejoindre le réseau",
          "city.applied | - | cuneo | cuneo applied to join the network | cuneo a demandé à rejoindre le réseau",
          "city.admitted | 2019-07-01 | SECRETARIAT | cuneo joined the network | cuneo a rejoint le réseau",
          "city.updated | - | cuneo | The page of cuneo was updated | La page de cuneo a été mise à jour",
          "city.suspended | - | SECRETARIAT | The membership of cuneo was suspended | L’adhésion de cuneo a été suspendue",
          "city.reinstated | - | SECRETARIAT | cuneo is a full member again | cuneo est de nouveau membre à part entière",
          "city.left | - | cuneo | cuneo left the network | cuneo a quitté le réseau"
        ]
        "#);
    }
}

/// The steps of the city, with who took them.
async fn what_the_secretariat_reads(secretary: &Caller<'_>) {
    let reply = secretary
        .query(
            "{ city(slug: \"cuneo\") { membership joinedOn version membershipSteps { totalCount nodes {
                ordinal kind before after occurredOn reason documents { title url }
                activity { person { name } actingFor { kind } } } } } }",
        )
        .await;
    insta::allow_duplicates! {
        insta::assert_json_snapshot!(reply.data(), @r#"
        {
          "city": {
            "membership": "LEFT",
            "joinedOn": "2019-07-01",
            "version": 8,
            "membershipSteps": {
              "totalCount": 6,
              "nodes": [
                {
                  "ordinal": 6,
                  "kind": "LEFT",
                  "before": "MEMBER",
                  "after": "LEFT",
                  "occurredOn": null,
                  "reason": "PRIORITIES",
                  "documents": [],
                  "activity": {
                    "person": {
                      "name": "Representative of cuneo"
                    },
                    "actingFor": {
                      "kind": "CITY"
                    }
                  }
                },
                {
                  "ordinal": 5,
                  "kind": "REINSTATED",
                  "before": "SUSPENDED",
                  "after": "MEMBER",
                  "occurredOn": null,
                  "reason": null,
                  "documents": [],
                  "activity": {
                    "person": {
                      "name": "Secretary"
                    },
                    "actingFor": {
                      "kind": "SECRETARIAT"
                    }
                  }
                },
                {
                  "ordinal": 4,
                  "kind": "SUSPENDED",
                  "before": "MEMBER",
                  "after": "SUSPENDED",
                  "occurredOn": null,
                  "reason": "FEES",
                  "documents": [],
                  "activity": {
                    "person": {
                      "name": "Secretary"
                    },
                    "actingFor": {
                      "kind": "SECRETARIAT"
                    }
                  }
                },
                {
                  "ordinal": 3,
                  "kind": "ADMITTED",
                  "before": "APPLIED",
                  "after": "MEMBER",
                  "occurredOn": "2019-07-01",
                  "reason": null,
                  "documents": [],
                  "activity": {
                    "person": {
                      "name": "Secretary"
                    },
                    "actingFor": {
                      "kind": "SECRETARIAT"
                    }
                  }
                },
                {
                  "ordinal": 2,
                  "kind": "APPLIED",
                  "before": "INVITED",
                  "after": "APPLIED",
                  "occurredOn": null,
                  "reason": null,
                  "documents": [
                    {
                      "title": "Delibera 12/2018",
                      "url": "https://cuneo.example/delibera.pdf"
                    }
                  ],
                  "activity": {
                    "person": {
                      "name": "Representative of cuneo"
                    },
                    "actingFor": {
                      "kind": "CITY"
                    }
                  }
                },
                {
                  "ordinal": 1,
                  "kind": "INVITED",
                  "before": "ELIGIBLE",
                  "after": "INVITED",
                  "occurredOn": "2018-07",
                  "reason": null,
                  "documents": [],
                  "activity": {
                    "person": {
                      "name": "Secretary"
                    },
                    "actingFor": {
                      "kind": "SECRETARIAT"
                    }
                  }
                }
              ]
            }
          }
        }
        "#);
    }
}
