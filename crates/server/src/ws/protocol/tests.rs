//! Every message and every close code of the protocol.

use serde_json::{Value, json};

use super::*;
use crate::ws::message::server;

fn opened() -> Protocol {
    Protocol::new(3)
}

fn acknowledged() -> Protocol {
    let mut protocol = opened();
    let step = protocol.text(r#"{"type":"connection_init"}"#);
    assert_eq!(step, Step::Recognise(Object::new()));
    protocol.acknowledge();
    protocol
}

fn object(value: Value) -> Object {
    match value {
        Value::Object(object) => object,
        other => panic!("{other} is no object"),
    }
}

fn subscribe(id: &str) -> String {
    json!({ "id": id, "type": "subscribe", "payload": { "query": "{ a }" } }).to_string()
}

fn complete(id: &str) -> String {
    json!({ "id": id, "type": "complete" }).to_string()
}

#[track_caller]
fn closes(step: Step) -> (u16, String) {
    match step {
        Step::Close(close) => (close.code, close.reason.into_owned()),
        other => panic!("not closed: {other:?}"),
    }
}

#[track_caller]
fn starts(step: &Step, id: &str) {
    let payload = object(json!({ "query": "{ a }" }));
    assert_eq!(*step, Step::Start(id.into(), payload));
}

#[test]
fn a_client_is_let_in_by_what_it_shows() {
    let mut protocol = opened();
    let shown = json!({ "type": "connection_init", "payload": { "authorization": "Bearer x" } });
    let step = protocol.text(&shown.to_string());
    let payload = object(json!({ "authorization": "Bearer x" }));
    assert_eq!(step, Step::Recognise(payload));
    assert_eq!(
        opened().text(r#"{"type":"connection_init","payload":null}"#),
        Step::Recognise(Object::new())
    );
}

#[test]
fn a_second_initialisation_is_closed_with_4429_before_and_after_the_first_is_acknowledged() {
    let init = r#"{"type":"connection_init"}"#;
    let mut asked = opened();
    asked.text(init);
    let too_many = (4429, "Too many initialisation requests".to_owned());
    assert_eq!(closes(asked.text(init)), too_many);
    assert_eq!(closes(acknowledged().text(init)), too_many);
}

#[test]
fn a_client_that_does_not_ask_in_time_is_closed_with_4408_and_no_other() {
    let late = (4408, "Connection initialisation timeout".to_owned());
    assert_eq!(closes(opened().init_timeout()), late);
    assert_eq!(acknowledged().init_timeout(), Step::Nothing);
}

#[test]
fn an_operation_before_the_acknowledgement_is_closed_with_4401() {
    let unauthorized = (4401, "Unauthorized".to_owned());
    assert_eq!(closes(opened().text(&subscribe("1"))), unauthorized);
    let mut asked = opened();
    asked.text(r#"{"type":"connection_init"}"#);
    assert_eq!(closes(asked.text(&subscribe("1"))), unauthorized);
}

#[test]
fn an_id_in_use_is_closed_with_4409_and_a_free_one_is_not() {
    let mut protocol = acknowledged();
    starts(&protocol.text(&subscribe("1")), "1");
    starts(&protocol.text(&subscribe("2")), "2");
    assert_eq!(protocol.text(&complete("1")), Step::Stop("1".into()));
    starts(&protocol.text(&subscribe("1")), "1");
    protocol.ended(&"2".into());
    starts(&protocol.text(&subscribe("2")), "2");
    let in_use = (4409, "Subscriber for 2 already exists".to_owned());
    assert_eq!(closes(protocol.text(&subscribe("2"))), in_use);
}

#[test]
fn what_is_complete_already_can_be_completed_again() {
    let mut protocol = acknowledged();
    assert_eq!(protocol.text(&complete("never")), Step::Nothing);
    starts(&protocol.text(&subscribe("1")), "1");
    protocol.ended(&"1".into());
    assert_eq!(protocol.text(&complete("1")), Step::Nothing);
}

#[test]
fn more_operations_than_a_socket_may_have_are_refused_and_the_others_go_on() {
    let mut protocol = acknowledged();
    for id in ["1", "2", "3"] {
        starts(&protocol.text(&subscribe(id)), id);
    }
    let step = protocol.text(&subscribe("4"));
    assert_eq!(step, Step::TooMany("4".into()));
    protocol.text(&complete("2"));
    starts(&protocol.text(&subscribe("4")), "4");
}

#[test]
fn pings_are_answered_at_any_time_with_what_they_carry() {
    let ping = json!({ "type": "ping", "payload": { "at": 1 } }).to_string();
    let payload = object(json!({ "at": 1 }));
    for mut protocol in [opened(), acknowledged()] {
        assert_eq!(protocol.text(&ping), Step::Pong(Some(payload.clone())));
        assert_eq!(protocol.text(r#"{"type":"ping"}"#), Step::Pong(None));
        assert_eq!(protocol.text(r#"{"type":"pong"}"#), Step::Nothing);
        let with_payload = r#"{"type":"pong","payload":{"a":1}}"#;
        assert_eq!(protocol.text(with_payload), Step::Nothing);
    }
}

#[test]
fn what_is_no_message_is_closed_with_4400_and_the_reason() {
    let bad = [
        ("", "it is not JSON"),
        ("hello", "it is not JSON"),
        ("{\"type\":", "it is not JSON"),
        ("[]", "it is not an object"),
        ("\"ping\"", "it is not an object"),
        ("{}", "`type` has to be a string"),
        ("{\"type\":1}", "`type` has to be a string"),
        ("{\"type\":\"start\"}", "there is no type `start`"),
        (
            "{\"type\":\"next\",\"id\":\"1\"}",
            "there is no type `next`",
        ),
        (
            "{\"type\":\"subscribe\",\"payload\":{}}",
            "`subscribe` needs an `id`",
        ),
        (
            "{\"type\":\"subscribe\",\"id\":\"\",\"payload\":{}}",
            "an `id` has 1 to 256 bytes",
        ),
        (
            "{\"type\":\"subscribe\",\"id\":7,\"payload\":{}}",
            "`id` has to be a string",
        ),
        (
            "{\"type\":\"subscribe\",\"id\":\"1\"}",
            "`subscribe` needs a `payload`",
        ),
        (
            "{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":\"{ a }\"}",
            "`payload` has to be an object",
        ),
        (
            "{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{\"query\":{}}}",
            "`payload.query` has to be a string",
        ),
        (
            "{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{\"variables\":[]}}",
            "`payload.variables` has to be an object or null",
        ),
        (
            "{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{\"extensions\":1}}",
            "`payload.extensions` has to be an object or null",
        ),
        (
            "{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{\"operationName\":1}}",
            "`payload.operationName` has to be a string or null",
        ),
        ("{\"type\":\"complete\"}", "`complete` needs an `id`"),
        (
            "{\"type\":\"ping\",\"payload\":1}",
            "`payload` has to be an object",
        ),
        (
            "{\"type\":\"connection_init\",\"payload\":[]}",
            "`payload` has to be an object",
        ),
    ];
    for (text, reason) in bad {
        for mut protocol in [opened(), acknowledged()] {
            let (code, said) = closes(protocol.text(text));
            assert_eq!(code, 4400, "{text}");
            assert!(said.contains(reason), "{text}: {said}");
        }
    }
    let long = subscribe(&"x".repeat(257));
    assert_eq!(closes(acknowledged().text(&long)).0, 4400);
    // Nested so deeply that reading it could take the stack away.
    let deep = "[".repeat(200_000);
    assert_eq!(closes(acknowledged().text(&deep)).0, 4400);
}

#[test]
fn bytes_are_closed_with_4400() {
    let (code, said) = closes(Protocol::binary());
    assert_eq!((code, &*said), (4400, "Invalid message: messages are text"));
}

#[test]
fn the_hub_says_what_the_protocol_has() {
    let said = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    assert_eq!(
        said(&server::connection_ack()),
        json!({ "type": "connection_ack" })
    );
    assert_eq!(said(&server::ping()), json!({ "type": "ping" }));
    assert_eq!(said(&server::pong(None)), json!({ "type": "pong" }));
    let pong = server::pong(Some(object(json!({ "at": 1 }))));
    assert_eq!(
        said(&pong),
        json!({ "type": "pong", "payload": { "at": 1 } })
    );
    // Any id comes back as it was, and the payload byte by byte.
    let id = "\"\\\u{7}é";
    let next = String::from_utf8(server::next(id, br#"{"data": {"b":1,"a":2}}"#)).unwrap();
    assert!(
        next.ends_with(r#""payload":{"data": {"b":1,"a":2}}}"#),
        "{next}"
    );
    let expected = json!({ "id": id, "type": "next", "payload": { "data": { "a": 2, "b": 1 } } });
    assert_eq!(said(&next), expected);
    let errors = json!([{ "message": "no" }]);
    let expected = json!({ "id": id, "type": "error", "payload": errors });
    assert_eq!(said(&server::error(id, &errors)), expected);
    let expected = json!({ "id": id, "type": "complete" });
    assert_eq!(said(&server::complete(id)), expected);
}
