//! What ends while a request is under way. A request recognises its viewer at its start; a write asks
//! again, in its transaction, and locks what it rests on.

use access::{Action, Resource};
use activity::{Draft, Write};
use futures::future::join;
use kernel::{
    Kind, NodeRef, Party, Viewer,
    actor::{Credential, Role},
    db::Sql,
    viewer::Standing,
};
use serde_json::{Value, json};
use testkit::{Hub, Person, Reply};
use uuid::Uuid;

const RECORD: &str = "mutation { recordTheme(input: { slug: \"late\",
    content: [{ locale: \"en\", title: \"Late\" }] }) { errors { code } } }";

/// A person's viewer, as a request has recognised it: by a token that may do everything.
async fn recognised(hub: &Hub, person: &Person<'_>) -> (Viewer, String) {
    let scopes = ["READ", "ACCOUNT", "PEOPLE", "RECORD", "PROJECTS", "EVENTS"];
    let token = person.token(&scopes, None).await;
    let recognised = hub.reception.by_bearer(&token.secret, None).await;
    (
        recognised
            .unwrap_or_else(|_| panic!("not recognised"))
            .viewer,
        token.id,
    )
}

fn key(id: &str) -> Uuid {
    id.parse::<NodeRef>().unwrap().id
}

async fn as_operator(hub: &Hub, mutation: &str, input: Value) {
    let input_type = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    let document = format!(
        "mutation ($input: {input_type}!) {{ {mutation}(input: $input) {{ errors {{ message }} }} }}"
    );
    let reply = hub.as_operator(&document, json!({ "input": input })).await;
    assert_eq!(reply.data()[mutation]["errors"], json!([]));
}

async fn refused(hub: &Hub, viewer: Viewer, code: &str) {
    let before = hub.position().await;
    let reply = hub.as_viewer(viewer, RECORD, json!({})).await;
    assert_eq!(reply.codes(), [code], "{}", reply.json);
    assert_eq!(hub.position().await, before);
    let theme = hub
        .as_operator("{ theme(slug: \"late\") { id } }", json!({}))
        .await;
    assert_eq!(theme.data()["theme"], Value::Null);
}

#[tokio::test]
async fn a_mandate_that_ends_during_the_request_is_refused() {
    for hub in Hub::empty().await {
        let secretary = hub.secretary().await;
        let (viewer, _) = recognised(&hub, &secretary).await;
        as_operator(
            &hub,
            "endMandate",
            json!({ "mandate": secretary.mandate() }),
        )
        .await;
        refused(&hub, viewer, "MANDATE_NOT_HELD").await;
    }
}

#[tokio::test]
async fn a_mandate_that_is_limited_during_the_request_is_refused() {
    for hub in Hub::empty().await {
        let secretary = hub.secretary().await;
        let (viewer, _) = recognised(&hub, &secretary).await;
        let input = json!({ "mandate": secretary.mandate(), "scope": ["EVENTS"] });
        as_operator(&hub, "limitMandate", input).await;
        refused(&hub, viewer, "MANDATE_NOT_HELD").await;
    }
}

#[tokio::test]
async fn a_token_that_is_revoked_during_the_request_is_refused() {
    for hub in Hub::empty().await {
        let secretary = hub.secretary().await;
        let (viewer, token) = recognised(&hub, &secretary).await;
        as_operator(&hub, "revokeApiToken", json!({ "token": token })).await;
        refused(&hub, viewer, "CREDENTIAL_ENDED").await;
    }
}

#[tokio::test]
async fn a_session_that_ends_during_the_request_is_refused() {
    for hub in Hub::empty().await {
        let secretary = hub.secretary().await;
        let mut sql = Sql::new("select id from login where person_id = ");
        sql.bind(secretary.key.into());
        let rows: Vec<(Uuid,)> = hub.db.read().await.unwrap().fetch_all(sql).await.unwrap();
        let (viewer, _) = recognised(&hub, &secretary).await;
        let standing = Standing {
            credential: Credential::Session(rows[0].0),
            scopes: None,
            ..viewer.standing().unwrap().clone()
        };
        let audiences = viewer.audiences().unwrap().clone();
        let viewer = Viewer::person(audiences, standing);
        let out = "mutation { signOut(input: {}) { errors { code } } }";
        secretary.query(out).await.data();
        refused(&hub, viewer, "CREDENTIAL_ENDED").await;
    }
}

/// Whoever ends a mandate and is not done yet is waited for.
#[tokio::test]
async fn a_write_waits_for_the_end_of_its_mandate_and_is_refused() {
    for hub in Hub::empty().await {
        let secretary = hub.secretary().await;
        let (viewer, _) = recognised(&hub, &secretary).await;
        let before = hub.position().await;
        let mut tx = hub.db.begin().await.unwrap();
        let mut end = Sql::new("update mandate set ends_at = starts_at where id = ");
        end.bind(key(secretary.mandate()).into());
        tx.conn().execute(end).await.unwrap();
        let written = hub.as_viewer(viewer, RECORD, json!({}));
        let (reply, ended) = join(written, async { tx.commit().await }).await;
        ended.unwrap();
        assert_eq!(reply.codes(), ["MANDATE_NOT_HELD"]);
        assert_eq!(hub.position().await, before);
    }
}

/// And the other way round: a write that has begun is done before its mandate ends.
#[tokio::test]
async fn the_end_of_a_mandate_waits_for_a_write_that_has_begun() {
    for hub in Hub::empty().await {
        let secretary = hub.secretary().await;
        let (viewer, _) = recognised(&hub, &secretary).await;
        let actor = viewer.actor(None).unwrap();
        let before = hub.position().await;
        let mut write = Write::begin(hub.graph.log(), actor).await.unwrap();
        let end = as_operator(
            &hub,
            "endMandate",
            json!({ "mandate": secretary.mandate() }),
        );
        let theme = NodeRef::new(Kind::Theme, hub.graph.log().clock().new_id());
        let commit = async {
            write.record(Draft::of("theme.recorded", theme));
            let permit = write
                .authorize(Action::RecordTheme, &Resource::Network)
                .unwrap();
            write.commit(permit, theme).await.unwrap()
        };
        let ((), outcome) = join(end, commit).await;
        assert_eq!(outcome.position, Some(before + 1));
        assert_eq!(hub.position().await, before + 2);
        refused(&hub, viewer, "MANDATE_NOT_HELD").await;
    }
}

/// What two requests came to of which one had to be too late: it is told so.
fn one_of(replies: [&Reply; 2], mutation: &str) -> String {
    let said = |reply: &Reply| match reply.codes().first() {
        Some(code) => code.clone(),
        None => super::mistake(&reply.json["data"][mutation]),
    };
    let mut said = replies.map(said);
    said.sort();
    assert_eq!(said[0], "", "nobody was the first");
    said[1].clone()
}

#[tokio::test]
async fn of_two_who_end_a_mandate_at_the_same_time_one_does() {
    for hub in Hub::with_demo().await {
        let secretary = hub.secretary().await;
        let representative = hub.representative_of("cuneo").await;
        let officer = hub.officer_of("cuneo").await;
        let document = "mutation ($id: ID!) { endMandate(input: { mandate: $id }) {
            errors { code path message } } }";
        let variables = json!({ "id": officer.mandate() });
        let before = hub.position().await;
        let (one, other) = join(
            secretary.query_with(document, variables.clone()),
            representative.query_with(document, variables),
        )
        .await;
        let late = one_of([&one, &other], "endMandate");
        assert_eq!(late, "INVALID input.mandate: This mandate has ended.");
        assert_eq!(hub.position().await, before + 1);
    }
}

