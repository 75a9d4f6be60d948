//! Where one takes part online is for those who take part, and for nobody else.

use serde_json::{Value, json};
use testkit::{Caller, Hub};

use super::{Prepared, at_home, create};

const LINK: &str = "https://meet.example.org/rivers";

async fn link(event: &Prepared<'_>, who: &Caller<'_>) -> Value {
    event.seen_by(who, "onlineLink").await["onlineLink"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_link_is_for_who_has_a_seat_who_makes_or_hosts_it_and_the_secretariat() {
    for hub in Hub::with_demo().await {
        let maker = hub.officer_of("cuneo").await;
        let host = hub.officer_of("braga").await;
        let mut input = at_home(&hub, "braga", "Rivers online").await;
        input["mode"] = json!("HYBRID");
        input["onlineLink"] = json!(LINK);
        let event = create(&hub, &maker, input).await;
        let accept = json!({ "role": "HOST" });
        event.done(&host, "acceptEventRole", accept).await;
        event.done(&maker, "announceEvent", json!({})).await;
        let settings = json!({
            "opensAt": "2020-01-01T09:00", "closesAt": "2100-01-01T09:00", "capacity": 1,
            "types": [{ "type": "PUBLIC" }, { "type": "DELEGATE" }, { "type": "PRESS", "confirmed": true }],
            "invited": { "members": true },
        });
        event.done(&maker, "setRegistration", settings).await;
        let (seated, waits, asks) = (
            hub.person("Ada").await,
            hub.person("Ben").await,
            hub.person("Cem").await,
        );
        for (who, kind) in [(&asks, "PRESS"), (&seated, "PUBLIC"), (&waits, "PUBLIC")] {
            let register = json!({ "type": kind });
            event.done(who, "register", register).await;
        }
        let head = hub.officer_of("norman").await;
        let name = json!({ "head": head.id });
        event.done(&head, "nameDelegationHead", name).await;
        let secretary = hub.secretary().await;
        let (none, there) = (Value::Null, json!(LINK));
        for (says, who, expected) in [
            ("anybody", &hub.anybody(), &none),
            ("who has a seat", &seated.caller, &there),
            ("who waits for one", &waits.caller, &none),
            ("who asked for one", &asks.caller, &none),
            ("a head without a seat", &head.caller, &none),
            ("who makes it", &maker.caller, &there),
            ("its host", &host.caller, &there),
            ("a secretary", &secretary.caller, &there),
            (
                "a program that may not read",
                &seated.token(&["EVENTS"], None).await.caller,
                &none,
            ),
            (
                "a program that may read",
                &seated.token(&["READ"], None).await.caller,
                &there,
            ),
        ] {
            assert_eq!(link(&event, who).await, *expected, "{says}");
        }
        // Whoever gives the seat up does not see it any more; who gets it, does.
        let own = "{ viewer { registrations { nodes { id } } } }";
        let found = seated.query(own).await;
        let row = found.data()["viewer"]["registrations"]["nodes"][0]["id"].clone();
        let cancel = json!({ "registration": row });
        let payload = seated
            .call("cancelRegistration", cancel, "activity { id }")
            .await;
        assert_eq!(payload["errors"], json!([]));
        assert_eq!(link(&event, &seated).await, none);
        assert_eq!(link(&event, &waits).await, there);
        // In a list of many events it is one statement more, not one for each.
        let list =
            |fields: &str| format!("{{ events(first: 30) {{ nodes {{ slug {fields} }} }} }}");
        let with = waits.query(&list("onlineLink notice { text }")).await;
        let without = waits.query(&list("notice { text }")).await;
        assert_eq!(with.statements, without.statements + 1);
        let nodes = with.data()["events"]["nodes"].as_array().unwrap();
        let links = nodes.iter().filter(|node| node["onlineLink"] == there);
        assert_eq!(links.count(), 1);
    }
}
