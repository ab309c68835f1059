//! Headings with fixed words, and the sections that they open.

use super::line::{Item, Kind, Line};
use crate::model::names::bare;

/// What a heading line says beyond its fixed words: 专业名称：数控加工 goes on behind the colon.
pub fn heading<'l>(line: &'l Line, titles: &[&str]) -> Option<&'l str> {
    let is_title = |text: &str| titles.contains(&bare(text).as_str());
    let text = line.text.as_str();
    if let Some((inside, rest)) = text.strip_prefix('【').and_then(|text| text.split_once('】')) {
        return is_title(inside).then_some(rest.trim_start_matches(['：', ':']).trim());
    }
    if is_title(text) {
        return Some("");
    }
    let (head, rest) = text.split_once(['：', ':'])?;
    is_title(head).then_some(rest.trim())
}

/// The rest of a heading's line, as a line of its own.
pub fn remainder(rest: &str) -> Option<Line> {
    let (mark, text) = super::line::split(rest);
    (!rest.is_empty()).then(|| Line {
        mark,
        text: text.to_owned(),
        ..Line::default()
    })
}

/// Cuts a chapter into sections by their titles; what precedes them, or stands under another heading, has no tag.
pub fn sections<'a, T: Copy>(items: &[Item<'a>], titles: &[(T, &[&str])]) -> Vec<(Option<T>, Vec<Item<'a>>)> {
    let mut found: Vec<(Option<T>, Vec<Item>)> = vec![(None, Vec::new())];
    for item in items {
        if let Item::Line(line) = item {
            let opened = titles
                .iter()
                .find_map(|(tag, titles)| Some((*tag, heading(line, titles)?)));
            // A numbered point such as 1．教学管理：… is no heading, though it begins with the words of one.
            if let Some((tag, rest)) = opened.filter(|(_, rest)| rest.is_empty() || is_section(line)) {
                found.push((Some(tag), remainder(rest).map(Item::Line).into_iter().collect()));
                continue;
            }
            if is_section(line) {
                found.push((None, Vec::new()));
            }
        }
        if let Some((_, items)) = found.last_mut() {
            items.push(item.clone());
        }
    }
    found
}

/// Whether a line is a heading of the second level, by style or by number.
fn is_section(line: &Line) -> bool {
    line.level == Some(2) || (line.level.is_none() && line.kind() == Some(Kind::Section) && line.is_short())
}
