//! 二、培养目标和要求: the aims of the major and of each level, and the table of requirements.

use paper::word::read::Table;

use super::columns::Columns;
use super::fields::{remainder, sections};
use super::line::{Item, Line, cell_lines};
use super::{Rest, prose, scan};
use crate::model::names::bare;
use crate::model::place::Place;
use crate::model::standard::{Aims, LevelAim, Requirement, RequirementRow, Standard};

#[derive(Clone, Copy)]
enum Section {
    Overall,
    Levels,
    Requirements,
}

const TITLES: [(Section, &[&str]); 3] = [
    (Section::Overall, &["培养目标", "总体目标"]),
    (Section::Levels, &["培养层级目标", "层级目标", "各层级目标"]),
    (Section::Requirements, &["培养要求"]),
];

/// Reads the chapter.
pub fn read(items: &[Item], standard: &mut Standard, rest: &mut Rest) {
    for (section, items) in sections(items, &TITLES) {
        match section {
            Some(Section::Overall) => {
                standard
                    .aims
                    .overall
                    .extend(prose(&items, &Place::of("aims").field("overall"), rest));
            }
            Some(Section::Levels) => levels(&items, &mut standard.aims, rest),
            Some(Section::Requirements) => requirements(&items, &mut standard.requirements, rest),
            None => rest.items(&Place::of("aims"), &items),
        }
    }
}

fn levels(items: &[Item], aims: &mut Aims, rest: &mut Rest) {
    let place = Place::of("aims").field("levels");
    for item in items {
        match item {
            Item::Table(table) => rest.table(&place, table),
            Item::Line(line) => level_line(line, aims, rest, &place),
        }
    }
}

/// A line that names a level, one that names it and goes on, or text of the level last named.
fn level_line(line: &Line, aims: &mut Aims, rest: &mut Rest, place: &Place) {
    if let Some(level) = scan::level(&line.text) {
        aims.levels.push(LevelAim {
            level,
            text: Vec::new(),
        });
        return;
    }
    if let Some((level, text)) = scan::take_level(&line.text)
        && text.starts_with(['：', ':'])
    {
        let text = remainder(text.trim_start_matches(['：', ':']).trim()).map(|line| line.printed());
        aims.levels.push(LevelAim {
            level,
            text: text.into_iter().collect(),
        });
        return;
    }
    // Without headings, each paragraph says at its beginning for which level it trains: 培养…的中级技能人才.
    let named = ["中级技能人才", "高级技能人才", "预备技师"]
        .iter()
        .find(|word| line.text.contains(**word));
    let begins = line.text.starts_with("培养") && aims.levels.last().is_none_or(|aim| !aim.text.is_empty());
    if let Some(level) = named.filter(|_| begins).and_then(|word| scan::level_within(word)) {
        aims.levels.push(LevelAim {
            level,
            text: vec![line.printed()],
        });
        return;
    }
    match aims.levels.last_mut() {
        Some(aim) => aim.text.push(line.printed()),
        None => rest.line(place, line),
    }
}

#[derive(Clone, Copy)]
enum Role {
    Number,
    Level,
    Name,
    Requirements,
}

fn role(text: &str) -> Option<Role> {
    match bare(text).as_str() {
        "序号" => Some(Role::Number),
        "培养层级" | "层级" | "培养层次" => Some(Role::Level),
        "典型工作任务" | "工作任务" | "典型工作任务名称" => Some(Role::Name),
        "职业能力要求" | "能力要求" | "综合职业能力要求" | "职业能力" => {
            Some(Role::Requirements)
        }
        _ => None,
    }
}

fn requirements(items: &[Item], rows: &mut Vec<RequirementRow>, rest: &mut Rest) {
    let place = Place::of("requirements");
    for item in items {
        match item {
            Item::Line(line) if is_caption(line) => {}
            Item::Line(line) => rest.line(&place, line),
            Item::Table(table) => match Columns::of(table, role) {
                Some(columns) => requirement_rows(table, &columns, rows, rest),
                None => rest.table(&place, table),
            },
        }
    }
}

/// 培养要求表, also as 表1 培养要求表.
fn is_caption(line: &Line) -> bool {
    let text = bare(&line.text);
    let numbered = text
        .strip_prefix('表')
        .map(|text| text.trim_start_matches(|letter: char| letter.is_ascii_digit()));
    numbered.unwrap_or(&text) == "培养要求表"
}

fn requirement_rows(table: &Table, columns: &Columns<Role>, rows: &mut Vec<RequirementRow>, rest: &mut Rest) {
    for before in columns.rows_before() {
        let cells = columns.own_cells(table, before).flat_map(cell_lines);
        cells
            .filter(|line| !is_caption(line))
            .for_each(|line| rest.line(&Place::of("requirements"), &line));
    }
    let mut level = None;
    for index in columns.data_rows() {
        let mut row = RequirementRow::default();
        let place = Place::of("requirements").item(rows.len());
        for cell in columns.own_cells(table, index) {
            let lines = cell_lines(cell);
            let text: String = lines.iter().map(|line| line.text.as_str()).collect();
            match columns.role(cell) {
                Some(Role::Level) if scan::level(&text).is_some() => level = scan::level(&text),
                Some(Role::Number) if super::columns::is_number(&cell.text()) => {}
                Some(Role::Name) => row.name = text,
                Some(Role::Requirements) => row.requirements = sentences(&lines),
                _ => rest.text(&place, cell.text()),
            }
        }
        row.level = level;
        match rows.last_mut() {
            // A task may be split over two rows, the second without a name.
            Some(last) if row.name.is_empty() => last.requirements.append(&mut row.requirements),
            _ if row.name.is_empty() && row.requirements.is_empty() => {}
            _ => rows.push(row),
        }
    }
}

/// The requirements of a cell; a line that is only the name of a kind of ability holds for those that follow.
fn sentences(lines: &[Line]) -> Vec<Requirement> {
    let mut found: Vec<Requirement> = Vec::new();
    let mut ability = None;
    for line in lines {
        if let Some(kind) = scan::ability(&line.text) {
            ability = Some(kind);
            continue;
        }
        let tagged = line
            .text
            .rfind(['（', '('])
            .and_then(|at| Some((line.text.get(..at)?, scan::ability(line.text.get(at..)?)?)));
        let (text, own) = tagged.map_or((line.text.as_str(), None), |(text, kind)| (text, Some(kind)));
        found.push(Requirement {
            text: text.to_owned(),
            ability: own.or(ability),
            ..Requirement::default()
        });
    }
    found
}
