//! Forms and cookies as text.

use web::Input;

/// A form reads as the same fields after it was written again.
pub fn urlencoded(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let input = Input::parse(text);
    let fields: Vec<(&str, &str)> = input
        .fields()
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert!(
        !fields.iter().any(|(_, value)| value.contains('\0')),
        "a zero byte came through"
    );
    let again = Input::parse(&web::query(&fields));
    assert_eq!(again.fields(), input.fields());
}

/// The first line is a name, the second the header.
pub fn cookies(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let (name, header) = text.split_once('\n').unwrap_or(("gx_session", text));
    let mut headers = http::HeaderMap::new();
    if let Ok(value) = header.parse() {
        headers.insert("cookie", value);
        let _ = web::named_cookie(&headers, name);
    }
}
