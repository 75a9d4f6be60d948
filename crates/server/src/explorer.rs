//! GraphiQL, from the files beside this crate: it works without a network.

use axum::{
    extract::{Path, RawQuery},
    http::header,
    response::{Html, IntoResponse, Response},
};

use crate::error;

/// Monaco makes its styles as it goes; nothing else may come from elsewhere than here.
const POLICY: &str = "default-src 'none'; script-src 'self'; worker-src 'self'; \
     style-src 'self' 'unsafe-inline'; font-src data:; img-src 'self' data:; connect-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

macro_rules! assets {
    ($($name:literal: $type:literal,)*) => {
        const ASSETS: &[(&str, &str, &[u8])] = &[
            $(($name, $type, include_bytes!(concat!("../assets/graphiql/assets/", $name))),)*
        ];
    };
}

assets! {
    "graphiql.js": "text/javascript; charset=utf-8",
    "graphiql.css": "text/css; charset=utf-8",
    "editor.worker.js": "text/javascript; charset=utf-8",
    "json.worker.js": "text/javascript; charset=utf-8",
    "graphql.worker.js": "text/javascript; charset=utf-8",
    "LICENSES.txt": "text/plain; charset=utf-8",
}

/// `GET /graphiql`.
pub(crate) async fn page() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, Html(include_str!("../assets/graphiql/index.html")))
}

/// `GET /graphiql/assets/…`.
pub(crate) async fn asset(Path(file): Path<String>, RawQuery(version): RawQuery) -> Response {
    let Some((_, content_type, bytes)) = ASSETS.iter().find(|(name, ..)| *name == file) else {
        return error::not_found().await.into_response();
    };
    // The page asks for each file by the hash of its content.
    let cache = if version.is_some() {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let headers = [
        (header::CONTENT_TYPE, *content_type),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, cache),
    ];
    (headers, *bytes).into_response()
}
