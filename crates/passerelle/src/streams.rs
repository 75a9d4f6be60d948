//! What an operator can set of the doors that stay open, and of how the hub stops.

use std::time::Duration;

use clap::Args;

use crate::cli::{milliseconds, some_milliseconds};

/// The doors that stay open: WebSockets, event streams, answers in several parts.
#[derive(Args, Clone, Debug)]
pub(crate) struct Streams {
    /// How often a connection on which nothing happens is shown to be alive, in milliseconds. Proxies
    /// in between must wait longer than this.
    #[arg(long, env = "PASSERELLE_HEARTBEAT", default_value = "15000",
        value_parser = milliseconds)]
    pub(crate) heartbeat: Duration,
    /// How long a client may take nothing of what it is sent, in milliseconds, before its connection is
    /// given up.
    #[arg(long, env = "PASSERELLE_WRITE_TIMEOUT", default_value = "30000",
        value_parser = milliseconds)]
    pub(crate) write_timeout: Duration,
    /// How many connections may stay open in all.
    #[arg(long, env = "PASSERELLE_MAX_STREAMS", default_value_t = 20_000)]
    pub(crate) max_streams: usize,
    /// How many connections may stay open to one client, by its address.
    #[arg(
        long,
        env = "PASSERELLE_MAX_STREAMS_PER_CLIENT",
        default_value_t = 1_000
    )]
    pub(crate) max_streams_per_client: usize,
    /// How many operations one WebSocket may have at a time.
    #[arg(long, env = "PASSERELLE_MAX_OPERATIONS", default_value_t = 100)]
    pub(crate) max_operations: usize,
    /// The longest message of a WebSocket, in bytes.
    #[arg(long, env = "PASSERELLE_MAX_MESSAGE", default_value_t = 256 * 1024)]
    pub(crate) max_message: usize,
    /// How long the hub goes on serving after it was told to stop, in milliseconds: as long as it takes
    /// a load balancer to see that /health/ready says no.
    #[arg(long, env = "PASSERELLE_SHUTDOWN_DELAY", default_value = "0",
        value_parser = some_milliseconds)]
    pub(crate) shutdown_delay: Duration,
    /// How long what has begun may take to end when the hub stops, in milliseconds.
    #[arg(long, env = "PASSERELLE_DRAIN_TIMEOUT", default_value = "20000",
        value_parser = milliseconds)]
    pub(crate) drain_timeout: Duration,
    /// When the hub stops, its clients come back elsewhere over this time, in milliseconds.
    #[arg(long, env = "PASSERELLE_RECONNECT_WITHIN", default_value = "5000",
        value_parser = some_milliseconds)]
    pub(crate) reconnect_within: Duration,
}

impl Streams {
    /// As the doors take it.
    pub(crate) fn settings(&self) -> server::Streaming {
        server::Streaming {
            heartbeat: self.heartbeat,
            write_timeout: self.write_timeout,
            max_in_all: self.max_streams,
            max_per_client: self.max_streams_per_client,
            max_operations: self.max_operations,
            max_message: self.max_message,
            reconnect_within: self.reconnect_within,
            ..server::Streaming::default()
        }
    }
}
