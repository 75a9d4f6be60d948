//! All doors, and what holds for each of them.

use std::{io, time::Duration};

use axum::{
    Router,
    extract::FromRef,
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware,
    response::Redirect,
    routing::get,
};
use schema::Graph;
use tokio::net::TcpListener;
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, limit::RequestBodyLimitLayer,
    set_header::SetResponseHeaderLayer, timeout::TimeoutLayer, trace::TraceLayer,
};

use crate::{error, explorer, graphql, health};

/// What an operator can set.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The longest body of a request, in bytes.
    pub max_body: usize,
    /// A request that takes longer is given up.
    pub timeout: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            max_body: 1024 * 1024,
            timeout: Duration::from_secs(30),
        }
    }
}

/// What the handlers work with.
#[derive(Clone, FromRef)]
pub(crate) struct Hub {
    pub(crate) graph: Graph,
}

/// All doors of a hub.
pub fn router(graph: Graph, options: Options) -> Router {
    let fixed = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    Router::new()
        .route("/", get(|| async { Redirect::temporary("/graphiql") }))
        .route("/graphql", get(graphql::get).post(graphql::post))
        .route("/graphiql", get(explorer::page))
        .route("/graphiql/assets/{file}", get(explorer::asset))
        .route("/schema.graphql", get(graphql::contract))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/favicon.ico", get(|| async { StatusCode::NO_CONTENT }))
        .fallback(error::not_found)
        .method_not_allowed_fallback(error::method_not_allowed)
        .with_state(Hub { graph })
        .layer(RequestBodyLimitLayer::new(options.max_body))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::GATEWAY_TIMEOUT,
            options.timeout,
        ))
        .layer(middleware::map_response(error::as_json))
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(header::REFERRER_POLICY, "no-referrer"))
        .layer(CompressionLayer::new())
        .layer(TraceLayer::new_for_http())
}

/// Serves a hub until `shutdown`; requests that have begun are answered first.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    options: Options,
    graph: Graph,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    axum::serve(listener, router(graph, options))
        .with_graceful_shutdown(shutdown)
        .await
}
