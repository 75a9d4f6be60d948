//! Nobody is made a host or an organiser, nor named as a speaker: each is asked, and answers.

use kernel::Kind;
use serde_json::{Value, json};
use testkit::{Caller, Hub};

use super::{at_home, create, mistakes_of, texts};

#[tokio::test(flavor = "multi_thread")]
async fn a_city_hosts_what_another_makes_once_it_accepts() {
    for hub in Hub::with_demo().await {
        let cuneo = hub.officer_of("cuneo").await;
        let braga = hub.officer_of("braga").await;
        let norman = hub.officer_of("norman").await;
        let event = create(&hub, &cuneo, at_home(&hub, "braga", "Away").await).await;
        let host = "hostCity { slug } askedHostCity { slug } timeZone";
        let asked = json!({
            "hostCity": null, "askedHostCity": { "slug": "braga" }, "timeZone": "Europe/Lisbon",
        });
        assert_eq!(event.seen_by(&cuneo, host).await, asked);
        // Who is asked sees the draft; others do not learn that there is one.
        assert_eq!(event.seen_by(&braga, host).await, asked);
        assert_eq!(event.seen_by(&norman, host).await, Value::Null);
        let early = event
            .call(&cuneo, "announceEvent", json!({}), "event { id }")
            .await;
        assert_eq!(mistakes_of(&early), ["input.event WRONG_STATE"]);
        let role = json!({ "role": "HOST" });
        let not_asked = event
            .call(&norman, "acceptEventRole", role.clone(), "event { id }")
            .await;
        assert_eq!(mistakes_of(&not_asked), ["input.event NOT_FOUND"]);
        event.done(&braga, "acceptEventRole", role.clone()).await;
        let twice = event
            .call(&braga, "acceptEventRole", role.clone(), "event { id }")
            .await;
        assert_eq!(mistakes_of(&twice), ["input.event NOT_FOUND"]);
        event.done(&cuneo, "announceEvent", json!({})).await;
        let seen = event.seen_by(&hub.anybody(), host).await;
        assert_eq!(seen["hostCity"]["slug"], "braga");
        // What was announced is not left.
        let late = event
            .call(&braga, "declineEventRole", role, "event { id }")
            .await;
        assert_eq!(mistakes_of(&late), ["input.event WRONG_STATE"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn several_make_an_event_and_one_at_least_stays() {
    for hub in Hub::with_demo().await {
        let cuneo = hub.officer_of("cuneo").await;
        let norman = hub.officer_of("norman").await;
        let mut input = at_home(&hub, "cuneo", "Together").await;
        let organisation = hub.id_of(Kind::Organisation, "comune-di-cuneo").await;
        input["organisers"] = json!([
            { "city": hub.id_of(Kind::City, "norman").await },
            { "organisation": organisation },
            { "secretariat": true },
        ]);
        let event = create(&hub, &cuneo, input).await;
        let states = "organisers { city { slug } isSecretariat state }";
        let role = json!({ "role": "ORGANISER" });
        // Who was asked, and has not answered, changes nothing.
        let edit =
            "mutation ($input: EditEventInput!) { editEvent(input: $input) { errors { code } } }";
        let input = json!({ "input": { "event": event.id, "capacity": 10 } });
        let reply = norman.query_with(edit, input.clone()).await;
        assert_eq!(reply.codes(), ["FORBIDDEN"]);
        event.done(&norman, "acceptEventRole", role.clone()).await;
        let reply = norman.query_with(edit, input).await;
        assert_eq!(reply.data()["editEvent"]["errors"], json!([]));
        let secretary = hub.secretary().await;
        event
            .done(&secretary, "declineEventRole", role.clone())
            .await;
        event.done(&cuneo, "declineEventRole", role.clone()).await;
        let last = event
            .call(&norman, "declineEventRole", role.clone(), "event { id }")
            .await;
        assert_eq!(mistakes_of(&last), ["input.event WRONG_STATE"]);
        assert_eq!(
            event.look(states).await["organisers"],
            json!([
                { "city": { "slug": "norman" }, "isSecretariat": false, "state": "ACCEPTED" },
                { "city": null, "isSecretariat": false, "state": "ASKED" },
            ])
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_named_as_a_speaker_only_when_they_agreed() {
    for hub in Hub::with_demo().await {
        let cuneo = hub.officer_of("cuneo").await;
        let speaker = hub.officer_of("braga").await;
        let stranger = hub.officer_of("norman").await;
        let event = create(&hub, &cuneo, at_home(&hub, "cuneo", "Speakers").await).await;
        event.done(&cuneo, "announceEvent", json!({})).await;
        let braga = hub.id_of(Kind::City, "braga").await;
        let input = json!({
            "kind": "KEYNOTE", "content": texts("en", "Opening"),
            "speakers": [
                { "role": "Mayor of Cuneo" },
                { "city": braga, "person": speaker.id },
                { "person": speaker.id },
            ],
        });
        let twice = event
            .call(&cuneo, "addSession", input.clone(), "session { id }")
            .await;
        assert_eq!(mistakes_of(&twice), ["input.speakers.1 DUPLICATE"]);
        let mut input = input;
        input["speakers"].as_array_mut().unwrap().pop();
        let added = event
            .call(&cuneo, "addSession", input, "session { id }")
            .await;
        assert_eq!(added["errors"], json!([]));
        let session = json!({ "session": added["session"]["id"] });
        let fields =
            "sessions { nodes { speakers { role city { slug } hasAgreed person { id } } } }";
        let person = async |who: &Caller<'_>| {
            let seen = event.seen_by(who, fields).await;
            seen["sessions"]["nodes"][0]["speakers"][1]["person"]["id"].clone()
        };
        assert_eq!(person(&hub.anybody()).await, Value::Null);
        assert_eq!(person(&speaker).await, speaker.id.as_str());
        // Only who was asked can answer.
        let not_asked = stranger
            .call("agreeToSpeak", session.clone(), "activity { id }")
            .await;
        assert_eq!(mistakes_of(&not_asked), ["input.session NOT_FOUND"]);
        let agreed = speaker
            .call("agreeToSpeak", session.clone(), "session { id }")
            .await;
        assert_eq!(agreed["errors"], json!([]));
        assert_eq!(person(&stranger).await, speaker.id.as_str());
        let declined = speaker
            .call("declineToSpeak", session, "session { id }")
            .await;
        assert_eq!(declined["errors"], json!([]));
        let seen = event.look(fields).await;
        assert_eq!(
            seen["sessions"]["nodes"][0]["speakers"],
            json!([
                { "role": "Mayor of Cuneo", "city": null, "hasAgreed": false, "person": null },
                { "role": null, "city": { "slug": "braga" }, "hasAgreed": false, "person": null },
            ])
        );
    }
}
