//! Replicas that share a Redis count their clients together; without it, each for itself.

use limits::{Limits, Rate};
use testkit::{
    Content, Database, Hub, Product, Setup,
    servers::{self, PrivateRedis},
};

use super::with;

/// Two replicas, and what their Redis is.
async fn replicas(redis: &kernel::redis::Redis) -> [Hub; 2] {
    let database = std::sync::Arc::new(Database::new(Product::Sqlite, Content::EmptyNetwork).await);
    let limits = Limits {
        address: Rate::points(40, 1),
        ..Limits::default()
    };
    let setup = || Setup {
        redis: Some(redis.clone()),
        ..with(limits.clone())
    };
    [
        Hub::set_up(database.clone(), setup()).await,
        Hub::set_up(database, setup()).await,
    ]
}

/// How many of so many cheap queries a replica answers.
async fn answered(hub: &Hub, tries: usize) -> usize {
    let mut answered = 0;
    for _ in 0..tries {
        answered += usize::from(hub.query("{ __typename }").await.status == 200);
    }
    answered
}

#[tokio::test]
async fn what_is_spent_at_one_replica_is_spent_at_the_other() {
    let server = match servers::redis() {
        Ok(server) => server,
        Err(missing) => return eprintln!("SKIPPED: {missing}"),
    };
    let [one, other] = replicas(&server.network()).await;
    assert_eq!(answered(&one, 25).await, 25);
    // A point comes back in a minute.
    let rest = answered(&other, 30).await;
    assert!((15..20).contains(&rest), "{rest}");
    let reply = one.query("{ themes { totalCount } }").await;
    assert_eq!(reply.codes(), ["RATE_LIMITED"]);
}

#[tokio::test]
async fn without_redis_each_replica_counts_by_itself_and_together_when_it_is_back() {
    let server = match tokio::task::spawn_blocking(|| PrivateRedis::start(&[]))
        .await
        .unwrap()
    {
        Ok(server) => std::sync::Arc::new(server),
        Err(missing) => return eprintln!("SKIPPED: {missing}"),
    };
    let [one, other] = replicas(&server.network()).await;
    assert_eq!(answered(&one, 40).await, 40);
    assert_ne!(answered(&other, 40).await, 40);
    let crashed = server.clone();
    tokio::task::spawn_blocking(move || crashed.crash())
        .await
        .unwrap();
    let before = limits::counted_without_redis();
    // Each has a bucket of its own, and nobody is refused for want of Redis.
    assert_eq!(answered(&one, 30).await, 30);
    assert_eq!(answered(&other, 30).await, 30);
    assert!(limits::counted_without_redis() >= before + 30);
    assert_ne!(answered(&one, 60).await, 60);
    let back = server.clone();
    tokio::task::spawn_blocking(move || back.restart())
        .await
        .unwrap();
    // It keeps nothing on disk: when it is back, the bucket is whole again, and shared.
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(30);
    loop {
        let before = limits::counted_without_redis();
        if answered(&one, 1).await == 1 && limits::counted_without_redis() == before {
            break;
        }
        assert!(
            tokio::time::Instant::now() < deadline,
            "it does not come back to Redis"
        );
        tokio::task::yield_now().await;
    }
    answered(&one, 40).await;
    assert_ne!(answered(&other, 40).await, 40);
}
