//! How much a client may ask in how much time, and at once.

use std::time::Duration;

use limits::{Limits, Rate};
use reqwest::{Response, header::HeaderMap};
use serde_json::{Value, json};
use testkit::{Content, Database, Hub, Product, Setup};

use super::{hub, with};

/// A document of 22 points.
const PAGE: &str = "{ cities { nodes { slug } } }";

async fn ask(hub: &Hub, query: &str, headers: &[(&str, &str)]) -> Response {
    let mut request = hub.client.post(format!("{}/graphql", hub.url));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request
        .json(&json!({ "query": query }))
        .send()
        .await
        .unwrap()
}

fn header(headers: &HeaderMap, name: &str) -> String {
    headers
        .get(name)
        .map_or("-", |value| value.to_str().unwrap())
        .to_owned()
}

/// Points that come back so slowly that no test sees it: one in a minute.
fn slowly(burst: u32) -> Rate {
    Rate::points(burst, 1)
}

#[tokio::test]
async fn points_are_spent_and_what_is_left_is_said() {
    let hub = hub(Limits {
        address: slowly(10_000),
        ..Limits::default()
    })
    .await;
    let answer = ask(&hub, PAGE, &[]).await;
    assert_eq!(answer.status(), 200);
    let headers = answer.headers().clone();
    assert_eq!(header(&headers, "ratelimit-limit"), "10000");
    assert_eq!(header(&headers, "ratelimit-policy"), "10000;w=600000");
    assert_eq!(header(&headers, "ratelimit-remaining"), "9978");
    assert_eq!(header(&headers, "ratelimit-reset"), "1320");
    assert_eq!(header(&headers, "retry-after"), "-");
    let query = "{ rateLimit { cost limit remaining resetAt } }";
    let answer: Value = ask(&hub, query, &[]).await.json().await.unwrap();
    let left = &answer["data"]["rateLimit"];
    assert_eq!((&left["cost"], &left["limit"]), (&json!(5), &json!(10_000)));
    // A point or some may have come back meanwhile.
    let remaining = left["remaining"].as_u64().unwrap();
    assert!((9_973..10_000).contains(&remaining), "{remaining}");
    assert!(left["resetAt"].is_string());
}

#[tokio::test]
async fn who_has_spent_all_points_is_told_when_to_come_back() {
    let hub = hub(Limits {
        address: slowly(60),
        ..Limits::default()
    })
    .await;
    assert_eq!(ask(&hub, PAGE, &[]).await.status(), 200);
    assert_eq!(ask(&hub, PAGE, &[]).await.status(), 200);
    // What is dear must wait, what is cheap goes on.
    let answer = ask(&hub, PAGE, &[]).await;
    assert_eq!(answer.status(), 429);
    let wait: u64 = header(answer.headers(), "retry-after").parse().unwrap();
    assert!((1..=360).contains(&wait), "{wait}");
    assert_eq!(header(answer.headers(), "ratelimit-limit"), "60");
    let answer: Value = answer.json().await.unwrap();
    let error = &answer["errors"][0];
    assert_eq!(error["extensions"]["code"], "RATE_LIMITED");
    assert_eq!(error["extensions"]["requested"], 22);
    assert_eq!(error["extensions"]["maximum"], 60);
    let message = error["message"].as_str().unwrap();
    assert!(
        message.starts_with("You can spend 60 points at once, of which 1 come back in a minute. 1"),
        "{message}"
    );
    assert_eq!(ask(&hub, "{ __typename }", &[]).await.status(), 200);
}

#[tokio::test]
async fn points_come_back() {
    let hub = hub(Limits {
        address: Rate::points(22, 60_000),
        ..Limits::default()
    })
    .await;
    for _ in 0..20 {
        let deadline = tokio::time::Instant::now() + Duration::from_secs(30);
        while ask(&hub, PAGE, &[]).await.status() == 429 {
            assert!(
                tokio::time::Instant::now() < deadline,
                "they did not come back"
            );
        }
    }
}

