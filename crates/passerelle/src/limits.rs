//! The flags for what clients may ask.

use std::time::Duration;

use clap::Args;
use limits::Rate;

use crate::cli::milliseconds;

/// What one request may be and take, and how much one client may ask.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Limits (docs/limits.md)")]
pub(crate) struct Limits {
    /// The most tokens that a document may have.
    #[arg(long, env = "PASSERELLE_MAX_TOKENS", value_name = "N",
        default_value_t = limits::Limits::default().tokens,
        value_parser = clap::value_parser!(u64).range(10..=1_000_000))]
    max_tokens: u64,
    /// The most levels that fields may be nested.
    #[arg(long, env = "PASSERELLE_MAX_DEPTH", value_name = "N",
        default_value_t = limits::Limits::default().depth,
        value_parser = clap::value_parser!(u64).range(1..=60))]
    max_depth: u64,
    /// The most values that the answer to one operation may have: what it costs, in points.
    #[arg(long, env = "PASSERELLE_MAX_COST", value_name = "POINTS",
        default_value_t = limits::Limits::default().cost,
        value_parser = clap::value_parser!(u64).range(1..=100_000_000))]
    max_cost: u64,
    /// The most fields that a document may have, with its fragments spread out.
    #[arg(long, env = "PASSERELLE_MAX_FIELDS", value_name = "N",
        default_value_t = limits::Limits::default().fields,
        value_parser = clap::value_parser!(u64).range(1..=100_000))]
    max_fields: u64,
    /// The most aliases that a document may have, with its fragments spread out.
    #[arg(long, env = "PASSERELLE_MAX_ALIASES", value_name = "N",
        default_value_t = limits::Limits::default().aliases,
        value_parser = clap::value_parser!(u64).range(0..=100_000))]
    max_aliases: u64,
    /// The most fields of the root that an operation may have.
    #[arg(long, env = "PASSERELLE_MAX_ROOT_FIELDS", value_name = "N",
        default_value_t = limits::Limits::default().root_fields,
        value_parser = clap::value_parser!(u64).range(1..=10_000))]
    max_root_fields: u64,
    /// The most directives that a document may have, with its fragments spread out.
    #[arg(long, env = "PASSERELLE_MAX_DIRECTIVES", value_name = "N",
        default_value_t = limits::Limits::default().directives,
        value_parser = clap::value_parser!(u64).range(0..=10_000))]
    max_directives: u64,
    /// The most fragments that a document may define.
    #[arg(long, env = "PASSERELLE_MAX_FRAGMENTS", value_name = "N",
        default_value_t = limits::Limits::default().fragments,
        value_parser = clap::value_parser!(u64).range(0..=10_000))]
    max_fragments: u64,
    /// How often a document may spread its fragments.
    #[arg(long, env = "PASSERELLE_MAX_SPREADS", value_name = "N",
        default_value_t = limits::Limits::default().spreads,
        value_parser = clap::value_parser!(u64).range(0..=100_000))]
    max_spreads: u64,
    /// The most bytes that variables may have.
    #[arg(long, env = "PASSERELLE_MAX_VARIABLES", value_name = "BYTES",
        default_value_t = limits::Limits::default().variables)]
    max_variables: u64,
    /// The most bytes that the arguments of a document may have, with its variables wherever they are used.
    #[arg(long, env = "PASSERELLE_MAX_ARGUMENTS", value_name = "BYTES",
        default_value_t = limits::Limits::default().arguments)]
    max_arguments: u64,
    /// How long a query may be executed, in milliseconds.
    #[arg(long, env = "PASSERELLE_EXECUTION_TIMEOUT", value_name = "MS",
        default_value = "20000", value_parser = milliseconds)]
    execution_timeout: Duration,
    /// How many operations of one client may be under way at the same time.
    #[arg(long, env = "PASSERELLE_MAX_CONCURRENT", value_name = "N",
        default_value_t = limits::Limits::default().concurrent,
        value_parser = clap::value_parser!(u32).range(1..=100_000))]
    max_concurrent: u32,
    /// What all operations under way in this process may cost together; others wait. It bounds the
    /// memory that answers take.
    #[arg(long, env = "PASSERELLE_MAX_RUNNING", value_name = "POINTS",
        default_value_t = limits::Limits::default().running,
        value_parser = clap::value_parser!(u32).range(1..=100_000_000))]
    max_running: u32,
    /// What an address may ask that shows no token and no session: points at once, and points that
    /// come back in a minute.
    #[arg(long, env = "PASSERELLE_RATE_ADDRESS", value_name = "POINTS:PER_MINUTE",
        default_value_t = limits::Limits::default().address)]
    rate_address: Rate,
    /// What a session may ask, or a person with a token of another issuer.
    #[arg(long, env = "PASSERELLE_RATE_SESSION", value_name = "POINTS:PER_MINUTE",
        default_value_t = limits::Limits::default().session)]
    rate_session: Rate,
    /// What a token of the hub may ask.
    #[arg(long, env = "PASSERELLE_RATE_TOKEN", value_name = "POINTS:PER_MINUTE",
        default_value_t = limits::Limits::default().token)]
    rate_token: Rate,
    /// How many tokens that are none an address may show, at once and in a minute.
    #[arg(long, env = "PASSERELLE_RATE_WRONG_TOKENS", value_name = "TOKENS:PER_MINUTE",
        default_value_t = limits::Limits::default().wrong_tokens)]
    rate_wrong_tokens: Rate,
}

impl From<&Limits> for limits::Limits {
    fn from(flags: &Limits) -> Self {
        Self {
            tokens: flags.max_tokens,
            depth: flags.max_depth,
            cost: flags.max_cost,
            fields: flags.max_fields,
            aliases: flags.max_aliases,
            root_fields: flags.max_root_fields,
            directives: flags.max_directives,
            fragments: flags.max_fragments,
            spreads: flags.max_spreads,
            variables: flags.max_variables,
            arguments: flags.max_arguments,
            execution: flags.execution_timeout,
            concurrent: flags.max_concurrent,
            running: flags.max_running,
            address: flags.rate_address,
            session: flags.rate_session,
            token: flags.rate_token,
            wrong_tokens: flags.rate_wrong_tokens,
        }
    }
}
