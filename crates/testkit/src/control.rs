//! The doors by which the programs of `tests/servers` are steered. Whatever they refuse is a mistake
//! of the test, so it panics.

use reqwest::RequestBuilder;
use serde_json::Value;

// A new one each time: an open connection belongs to the runtime of the test that made it.
use crate::client;

/// What the door answers to this body.
pub async fn post(url: &str, body: &Value) -> Value {
    send(url, client().post(url).json(body)).await
}

/// What the door answers to these parameters.
pub async fn get(url: &str, parameters: &[(&str, &str)]) -> Value {
    send(url, client().get(url).query(parameters)).await
}

async fn send(url: &str, request: RequestBuilder) -> Value {
    let response = request.send().await;
    let response = response.unwrap_or_else(|error| panic!("{url} does not answer: {error}"));
    let status = response.status();
    let answer = response.json::<Value>().await;
    let answer = answer.unwrap_or_else(|error| panic!("{url} answers without JSON: {error}"));
    assert!(status.is_success(), "{url} refuses: {}", answer["error"]);
    answer
}