/// Each holds on to the mandate that it is done under, and wants to change it: neither may wait for the
/// other for ever.
#[tokio::test]
async fn who_lays_down_a_mandate_twice_at_the_same_time_does_it_once() {
    for hub in Hub::with_demo().await {
        let document = "mutation ($id: ID!) { endMandate(input: { mandate: $id }) {
            errors { code path message } } }";
        for _ in 0..5 {
            let officer = hub.officer_of("cuneo").await;
            let variables = json!({ "id": officer.mandate() });
            let before = hub.position().await;
            let (one, other) = join(
                officer.query_with(document, variables.clone()),
                officer.query_with(document, variables),
            )
            .await;
            let late = one_of([&one, &other], "endMandate");
            // Who comes so late that they are recognised without it is told what is so then.
            let told = [
                "MANDATE_NOT_HELD",
                "INVALID input.mandate: This mandate has ended.",
            ];
            assert!(
                told.contains(&late.as_str()),
                "{late}: {} {}",
                one.json,
                other.json
            );
            assert_eq!(hub.position().await, before + 1);
        }
    }
}

#[tokio::test]
async fn of_two_who_end_each_others_mandates_at_the_same_time_one_does() {
    for hub in Hub::empty().await {
        let document = "mutation ($id: ID!) { endMandate(input: { mandate: $id }) {
            errors { code path message } } }";
        for i in 0..5 {
            let (one, other) = (format!("One {i}"), format!("Other {i}"));
            let one = hub.invited(&one, Party::Secretariat, Role::Secretary).await;
            let other = hub
                .invited(&other, Party::Secretariat, Role::Secretary)
                .await;
            let before = hub.position().await;
            let (by_one, by_other) = join(
                one.query_with(document, json!({ "id": other.mandate() })),
                other.query_with(document, json!({ "id": one.mandate() })),
            )
            .await;
            let late = one_of([&by_one, &by_other], "endMandate");
            // Who comes so late that they are recognised without their mandate may not.
            let told = ["MANDATE_NOT_HELD", "FORBIDDEN"];
            let context = format!("{late}: {} {}", by_one.json, by_other.json);
            assert!(told.contains(&late.as_str()), "{context}");
            assert_eq!(hub.position().await, before + 1);
        }
    }
}

