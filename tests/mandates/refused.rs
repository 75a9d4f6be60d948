//! What is refused when mandates are granted and limited, and when people are invited; and what is said.

use std::fmt::Write as _;

use chrono::TimeDelta;
use kernel::{Kind, NodeRef};
use serde_json::{Value, json};
use testkit::{Caller, Hub};

use super::mistake;

/// Calls with inputs that must not be taken, and what is said to each. Nothing is written.
async fn refused(
    hub: &Hub,
    caller: &Caller<'_>,
    mutation: &str,
    inputs: Vec<(&str, Value)>,
) -> String {
    let before = hub.position().await;
    let mut said = String::new();
    for (why, input) in inputs {
        let payload = caller.call(mutation, input, "__typename").await;
        let mistake = mistake(&payload);
        assert_ne!(mistake, "", "{why} is taken");
        writeln!(said, "{why}: {mistake}").unwrap();
    }
    assert_eq!(hub.position().await, before);
    said
}

/// The same input, with some fields replaced.
fn with(input: &Value, fields: Value) -> Value {
    let mut input = input.clone();
    for (name, value) in fields.as_object().unwrap() {
        input[name] = value.clone();
    }
    input
}

/// Without the ids, which differ from run to run.
fn without(said: &str, ids: &[&str]) -> String {
    ids.iter()
        .fold(said.to_owned(), |said, id| said.replace(id, "…"))
}

#[tokio::test]
async fn terms_that_make_no_sense_are_refused() {
    for hub in Hub::with_demo().await {
        let secretary = hub.secretary().await;
        let ada = hub.person("Ada").await;
        let city = hub.id_of(Kind::City, "cuneo").await;
        let now = hub.graph.log().clock().now();
        let nothing = |kind| NodeRef::new(kind, hub.graph.log().clock().new_id()).to_string();
        let (nobody, nowhere) = (nothing(Kind::Person), nothing(Kind::City));
        let fine = json!({ "person": ada.id, "party": { "city": city }, "role": "OFFICER" });
        let it = |fields| with(&fine, fields);
        let inputs = vec![
            ("a secretary of a city", it(json!({ "role": "SECRETARY" }))),
            ("a moderator of a city", it(json!({ "role": "MODERATOR" }))),
            (
                "an officer of the secretariat",
                it(json!({ "party": { "secretariat": true } })),
            ),
            (
                "not the secretariat",
                it(json!({ "party": { "secretariat": false } })),
            ),
            (
                "over already",
                it(json!({ "endsAt": now - TimeDelta::days(1) })),
            ),
            (
                "over before it begins",
                it(
                    json!({ "startsAt": now + TimeDelta::days(2), "endsAt": now + TimeDelta::days(1) }),
                ),
            ),
            ("for nothing", it(json!({ "scope": [] }))),
            (
                "for the same twice",
                it(json!({ "scope": ["EVENTS", "EVENTS"] })),
            ),
            ("for reading", it(json!({ "scope": ["READ", "EVENTS"] }))),
            ("to nobody", it(json!({ "person": nobody }))),
            ("to a city", it(json!({ "person": city }))),
            ("to nonsense", it(json!({ "person": "Ada" }))),
            (
                "for a city that is not there",
                it(json!({ "party": { "city": nowhere } })),
            ),
            ("for a person", it(json!({ "party": { "city": ada.id } }))),
            (
                "for a city by another kind of id",
                it(json!({ "party": { "organisation": city } })),
            ),
        ];
        let said = refused(&hub, &secretary, "grantMandate", inputs).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(without(&said, &[&nobody, &nowhere, &city, &ada.id]), @"
            a secretary of a city: INVALID input.role: REPRESENTATIVE and OFFICER are for cities and organisations, SECRETARY and MODERATOR for the secretariat.
            a moderator of a city: INVALID input.role: REPRESENTATIVE and OFFICER are for cities and organisations, SECRETARY and MODERATOR for the secretariat.
            an officer of the secretariat: INVALID input.role: REPRESENTATIVE and OFFICER are for cities and organisations, SECRETARY and MODERATOR for the secretariat.
            not the secretariat: INVALID input.party.secretariat: Only true makes sense here.
            over already: INVALID input.endsAt: This is over already.
            over before it begins: INVALID input.endsAt: A mandate ends after it begins.
            for nothing: BLANK input.scope: A mandate for nothing makes no sense: end it, or leave this out.
            for the same twice: DUPLICATE input.scope.1: This stands in the list already.
            for reading: INVALID input.scope.0: READ and ACCOUNT are for tokens: every mandate reads, and an account is nobody's mandate.
            to nobody: NOT_FOUND input.person: There is no person with this id.
            to a city: INVALID input.person: `…` is the id of a City; this takes the id of a Person
            to nonsense: INVALID input.person: `Ada` is not an id of this graph; ids look like `city_01h455vb4pex5vsknk084sn02q`
            for a city that is not there: NOT_FOUND input.party: There is no City with the id ….
            for a person: INVALID input.party.city: `…` is the id of a Person; this takes the id of a City
            for a city by another kind of id: INVALID input.party.organisation: `…` is the id of a City; this takes the id of a Organisation
            ");
        }
    }
}

