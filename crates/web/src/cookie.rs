//! Cookies: read by name, set with the attributes of the house.
//!
//! Where browsers reach the house by TLS alone, every name begins with `__Host-`: a browser then takes such a cookie from this very host
//! only, over TLS, and neither from another host of the domain nor from whoever sits on the line (RFC 6265bis, 4.1.3.2). In the clear, as
//! in a workshop's network, browsers refuse the prefix, and the names are plain.

use std::borrow::Cow;

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

use crate::House;

const PREFIX: &str = "__Host-";

/// What a session's token begins with since its cookie has the prefix: behind TLS such a token is worth nothing under the plain name,
/// which others could have set. Tokens of before are known by it as long as their sessions live.
pub const TOKEN_MARK: &str = "h-";

/// The value of a cookie that this house set.
pub fn read<'a>(house: &House, headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    named(headers, &name_of(house, name))
}

/// The value of a cookie, if need be one of before the names had a prefix: where it harms nobody that others could have set it.
pub fn read_kept<'a>(house: &House, headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    read(house, headers, name).or_else(|| named(headers, name))
}

/// The token of a session, by its plain name only where it is of before.
pub(crate) fn token<'a>(house: &House, headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let given = |token: &&str| !token.is_empty();
    let of_before = |token: &&str| !token.starts_with(TOKEN_MARK);
    let own = read(house, headers, name).filter(given);
    own.or_else(|| named(headers, name).filter(given).filter(of_before))
}

/// The value of the first cookie of exactly this name, whoever set it.
pub fn named<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

fn name_of<'n>(house: &House, name: &'n str) -> Cow<'n, str> {
    if house.secure() {
        format!("{PREFIX}{name}").into()
    } else {
        name.into()
    }
}

/// A `Set-Cookie` header: not for scripts, not for other sites, for the whole site. `seconds` of 0 removes it.
pub fn set_cookie(house: &House, name: &str, value: &str, seconds: i64) -> Option<HeaderValue> {
    let (name, secure) = (name_of(house, name), if house.secure() { "; Secure" } else { "" });
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&text).ok()
}
