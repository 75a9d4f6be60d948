//! The Redis that the replicas of a hub may share. It only makes them quicker and fairer together: it
//! wakes them, and keeps their counters in one place. Nothing rests on it alone. When it is away,
//! each replica goes on by itself.
//!
//! To use it: [`Redis::connection`] for commands (one connection for the whole process, which
//! reconnects by itself), [`Redis::client`] for a subscription, which needs a connection of its own,
//! and [`Redis::name`] for every key and channel.

use std::{
    fmt,
    sync::{Arc, OnceLock},
    time::Duration,
};

use redis::{
    Client, RedisError,
    aio::{ConnectionManager, ConnectionManagerConfig},
};

/// How long a command may take. Whoever waits for it is somebody's request.
const RESPONSE: Duration = Duration::from_secs(1);
/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(2);

/// A Redis, and what this network's names in it begin with. Cheap to clone.
#[derive(Clone)]
pub struct Redis(Arc<Inner>);

struct Inner {
    client: Client,
    prefix: String,
    connection: OnceLock<ConnectionManager>,
}

/// An address that is none of a Redis. The address is not repeated: it may hold a password.
#[derive(Debug, thiserror::Error)]
pub enum BadRedis {
    /// The address cannot be read.
    #[error(
        "this is not the address of a Redis: use `redis://host:6379`, `rediss://…` for TLS, with \
         `user:password@` before the host and `/NUMBER` of a database behind it where needed"
    )]
    Url(#[source] RedisError),
    /// The names' beginning cannot be one.
    #[error("the names in Redis begin with 1 to 100 letters, digits, `-`, `_`, `.` or `:`")]
    Prefix,
}

impl Redis {
    /// The Redis at `url`, in which all names begin with `prefix`: networks that share a Redis have
    /// different ones. Nothing is connected yet.
    ///
    /// # Errors
    /// When one of them cannot be used.
    pub fn new(url: &str, prefix: &str) -> Result<Self, BadRedis> {
        let letter = |c: char| c.is_ascii_alphanumeric() || "-_.:".contains(c);
        if prefix.is_empty() || prefix.len() > 100 || !prefix.chars().all(letter) {
            return Err(BadRedis::Prefix);
        }
        Ok(Self(Arc::new(Inner {
            client: Client::open(url).map_err(BadRedis::Url)?,
            prefix: prefix.to_owned(),
            connection: OnceLock::new(),
        })))
    }

    /// What connections are made with.
    pub fn client(&self) -> &Client {
        &self.0.client
    }

    /// The name of a key or a channel of this network.
    pub fn name(&self, name: &str) -> String {
        format!("{}:{name}", self.0.prefix)
    }

    /// The connection for commands. The first command connects; one that fails because the server is
    /// away begins to connect anew, so that a later one succeeds. No command waits for longer than
    /// three seconds. Call it inside of Tokio.
    ///
    /// # Errors
    /// When the address has parameters that a connection cannot have.
    pub fn connection(&self) -> Result<ConnectionManager, RedisError> {
        if let Some(connection) = self.0.connection.get() {
            return Ok(connection.clone());
        }
        let config = ConnectionManagerConfig::new()
            .set_number_of_retries(0)
            .set_connection_timeout(Some(CONNECT))
            .set_response_timeout(Some(RESPONSE));
        let connection = ConnectionManager::new_lazy_with_config(self.0.client.clone(), config)?;
        Ok(self.0.connection.get_or_init(|| connection).clone())
    }

    /// Whether the server is there and lets us in.
    ///
    /// # Errors
    /// When it is not, or does not.
    pub async fn answers(&self) -> Result<(), RedisError> {
        let mut connection = self.connection()?;
        redis::cmd("PING").exec_async(&mut connection).await
    }
}

/// Without the address, which may hold a password.
impl fmt::Debug for Redis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Redis({}:…)", self.0.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_something_else_is_refused_without_its_password() {
        for url in [
            "",
            "localhost:6379",
            "http://localhost",
            "postgres://a:secret@b/c",
        ] {
            let error = Redis::new(url, "passerelle").unwrap_err();
            let said = format!("{error}");
            assert!(
                said.starts_with("this is not the address of a Redis"),
                "{said}"
            );
        }
        Redis::new("rediss://user:secret@localhost:6379/2", "passerelle").unwrap();
    }

    #[test]
    fn names_begin_with_the_network() {
        let redis = Redis::new("redis://localhost", "inmc").unwrap();
        assert_eq!(redis.name("woken"), "inmc:woken");
        for prefix in ["", "a b", "é", &"a".repeat(101)] {
            assert!(Redis::new("redis://localhost", prefix).is_err(), "{prefix}");
        }
    }
}
