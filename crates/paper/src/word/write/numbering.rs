//! Automatic numbering. Each list is an instance of its own, so that it begins at one.

use crate::doc::Mark;

use super::{HEAD, W};

/// The lists met so far.
#[derive(Default)]
pub(super) struct Numbering {
    lists: Vec<(Mark, usize)>,
}

const MARKS: [Mark; 6] = [
    Mark::Bullet,
    Mark::Chinese,
    Mark::ChineseInBrackets,
    Mark::Decimal,
    Mark::DecimalInBrackets,
    Mark::Circled,
];

/// Word has nine levels.
pub(super) const LEVELS: usize = 9;

impl Numbering {
    /// A new list at this level (0 is the outermost); its number.
    pub(super) fn add(&mut self, mark: Mark, level: usize) -> usize {
        self.lists.push((mark, level));
        self.lists.len()
    }

    /// `word/numbering.xml`
    pub(super) fn part(&self) -> String {
        let mut out = format!(r#"{HEAD}<w:numbering xmlns:w="{W}">"#);
        for (id, mark) in MARKS.iter().enumerate() {
            out +=
                &format!(r#"<w:abstractNum w:abstractNumId="{id}"><w:multiLevelType w:val="multilevel"/>"#);
            for level in 0..LEVELS {
                out += &level_xml(*mark, level);
            }
            out += "</w:abstractNum>";
        }
        for (index, (mark, level)) in self.lists.iter().enumerate() {
            let kind = MARKS.iter().position(|other| other == mark).unwrap_or(0);
            out += &format!(
                r#"<w:num w:numId="{}"><w:abstractNumId w:val="{kind}"/><w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride></w:num>"#,
                index + 1
            );
        }
        out + "</w:numbering>"
    }
}

fn level_xml(mark: Mark, level: usize) -> String {
    let number = level + 1;
    let (format, text, room) = match mark {
        Mark::Bullet => ("bullet", "•".to_owned(), 360),
        Mark::Chinese => ("chineseCounting", format!("%{number}、"), 480),
        Mark::ChineseInBrackets => ("chineseCounting", format!("（%{number}）"), 720),
        Mark::Decimal => ("decimal", format!("%{number}."), 360),
        Mark::DecimalInBrackets => ("decimal", format!("（%{number}）"), 600),
        Mark::Circled => ("decimalEnclosedCircleChinese", format!("%{number}"), 360),
    };
    let left = room + 360 * level;
    // A full-width mark brings its own blank; after others a tab leads to the text.
    let follows = if text.ends_with(['、', '）']) {
        "nothing"
    } else {
        "tab"
    };
    format!(
        r#"<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:suff w:val="{follows}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{room}"/></w:pPr></w:lvl>"#
    )
}
