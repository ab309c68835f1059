//! Text and lengths as OOXML wants them.

/// Text for an element or an attribute; characters that XML cannot hold are left out.
pub(super) fn escaped(text: &str) -> String {
    let allowed = |letter: &char| !matches!(letter, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    let text: String = text.chars().filter(allowed).collect();
    quick_xml::escape::escape(text.as_str()).into_owned()
}

/// Millimetres as twentieths of a point.
pub(super) fn twips(millimetres: f64) -> u32 {
    (millimetres * 1440.0 / 25.4).round() as u32
}

/// Millimetres as English metric units, the measure of drawings.
pub(super) fn emu(millimetres: f64) -> u32 {
    (millimetres * 36_000.0).round() as u32
}
