//! Signing in, one's own account, the staff of an organisation, the audit chain.

pub mod audit;
pub mod first;
pub mod me;
pub mod sign_in;
pub mod staff;
pub mod start;

use axum::http::header::SET_COOKIE;
use axum::response::Response;
use kernel::Instant;
use ring::digest::{SHA256, digest};
use web::Visit;

/// The name of this browser as the database knows it.
fn browser_of(visit: &Visit) -> Vec<u8> {
    digest(&SHA256, visit.device().as_bytes()).as_ref()[..16].to_vec()
}

/// Gives the browser its session. On a shared computer the cookie ends with the browser; the server ends it sooner.
fn with_session(visit: &Visit, mut response: Response, token: &str, shared: bool) -> Response {
    let seconds = if shared { 12 * 3_600 } else { 30 * Instant::DAY / Instant::SECOND };
    if let Some(cookie) = web::set_cookie(visit.house(), web::SESSION, token, seconds) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// Only a path of our own may be gone back to.
fn safe_path(path: &str) -> &str {
    if path.starts_with('/') && !path.starts_with("//") && !path.contains('\\') { path } else { "/" }
}
