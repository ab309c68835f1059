//! Paragraph styles with what they inherit: name, outline level, numbering, bold.

use std::collections::HashMap;

use super::xml::Element;

/// Word allows no longer names and ids; what is longer would be copied for every paragraph, and is none.
const LONGEST_NAME: usize = 255;

/// A name or an id, if it is short enough for one.
pub fn named(text: &str) -> Option<&str> {
    (text.len() <= LONGEST_NAME).then_some(text)
}

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
        // Each style is looked through once; the chains then follow what was found.
        let own: HashMap<&str, Own<'_>> = root
            .elements()
            .filter(|one| one.name == "style")
            .filter_map(|one| Some((one.attribute("styleId")?, Own::of(one))))
            .collect();
        let default = root.elements().find(|one| {
            one.attribute("type") == Some("paragraph")
                && matches!(one.attribute("default"), Some("1" | "true" | "on"))
        });
        let by_id = own
            .iter()
            .map(|(id, one)| ((*id).to_owned(), resolve(one, &own)))
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

/// What a style says itself, and which one it is based on.
struct Own<'x> {
    style: Style,
    based_on: Option<&'x str>,
}

impl<'x> Own<'x> {
    fn of(element: &'x Element) -> Self {
        let properties = element.child("pPr");
        let numbering = properties.and_then(|one| one.child("numPr"));
        let name = element.value("name").and_then(named);
        let outline = properties.and_then(|one| one.value("outlineLvl")?.parse().ok());
        Self {
            style: Style {
                name: name.map(str::to_owned),
                outline: outline.or_else(|| heading(name?)),
                number: numbering
                    .and_then(|one| one.value("numId"))
                    .and_then(named)
                    .map(str::to_owned),
                number_level: numbering.and_then(|one| one.value("ilvl")?.parse().ok()),
                bold: element.child("rPr").and_then(|one| one.toggle("b")),
            },
            based_on: element.value("basedOn"),
        }
    }
}

/// The built-in headings have their level by name, even where a writer leaves the property out.
fn heading(name: &str) -> Option<u8> {
    let lower = name.to_ascii_lowercase();
    let level = lower.strip_prefix("heading ")?.parse::<u8>().ok()?;
    Some(level.saturating_sub(1))
}

/// Fills what nearer styles have left open from those behind them.
fn resolve<'x>(own: &Own<'x>, all: &HashMap<&'x str, Own<'x>>) -> Style {
    let mut found = own.style.clone();
    let (mut next, mut steps) = (own.based_on.and_then(|id| all.get(id)), 1);
    while let Some(one) = next.filter(|_| steps < CHAIN) {
        let behind = &one.style;
        found.outline = found.outline.or(behind.outline);
        found.number = found.number.or_else(|| behind.number.clone());
        found.number_level = found.number_level.or(behind.number_level);
        found.bold = found.bold.or(behind.bold);
        next = one.based_on.and_then(|id| all.get(id));
        steps += 1;
    }
    found
}
