//! The files that pages are made with: part of the program, named by their content, so that browsers
//! keep them for good.

use std::sync::LazyLock;

use axum::{
    extract::{Path, RawQuery},
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use sha2::{Digest as _, Sha256};

struct Asset {
    name: &'static str,
    content_type: &'static str,
    bytes: &'static [u8],
    version: String,
}

macro_rules! assets {
    ($($name:literal: $type:literal,)*) => {
        static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| vec![
            $(Asset::new($name, $type, include_bytes!(concat!("../assets/", $name))),)*
        ]);
    };
}

assets! {
    "portal.css": "text/css; charset=utf-8",
    "portal.js": "text/javascript; charset=utf-8",
    "world.svg": "image/svg+xml",
    "icon.svg": "image/svg+xml",
}

impl Asset {
    fn new(name: &'static str, content_type: &'static str, bytes: &'static [u8]) -> Self {
        let hash = Sha256::digest(bytes);
        let version = hash
            .iter()
            .take(6)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Self {
            name,
            content_type,
            bytes,
            version,
        }
    }
}

/// The address of a file.
pub(crate) fn address(name: &str) -> String {
    let version = ASSETS
        .iter()
        .find(|asset| asset.name == name)
        .map(|asset| &*asset.version);
    format!("/assets/{name}?v={}", version.unwrap_or_default())
}

/// `GET /assets/…`.
pub(crate) async fn serve(Path(name): Path<String>, RawQuery(version): RawQuery) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let is_this = version.is_some_and(|query| query == format!("v={}", asset.version));
    let cache = if is_this {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let headers = [
        (header::CONTENT_TYPE, asset.content_type),
        (header::CACHE_CONTROL, cache),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'",
        ),
    ];
    (headers, asset.bytes).into_response()
}
