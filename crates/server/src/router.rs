//! All doors, and what holds for each of them.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRef, Request},
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use documents::Documents;
use futures::{FutureExt as _, future::BoxFuture};
use identity::{Reception, TrustedProxies};
use live::Live;
use portal::Wording;
use schema::Graph;
use tokio::net::TcpListener;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, NotForContentType, Predicate as _},
    },
    cors::{AllowHeaders, AllowOrigin, CorsLayer},
    set_header::SetResponseHeaderLayer,
    timeout::TimeoutLayer,
};

use crate::{
    Metrics,
    asker::MANDATE,
    auth,
    bodies::{self, Bodies, Receiving},
    clients::{GoodTokens, RATE_HEADERS},
    connections::{self, Patience},
    cookies::Cookies,
    error, explorer, graphql, health,
    kept::{Kept, PageCache},
    metrics, observe, pages,
    sending::Sending,
    streams::{Phase, Streaming, Streams},
    ws,
};

/// The most that the headers of a request may have in all, in bytes.
const MAX_HEADERS: usize = 32 * 1024;
/// The longest address of a request, in bytes.
const MAX_ADDRESS: usize = 32 * 1024;
/// How long a browser may remember what another origin may ask.
const PREFLIGHT: Duration = Duration::from_secs(24 * 3600);

/// What an operator can set.
#[derive(Clone, Debug)]
pub struct Options {
    /// The bodies of requests.
    pub receiving: Receiving,
    /// How many bytes all answers together may have that are being sent.
    pub max_sending: usize,
    /// A request that takes longer is given up.
    pub timeout: Duration,
    /// How long a connection may be open before its first request is there, or between one answer and
    /// the next request. Longer than a proxy keeps connections that it does not use: else it would
    /// send a request as the hub lets go.
    pub idle_timeout: Duration,
    /// The origins whose pages may use the graph, with bearer tokens.
    pub cors: Cors,
    /// The proxies whose word is taken for who asks.
    pub trusted_proxies: TrustedProxies,
    /// What has been counted, at `/metrics`. Without a token of its own it is not shown here.
    pub metrics: Option<Metrics>,
    /// How many operations a request may have as a list; with 0, lists are not taken.
    pub max_batch: usize,
    /// For how long an answer to anybody may be kept without asking again.
    pub public_max_age: Duration,
    /// Documents that are named and not sent.
    pub documents: documents::Options,
    /// The doors that stay open.
    pub streaming: Streaming,
    /// What the pages say.
    pub wording: Wording,
    /// Answers to pages, kept for the next visitor.
    pub page_cache: PageCache,
    /// How long the hub goes on serving after it was told to stop, so that whoever sends it clients
    /// sees first that it is not ready any more.
    pub shutdown_delay: Duration,
    /// How long what has begun may take to end when the hub stops.
    pub drain_timeout: Duration,
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
            receiving: Receiving::default(),
            max_sending: 64 * 1024 * 1024,
            timeout: Duration::from_secs(30),
            idle_timeout: Duration::from_secs(75),
            cors: Cors::default(),
            trusted_proxies: TrustedProxies::default(),
            metrics: None,
            max_batch: 0,
            public_max_age: Duration::ZERO,
            documents: documents::Options::default(),
            streaming: Streaming::default(),
            wording: Wording::default(),
            page_cache: PageCache::default(),
            shutdown_delay: Duration::ZERO,
            drain_timeout: Duration::from_secs(20),
        }
    }
}

/// What the handlers work with.
#[derive(Clone, FromRef)]
pub(crate) struct Hub {
    pub(crate) graph: Graph,
    pub(crate) reception: Reception,
    pub(crate) live: Live,
    pub(crate) cookies: Cookies,
    pub(crate) trusted_proxies: TrustedProxies,
    pub(crate) documents: Documents,
    #[from_ref(skip)]
    pub(crate) max_batch: usize,
    #[from_ref(skip)]
    pub(crate) public_max_age: Duration,
    pub(crate) good_tokens: GoodTokens,
    pub(crate) cors: Arc<Cors>,
    pub(crate) streams: Streams,
    pub(crate) sending: Sending,
    pub(crate) wording: Wording,
    pub(crate) kept: Kept,
    #[from_ref(skip)]
    pub(crate) timeout: Duration,
}

impl Cors {
    /// Whether pages of this origin may use the graph.
    pub(crate) fn allows(&self, origin: &HeaderValue) -> bool {
        match self {
            Self::None => false,
            Self::These(origins) => origins.contains(origin),
            Self::Any => true,
        }
    }
}

/// All doors of a hub.
pub fn router(graph: Graph, reception: Reception, live: Live, options: Options) -> Router {
    let streams = Streams::new(options.streaming);
    doors(graph, reception, live, options, streams)
}

