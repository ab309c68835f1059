//! The cover: title, issuer, trial or formal, date.

use super::line::Item;
use super::{Rest, scan};
use crate::model::names::bare;
use crate::model::place::Place;
use crate::model::standard::{Issuer, Standard, Status};

/// Words at the end of the line that says who issues a standard.
const ISSUES: [&str; 7] = ["制定", "编制", "编", "颁布", "发布", "印发", "编写"];

/// Reads the cover's lines.
pub fn read(items: &[Item], standard: &mut Standard, rest: &mut Rest) {
    let mut lines = Vec::new();
    for item in items {
        match item {
            Item::Line(line) => lines.push(line.printed()),
            Item::Table(table) => rest.table(&Place::of("cover"), table),
        }
    }
    let title = title(&lines);
    for (index, line) in lines.iter().enumerate() {
        if title.contains(&index) {
            standard.title.push_str(line);
        } else if matches!(bare(line).as_str(), "试用" | "试行" | "试用版" | "试行版") {
            standard.status = Status::Trial;
        } else if let Some(issued) = scan::issued(line).filter(|_| standard.issued.is_none()) {
            standard.issued = Some(issued);
        } else if standard.issued_by.is_empty() && ISSUES.iter().any(|word| line.ends_with(word)) {
            standard.issued_by.clone_from(line);
        } else {
            standard.cover.push(line.clone());
        }
    }
    standard.issuer = issuer(&standard.issued_by, &standard.title);
}

/// The lines of the title: from the one that names the major to the one that ends in 课程标准.
fn title(lines: &[String]) -> std::ops::Range<usize> {
    let ends = |line: &String| {
        bare(line)
            .trim_end_matches("试用")
            .trim_end_matches("试行")
            .ends_with("课程标准")
    };
    let Some(last) = lines.iter().position(ends) else {
        return 0..0;
    };
    let begins = |line: &String| line.contains("专业") || line.contains("技能人才") || line.starts_with('《');
    let first = lines.iter().take(last).position(begins).unwrap_or(last);
    first..last + 1
}

fn issuer(issued_by: &str, title: &str) -> Option<Issuer> {
    let has = |words: &[&str]| words.iter().any(|word| issued_by.contains(word));
    if has(&["人力资源社会保障部", "人力资源和社会保障部"]) {
        return Some(Issuer::Ministry);
    }
    if has(&["厅", "省", "自治区", "兵团"]) {
        return Some(Issuer::Province);
    }
    if has(&["学校", "学院"]) || title.contains("校本") {
        return Some(Issuer::School);
    }
    title.contains("国家").then_some(Issuer::Ministry)
}
