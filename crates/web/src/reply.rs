//! Answers: a page, a redirect, a file, a refusal.

use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue, LOCATION, SET_COOKIE,
};
use axum::response::{IntoResponse, Response};
use kernel::{Error, Text};

use crate::{Visit, cookie};

/// What a handler answers.
pub type Answer = Result<Response, Refused>;

/// A refusal on its way to the border, where it becomes a status and a page.
#[derive(Clone, Debug)]
pub struct Refused(pub(crate) Arc<Error>, pub(crate) Option<StatusCode>);

impl Refused {
    /// The body was larger than the house takes.
    pub fn too_large() -> Self {
        Self(Arc::new(Error::NotFound), Some(StatusCode::PAYLOAD_TOO_LARGE))
    }

    /// Its status.
    pub fn status(&self) -> StatusCode {
        self.1.unwrap_or(match *self.0 {
            Error::NotFound => StatusCode::NOT_FOUND,
            Error::Denied(_) => StatusCode::FORBIDDEN,
            Error::SignIn => StatusCode::UNAUTHORIZED,
            Error::Conflict(_) => StatusCode::CONFLICT,
            Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Error::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Error::Busy | Error::Unsure => StatusCode::SERVICE_UNAVAILABLE,
            Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        })
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self(Arc::new(error), None)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// A page.
///
/// # Errors
/// A template that cannot be rendered.
pub fn html(page: &impl Template) -> Answer {
    with_status(StatusCode::OK, page)
}

/// A page with a status of its own, such as 422 for a refused form.
///
/// # Errors
/// A template that cannot be rendered.
pub fn with_status(status: StatusCode, page: &impl Template) -> Answer {
    let body = page.render().map_err(Error::internal)?;
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CACHE_CONTROL, "no-store"),
    ];
    Ok((status, headers, body).into_response())
}

/// JSON for a script of ours.
///
/// # Errors
/// A value that cannot be written.
pub fn json(status: StatusCode, value: &impl serde::Serialize) -> Answer {
    let body = serde_json::to_string(value).map_err(Error::internal)?;
    Ok((
        status,
        [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")],
        body,
    )
        .into_response())
}

/// The path that somebody asks to be led to, if it is one of our own, else `/`. `//host`, `/\\host` and `https:` lead elsewhere, and
/// so does `/`, a tab and `/host`, since browsers drop tabs and line breaks before they read an address.
pub fn own_path(path: &str) -> &str {
    let own = path.starts_with('/') && !path.starts_with("//");
    if own && !path.contains(|sign: char| sign == '\\' || sign.is_control()) {
        path
    } else {
        "/"
    }
}

/// On to another page after an act (303).
///
/// # Errors
/// An address that cannot stand in a header.
pub fn redirect(to: &str) -> Answer {
    let location = HeaderValue::from_str(to).map_err(Error::internal)?;
    Ok((StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response())
}

/// On to another page, which says once what was done.
///
/// # Errors
/// An address that cannot stand in a header.
pub fn redirect_saying(visit: &Visit, to: &str, done: &Text) -> Answer {
    let mut response = redirect(to)?;
    let hex = kernel::hex::written(visit.text(done).as_bytes());
    if let Some(cookie) = cookie::set_cookie(visit.house(), FLASH, &hex, 60) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(response)
}

/// The cookie that carries what was done over one redirect.
pub(crate) const FLASH: &str = "gx_said";

/// A file to download.
///
/// # Errors
/// A name that cannot stand in a header.
pub fn file(name: &str, media_type: &'static str, bytes: Vec<u8>) -> Answer {
    disposed((name, "attachment"), (media_type, "no-store"), bytes)
}

/// A stored file, which never changes under its address: to look at or to download. The reader's own browser may keep it for
/// an hour, nobody between may.
///
/// # Errors
/// A name that cannot stand in a header.
pub fn stored(name: &str, (media_type, shown): (&'static str, Shown), bytes: Vec<u8>) -> Answer {
    let how = match shown {
        Shown::InPage => "inline",
        Shown::AsFile => "attachment",
    };
    disposed((name, how), (media_type, "private, max-age=3600"), bytes)
}

/// How a browser takes a stored file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// In a page or a window.
    InPage,
    /// As a download.
    AsFile,
}

fn disposed(
    (name, how): (&str, &'static str),
    (media_type, cache): (&'static str, &'static str),
    bytes: Vec<u8>,
) -> Answer {
    let encoded: String = name
        .bytes()
        .map(|byte| match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect();
    let disposition =
        HeaderValue::from_str(&format!("{how}; filename*=UTF-8''{encoded}")).map_err(Error::internal)?;
    let mut response = (
        StatusCode::OK,
        [(CONTENT_TYPE, media_type), (CACHE_CONTROL, cache)],
        bytes,
    )
        .into_response();
    response.headers_mut().insert(CONTENT_DISPOSITION, disposition);
    Ok(response)
}
