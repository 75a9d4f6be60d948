//! Who may do what, through the door: every mutation of the contract, called by everybody. What
//! `viewer.can` says is what the mutation does, and what is refused leaves no trace.

use std::fmt::Write as _;

use chrono::TimeDelta;
use kernel::{Kind, NodeRef, Party, actor::Role};
use serde_json::{Value, json};
use testkit::{Caller, Hub, Person, Reply};

use crate::callers::{CITY, Called, Mutation, Someone, World, everybody, expire};

/// What the viewer is told before they ask.
async fn can(caller: &Caller<'_>, mutation: &Mutation, on: Option<&String>) -> bool {
    let document = "query ($action: Action!, $on: ID) { viewer { can(action: $action, on: $on) } }";
    let variables = json!({ "action": mutation.action(), "on": on });
    let reply = caller.query_with(document, variables).await;
    reply.data()["viewer"]["can"].as_bool().unwrap()
}

/// A row of the table: what this mutation comes to for each of them.
async fn row(hub: &Hub, world: &World<'_>, all: &[Someone<'_>], mutation: &Mutation) -> String {
    let mut row = format!("{:20}", mutation.name);
    for someone in all {
        let (input, on) = world.input(&mutation.name, someone).await;
        let told = match &someone.caller {
            Some(caller) => Some(can(caller, mutation, on.as_ref()).await),
            None => None,
        };
        let before = hub.position().await;
        let called = someone.call(hub, mutation, &input).await;
        let written = hub.position().await - before;
        let done = matches!(called, Called::Done(_));
        let context = format!("{} by {}", mutation.name, someone.says);
        assert!(
            told.is_none_or(|told| told == done),
            "{context}: {called:?}, and told {told:?}"
        );
        assert_eq!(written, i64::from(done), "{context}");
        row += match &called {
            Called::Done(_) => " + ",
            Called::Refused(code) if code == "UNAUTHENTICATED" => " ? ",
            Called::Refused(code) if code == "FORBIDDEN" => " - ",
            Called::Refused(code) => panic!("{context}: {code}"),
        };
    }
    row.trim_end().to_owned()
}

