//! What the operator sees of a hub that serves.

use anyhow::{Context as _, bail};
use schema::Graph;
use telemetry::Recorder;

use crate::cli;

/// Counts from here on, and shows what was counted where the operator wants it.
pub(crate) async fn metrics(args: &cli::Metrics, graph: &Graph) -> anyhow::Result<server::Metrics> {
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
        let router = server::metrics_router(graph.clone(), metrics.clone());
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
