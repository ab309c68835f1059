//! Files of the browser side, packed into the binary and served for ever under the version's address.

use axum::extract::Path;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

/// One file in its three forms.
pub struct Asset {
    name: &'static str,
    plain: &'static [u8],
    brotli: &'static [u8],
    gzip: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The address of an asset.
pub fn address(name: &str) -> String {
    format!("/assets/{VERSION}/{name}")
}

/// `GET /assets/{version}/{name}`: an address of an older version still gets the present file, but is not kept.
pub async fn serve(Path((version, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let keep = if version == VERSION {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    answer(&name, keep, &headers)
}

/// `GET /sw.js`: the service worker has to stand at the root to serve every page.
pub async fn worker(headers: HeaderMap) -> Response {
    answer("sw.js", "no-cache", &headers)
}

fn answer(name: &str, keep: &'static str, headers: &HeaderMap) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let accepted = headers
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let small = |packed: &[u8]| packed.len() < asset.plain.len();
    let (body, encoding) = if accepted.contains("br") && small(asset.brotli) {
        (asset.brotli, Some("br"))
    } else if accepted.contains("gzip") && small(asset.gzip) {
        (asset.gzip, Some("gzip"))
    } else {
        (asset.plain, None)
    };
    let mut response = (
        [
            (CONTENT_TYPE, media_type(name)),
            (CACHE_CONTROL, keep),
            (VARY, "Accept-Encoding"),
        ],
        body,
    )
        .into_response();
    if let Some(encoding) = encoding {
        response
            .headers_mut()
            .insert(CONTENT_ENCODING, axum::http::HeaderValue::from_static(encoding));
    }
    response
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("png") => "image/png",
        _ => "text/plain; charset=utf-8",
    }
}
