//! A replica that is told to stop: nobody new, everything that has begun to its end, and whoever
//! follows goes on elsewhere from where they were.

use kernel::{Party, actor::Role, db::Sql};
use serde_json::json;
use testkit::{
    doors::{Events, Parts, Socket},
    wait,
};

use super::network::Network;
use crate::doors::{SUBSCRIPTION, cursor, happen, position};

#[tokio::test]
async fn a_replica_that_stops_sends_whoever_follows_elsewhere_with_their_cursor() {
    let Some(mut network) = Network::start(2).await else {
        return;
    };
    let url = network.url(0);
    let client = network.hub.client.clone();
    let post = |url: &str| client.post(format!("{url}/graphql")).json(&Network::body());
    let mut socket = Socket::ready(&url, &[], json!({})).await.unwrap();
    let here = network.hub.graph.log().cursor(network.position().await);
    let here = json!({ "after": here });
    socket.subscribe("1", SUBSCRIPTION, here).await;
    let mut events = Events::open(post(&url)).await.unwrap();
    let mut parts = Parts::open(post(&url)).await.unwrap();
    let one = happen(&network.hub).await;
    let mut told = vec![socket.message().await["payload"].clone()];
    told.push(events.event().await.unwrap().json());
    told.push(parts.result().await.unwrap()["payload"].clone());
    assert!(told.iter().all(|answer| position(answer) == one));

    let stopped = network.terminate(0);
    let ends = async {
        let (code, reason) = socket.closed().await;
        assert_eq!(code, 1012, "{reason}");
        // No `complete`: a time to come back after, and the place to come back to.
        let last = events.block().await.unwrap();
        let retry = last
            .retry
            .or(events.block().await.and_then(|block| block.retry));
        assert!(retry.is_some_and(|retry| retry <= 500), "{retry:?}");
        while let Some(block) = events.block().await {
            assert_eq!(block.event, None);
        }
        let last = parts.result().await.unwrap();
        assert!(last["payload"].is_null(), "{last}");
        let extensions = &last["errors"][0]["extensions"];
        assert_eq!(extensions["code"], "RESTART");
        assert_eq!(extensions["cursor"], cursor(&told[2]));
        assert_eq!(parts.result().await, None);
    };
    let (well, ()) = tokio::join!(stopped, ends);
    assert!(well, "it did not stop as it should");

    let two = happen(&network.hub).await;
    let after = json!({ "after": cursor(&told[0]) });
    let url = network.url(1);
    let mut socket = Socket::ready(&url, &[], json!({})).await.unwrap();
    socket.subscribe("1", SUBSCRIPTION, after).await;
    assert_eq!(position(&socket.message().await["payload"]), two);
    let id = events.last_event_id.clone().unwrap();
    let mut events = Events::open(post(&url).header("last-event-id", id))
        .await
        .unwrap();
    assert_eq!(position(&events.event().await.unwrap().json()), two);
    network.stop().await;
}

/// A mutation that waits for a lock when the hub is told to stop; and its client hears how it went.
#[tokio::test]
async fn a_mutation_that_has_begun_runs_to_its_end_while_the_hub_stops() {
    let Some(mut network) = Network::start(1).await else {
        return;
    };
    let hub = &network.hub;
    let secretary = hub.invited("Keeper", Party::Secretariat, Role::Secretary);
    let secretary = secretary.await;
    let token = secretary.token(&["READ", "RECORD"], None).await;
    let url = network.url(0);
    let shown = json!({ "authorization": format!("Bearer {}", token.secret) });
    let mut socket = Socket::ready(&url, &[], shown).await.unwrap();
    let before = network.position().await;
    // The next position cannot be taken until this is given back.
    let mut tx = network.hub.db.begin().await.unwrap();
    kernel::on!(&mut tx.conn(), |c, DB| {
        sqlx::query::<DB>("update log_head set position = position + 1")
            .execute(c)
            .await
            .map(drop)
    })
    .unwrap();
    let document = "mutation ($input: RecordThemeInput!) { recordTheme(input: $input) {
        activity { position } errors { code } } }";
    let input = |slug: &str| {
        json!({ "input": { "slug": slug, "visibility": "PUBLIC",
        "content": [{ "locale": "en", "title": "A" }] } })
    };
    socket.subscribe("m", document, input("by-socket")).await;
    let client = network.hub.client.clone();
    let request = client
        .post(format!("{url}/graphql"))
        .bearer_auth(&token.secret);
    let body = json!({ "query": document, "variables": input("by-post") });
    let posted = tokio::spawn(request.json(&body).send());
    // Both are at the lock when the database says so.
    let waiting = "select count(*) from pg_locks where not granted";
    wait::until("both wait for the lock", async || {
        let mut conn = network.hub.db.read().await.unwrap();
        let rows = conn.fetch_all::<(i64,)>(Sql::new(waiting)).await.unwrap();
        (rows[0].0 >= 2).then_some(())
    })
    .await;
    network.signal(0, "TERM");
    // It does not let anybody in any more …
    let address = url.strip_prefix("http://").unwrap();
    wait::until("it lets nobody in", async || {
        tokio::net::TcpStream::connect(address).await.err()
    })
    .await;
    // … and goes on with what it has begun.
    drop(tx);
    let message = socket.message().await;
    assert_eq!(message["id"], "m");
    let by_socket = message["payload"]["data"]["recordTheme"]["activity"]["position"].as_i64();
    assert_eq!(socket.message().await["type"], "complete");
    assert_eq!(socket.closed().await.0, 1012);
    let answer: serde_json::Value = posted.await.unwrap().unwrap().json().await.unwrap();
    let by_post = answer["data"]["recordTheme"]["activity"]["position"].as_i64();
    let mut positions = [by_socket.unwrap(), by_post.unwrap()];
    positions.sort_unstable();
    assert_eq!(positions, [before + 1, before + 2]);
    assert!(
        network.terminate_done(0).await,
        "it did not stop as it should"
    );
    network.stop().await;
}

/// A replica with a load balancer before it says first that it is not to be sent anybody.
#[tokio::test]
async fn a_replica_that_is_told_to_stop_says_first_that_it_is_not_ready() {
    let product = testkit::Product::Sqlite;
    let database = testkit::Database::new(product, testkit::Content::EmptyNetwork).await;
    let mut child = tokio::process::Command::new(env!("CARGO_BIN_EXE_passerelle"))
        .args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--database-url",
            &database.url,
        ])
        .args(["--shutdown-delay", "600000"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let url = super::network::address(&mut child).await.unwrap();
    let client = testkit::client();
    let ready = async || {
        let answer = client
            .get(format!("{url}/health/ready"))
            .send()
            .await
            .unwrap();
        let status = answer.status().as_u16();
        let said: serde_json::Value = answer.json().await.unwrap();
        (status, said["status"].as_str().unwrap().to_owned())
    };
    assert_eq!(ready().await, (200, "ready".to_owned()));
    super::network::signal(child.id().unwrap(), "TERM");
    wait::until("it says that it stops", async || {
        (ready().await == (503, "stopping".to_owned())).then_some(())
    })
    .await;
    // It serves as before.
    let mut socket = Socket::ready(&url, &[], json!({})).await.unwrap();
    socket.subscribe("1", "{ __typename }", json!({})).await;
    assert_eq!(socket.message().await["type"], "next");
    child.start_kill().unwrap();
    child.wait().await.unwrap();
}