#[tokio::test]
async fn a_mandate_cannot_be_extended() {
    for hub in Hub::with_demo().await {
        let secretary = hub.secretary().await;
        let ada = hub.person("Ada").await;
        let now = hub.graph.log().clock().now();
        let terms = json!({
            "party": { "secretariat": true }, "role": "SECRETARY",
            "scope": ["EVENTS", "PROJECTS"], "endsAt": now + TimeDelta::days(10),
        });
        let mandate = hub.grant(&ada.id, terms).await;
        let ended = hub
            .grant(
                &ada.id,
                json!({
                    "party": { "secretariat": true }, "role": "SECRETARY", "scope": ["EVENTS"],
                }),
            )
            .await;
        let end = json!({ "mandate": ended });
        secretary
            .call("endMandate", end.clone(), "__typename")
            .await;
        let nothing = NodeRef::new(Kind::Mandate, hub.graph.log().clock().new_id()).to_string();
        let it = |fields| with(&json!({ "mandate": mandate }), fields);
        let inputs = vec![
            ("by nothing", it(json!({}))),
            ("to more", it(json!({ "scope": ["EVENTS", "PEOPLE"] }))),
            ("to nothing", it(json!({ "scope": [] }))),
            (
                "for longer",
                it(json!({ "endsAt": now + TimeDelta::days(11) })),
            ),
            (
                "into the past",
                it(json!({ "endsAt": now - TimeDelta::days(1) })),
            ),
            (
                "after its end",
                json!({ "mandate": ended, "scope": ["EVENTS"] }),
            ),
            (
                "though it is not there",
                json!({ "mandate": nothing, "scope": ["EVENTS"] }),
            ),
            (
                "though it is a person",
                json!({ "mandate": ada.id, "scope": ["EVENTS"] }),
            ),
        ];
        let mut said = refused(&hub, &secretary, "limitMandate", inputs).await;
        let inputs = vec![
            ("ended twice", end),
            (
                "ended, though it is not there",
                json!({ "mandate": nothing }),
            ),
        ];
        said += &refused(&hub, &secretary, "endMandate", inputs).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(without(&said, &[&nothing, &ada.id]), @"
            by nothing: BLANK input: Say what it is limited to, or until when it holds.
            to more: INVALID input.scope: A mandate can be limited, not extended: grant another one.
            to nothing: BLANK input.scope: A mandate for nothing makes no sense: end it, or leave this out.
            for longer: INVALID input.endsAt: A mandate can be shortened, not prolonged, and not into the past.
            into the past: INVALID input.endsAt: A mandate can be shortened, not prolonged, and not into the past.
            after its end: INVALID input.mandate: This mandate has ended.
            though it is not there: NOT_FOUND input.mandate: There is no mandate with this id.
            though it is a person: INVALID input.mandate: `…` is the id of a Person; this takes the id of a Mandate
            ended twice: INVALID input.mandate: This mandate has ended.
            ended, though it is not there: NOT_FOUND input.mandate: There is no mandate with this id.
            ");
        }
    }
}