#[tokio::test]
async fn a_document_that_is_refused_is_not_free() {
    let hub = hub(Limits {
        address: slowly(10),
        ..Limits::default()
    })
    .await;
    let mut statuses = Vec::new();
    for _ in 0..12 {
        statuses.push(ask(&hub, "{ a {", &[]).await.status().as_u16());
    }
    assert_eq!(statuses[0], 200, "as it was before the specification");
    assert!(statuses.contains(&429), "{statuses:?}");
}

#[tokio::test]
async fn addresses_sessions_and_tokens_have_rates_of_their_own() {
    let database = Database::new(Product::Sqlite, Content::Demo).await;
    let limits = Limits {
        address: slowly(30),
        // Signing in asks as well.
        session: slowly(2_000),
        token: slowly(90),
        ..Limits::default()
    };
    let mut setup = with(limits);
    setup.server.trusted_proxies = "127.0.0.1".parse().unwrap();
    let hub = Hub::set_up(database, setup).await;
    let officer = hub.officer_of("cuneo").await;
    let token = officer.token(&["READ"], None).await;
    let cookie = officer.cookie();
    let bearer = format!("Bearer {}", token.secret);
    let limit = async |headers: &[(&str, &str)]| {
        let answer = ask(&hub, "{ __typename }", headers).await;
        header(answer.headers(), "ratelimit-limit")
    };
    assert_eq!(limit(&[]).await, "30");
    assert_eq!(limit(&[("cookie", &cookie)]).await, "2000");
    assert_eq!(limit(&[("authorization", &bearer)]).await, "90");
    // One address has spent all; another one, behind the same proxy, has not.
    let from = |address: &'static str| [("x-forwarded-for", address)];
    assert_eq!(ask(&hub, PAGE, &from("192.0.2.1")).await.status(), 200);
    assert_eq!(ask(&hub, PAGE, &from("192.0.2.1")).await.status(), 429);
    assert_eq!(ask(&hub, PAGE, &from("192.0.2.2")).await.status(), 200);
    let six = from("2001:db8:1:2::1");
    assert_eq!(ask(&hub, PAGE, &six).await.status(), 200);
    assert_eq!(
        ask(&hub, PAGE, &from("2001:db8:1:2:3::1")).await.status(),
        429
    );
}

#[tokio::test]
async fn an_address_can_show_a_limited_number_of_tokens_that_are_none() {
    let database = Database::new(Product::Sqlite, Content::EmptyNetwork).await;
    let limits = Limits {
        wrong_tokens: Rate::points(3, 1),
        ..Limits::default()
    };
    let mut setup = with(limits);
    setup.server.trusted_proxies = "127.0.0.1".parse().unwrap();
    let hub = Hub::set_up(database, setup).await;
    let secretary = hub.secretary().await;
    let token = secretary.token(&["READ"], None).await;
    let good = format!("Bearer {}", token.secret);
    let show = async |token: &str, address: &str| {
        let headers = [("authorization", token), ("x-forwarded-for", address)];
        ask(&hub, "{ __typename }", &headers).await
    };
    // It was taken before: it goes on, whatever its neighbours show.
    assert_eq!(show(&good, "192.0.2.1").await.status(), 200);
    for i in 0..3 {
        let answer = show(&format!("Bearer wrong{i}"), "192.0.2.1").await;
        assert_eq!(answer.status(), 401);
    }
    let answer = show("Bearer wrong", "192.0.2.1").await;
    assert_eq!(answer.status(), 429);
    let wait: u64 = header(answer.headers(), "retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    let answer: Value = answer.json().await.unwrap();
    assert_eq!(
        answer["errors"][0]["extensions"]["code"],
        "TOO_MANY_WRONG_TOKENS"
    );
    assert_eq!(show(&good, "192.0.2.1").await.status(), 200);
    assert_eq!(show("Bearer wrong", "192.0.2.2").await.status(), 401);
}

/// A hub with one connection to read with, which the test holds: operations stay under way.
async fn held(limits: Limits) -> (Hub, kernel::Conn<'static>) {
    let database = Database::new(Product::Sqlite, Content::EmptyNetwork).await;
    let options = kernel::db::Options {
        readers: 1,
        ..kernel::db::Options::new(&database.url)
    };
    let db = kernel::Db::connect(&options).await.unwrap();
    let conn = db.read().await.unwrap();
    let setup = Setup {
        db: Some(db),
        limits,
        ..Setup::default()
    };
    (Hub::set_up(database, setup).await, conn)
}

#[tokio::test]
async fn a_client_can_have_a_limited_number_of_operations_under_way() {
    let (hub, conn) = held(Limits {
        concurrent: 2,
        ..Limits::default()
    })
    .await;
    let slow = "{ cities { totalCount } }";
    let (client, url) = (hub.client.clone(), format!("{}/graphql", hub.url));
    let one = |query: &'static str| {
        let request = client.post(&url).json(&json!({ "query": query }));
        tokio::spawn(async move { request.send().await.unwrap().status().as_u16() })
    };
    let under_way = [one(slow), one(slow)];
    // Until both are there, a third one is let in.
    let deadline = tokio::time::Instant::now() + Duration::from_secs(30);
    loop {
        let answer = ask(&hub, "{ __typename }", &[]).await;
        if answer.status() == 429 {
            assert_eq!(header(answer.headers(), "retry-after"), "1");
            let answer: Value = answer.json().await.unwrap();
            assert_eq!(
                answer["errors"][0]["extensions"]["code"],
                "TOO_MANY_OPERATIONS"
            );
            break;
        }
        assert!(tokio::time::Instant::now() < deadline, "nobody is refused");
    }
    drop(conn);
    for answer in under_way {
        assert_eq!(answer.await.unwrap(), 200);
    }
    assert_eq!(ask(&hub, slow, &[]).await.status(), 200);
}

