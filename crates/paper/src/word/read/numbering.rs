//! Automatic numbers: list definitions, counters, restarts, and the label of each paragraph.
//!
//! Lists of one definition share their counters, unless a list overrides where it starts (ECMA-376 part 1, 17.9).

use std::collections::{HashMap, HashSet};

use super::document::Label;
use super::number_format::formatted;
use super::styles::{Styles, named};
use super::xml::Element;

const LEVELS: usize = 9;
/// Letters of a level's text that are kept: it is written again for every paragraph of the list.
const LONGEST_LABEL: usize = 64;

#[derive(Debug, Clone, Default)]
struct Level {
    start: i64,
    format: String,
    text: String,
    /// 1-based level whose use restarts this one; 0 never restarts.
    restart: Option<usize>,
    /// Whether all numbers in the text are shown as decimals.
    legal: bool,
    style: Option<String>,
}

#[derive(Debug, Default)]
struct List {
    definition: String,
    /// Where this list begins anew, by level.
    starts: HashMap<usize, i64>,
    /// Levels that this list defines differently.
    levels: HashMap<usize, Level>,
}

/// The lists of a document and how far each has been counted.
#[derive(Debug, Default)]
pub struct Numbering {
    definitions: HashMap<String, Vec<Level>>,
    lists: HashMap<String, List>,
    counters: HashMap<String, [Option<i64>; LEVELS]>,
    begun: HashSet<(String, usize)>,
}

impl Numbering {
    /// Reads the numbering part.
    pub fn read(root: &Element, styles: &Styles) -> Self {
        let mut links = HashMap::new();
        let mut numbering = Self::default();
        for one in root.elements() {
            match (
                one.name.as_str(),
                one.attribute("abstractNumId"),
                one.attribute("numId"),
            ) {
                ("abstractNum", Some(id), _) => {
                    let levels = one
                        .elements()
                        .filter(|child| child.name == "lvl")
                        .collect::<Vec<_>>();
                    numbering.definitions.insert(id.to_owned(), definition(&levels));
                    if let Some(style) = one.value("numStyleLink") {
                        links.insert(id.to_owned(), style.to_owned());
                    }
                }
                ("num", _, Some(id)) => {
                    numbering.lists.insert(id.to_owned(), list(one));
                }
                _ => {}
            }
        }
        numbering.follow(&links, styles);
        numbering
    }

    /// The level at which a list numbers paragraphs of a style, where the style itself does not say.
    pub fn level_of_style(&self, list: &str, style: &str) -> Option<u8> {
        let levels = self.definitions.get(&self.lists.get(list)?.definition)?;
        let at = levels
            .iter()
            .position(|level| level.style.as_deref() == Some(style))?;
        u8::try_from(at).ok()
    }

    /// Counts a paragraph of that list and level, and says its label; nothing for an unknown list.
    pub fn next(&mut self, list: &str, level: u8) -> Option<Label> {
        let at = usize::from(level).min(LEVELS - 1);
        let id = list;
        let list = self.lists.get(id)?;
        let definition = self.definitions.get(&list.definition)?;
        let levels: Vec<&Level> = (0..LEVELS)
            .map_while(|one| list.levels.get(&one).or_else(|| definition.get(one)))
            .collect();
        let own = *levels.get(at)?;
        let first = list
            .starts
            .get(&at)
            .filter(|_| self.begun.insert((id.to_owned(), at)))
            .copied();
        let counters = self.counters.entry(list.definition.clone()).or_default();
        counters[at] = Some(match (first, counters[at]) {
            (Some(start), _) => start,
            (None, Some(last)) => last.saturating_add(1),
            (None, None) => own.start,
        });
        for (deeper, counter) in counters.iter_mut().enumerate().skip(at + 1) {
            let restart = levels
                .get(deeper)
                .and_then(|level| level.restart)
                .unwrap_or(deeper);
            if at < restart {
                *counter = None;
            }
        }
        let text = label(own, &levels, counters);
        Some(Label {
            text,
            level: u8::try_from(at).unwrap_or(0),
            bullet: own.format == "bullet",
        })
    }