#[tokio::test]
async fn nobody_can_grant_more_than_they_have() {
    for hub in Hub::with_demo().await {
        let limited = hub.person("Limited").await;
        let terms = json!({
            "party": { "secretariat": true }, "role": "SECRETARY", "scope": ["PEOPLE", "EVENTS"],
        });
        hub.grant(&limited.id, terms).await;
        let ada = hub.person("Ada").await;
        let party = json!({ "secretariat": true });
        let fine = json!({ "person": ada.id, "party": party, "role": "SECRETARY" });
        let it = |fields| with(&fine, fields);
        let inputs = vec![
            ("granted without a limit", it(json!({}))),
            (
                "granted for more",
                it(json!({ "scope": ["PEOPLE", "RECORD"] })),
            ),
        ];
        let mut said = refused(&hub, &limited, "grantMandate", inputs).await;
        let fine = json!({ "email": "a@example.org", "party": party, "role": "SECRETARY" });
        let it = |fields| with(&fine, fields);
        let inputs = vec![
            ("offered without a limit", it(json!({}))),
            (
                "offered for more",
                it(json!({ "scope": ["PEOPLE", "RECORD"] })),
            ),
        ];
        said += &refused(&hub, &limited, "inviteToMandate", inputs).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(said, @"
            granted without a limit: INVALID input.scope: Your own mandate is limited: what you grant cannot reach further.
            granted for more: INVALID input.scope: Your own mandate is limited: what you grant cannot reach further.
            offered without a limit: INVALID input.scope: Your own mandate is limited: what you grant cannot reach further.
            offered for more: INVALID input.scope: Your own mandate is limited: what you grant cannot reach further.
            ");
        }
        let input = json!({
            "person": ada.id, "party": party, "role": "SECRETARY", "scope": ["EVENTS"],
        });
        let payload = limited.call("grantMandate", input, "__typename").await;
        assert_eq!(payload["errors"], json!([]));
    }
}

#[tokio::test]
async fn a_representative_cannot_touch_the_mandates_of_another_city() {
    for hub in Hub::with_demo().await {
        let representative = hub.representative_of("cuneo").await;
        let officer = hub.officer_of("braga").await;
        let braga = hub.id_of(Kind::City, "braga").await;
        let before = hub.position().await;
        let calls = [
            (
                "grantMandate",
                json!({ "person": officer.id, "party": { "city": braga }, "role": "OFFICER" }),
            ),
            (
                "inviteToMandate",
                json!({ "email": "a@b.example", "party": { "city": braga }, "role": "OFFICER" }),
            ),
            (
                "limitMandate",
                json!({ "mandate": officer.mandate(), "scope": ["EVENTS"] }),
            ),
            ("endMandate", json!({ "mandate": officer.mandate() })),
        ];
        for (mutation, input) in calls {
            let type_ = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
            let document = format!(
                "mutation ($input: {type_}!) {{ {mutation}(input: $input) {{ errors {{ code }} }} }}"
            );
            let reply = representative
                .query_with(&document, json!({ "input": input }))
                .await;
            assert_eq!(reply.codes(), ["FORBIDDEN"], "{mutation}");
        }
        assert_eq!(hub.position().await, before);
    }
}

#[tokio::test]
async fn a_person_holds_a_mandate_once_and_fifty_at_most() {
    for hub in Hub::with_demo().await {
        let secretary = hub.secretary().await;
        let ada = hub.person("Ada").await;
        let city = hub.id_of(Kind::City, "cuneo").await;
        let now = hub.graph.log().clock().now();
        let first = json!({ "person": ada.id, "party": { "city": city }, "role": "OFFICER" });
        let payload = secretary
            .call("grantMandate", first.clone(), "__typename")
            .await;
        assert_eq!(payload["errors"], json!([]));
        let mut said = refused(&hub, &secretary, "grantMandate", vec![("the same", first)]).await;
        // They differ in when they begin and end, one after the other.
        let later = |day: i64| {
            json!({
                "person": ada.id, "party": { "city": city }, "role": "REPRESENTATIVE",
                "startsAt": now + TimeDelta::days(2 * day),
                "endsAt": now + TimeDelta::days(2 * day + 1),
            })
        };
        for day in 1..50 {
            let payload = secretary
                .call("grantMandate", later(day), "__typename")
                .await;
            assert_eq!(payload["errors"], json!([]), "{day}");
        }
        said += &refused(
            &hub,
            &secretary,
            "grantMandate",
            vec![("one too many", later(50))],
        )
        .await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(said, @"
            the same: TAKEN input.person: This person holds just this mandate already.
            one too many: TOO_LONG input.person: A person holds at most 50 mandates.
            ");
        }
    }
}

