//! The little of XML that workbooks need: attributes by local name, and text with its references resolved.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// An attribute's value by its local name; one that cannot be read counts as absent.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name.as_bytes())?;
    attribute
        .normalized_value(XmlVersion::Implicit1_0)
        .ok()
        .map(std::borrow::Cow::into_owned)
}

/// Appends what an event holds of text; `None` if it is broken.
pub(super) fn push_text(out: &mut String, event: &Event<'_>) -> Option<()> {
    match event {
        Event::Text(text) => out.push_str(&text.xml10_content().ok()?),
        Event::CData(text) => out.push_str(&text.xml10_content().ok()?),
        Event::GeneralRef(reference) => push_reference(out, reference)?,
        _ => {}
    }
    Some(())
}

fn push_reference(out: &mut String, reference: &BytesRef<'_>) -> Option<()> {
    if let Some(letter) = reference.resolve_char_ref().ok()? {
        out.push(letter);
        return Some(());
    }
    out.push_str(resolve_predefined_entity(&reference.decode().ok()?)?);
    Some(())
}

/// Undoes `_x000D_`, the way workbooks write characters that XML cannot (ECMA-376 part 1, 22.9.2.19).
pub(super) fn unescape(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let code = rest.get(2..6).filter(|_| rest.get(6..7) == Some("_"));
        let letter = code
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .and_then(char::from_u32)
            .filter(|letter| *letter != '\0');
        let (letter, length) = letter.map_or(('_', 1), |letter| (letter, 7));
        out.push(letter);
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::unescape;

    #[test]
    fn escaped_characters_come_back_and_other_underscores_stay() {
        assert_eq!(unescape("一_x000D_二".to_owned()), "一\r二");
        assert_eq!(unescape("_x学_x12_x0041_".to_owned()), "_x学_x12A");
        assert_eq!(
            unescape("a_x0000_".to_owned()),
            "a_x0000_",
            "no text holds a zero byte"
        );
    }
}
