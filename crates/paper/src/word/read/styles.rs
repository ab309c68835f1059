//! Paragraph styles with what they inherit: name, outline level, numbering, bold.

use std::collections::HashMap;

use super::xml::Element;

/// A style with its inheritance resolved.
#[derive(Debug, Clone, Default)]
pub struct Style {
    pub name: Option<String>,
    /// 0-based outline level; 9 means body text.
    pub outline: Option<u8>,
    /// The list of the style.
    pub number: Option<String>,
    /// The list level of the style.
    pub number_level: Option<u8>,
    pub bold: Option<bool>,
}

/// All styles by their id, and which one a paragraph without a style has.
#[derive(Debug, Default)]
pub struct Styles {
    by_id: HashMap<String, Style>,
    default: Option<String>,
}

/// Longer chains of `basedOn` than this are loops or nonsense.
const CHAIN: usize = 32;

impl Styles {
    /// Reads the styles part.
    pub fn read(root: &Element) -> Self {
        let elements: HashMap<&str, &Element> = root
            .elements()
            .filter(|one| one.name == "style")
            .filter_map(|one| Some((one.attribute("styleId")?, one)))
            .collect();
        let default = root.elements().find(|one| {
            one.attribute("type") == Some("paragraph")
                && matches!(one.attribute("default"), Some("1" | "true" | "on"))
        });
        let by_id = elements
            .iter()
            .map(|(id, one)| ((*id).to_owned(), resolve(one, &elements)))
            .collect();
        Self {
            by_id,
            default: default
                .and_then(|one| one.attribute("styleId"))
                .map(str::to_owned),
        }
    }

    /// The style of that id, or of a paragraph that names none.
    pub fn get(&self, id: Option<&str>) -> Option<&Style> {
        self.by_id.get(id.or(self.default.as_deref())?)
    }
}

fn resolve(style: &Element, all: &HashMap<&str, &Element>) -> Style {
    let mut found = Style {
        name: style.value("name").map(str::to_owned),
        ..Style::default()
    };
    let (mut next, mut steps) = (Some(style), 0);
    while let Some(one) = next.filter(|_| steps < CHAIN) {
        inherit(&mut found, one);
        next = one.value("basedOn").and_then(|id| all.get(id).copied());
        steps += 1;
    }
    found
}

/// Fills what nearer styles have left open.
fn inherit(found: &mut Style, from: &Element) {
    if let Some(properties) = from.child("pPr") {
        found.outline = found
            .outline
            .or_else(|| properties.value("outlineLvl")?.parse().ok());
        if let Some(numbering) = properties.child("numPr") {
            found.number = found
                .number
                .take()
                .or_else(|| numbering.value("numId").map(str::to_owned));
            found.number_level = found
                .number_level
                .or_else(|| numbering.value("ilvl")?.parse().ok());
        }
    }
    // The built-in headings have their level by name, even where a writer leaves the property out.
    let by_name = from.value("name").map(str::to_ascii_lowercase);
    found.outline = found.outline.or_else(|| {
        Some(
            by_name?
                .strip_prefix("heading ")?
                .parse::<u8>()
                .ok()?
                .saturating_sub(1),
        )
    });
    found.bold = found.bold.or_else(|| from.child("rPr")?.toggle("b"));
}