    /// Points definitions that only name a style of lists to the definition behind that style.
    fn follow(&mut self, links: &HashMap<String, String>, styles: &Styles) {
        for list in self.lists.values_mut() {
            let Some(style) = links.get(&list.definition) else {
                continue;
            };
            if let Some(number) = styles.get(Some(style)).and_then(|one| one.number.as_deref()) {
                list.definition = format!("={number}");
            }
        }
        let resolved: HashMap<String, String> = self
            .lists
            .iter()
            .map(|(id, list)| (format!("={id}"), list.definition.clone()))
            .collect();
        for list in self.lists.values_mut() {
            if let Some(definition) = resolved.get(&list.definition) {
                list.definition.clone_from(definition);
            }
        }
    }
}

fn definition(elements: &[&Element]) -> Vec<Level> {
    let mut levels = vec![
        Level {
            start: 1,
            format: "decimal".to_owned(),
            ..Level::default()
        };
        LEVELS
    ];
    for element in elements {
        let at = element
            .attribute("ilvl")
            .and_then(|text| text.parse::<usize>().ok());
        if let Some(level) = at.and_then(|at| levels.get_mut(at)) {
            *level = read_level(element);
        }
    }
    levels
}

fn read_level(element: &Element) -> Level {
    Level {
        start: element
            .value("start")
            .and_then(|text| text.parse().ok())
            .unwrap_or(1),
        format: format_name(element),
        text: element
            .value("lvlText")
            .unwrap_or_default()
            .chars()
            .take(LONGEST_LABEL)
            .collect(),
        restart: element.value("lvlRestart").and_then(|text| text.parse().ok()),
        legal: element.toggle("isLgl").unwrap_or(false),
        style: element.value("pStyle").and_then(named).map(str::to_owned),
    }
}

/// The number format; formats newer than the standard stand inside a choice with a fallback.
fn format_name(element: &Element) -> String {
    let choice = element
        .child("AlternateContent")
        .and_then(|one| one.child("Fallback").or_else(|| one.child("Choice")));
    let name = element.value("numFmt").or_else(|| choice?.value("numFmt"));
    name.unwrap_or("decimal").to_owned()
}

fn list(element: &Element) -> List {
    let mut list = List {
        definition: element
            .value("abstractNumId")
            .and_then(named)
            .unwrap_or_default()
            .to_owned(),
        ..List::default()
    };
    for change in element.elements().filter(|child| child.name == "lvlOverride") {
        let Some(at) = change
            .attribute("ilvl")
            .and_then(|text| text.parse::<usize>().ok())
            .filter(|at| *at < LEVELS)
        else {
            continue;
        };
        if let Some(start) = change.value("startOverride").and_then(|text| text.parse().ok()) {
            list.starts.insert(at, start);
        }
        if let Some(level) = change.child("lvl") {
            list.levels.insert(at, read_level(level));
        }
    }
    list
}

/// Fills `%1` … `%9` of a level's text with the counters.
fn label(own: &Level, levels: &[&Level], counters: &[Option<i64>; LEVELS]) -> String {
    if own.format == "bullet" {
        return own.text.clone();
    }
    let mut out = String::new();
    let mut letters = own.text.chars().peekable();
    while let Some(letter) = letters.next() {
        let place = letters
            .peek()
            .and_then(|next| next.to_digit(10))
            .filter(|digit| letter == '%' && *digit > 0);
        let Some(level) = place.and_then(|digit| {
            levels
                .get(digit as usize - 1)
                .map(|level| (digit as usize - 1, level))
        }) else {
            out.push(letter);
            continue;
        };
        letters.next();
        let value = counters[level.0].unwrap_or(level.1.start);
        out.push_str(&formatted(
            value,
            if own.legal { "decimal" } else { &level.1.format },
        ));
    }
    out
}
