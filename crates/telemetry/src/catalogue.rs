//! Every metric of the hub, in one place.

use metrics::Unit;

/// What a metric is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// Only grows, until the process ends.
    Counter,
    /// Goes up and down.
    Gauge,
    /// How often values fell into each of these buckets, by their upper bounds.
    Histogram(&'static [f64]),
}

/// A metric, and what it tells.
#[derive(Clone, Copy, Debug)]
pub struct Metric {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// What it counts in.
    pub unit: Unit,
    /// What it tells, for operators.
    pub help: &'static str,
}

/// Seconds that a person waits for.
const WAITS: Kind = Kind::Histogram(&[
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0,
]);

/// Seconds that a statement takes.
const STATEMENTS: Kind = Kind::Histogram(&[
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 10.0,
]);

/// Small numbers.
const COUNTS: Kind =
    Kind::Histogram(&[0.0, 1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 20.0, 35.0, 50.0, 100.0]);

/// What something costs.
const COSTS: Kind = Kind::Histogram(&[
    1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1_000.0, 3_000.0, 10_000.0, 30_000.0, 100_000.0,
]);

const fn counter(name: &'static str, help: &'static str) -> Metric {
    metric(name, Kind::Counter, Unit::Count, help)
}

const fn metric(name: &'static str, kind: Kind, unit: Unit, help: &'static str) -> Metric {
    Metric {
        name,
        kind,
        unit,
        help,
    }
}

/// Every metric of the hub. Add yours at the end of its part.
pub const CATALOGUE: &[Metric] = &[
    // --- HTTP ---
    metric(
        "passerelle_http_requests_total",
        Kind::Counter,
        Unit::Count,
        "Requests that were answered, by door (the route), method and status.",
    ),
    metric(
        "passerelle_http_request_duration_seconds",
        WAITS,
        Unit::Seconds,
        "Time from the head of a request to the head of its answer, by door.",
    ),
    metric(
        "passerelle_http_body_bytes",
        Kind::Gauge,
        Unit::Bytes,
        "Memory that the bodies of requests take: those that are received, and those that are answered.",
    ),
    counter(
        "passerelle_http_bodies_refused_total",
        "Bodies that were not taken, by the code of the reason: too long, too slow, no room, broken.",
    ),
    metric(
        "passerelle_http_answer_bytes",
        Kind::Gauge,
        Unit::Bytes,
        "Memory that long answers take while they are sent.",
    ),
    counter(
        "passerelle_http_answers_broken_off_total",
        "Answers of which nothing was taken for a second, and that made room for others.",
    ),
    // --- operations ---
    counter(
        "passerelle_operations_total",
        "Operations that ended, by name, client, type and outcome (ok, errors, refused, failed, abandoned).",
    ),
    counter(
        "passerelle_operations_refused_total",
        "Operations that were not run, by name, client and the code of the reason.",
    ),
    counter(
        "passerelle_client_operations_total",
        "Operations of the clients that say who they are, by client and version.",
    ),
    metric(
        "passerelle_operations_running",
        Kind::Gauge,
        Unit::Count,
        "Operations that are being answered, by type.",
    ),
    metric(
        "passerelle_operation_duration_seconds",
        WAITS,
        Unit::Seconds,
        "How long operations took, by type.",
    ),
    metric(
        "passerelle_operation_sql_statements",
        COUNTS,
        Unit::Count,
        "How many SQL statements an operation took, by type: many mean an expensive query.",
    ),
    metric(
        "passerelle_operation_sql_waves",
        COUNTS,
        Unit::Count,
        "How many waves of statements an operation waited for, one after the other, by type.",
    ),
    metric(
        "passerelle_operation_cost",
        COSTS,
        Unit::Count,
        "What operations cost by the rules of the limits, by type.",
    ),
    counter(
        "passerelle_operations_cost_total",
        "What the operations of a client have cost together, by client: who uses most of the hub.",
    ),
    counter(
        "passerelle_errors_total",
        "Errors that clients were told, by their code; INTERNAL is a failure of the hub.",
    ),
    // --- the database ---
    metric(
        "passerelle_sql_statement_duration_seconds",
        STATEMENTS,
        Unit::Seconds,
        "How long SQL statements took, by kind (select, insert, update, delete, commit, other).",
    ),
    metric(
        "passerelle_database_wait_seconds",
        STATEMENTS,
        Unit::Seconds,
        "How long it took to get a connection, or the turn to write, by pool (read, write).",
    ),
    metric(
        "passerelle_database_connections",
        Kind::Gauge,
        Unit::Count,
        "Open connections of this process to its database, by pool (read, write) and state (used, idle).",
    ),
    metric(
        "passerelle_database_connections_max",
        Kind::Gauge,
        Unit::Count,
        "How many connections a pool can have: with all of them used, requests wait.",
    ),
    // --- the log ---
    metric(
        "passerelle_log_position",
        Kind::Gauge,
        Unit::Count,
        "The last position of the log that this process has seen: replicas should not differ for long.",
    ),
    metric(
        "passerelle_log_tail_lag",
        Kind::Gauge,
        Unit::Count,
        "Activities that this process knows to be committed and has not told its subscribers of yet.",
    ),
    // --- letters ---
    metric(
        "passerelle_outbox_letters",
        Kind::Gauge,
        Unit::Count,
        "Letters that wait to be sent, in the whole network: many mean that the mail server is away.",
    ),
    // --- streams ---
    metric(
        "passerelle_streams_open",
        Kind::Gauge,
        Unit::Count,
        "Connections that stay open: WebSockets, event streams and multipart answers.",
    ),
    // --- caches ---
    counter(
        "passerelle_cache_hits_total",
        "What was asked for and found in a cache of this process, by cache.",
    ),
    counter(
        "passerelle_cache_misses_total",
        "What was asked for and not found in a cache of this process, by cache.",
    ),
    // --- subscriptions ---
    metric(
        "passerelle_live_subscriptions",
        Kind::Gauge,
        Unit::Count,
        "Subscriptions that are open in this process.",
    ),
    metric(
        "passerelle_live_groups",
        Kind::Gauge,
        Unit::Count,
        "Groups of subscriptions that share their executions: many of one each cost most.",
    ),
    metric(
        "passerelle_live_waiting_bytes",
        Kind::Gauge,
        Unit::Bytes,
        "Answers in memory that some subscriber has not taken yet.",
    ),
    counter(
        "passerelle_live_executions_total",
        "How often a subscription was executed for an activity.",
    ),
    counter(
        "passerelle_live_deliveries_total",
        "Answers that were handed out to subscribers.",
    ),
    metric(
        "passerelle_live_redis_connected",
        Kind::Gauge,
        Unit::Count,
        "1 while the replicas wake each other by Redis; 0 while each asks the database twice a second.",
    ),
    metric(
        "passerelle_clock_elected",
        Kind::Gauge,
        Unit::Count,
        "1 on the replica that looks at the clock for all.",
    ),
    // --- limits ---
    counter(
        "passerelle_limits_refused_total",
        "Requests that passed a limit and were not run, by limit (the code of the error).",
    ),
    counter(
        "passerelle_limits_without_redis_total",
        "Requests whose client was counted by this process alone, because the shared Redis was away.",
    ),
];
