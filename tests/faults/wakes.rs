//! Redis only wakes: without it, the replicas ask the database, and operators can see that they do.

use serde_json::json;
use testkit::{doors::Socket, wait};

use super::network::Network;
use crate::doors::{SUBSCRIPTION, happen, position};

const TOKEN: &str = "a-token-for-metrics";
const CONNECTED: &str = "passerelle_live_redis_connected";

#[tokio::test]
async fn while_redis_is_away_everything_is_delivered_and_a_metric_says_so() {
    let Some(network) = Network::set_up(2, &["--metrics-token", TOKEN]).await else {
        return;
    };
    let here = network.hub.graph.log().cursor(network.position().await);
    let mut sockets = Vec::new();
    for n in 0..2 {
        let mut socket = Socket::ready(&network.url(n), &[], json!({}))
            .await
            .unwrap();
        let after = json!({ "after": here });
        socket.subscribe("1", SUBSCRIPTION, after).await;
        sockets.push(socket);
    }
    let says = async |expected: u8| {
        for n in 0..2 {
            let what = format!("replica {n} says {expected}");
            wait::until(&what, async || {
                let request = network
                    .hub
                    .client
                    .get(format!("{}/metrics", network.url(n)));
                let answer = request.bearer_auth(TOKEN).send().await.ok()?;
                let text = answer.text().await.ok()?;
                let line = format!("{CONNECTED} {expected}");
                text.lines().any(|other| other == line).then_some(())
            })
            .await;
        }
    };
    let mut deliver = async || {
        let at = happen(&network.hub).await;
        for socket in &mut sockets {
            assert_eq!(position(&socket.message().await["payload"]), at);
        }
    };
    says(1).await;
    deliver().await;
    network.redis(|redis| redis.stop()).await;
    says(0).await;
    deliver().await;
    network.redis(|redis| redis.restart()).await;
    says(1).await;
    deliver().await;
    network.stop().await;
}