#[tokio::test]
async fn a_name_stands_on_one_line_and_can_be_read() {
    for hub in Hub::with_demo().await {
        let ada = hub.person("Ada").await;
        let now = hub.graph.log().clock().now();
        let named = |name: &str| json!({ "name": name });
        let inputs = vec![
            ("blank", named("  ")),
            ("a bell", named("Ada\u{7}")),
            ("a zero", named("Ada\u{0}Lovelace")),
            ("two lines", named("Ada\nLovelace")),
            ("a tabulator", named("Ada\tLovelace")),
            ("turned around", named("Ada \u{202e}ecalevoL")),
            ("too long", named(&"a".repeat(121))),
            ("a language that is none", json!({ "locale": "klingon!" })),
        ];
        let mut said = refused(&hub, &ada, "updatePerson", inputs).await;
        let program = |name: &str| json!({ "name": name, "scopes": ["READ"], "expiresAt": now + TimeDelta::days(1) });
        let fine = program("Program");
        let inputs = vec![
            ("a program with a bell", program("Program\u{7}")),
            ("a blank program", program("")),
            (
                "a program for nothing",
                with(&fine, json!({ "scopes": [] })),
            ),
            (
                "a program that has ended",
                with(&fine, json!({ "expiresAt": now })),
            ),
            (
                "a program for ever",
                with(&fine, json!({ "expiresAt": now + TimeDelta::days(400) })),
            ),
            (
                "a program for another's mandate",
                with(
                    &fine,
                    json!({
                "mandate": hub.secretary().await.mandate() }),
                ),
            ),
        ];
        said += &refused(&hub, &ada, "createApiToken", inputs).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(said, @"
            blank: BLANK input.name: This cannot be empty.
            a bell: INVALID input.name: This contains control characters.
            a zero: INVALID input.name: This contains control characters.
            two lines: INVALID input.name: A name stands on one line.
            a tabulator: INVALID input.name: A name stands on one line.
            turned around: INVALID input.name: A name has no marks that change the direction of writing.
            too long: TOO_LONG input.name: At most 120 characters.
            a language that is none: INVALID input.locale: `klingon!` is not a language: write a tag such as `fr`, `pt-BR` or `zh-Hant`
            a program with a bell: INVALID input.name: This contains control characters.
            a blank program: BLANK input.name: This cannot be empty.
            a program for nothing: BLANK input.scopes: A token for nothing makes no sense.
            a program that has ended: INVALID input.expiresAt: A token ends later than now, and in 366 days at most.
            a program for ever: INVALID input.expiresAt: A token ends later than now, and in 366 days at most.
            a program for another's mandate: NOT_FOUND input.mandate: This is no mandate that you hold.
            ");
        }
    }
}