#[tokio::test]
async fn everybody_can_do_what_this_table_says_and_nothing_else() {
    for hub in Hub::with_demo().await {
        let world = World::of(&hub).await;
        let all = everybody(&hub).await;
        let mut table = String::new();
        for someone in &all {
            writeln!(table, "{}  {}", someone.column, someone.says).unwrap();
        }
        let columns: Vec<&str> = all.iter().map(|someone| someone.column).collect();
        writeln!(table, "\n{:20}{}", "", columns.join(" ")).unwrap();
        for mutation in Mutation::all(&hub).await {
            let row = row(&hub, &world, &all, &mutation).await;
            writeln!(table, "{row}").unwrap();
        }
        insta::allow_duplicates! {
            insta::assert_snapshot!(table, @"
            an  anybody
            op  the operator, by no door
            pe  a person without a mandate
            of  an officer of the city
            re  a representative of the city
            oo  an officer of another city
            or  a representative of another city
            go  an officer of an organisation
            gr  a representative of an organisation
            mo  a moderator
            se  a secretary
            sp  a secretary, limited to PEOPLE
            sr  a secretary, limited to RECORD, PROJECTS and EVENTS
            rl  a representative of the city, limited to PROJECTS
            ex  a secretary whose mandate has expired
            un  a secretary who is an officer, too, and names neither
            tr  a secretary, by a token for READ
            ta  a secretary, by a token for ACCOUNT
            tp  a secretary, by a token for PEOPLE
            te  a secretary, by a token for RECORD

                                an op pe of re oo or go gr mo se sp sr rl ex un tr ta tp te
            recordCity           ?  +  -  -  -  -  -  -  -  -  +  -  +  -  -  -  -  -  -  +
            recordTheme          ?  +  -  -  -  -  -  -  -  -  +  -  +  -  -  -  -  -  -  +
            recordProject        ?  +  -  -  -  -  -  -  -  -  +  -  +  -  -  -  -  -  -  -
            recordEvent          ?  +  -  -  -  -  -  -  -  -  +  -  +  -  -  -  -  -  -  -
            recordEventSeries    ?  +  -  -  -  -  -  -  -  -  +  -  +  -  -  -  -  -  -  -
            recordOrganisation   ?  +  -  -  -  -  -  -  -  -  +  -  +  -  -  -  -  -  -  +
            grantMandate         ?  +  -  -  +  -  -  -  -  -  +  +  -  -  -  -  -  -  +  -
            limitMandate         ?  +  -  -  +  -  -  -  -  -  +  +  -  -  -  -  -  -  +  -
            endMandate           ?  +  -  -  +  -  -  -  -  -  +  +  -  -  -  -  -  -  +  -
            inviteToMandate      ?  +  -  -  +  -  -  -  -  -  +  +  -  -  -  -  -  -  +  -
            withdrawInvitation   ?  +  -  -  +  -  -  -  -  -  +  +  -  -  -  -  -  -  +  -
            updatePerson         ?  ?  +  +  +  +  +  +  +  +  +  +  +  +  +  +  -  +  -  -
            follow               ?  ?  +  +  +  +  +  +  +  +  +  +  +  +  +  +  -  +  -  -
            unfollow             ?  ?  +  +  +  +  +  +  +  +  +  +  +  +  +  +  -  +  -  -
            createApiToken       ?  ?  +  +  +  +  +  +  +  +  +  +  +  +  +  +  -  +  -  -
            revokeApiToken       ?  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  -  +  -  -
            erasePerson          ?  +  -  -  -  -  -  -  -  -  +  +  -  -  -  -  -  +  -  -
            signOut              ?  ?  +  +  +  +  +  +  +  +  +  +  +  +  +  +  -  +  -  -
            ");
        }
    }
}

/// Calls a mutation, with a mandate named by the argument.
async fn call(caller: &Caller<'_>, mutation: &Mutation, input: &Value, mandate: Value) -> Reply {
    let variables = json!({ "input": input, "mandate": mandate });
    caller.query_with(&mutation.document(), variables).await
}

/// Mandates that a secretary cannot act under, each with why.
async fn not_held(hub: &Hub, secretary: &Person<'_>) -> Vec<(&'static str, String)> {
    let terms = |scope: &str| json!({ "party": { "secretariat": true }, "role": "SECRETARY", "scope": [scope] });
    let expired = hub.grant(&secretary.id, terms("EVENTS")).await;
    expire(hub, &expired).await;
    let ended = hub.grant(&secretary.id, terms("PROJECTS")).await;
    let end = "mutation ($id: ID!) { endMandate(input: { mandate: $id }) { errors { code } } }";
    hub.as_operator(end, json!({ "id": ended })).await.data();
    let later = hub.graph.log().clock().now() + TimeDelta::days(1);
    let mut terms = terms("RECORD");
    terms["startsAt"] = json!(later);
    let another = hub.invited("Another", Party::Secretariat, Role::Secretary);
    vec![
        ("expired", expired),
        ("ended", ended),
        ("not begun", hub.grant(&secretary.id, terms).await),
        ("another's", another.await.mandate().to_owned()),
        (
            "forged",
            NodeRef::new(Kind::Mandate, hub.graph.log().clock().new_id()).to_string(),
        ),
        ("a city", hub.id_of(Kind::City, CITY).await),
        ("nonsense", "root".to_owned()),
    ]
}

#[tokio::test]
async fn a_mandate_that_is_not_held_is_refused_wherever_it_is_named() {
    for hub in Hub::with_demo().await {
        let world = World::of(&hub).await;
        let secretary = hub.secretary().await;
        let mandates = not_held(&hub, &secretary).await;
        let who = Someone::by("se", "a secretary", secretary.clone());
        let mut said = String::new();
        for mutation in Mutation::all(&hub).await {
            let (input, _) = world.input(&mutation.name, &who).await;
            let before = hub.position().await;
            for (why, mandate) in &mandates {
                let mut replies = vec![(
                    "header",
                    call(&secretary.under(mandate), &mutation, &input, Value::Null).await,
                )];
                if mutation.takes_mandate {
                    let reply = call(&secretary, &mutation, &input, json!(mandate)).await;
                    replies.push(("argument", reply));
                }
                for (place, reply) in replies {
                    let expected = match *why {
                        "a city" | "nonsense" => "INVALID_ID",
                        _ => "MANDATE_NOT_HELD",
                    };
                    let context =
                        format!("{} under {why} by {place}: {}", mutation.name, reply.json);
                    assert_eq!(reply.codes(), [expected], "{context}");
                    if mutation.name == "recordTheme" {
                        let message = reply.json["errors"][0]["message"].as_str().unwrap();
                        let message = message.replace(mandate, "…");
                        writeln!(said, "{why}, by {place}: {} {message}", reply.status).unwrap();
                    }
                }
            }
            assert_eq!(hub.position().await, before, "{}", mutation.name);
        }
        insta::allow_duplicates! {
            insta::assert_snapshot!(said, @"
            expired, by header: 403 You do not hold the mandate …, or not any more.
            expired, by argument: 200 You do not hold the mandate …, or not any more.
            ended, by header: 403 You do not hold the mandate …, or not any more.
            ended, by argument: 200 You do not hold the mandate …, or not any more.
            not begun, by header: 403 You do not hold the mandate …, or not any more.
            not begun, by argument: 200 You do not hold the mandate …, or not any more.
            another's, by header: 403 You do not hold the mandate …, or not any more.
            another's, by argument: 200 You do not hold the mandate …, or not any more.
            forged, by header: 403 You do not hold the mandate …, or not any more.
            forged, by argument: 200 You do not hold the mandate …, or not any more.
            a city, by header: 400 The header Passerelle-Mandate names a City; it takes the id of a Mandate.
            a city, by argument: 200 `…` is the id of a City; this takes the id of a Mandate
            nonsense, by header: 400 The header Passerelle-Mandate: `…` is not an id of this graph; ids look like `city_01h455vb4pex5vsknk084sn02q`.
            nonsense, by argument: 200 `…` is not an id of this graph; ids look like `city_01h455vb4pex5vsknk084sn02q`
            ");
        }
    }
}

/// An officer of the city who is a secretary, too, and the mandate of the latter.
async fn both(hub: &Hub) -> (Person<'_>, String) {
    let secretary = hub
        .invited("Both", Party::Secretariat, Role::Secretary)
        .await;
    let city = Party::City(hub.key_of(Kind::City, CITY).await);
    let officer = hub.invited("Both", city, Role::Officer).await;
    (officer, secretary.mandate().to_owned())
}

#[tokio::test]
async fn who_holds_several_mandates_names_one_and_the_argument_comes_before_the_header() {
    for hub in Hub::with_demo().await {
        let world = World::of(&hub).await;
        let (both, secretary) = both(&hub).await;
        let officer = both.mandate().to_owned();
        let who = Someone::by("un", "undecided", both.clone());
        for mutation in Mutation::all(&hub).await {
            if !mutation.takes_mandate {
                continue;
            }
            let under = async |caller: &Caller<'_>, mandate: Value| {
                let (input, on) = world.input(&mutation.name, &who).await;
                let question = "query ($action: Action!, $on: ID, $mandate: ID) {
                    viewer { can(action: $action, on: $on, mandate: $mandate) } }";
                let variables =
                    json!({ "action": mutation.action(), "on": on, "mandate": mandate });
                let told = caller.query_with(question, variables).await;
                let reply = call(caller, &mutation, &input, mandate).await;
                let done = reply.codes().is_empty();
                assert_eq!(told.data()["viewer"]["can"], done, "{}", mutation.name);
                let payload = &reply.json["data"][&mutation.name];
                if done {
                    assert_eq!(payload["errors"], json!([]), "{}", mutation.name);
                    assert_eq!(payload["activity"]["mandate"]["id"], secretary.as_str());
                }
                reply.codes()
            };
            let none: [&str; 0] = [];
            assert_eq!(under(&both, Value::Null).await, ["FORBIDDEN"]);
            assert_eq!(under(&both, json!(officer)).await, ["FORBIDDEN"]);
            assert_eq!(
                under(&both.under(&officer), Value::Null).await,
                ["FORBIDDEN"]
            );
            assert_eq!(under(&both, json!(secretary)).await, none);
            assert_eq!(under(&both.under(&secretary), Value::Null).await, none);
            assert_eq!(under(&both.under(&officer), json!(secretary)).await, none);
            assert_eq!(
                under(&both.under(&secretary), json!(officer)).await,
                ["FORBIDDEN"]
            );
        }
    }
}

