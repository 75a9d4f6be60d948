//! What Redis is for here: it tells the other replicas that there is something new, and nothing more.
//! A message that is lost is made up for by the tail, which asks twice a second in any case.

use std::time::Duration;

use activity::Log;
use futures::StreamExt as _;
use kernel::redis::Redis;
use metrics::gauge;

/// How long to wait before connecting again: the first time, and at most.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(2);
fn channel(redis: &Redis) -> String {
    redis.name("log")
}

/// Wakes the tail when another replica has written, for ever: one connection, which is made again when
/// it breaks.
pub(crate) async fn listen(redis: Redis, log: Log) {
    let mut pause = FIRST_PAUSE;
    loop {
        gauge!("passerelle_live_redis_connected").set(0.0);
        let connected = async {
            let mut listener = redis.client().get_async_pubsub().await?;
            listener.subscribe(channel(&redis)).await?;
            Ok::<_, redis::RedisError>(listener)
        };
        match tokio::time::timeout(CONNECT, connected).await {
            Ok(Ok(mut listener)) => {
                gauge!("passerelle_live_redis_connected").set(1.0);
                pause = FIRST_PAUSE;
                // What was written while nobody listened.
                log.wake();
                let mut messages = listener.on_message();
                while messages.next().await.is_some() {
                    log.wake();
                }
                tracing::warn!("Redis has gone away: new activities are asked for twice a second");
            }
            Ok(Err(error)) => tracing::debug!(%error, "Redis does not answer"),
            Err(_) => tracing::debug!("Redis does not answer in time"),
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Tells the other replicas of what this one has written, for ever. Several writes at about the same
/// time are one message.
pub(crate) async fn tell(redis: Redis, log: Log) {
    let mut written = log.written();
    while written.changed().await.is_ok() {
        let position = *written.borrow_and_update();
        let Ok(mut connection) = redis.connection() else {
            continue;
        };
        let mut command = redis::cmd("PUBLISH");
        command.arg(channel(&redis)).arg(position);
        if let Err(error) = command.exec_async(&mut connection).await {
            tracing::debug!(%error, "the other replicas were not woken");
        }
    }
}
