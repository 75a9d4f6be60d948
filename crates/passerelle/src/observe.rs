//! What the operator sees of a hub that serves.

use std::{io::IsTerminal as _, net::SocketAddr, time::Duration};

use anyhow::{Context as _, bail};
use clap::Args;
use identity::Reception;
use schema::Graph;
use telemetry::{Collector, Recorder, each_time};
use tracing_subscriber::{
    EnvFilter, Layer as _, layer::SubscriberExt as _, util::SubscriberInitExt as _,
};

use crate::cli;

/// What the operator sees of the hub. Its metrics can be read nowhere, unless the first or the second is
/// set.
#[derive(Args, Clone, Debug)]
pub(crate) struct Observe {
    /// Where to listen for `/metrics` alone: an address that only Prometheus reaches.
    #[arg(long, env = "PASSERELLE_METRICS_LISTEN")]
    pub(crate) metrics_listen: Option<SocketAddr>,
    /// What has to be shown for `/metrics`, as `Authorization: Bearer …`, in 16 characters or more.
    /// With it, they can be read beside the other doors, too.
    #[arg(long, env = "PASSERELLE_METRICS_TOKEN", hide_env_values = true)]
    pub(crate) metrics_token: Option<String>,
    /// Operations that take as many milliseconds are logged, without the values that they carry; 0 for
    /// none of them.
    #[arg(long, env = "PASSERELLE_SLOW_OPERATION", value_name = "MILLISECONDS",
        default_value = "1000", value_parser = slow)]
    pub(crate) slow_operation: Duration,
    /// The clients that have series of their own in the metrics whoever else comes, by the names that
    /// they give themselves: `portal,map`. At most 100.
    #[arg(
        long,
        env = "PASSERELLE_METRICS_CLIENTS",
        value_name = "NAMES",
        value_delimiter = ','
    )]
    pub(crate) metrics_clients: Vec<String>,
}

/// A part of a millisecond is enough for whoever wants to see everything.
fn slow(text: &str) -> Result<Duration, String> {
    let milliseconds = text.parse::<f64>().ok();
    let duration = milliseconds.and_then(|ms| Duration::try_from_secs_f64(ms / 1_000.0).ok());
    duration.ok_or_else(|| "write a number of milliseconds, or 0".to_owned())
}

/// How many clients can be named that have series of their own in any case: each has a hundred.
const MOST_CLIENTS: usize = 100;

/// Writes the log from here on, and sends it and traces to a collector, where the variables of
/// OpenTelemetry name one and the hub serves.
///
/// # Errors
/// When one of these variables has a value that cannot be used.
pub(crate) fn log(cli: &cli::Cli) -> anyhow::Result<Collector> {
    let filter = || EnvFilter::try_new(&cli.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let collector = match cli.command {
        cli::Command::Serve(_) | cli::Command::Demo(_) => {
            Collector::of_variables(identity::http::builder().build()?)?
        }
        _ => Collector::default(),
    };
    let lines = tracing_subscriber::fmt::layer()
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    let lines = match cli.log_format {
        cli::LogFormat::Text => lines.with_filter(each_time(filter())).boxed(),
        cli::LogFormat::Json => lines.json().with_filter(each_time(filter())).boxed(),
    };
    tracing_subscriber::registry()
        .with(lines)
        .with(collector.layer(filter()))
        .init();
    Ok(collector)
}

/// Counts from here on, and shows what was counted where the operator wants it.
pub(crate) async fn begin(
    args: &Observe,
    graph: &Graph,
    reception: &Reception,
) -> anyhow::Result<server::Metrics> {
    if !args.slow_operation.is_zero() {
        graph.log_slower_than(args.slow_operation);
    }
    let clients = &args.metrics_clients;
    if clients.len() > MOST_CLIENTS {
        bail!("--metrics-clients: name {MOST_CLIENTS} of them, or fewer");
    }
    if let Some(bad) = clients
        .iter()
        .find(|name| !telemetry::Client::is_name(name))
    {
        bail!("--metrics-clients: `{bad}` is no name that a client can give itself");
    }
    graph.keep_clients(clients);
    let token = args.metrics_token.as_deref();
    if !token.is_none_or(can_be_token) {
        // The value is a secret: it is not repeated.
        bail!("--metrics-token: write 16 or more letters, digits, and -._~+/=");
    }
    let listener = match args.metrics_listen {
        Some(address) => Some(crate::commands::listen(address).await?),
        None => None,
    };
    let recorder = Recorder::install()?;
    tokio::spawn(recorder.clone().tidy());
    let metrics = server::Metrics::new(recorder, token);
    if let Some(listener) = listener {
        let address = listener.local_addr().context("--metrics-listen")?;
        let router = server::metrics_router(graph.clone(), reception.clone(), metrics.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        crate::commands::say(&format!("Its metrics are at http://{address}/metrics."))?;
    }
    Ok(metrics)
}

/// A token that nobody guesses, of the characters that a header can carry (RFC 6750, 2.1).
fn can_be_token(text: &str) -> bool {
    let known = |c: char| c.is_ascii_alphanumeric() || "-._~+/=".contains(c);
    text.len() >= 16 && text.chars().all(known)
}