/// A program that is limited to one mandate cannot name another, though its owner holds it.
#[tokio::test]
async fn a_token_for_one_mandate_is_refused_the_others() {
    for hub in Hub::with_demo().await {
        let (both, secretary) = both(&hub).await;
        let token = both
            .token(&["READ", "RECORD"], both.mandate.as_deref())
            .await;
        let document = "mutation ($mandate: ID) { recordTheme(mandate: $mandate, input: {
            slug: \"programmed\", content: [{ locale: \"en\", title: \"Programmed\" }] }) {
            errors { message } } }";
        let before = hub.position().await;
        let reply = token
            .query_with(document, json!({ "mandate": secretary }))
            .await;
        assert_eq!(reply.codes(), ["MANDATE_NOT_HELD"]);
        let reply = token.under(&secretary).query(document).await;
        assert_eq!(reply.codes(), ["MANDATE_NOT_HELD"]);
        // The only one that it can be used for needs no name.
        let reply = token.query(document).await;
        assert_eq!(reply.codes(), ["FORBIDDEN"]);
        assert_eq!(hub.position().await, before);
    }
}

/// A program that is limited to one mandate cannot make another program that is not.
#[tokio::test]
async fn a_token_makes_no_token_that_may_do_more_than_itself() {
    for hub in Hub::with_demo().await {
        let (both, secretary) = both(&hub).await;
        let token = both
            .token(&["ACCOUNT", "RECORD"], both.mandate.as_deref())
            .await;
        let now = hub.graph.log().clock().now();
        let made = async |scope: &str, mandate: Option<&str>, hours: i64| {
            let input = json!({
                "name": "More", "scopes": [scope], "mandate": mandate,
                "expiresAt": now + TimeDelta::hours(hours),
            });
            let payload = token.call("createApiToken", input, "secret").await;
            payload["errors"].clone()
        };
        let own = both.mandate.as_deref();
        let before = hub.position().await;
        let errors = json!([
            made("RECORD", None, 1).await,
            made("RECORD", Some(&secretary), 1).await,
            made("PEOPLE", own, 1).await,
            made("RECORD", own, 48).await,
        ]);
        assert_eq!(hub.position().await, before);
        assert_eq!(made("RECORD", own, 1).await, json!([]));
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(errors, @r#"
            [
              [
                {
                  "code": "INVALID",
                  "path": [
                    "input",
                    "mandate"
                  ],
                  "message": "The token that you came with is for one mandate: name it."
                }
              ],
              [
                {
                  "code": "INVALID",
                  "path": [
                    "input",
                    "mandate"
                  ],
                  "message": "The token that you came with is for one mandate: name it."
                }
              ],
              [
                {
                  "code": "INVALID",
                  "path": [
                    "input",
                    "scopes"
                  ],
                  "message": "The token that you came with has fewer scopes."
                }
              ],
              [
                {
                  "code": "INVALID",
                  "path": [
                    "input",
                    "expiresAt"
                  ],
                  "message": "The token that you came with ends earlier."
                }
              ]
            ]
            "#);
        }
    }
}