#[tokio::test]
async fn a_query_is_executed_for_a_limited_time() {
    let (hub, conn) = held(Limits {
        execution: Duration::from_millis(50),
        ..Limits::default()
    })
    .await;
    let query = "{ cities { totalCount } }";
    let answer = ask(&hub, query, &[]).await;
    assert_eq!(answer.status(), 504);
    let answer: Value = answer.json().await.unwrap();
    assert_eq!(
        answer["errors"][0]["extensions"]["code"],
        "EXECUTION_TIMEOUT"
    );
    assert_eq!(answer["errors"][0]["extensions"]["maximum"], 50);
    drop(conn);
    let deadline = tokio::time::Instant::now() + Duration::from_secs(30);
    while ask(&hub, query, &[]).await.status() != 200 {
        assert!(
            tokio::time::Instant::now() < deadline,
            "it does not recover"
        );
    }
}

#[tokio::test]
async fn the_process_runs_a_limited_number_of_points_at_once_and_others_wait() {
    let (hub, conn) = held(Limits {
        running: 30,
        ..Limits::default()
    })
    .await;
    let query = "{ cities { nodes { slug } } }";
    let (client, url) = (hub.client.clone(), format!("{}/graphql", hub.url));
    let asked: Vec<_> = (0..5)
        .map(|_| {
            let request = client.post(&url).json(&json!({ "query": query }));
            tokio::spawn(async move { request.send().await.unwrap().status().as_u16() })
        })
        .collect();
    drop(conn);
    for answer in asked {
        assert_eq!(answer.await.unwrap(), 200);
    }
}

/// Of two that cannot run at the same time, one runs for too long, and the other's turn does not come.
#[tokio::test]
async fn who_waits_too_long_for_a_turn_is_told_that_the_hub_is_busy() {
    let (hub, conn) = held(Limits {
        running: 30,
        execution: Duration::from_secs(2),
        ..Limits::default()
    })
    .await;
    let query = "{ cities { nodes { slug } } }";
    let ask = async || {
        let answer = ask(&hub, query, &[]).await;
        let (status, retry) = (
            answer.status().as_u16(),
            header(answer.headers(), "retry-after"),
        );
        let body: Value = answer.json().await.unwrap();
        let code = body["errors"][0]["extensions"]["code"].clone();
        format!("{status} {code} {retry}")
    };
    let (a, b) = tokio::join!(ask(), ask());
    let mut told = [a, b];
    told.sort_unstable();
    assert_eq!(told, ["503 \"BUSY\" 1", "504 \"EXECUTION_TIMEOUT\" -"]);
    drop(conn);
}
