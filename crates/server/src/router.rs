//! All doors, and what holds for each of them.

use std::{io, net::SocketAddr, time::Duration};

use axum::{
    Router,
    extract::{FromRef, Request, connect_info::IntoMakeServiceWithConnectInfo},
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse as _, Redirect, Response},
    routing::{get, post},
};
use identity::{Reception, TrustedProxies};
use schema::Graph;
use tokio::net::TcpListener;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    cors::{AllowHeaders, AllowOrigin, CorsLayer},
    limit::RequestBodyLimitLayer,
    set_header::SetResponseHeaderLayer,
    timeout::TimeoutLayer,
};

use crate::{
    Metrics, asker::MANDATE, auth, cookies::Cookies, error, explorer, graphql, health, metrics,
    observe,
};

/// The most that the headers of a request may have in all, in bytes.
const MAX_HEADERS: usize = 32 * 1024;
/// How long a browser may remember what another origin may ask.
const PREFLIGHT: Duration = Duration::from_secs(24 * 3600);

/// What an operator can set.
#[derive(Clone, Debug)]
pub struct Options {
    /// The longest body of a request, in bytes.
    pub max_body: usize,
    /// A request that takes longer is given up.
    pub timeout: Duration,
    /// The origins whose pages may use the graph, with bearer tokens.
    pub cors: Cors,
    /// The proxies whose word is taken for who asks.
    pub trusted_proxies: TrustedProxies,
    /// What has been counted, at `/metrics`. Without a token of its own it is not shown here.
    pub metrics: Option<Metrics>,
}

/// The origins whose pages may use the graph. None of them gets to use this hub's cookies.
#[derive(Clone, Debug, Default)]
pub enum Cors {
    /// No other origin.
    #[default]
    None,
    /// These: `https://frontend.example`.
    These(Vec<HeaderValue>),
    /// Every origin.
    Any,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            max_body: 1024 * 1024,
            timeout: Duration::from_secs(30),
            cors: Cors::default(),
            trusted_proxies: TrustedProxies::default(),
            metrics: None,
        }
    }
}

/// What the handlers work with.
#[derive(Clone, FromRef)]
pub(crate) struct Hub {
    pub(crate) graph: Graph,
    pub(crate) reception: Reception,
    pub(crate) cookies: Cookies,
    pub(crate) trusted_proxies: TrustedProxies,
}

/// All doors of a hub.
pub fn router(graph: Graph, reception: Reception, options: Options) -> Router {
    let fixed = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    let cookies = Cookies {
        secure: reception.public_url().is_secure(),
    };
    // What frontends of other origins build on.
    let open = Router::new()
        .route("/graphql", get(graphql::get).post(graphql::post))
        .route("/schema.graphql", get(graphql::contract))
        // Here already, so that the layer answers the preflights, which are of no other method.
        .method_not_allowed_fallback(error::method_not_allowed)
        .layer(cors(&options.cors));
    let clock = graph.log().clock().clone();
    let metrics = (options.metrics)
        .filter(Metrics::has_token)
        .map(|metrics| metrics::routes(graph.clone(), reception.clone(), metrics))
        .unwrap_or_default();
    Router::new()
        .merge(open)
        .route("/", get(|| async { Redirect::temporary("/graphiql") }))
        .route("/graphiql", get(explorer::page))
        .route("/graphiql/assets/{file}", get(explorer::asset))
        .route("/auth/sign-in", get(auth::sign_in).post(auth::ask_for_link))
        .route("/auth/link", get(auth::link).post(auth::use_link))
        .route(
            "/auth/invitation",
            get(auth::invitation).post(auth::take_up),
        )
        .route("/auth/oidc/{provider}", get(auth::to_provider))
        .route("/auth/oidc/{provider}/back", get(auth::back))
        .route("/auth/sign-out", post(auth::sign_out))
        .route("/auth/style.css", get(auth::style))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/favicon.ico", get(|| async { StatusCode::NO_CONTENT }))
        .fallback(error::not_found)
        .method_not_allowed_fallback(error::method_not_allowed)
        .with_state(Hub {
            graph,
            reception,
            cookies,
            trusted_proxies: options.trusted_proxies,
        })
        .merge(metrics)
        .layer(RequestBodyLimitLayer::new(options.max_body))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::GATEWAY_TIMEOUT,
            options.timeout,
        ))
        .layer(middleware::from_fn(limit_headers))
        .layer(middleware::map_response(error::as_json))
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        // Not `no-referrer`: with that, a browser says of our own forms that they come from `null`.
        .layer(fixed(header::REFERRER_POLICY, "same-origin"))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn_with_state(clock, observe::watch))
}

fn cors(cors: &Cors) -> CorsLayer {
    let origins = match cors {
        Cors::None => AllowOrigin::list([]),
        Cors::These(origins) => AllowOrigin::list(origins.clone()),
        Cors::Any => AllowOrigin::any(),
    };
    CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers(AllowHeaders::list(observe::headers().chain([
            header::ACCEPT,
            header::ACCEPT_LANGUAGE,
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            MANDATE,
        ])))
        .expose_headers([
            header::RETRY_AFTER,
            observe::REQUEST_ID,
            HeaderName::from_static("server-timing"),
        ])
        .max_age(PREFLIGHT)
}

/// Refuses headers that are larger than anybody needs.
async fn limit_headers(request: Request, next: Next) -> Response {
    let size = |(name, value): (&HeaderName, &HeaderValue)| name.as_str().len() + value.len();
    if request.headers().iter().map(size).sum::<usize>() <= MAX_HEADERS {
        return next.run(request).await;
    }
    let message = format!("The headers of a request have at most {MAX_HEADERS} bytes in all.");
    let status = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
    error::DoorError::new(status, "HEADERS_TOO_LARGE", message).into_response()
}

/// All doors, for a listener of TCP.
pub fn service(
    graph: Graph,
    reception: Reception,
    options: Options,
) -> IntoMakeServiceWithConnectInfo<Router, SocketAddr> {
    router(graph, reception, options).into_make_service_with_connect_info()
}

/// Serves a hub until `shutdown`; requests that have begun are answered first.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    options: Options,
    graph: Graph,
    reception: Reception,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    axum::serve(listener, service(graph, reception, options))
        .with_graceful_shutdown(shutdown)
        .await
}