#[tokio::test]
async fn nobody_can_do_anything_to_what_is_not_there() {
    for hub in Hub::with_demo().await {
        let secretary = hub.secretary().await;
        let officer = hub.officer_of(CITY).await;
        let can = async |caller: &Caller<'_>, action: &str, on: &str| {
            let document =
                "query ($action: Action!, $on: ID) { viewer { can(action: $action, on: $on) } }";
            let reply = caller
                .query_with(document, json!({ "action": action, "on": on }))
                .await;
            reply.data()["viewer"]["can"].as_bool().unwrap()
        };
        for (kind, action) in [
            (Kind::City, "GRANT_MANDATE"),
            (Kind::Organisation, "INVITE_TO_MANDATE"),
            (Kind::Mandate, "END_MANDATE"),
            (Kind::Person, "ERASE_PERSON"),
        ] {
            let nothing = NodeRef::new(kind, hub.graph.log().clock().new_id()).to_string();
            assert!(!can(&secretary, action, &nothing).await, "{action}");
        }
        assert!(can(&secretary, "END_MANDATE", officer.mandate()).await);
        assert!(can(&secretary, "ERASE_PERSON", &officer.id).await);
        // What cannot be done to such a thing is a mistake of who asks.
        let reply = secretary
            .query(&format!(
                r#"{{ viewer {{ can(action: END_MANDATE, on: "{}") }} }}"#,
                officer.id
            ))
            .await;
        assert_eq!(reply.codes(), ["INVALID_ARGUMENT"]);
        let reply = secretary
            .query("{ viewer { can(action: END_MANDATE) } }")
            .await;
        assert_eq!(reply.codes(), ["INVALID_ARGUMENT"]);
    }
}