#[tokio::test]
async fn invitations_that_make_no_sense_are_refused() {
    for hub in Hub::with_demo().await {
        let secretary = hub.secretary().await;
        let city = hub.id_of(Kind::City, "cuneo").await;
        let to =
            |email: &str| json!({ "email": email, "party": { "city": city }, "role": "OFFICER" });
        let inputs = vec![
            ("no address", to("")),
            ("without a host", to("ada")),
            ("two addresses", to("ada@example.org, grace@example.org")),
            (
                "with a header",
                to("ada@example.org\r\nBcc: all@example.org"),
            ),
            ("a name and an address", to("Ada <ada@example.org>")),
            (
                "in no language",
                with(&to("ada@example.org"), json!({ "locale": "?" })),
            ),
            (
                "in no role",
                with(&to("ada@example.org"), json!({ "role": "SECRETARY" })),
            ),
        ];
        let mut said = refused(&hub, &secretary, "inviteToMandate", inputs).await;
        for _ in 0..10 {
            let payload = secretary
                .call("inviteToMandate", to("ada@example.org"), "__typename")
                .await;
            assert_eq!(payload["errors"], json!([]));
        }
        // It is the same address, however it is written.
        let inputs = vec![
            ("too many", to("ada@example.org")),
            ("too many", to("Ada@EXAMPLE.org")),
        ];
        said += &refused(&hub, &secretary, "inviteToMandate", inputs).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(said, @"
            no address: INVALID input.email: This is not an e-mail address.
            without a host: INVALID input.email: This is not an e-mail address.
            two addresses: INVALID input.email: This is not an e-mail address.
            with a header: INVALID input.email: This is not an e-mail address.
            a name and an address: INVALID input.email: This is not an e-mail address.
            in no language: INVALID input.locale: `?` is not a language: write a tag such as `fr`, `pt-BR` or `zh-Hant`
            in no role: INVALID input.role: REPRESENTATIVE and OFFICER are for cities and organisations, SECRETARY and MODERATOR for the secretariat.
            too many: TAKEN input.email: So many invitations to this address are open that one more would be a nuisance.
            too many: TAKEN input.email: So many invitations to this address are open that one more would be a nuisance.
            ");
        }
    }
}

#[tokio::test]
async fn an_invitation_is_taken_back_once_and_by_those_in_whose_name_it_was_made() {
    for hub in Hub::with_demo().await {
        let representative = hub.representative_of("cuneo").await;
        let other = hub.representative_of("braga").await;
        let city = hub.id_of(Kind::City, "cuneo").await;
        let input =
            json!({ "email": "ada@example.org", "party": { "city": city }, "role": "OFFICER" });
        let made = representative
            .call("inviteToMandate", input, "invitation { id state }")
            .await;
        let id = made["invitation"]["id"].as_str().unwrap();
        assert_eq!(made["invitation"]["state"], "PENDING");

        // Somebody else's is nowhere.
        let look = format!(
            "{{ node(id: \"{id}\") {{ id }} invitations {{ totalCount nodes {{ id email }} }}
                activities(filter: {{ verb: {{ eq: \"invitation.sent\" }} }}) {{ totalCount }} }}"
        );
        for stranger in [&other.caller, &hub.anybody(), &hub.secretary().await.caller] {
            let reply = stranger.query(&look).await;
            assert_eq!(reply.data()["node"], Value::Null);
            assert!(!reply.json.to_string().contains("ada@example.org"));
            assert!(!reply.data()["invitations"].to_string().contains(id));
        }
        assert_eq!(
            representative.query(&look).await.data()["invitations"]["totalCount"],
            1
        );
        let before = hub.position().await;
        let document = "mutation ($id: ID!) { withdrawInvitation(input: { invitation: $id }) {
            errors { code } } }";
        let reply = other.query_with(document, json!({ "id": id })).await;
        assert_eq!(reply.codes(), ["FORBIDDEN"]);
        assert_eq!(hub.position().await, before);

        let fields = "invitation { state email }";
        let input = json!({ "invitation": id });
        let withdrawn = representative
            .call("withdrawInvitation", input.clone(), fields)
            .await;
        // The address goes with it.
        assert_eq!(
            withdrawn["invitation"],
            json!({ "state": "WITHDRAWN", "email": null })
        );
        let nothing = NodeRef::new(Kind::Invitation, hub.graph.log().clock().new_id()).to_string();
        let inputs = vec![
            ("twice", input),
            ("not there", json!({ "invitation": nothing })),
            ("a city", json!({ "invitation": city })),
        ];
        let said = refused(&hub, &representative, "withdrawInvitation", inputs).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(without(&said, &[&nothing, &city]), @"
            twice: INVALID input.invitation: This invitation is not open any more.
            not there: NOT_FOUND input.invitation: There is no invitation with this id.
            a city: INVALID input.invitation: `…` is the id of a City; this takes the id of a Invitation
            ");
        }
    }
}