fn doors(
    graph: Graph,
    reception: Reception,
    live: Live,
    options: Options,
    streams: Streams,
) -> Router {
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
    let bodies = Bodies::new(options.receiving);
    let clock = graph.log().clock().clone();
    let metrics = (options.metrics)
        .filter(Metrics::has_token)
        .map(|metrics| metrics::routes(graph.clone(), reception.clone(), metrics))
        .unwrap_or_default();
    let hub = Hub {
        documents: Documents::new(graph.db().clone(), options.documents),
        max_batch: options.max_batch,
        public_max_age: options.public_max_age,
        graph,
        reception,
        live,
        cookies,
        trusted_proxies: options.trusted_proxies,
        good_tokens: GoodTokens::default(),
        cors: Arc::new(options.cors),
        streams,
        sending: Sending::new(options.max_sending),
        wording: options.wording,
        kept: Kept::new(options.page_cache),
        timeout: options.timeout,
    };
    let pages = portal::routes();
    let pages = pages
        .with_state(())
        .layer(middleware::from_fn_with_state(hub.clone(), pages::welcome));
    Router::new()
        .merge(open)
        .merge(pages)
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
        .fallback(pages::not_found)
        .method_not_allowed_fallback(error::method_not_allowed)
        .with_state(hub)
        .merge(metrics)
        // The bodies that get here are as long as they may be.
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(bodies, bodies::receive))
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
        // What goes on is passed on as it comes: the layer would wait until there is enough of it.
        .layer(
            CompressionLayer::new().compress_when(
                DefaultPredicate::new().and(NotForContentType::new("multipart/mixed")),
            ),
        )
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
            header::IF_NONE_MATCH,
            HeaderName::from_static("last-event-id"),
            MANDATE,
            graphql::request::AT_LEAST,
        ])))
        .expose_headers(
            RATE_HEADERS
                .into_iter()
                .chain([
                    header::ETAG,
                    header::RETRY_AFTER,
                    observe::REQUEST_ID,
                    HeaderName::from_static("server-timing"),
                ])
                .collect::<Vec<_>>(),
        )
        .max_age(PREFLIGHT)
}

/// Refuses headers and addresses that are larger than anybody needs.
async fn limit_headers(request: Request, next: Next) -> Response {
    let address = request.uri().path_and_query();
    if address.is_some_and(|address| address.as_str().len() > MAX_ADDRESS) {
        let message =
            format!("The address of a request has at most {MAX_ADDRESS} bytes: send this by POST.");
        let status = StatusCode::URI_TOO_LONG;
        return error::DoorError::new(status, "ADDRESS_TOO_LONG", message).into_response();
    }
    let size = |(name, value): (&HeaderName, &HeaderValue)| name.as_str().len() + value.len();
    if request.headers().iter().map(size).sum::<usize>() <= MAX_HEADERS {
        return next.run(request).await;
    }
    let message = format!("The headers of a request have at most {MAX_HEADERS} bytes in all.");
    let status = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
    error::DoorError::new(status, "HEADERS_TOO_LARGE", message).into_response()
}

/// Serves a hub until `shutdown`, and then lets it go: nobody new is let in, requests that have begun
/// are answered, mutations run to their end, and what stays open is ended so that it goes on at another
/// replica.
pub fn serve(
    listener: TcpListener,
    options: Options,
    graph: Graph,
    reception: Reception,
    live: Live,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> BoxFuture<'static, ()> {
    // Boxed, so that all that serving comes to is compiled here, and not in each crate that serves.
    serve_until(listener, options, graph, reception, live, shutdown.boxed()).boxed()
}

async fn serve_until(
    listener: TcpListener,
    options: Options,
    graph: Graph,
    reception: Reception,
    live: Live,
    shutdown: BoxFuture<'static, ()>,
) {
    let streams = Streams::new(options.streaming);
    let (delay, limit) = (options.shutdown_delay, options.drain_timeout);
    let patience = Patience {
        request: options.idle_timeout,
        // A WebSocket says first why it is closed.
        write: options.streaming.write_timeout + ws::LINGER,
    };
    let doors = doors(graph.clone(), reception, live, options, streams.clone());
    let stop = async {
        shutdown.await;
        streams.enter_phase(Phase::Leaving);
        tokio::time::sleep(delay).await;
        streams.enter_phase(Phase::Draining);
    };
    let served = connections::serve(listener, doors, patience, || streams.draining());
    let done = async {
        tokio::join!(stop, served);
        streams.gone().await;
        graph.written().await;
    };
    let late = async {
        streams.draining().await;
        tokio::time::sleep(limit).await;
    };
    tokio::select! {
        () = done => {}
        () = late => tracing::warn!(open = streams.open(), "stopped before all had ended"),
    }
}
