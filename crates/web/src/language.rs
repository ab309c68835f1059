//! `POST /language`: the reader's language, kept in a cookie.

use axum::http::header::SET_COOKIE;
use kernel::Lang;

use crate::{Answer, Form, own_path, redirect, set_cookie};

/// The cookie that keeps the language.
pub(crate) const COOKIE: &str = "gx_lang";

/// Keeps the language and leads back.
pub async fn choose(Form(visit, input): Form) -> Answer {
    let mut response = redirect(own_path(input.get("back")))?;
    let lang = Lang::from_tag(input.get("lang")).tag();
    if let Some(cookie) = set_cookie(visit.house(), COOKIE, lang, 31_536_000) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(response)
}
