//! Cuts the document into cover, foreword, table of contents and the seven chapters.

use std::collections::HashSet;

use super::line::{Item, Kind, Line};
use super::{Place, Rest};
use crate::model::names::bare;

/// The chapters of a standard in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chapter {
    Major,
    Aims,
    Mode,
    Plan,
    Courses,
    Advice,
    Evaluation,
    /// A chapter that the structure does not know, such as an appendix.
    Unknown,
}

const TITLES: [(Chapter, &[&str]); 7] = [
    (Chapter::Major, &["专业信息", "专业基本信息", "专业概况"]),
    (
        Chapter::Aims,
        &[
            "培养目标和要求",
            "培养目标与要求",
            "培养目标及要求",
            "培养目标和培养要求",
        ],
    ),
    (Chapter::Mode, &["培养模式", "人才培养模式"]),
    (
        Chapter::Plan,
        &["课程安排", "课程设置", "课程设置与安排", "课程设置及安排"],
    ),
    (
        Chapter::Courses,
        &["课程标准", "工学一体化课程标准", "一体化课程标准"],
    ),
    (Chapter::Advice, &["实施建议"]),
    (Chapter::Evaluation, &["考核与评价", "考核和评价", "考核评价"]),
];

/// The document in its large parts.
#[derive(Debug, Default)]
pub struct Outline<'a> {
    pub cover: Vec<Item<'a>>,
    pub foreword: Vec<Item<'a>>,
    contents: Vec<Item<'a>>,
    pub chapters: Vec<(Chapter, Vec<Item<'a>>)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Front {
    Cover,
    Foreword,
    Contents,
}

impl<'a> Outline<'a> {
    pub fn of(items: Vec<Item<'a>>) -> Self {
        let begin = begin(&items);
        let mut outline = Self::default();
        let mut front = Front::Cover;
        for (index, item) in items.into_iter().enumerate() {
            match item {
                Item::Line(line) if line.contents => outline.contents.push(Item::Line(line)),
                item if index < begin => outline.front(item, &mut front),
                item => outline.chapter(item),
            }
        }
        outline
    }

    /// A table of contents repeats headings; an entry that does not is left over.
    pub fn check_contents(&self, rest: &mut Rest) {
        let body = self.chapters.iter().flat_map(|(_, items)| items);
        let titles = TITLES
            .iter()
            .flat_map(|(_, titles)| titles.iter().copied().map(str::to_owned));
        let known: HashSet<String> = body
            .filter_map(line_of)
            .map(|line| bare(&line.text))
            .chain(titles)
            .collect();
        for item in &self.contents {
            match item {
                Item::Line(line) => {
                    // What precedes the dots and the page number, where the entry shows them.
                    let title = line.text.trim_end_matches(|letter: char| letter.is_ascii_digit());
                    if !known.contains(&bare(&line.text)) && !known.contains(&bare(title)) {
                        rest.line(&Place::default(), line);
                    }
                }
                Item::Table(table) => rest.table(&Place::default(), table),
            }
        }
    }

    fn front(&mut self, item: Item<'a>, front: &mut Front) {
        if let Some(line) = line_of(&item) {
            *front = match bare(&line.text).as_str() {
                "说明" | "前言" | "编制说明" => Front::Foreword,
                "目录" | "目次" => Front::Contents,
                _ => {
                    return self.front_part(*front).push(item);
                }
            };
            return;
        }
        self.front_part(*front).push(item);
    }

    fn front_part(&mut self, front: Front) -> &mut Vec<Item<'a>> {
        match front {
            Front::Cover => &mut self.cover,
            Front::Foreword => &mut self.foreword,
            Front::Contents => &mut self.contents,
        }
    }

    fn chapter(&mut self, item: Item<'a>) {
        let current = self
            .chapters
            .iter()
            .rev()
            .map(|(chapter, _)| *chapter)
            .find(|chapter| *chapter != Chapter::Unknown);
        if let Some(line) = line_of(&item) {
            if let Some(next) = chapter_of(line, current) {
                self.chapters.push((next, Vec::new()));
                return;
            }
            if opens_unknown(line, current) {
                self.chapters.push((Chapter::Unknown, Vec::new()));
            }
        }
        match self.chapters.last_mut() {
            Some((_, items)) => items.push(item),
            None => self.cover.push(item),
        }
    }
}

/// Where the chapters begin: at the first of them, or at its repetition behind a typed table of contents.
fn begin(items: &[Item]) -> usize {
    let lines = || {
        items
            .iter()
            .enumerate()
            .filter_map(|(index, item)| Some((index, line_of(item)?)))
    };
    let starts: Vec<(usize, Chapter)> = lines()
        .filter(|(_, line)| !line.contents)
        .filter_map(|(index, line)| Some((index, chapter_of(line, None)?)))
        .collect();
    let Some((_, first)) = starts.first() else {
        return items.len();
    };
    let typed_contents = lines().any(|(_, line)| matches!(bare(&line.text).as_str(), "目录" | "目次"));
    let mut repeated = starts
        .iter()
        .filter(|(_, chapter)| chapter == first)
        .map(|(index, _)| *index);
    let begin = if typed_contents {
        repeated.next_back()
    } else {
        repeated.next()
    };
    begin.unwrap_or(items.len())
}

/// The chapter that a line opens: a later one than the current whose title it is, numbered or styled as a chapter.
/// A title that only stands alone in bold must be the very next: the cover says 课程标准 too.
fn chapter_of(line: &Line, current: Option<Chapter>) -> Option<Chapter> {
    let text = bare(&line.text);
    let (chapter, _) = TITLES
        .iter()
        .find(|(_, titles)| titles.contains(&text.as_str()))?;
    let headed = line.level == Some(1) || matches!(line.kind(), Some(Kind::Chapter | Kind::Part));
    let alone = line.bold && line.mark.is_none() && line.level.is_none();
    let next = TITLES
        .iter()
        .map(|(chapter, _)| *chapter)
        .find(|one| current.is_none_or(|current| *one > current));
    let opens =
        (headed && current.is_none_or(|current| *chapter > current)) || (alone && next == Some(*chapter));
    opens.then_some(*chapter)
}

/// Whether a line opens a chapter that the structure does not know. Course blocks may number their own parts 一、二、.
fn opens_unknown(line: &Line, current: Option<Chapter>) -> bool {
    let numbered = line.kind() == Some(Kind::Chapter) && line.is_short() && current != Some(Chapter::Courses);
    current.is_some()
        && (line.level == Some(1) || line.kind() == Some(Kind::Part) || (line.level.is_none() && numbered))
}

fn line_of<'x>(item: &'x Item) -> Option<&'x Line> {
    match item {
        Item::Line(line) => Some(line),
        Item::Table(_) => None,
    }
}
