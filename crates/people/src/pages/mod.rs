//! Signing in, one's own account, the staff of an organisation, its classes, people and rosters, its sessions, the audit chain.

pub mod audit;
mod audit_words;
pub mod classes;
pub mod factor;
pub mod first;
pub mod half;
pub mod me;
mod packed;
pub mod password;
pub mod people;
pub mod personal;
pub mod privacy;
pub mod rosters;
pub mod sessions;
pub mod sign_in;
mod slip;
pub mod staff;
pub mod start;

use axum::http::header::SET_COOKIE;
use axum::response::Response;
use kernel::{Instant, Role, Text};
use ring::digest::{SHA256, digest};
use web::Visit;

use crate::model::agent::{Name, named};
use crate::model::sign_in::whence::Whence;
use crate::model::sign_in::{Device, longest_life};

use crate::model::roster::certificate::{Certificate, Kind};
use crate::model::roster::codes::StudentStatus;

/// The name of this browser as the database knows it.
fn browser_of(visit: &Visit) -> Vec<u8> {
    digest(&SHA256, visit.device().as_bytes()).as_ref()[..16].to_vec()
}

/// Whether administrators work where this request comes from.
fn whence_of(visit: &Visit) -> Whence {
    if visit.is_near() {
        Whence::Near
    } else {
        Whence::Elsewhere
    }
}

/// Gives the browser its session. The server ends it sooner: by its rest, and by its longest life.
fn with_session(visit: &Visit, mut response: Response, token: &str, device: Device) -> Response {
    let seconds = longest_life(Role::Student, device) / Instant::SECOND;
    if let Some(cookie) = web::set_cookie(visit.house(), web::SESSION, token, seconds) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// What a browser called itself, in a person's words.
fn agent_words(visit: &Visit, agent: &str) -> String {
    let said = |name| match name {
        Name::Brand(brand) => brand.to_owned(),
        Name::Key(key) => visit.text(&Text::new(key)),
    };
    let (browser, system) = named(agent);
    format!("{} · {}", said(browser), said(system))
}

/// The word of a stored code; empty where there is no code.
fn words(visit: &Visit, prefix: &str, code: &str) -> String {
    if code.is_empty() {
        return String::new();
    }
    visit.text(&Text {
        key: format!("{prefix}{code}").into(),
        args: Vec::new(),
    })
}

/// A certificate number as a page shows it; empty where there is none.
fn masked(kind: &str, number: &str) -> String {
    let certificate = Kind::from_code(kind).and_then(|kind| Certificate::parse(kind, number).ok());
    certificate
        .map(|certificate| certificate.masked())
        .unwrap_or_default()
}

/// The kind of state that a student status is shown as.
pub(crate) fn status_kind(code: &str) -> &'static str {
    match StudentStatus::parse(code) {
        Ok(status) if status.has_left() => "mute",
        Ok(StudentStatus::SUSPENDED) => "wait",
        _ => "ok",
    }
}