#[tokio::test]
async fn who_signs_out_twice_at_the_same_time_does_it_once() {
    for hub in Hub::empty().await {
        let document = "mutation { signOut(input: {}) { errors { code path message } } }";
        for _ in 0..5 {
            let ada = hub.person("Ada").await;
            let before = hub.position().await;
            let (one, other) = join(ada.query(document), ada.query(document)).await;
            let late = one_of([&one, &other], "signOut");
            assert_eq!(late, "CREDENTIAL_ENDED", "{} {}", one.json, other.json);
            assert_eq!(hub.position().await, before + 1);
        }
    }
}

/// The page for it says so to neither: they are out, as they wanted.
#[tokio::test]
async fn the_page_for_signing_out_can_be_submitted_twice_at_the_same_time() {
    for hub in Hub::empty().await {
        for _ in 0..5 {
            let ada = hub.person("Ada").await;
            let before = hub.position().await;
            let form = [];
            let out = || ada.submit("/auth/sign-out", &form);
            let (one, other) = join(out(), out()).await;
            assert_eq!([one.status(), other.status()], [303, 303]);
            assert_eq!(hub.position().await, before + 1);
        }
    }
}

#[tokio::test]
async fn a_token_that_revokes_itself_twice_at_the_same_time_does_it_once() {
    for hub in Hub::empty().await {
        let ada = hub.person("Ada").await;
        let document = "mutation ($id: ID!) { revokeApiToken(input: { token: $id }) {
            errors { code path message } } }";
        for _ in 0..5 {
            let token = ada.token(&["ACCOUNT"], None).await;
            let variables = json!({ "id": token.id });
            let before = hub.position().await;
            let (one, other) = join(
                token.query_with(document, variables.clone()),
                token.query_with(document, variables),
            )
            .await;
            let late = one_of([&one, &other], "revokeApiToken");
            assert_eq!(late, "CREDENTIAL_ENDED", "{} {}", one.json, other.json);
            assert_eq!(hub.position().await, before + 1);
        }
    }
}
