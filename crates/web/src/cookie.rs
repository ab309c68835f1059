//! Cookies: read by name, set with the attributes of the house.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

use crate::House;

/// The value of a cookie.
pub fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// A `Set-Cookie` header: not for scripts, not for other sites, for the whole site. `seconds` of 0 removes it.
pub fn set_cookie(house: &House, name: &str, value: &str, seconds: i64) -> Option<HeaderValue> {
    let secure = if house.secure() { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&text).ok()
}
