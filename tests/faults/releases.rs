//! Replicas of the next release take the place of those of this one, while the log is written and
//! followed: its database has more, and its graph has, too.

use async_graphql::Object;
use kernel::db::Sql;
use serde_json::json;
use testkit::{Hub, Setup};
use tokio::time::Instant;

use super::{
    DEADLINE,
    follower::{Door, Follower, Sees, Start},
    network::Network,
    writer,
};
use crate::doors::SUBSCRIPTION;

/// What the next release has, and this one has not.
#[derive(Default)]
struct Added;

#[Object]
impl Added {
    /// Which release it is.
    async fn release(&self) -> &str {
        "the next one"
    }
}

/// What a migration of the next release does while this one still serves: it expands.
const EXPANDED: [&str; 4] = [
    "alter table activity add column mood text",
    "alter table node add column mood text not null default 'calm'",
    "create table mood (name text primary key)",
    "create index activity_mood on activity (mood)",
];

async fn next_release(network: &Network) -> Hub {
    let setup = Setup {
        graph: schema::Graph::with_more::<Added>,
        server: server::Options {
            streaming: server::Streaming {
                max_per_client: 10_000,
                ..server::Streaming::default()
            },
            ..server::Options::default()
        },
        ..Setup::default()
    };
    Hub::set_up(network.hub.database.clone(), setup).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn replicas_with_more_fields_take_over_from_those_with_fewer_and_nothing_is_lost() {
    let Some(mut network) = Network::start(3).await else {
        return;
    };
    let begin = network.position().await;
    let writers = writer::start(&network, 2);
    let mut followers = Vec::new();
    for n in 0..20 {
        for door in [Door::WebSocket, Door::EventStream] {
            let sees = match n % 4 {
                0 => Sees::Everything(network.token.clone()),
                _ => Sees::Public,
            };
            followers.push(Follower::start(Start {
                url: network.proxy.url.clone(),
                client: network.hub.client.clone(),
                door,
                document: SUBSCRIPTION,
                sees,
                cursor: network.hub.graph.log().cursor(begin),
                rests: None,
            }));
        }
    }
    let client = testkit::client();
    let release = async |url: &str| -> serde_json::Value {
        let request = client.post(format!("{url}/graphql"));
        let asked = request.json(&json!({ "query": "{ release }" })).send();
        asked.await.unwrap().json().await.unwrap()
    };
    let refused = release(&network.proxy.url).await;
    let code = &refused["errors"][0]["extensions"]["code"];
    assert_eq!(*code, "GRAPHQL_VALIDATION_FAILED", "{refused}");
    writers.past(begin + 20).await;
    for text in EXPANDED {
        network.hub.change(Sql::new(text)).await;
    }
    let mut next = Vec::new();
    for n in 0..3 {
        writers.past(network.position().await + 20).await;
        let hub = next_release(&network).await;
        let answered = release(&hub.url).await;
        assert_eq!(answered["data"]["release"], "the next one", "{answered}");
        network
            .proxy
            .add(hub.url.rsplit(':').next().unwrap().parse().unwrap());
        next.push(hub);
        network.proxy.remove(network.port(n));
        assert!(network.terminate(n).await, "it did not stop as it should");
    }
    writers.past(network.position().await + 20).await;
    writers.stop().await;
    let answered = release(&network.proxy.url).await;
    assert_eq!(answered["data"]["release"], "the next one", "{answered}");
    let end = network.position().await;
    let give_up = Instant::now() + DEADLINE;
    for follower in followers {
        let expected = network.log(begin, end, &follower.sees).await;
        let seen = follower.until(*expected.last().unwrap(), give_up).await;
        assert_eq!(seen.positions, expected, "{seen:?}");
        assert!(
            seen.connections > 0,
            "its replica was not replaced: {seen:?}"
        );
    }
    network.stop().await;
}
