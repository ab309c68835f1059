//! A line of the document with its number taken off, be the number automatic or typed.

use kernel::number::half_width;
use paper::word::read::{Block, Cell, Label, Paragraph, Table};

/// What stands at the top level of the document or a chapter.
#[derive(Debug, Clone)]
pub enum Item<'a> {
    Line(Line),
    Table(&'a Table),
}

/// One line of text that is not empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    pub mark: Option<Mark>,
    pub text: String,
    /// The heading level from the style, 1 for chapters.
    pub level: Option<u8>,
    pub bold: bool,
    /// Whether it is an entry of a generated table of contents.
    pub contents: bool,
}

/// The number of a line: its kind, and its numeral in half width.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub kind: Kind,
    numeral: String,
}

/// The kinds of numbers that Chinese documents use, outermost first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 第一章
    Part,
    /// 一、
    Chapter,
    /// （一）
    Section,
    /// 1．
    Item,
    /// （1）
    Paren,
    /// ①
    Circle,
    /// A bullet, which says nothing.
    Bullet,
    /// Anything else that a list definition prints, such as 1.1.
    Other,
}

impl Line {
    /// The line with its number in one spelling, whether that was typed or computed.
    pub fn printed(&self) -> String {
        match &self.mark {
            Some(mark) => format!("{}{}", mark.printed(), self.text),
            None => self.text.clone(),
        }
    }

    pub fn kind(&self) -> Option<Kind> {
        self.mark.as_ref().map(|mark| mark.kind)
    }

    /// Whether it is as short as a title and no sentence.
    pub fn is_short(&self) -> bool {
        self.text.chars().count() <= 40 && !self.text.ends_with(['。', '；', ';', '，'])
    }
}

impl Mark {
    fn printed(&self) -> String {
        let numeral = &self.numeral;
        match self.kind {
            Kind::Chapter => format!("{numeral}、"),
            Kind::Section | Kind::Paren => format!("（{numeral}）"),
            Kind::Item => format!("{numeral}．"),
            Kind::Part | Kind::Circle => numeral.clone(),
            Kind::Other => format!("{numeral} "),
            Kind::Bullet => String::new(),
        }
    }
}

/// The items of a list of blocks, without empty lines.
pub fn items(blocks: &[Block]) -> Vec<Item<'_>> {
    let mut found = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => found.extend(lines(paragraph).into_iter().map(Item::Line)),
            Block::Table(table) => found.push(Item::Table(table)),
        }
    }
    found
}

/// The lines of a cell, those of tables inside it included.
pub fn cell_lines(cell: &Cell) -> Vec<Line> {
    cell.paragraphs().into_iter().flat_map(lines).collect()
}

/// The lines of a paragraph: it may hold line breaks.
pub fn lines(paragraph: &Paragraph) -> Vec<Line> {
    let mut automatic = paragraph.label.as_ref();
    let mut found = Vec::new();
    for text in paragraph
        .text
        .split('\n')
        .map(str::trim)
        .filter(|text| !text.is_empty())
    {
        let (mark, text) = match automatic.take() {
            Some(label) => (Some(of_label(label)), text),
            None => split(text),
        };
        let (level, bold, contents) = (paragraph.level, paragraph.bold, paragraph.contents);
        found.push(Line {
            mark,
            text: text.to_owned(),
            level,
            bold,
            contents,
        });
    }
    found
}

fn of_label(label: &Label) -> Mark {
    let printed = label.text.trim();
    match split(printed) {
        _ if label.bullet => Mark {
            kind: Kind::Bullet,
            numeral: String::new(),
        },
        (Some(mark), "") => mark,
        _ => Mark {
            kind: Kind::Other,
            numeral: printed.to_owned(),
        },
    }
}

/// Takes a typed number off a text.
pub fn split(text: &str) -> (Option<Mark>, &str) {
    match bracketed(text)
        .or_else(|| part(text))
        .or_else(|| sign(text))
        .or_else(|| stopped(text))
    {
        // A number alone is a number only as a label; as a text it may be what the cell says.
        Some((mark, rest)) => (Some(mark), rest.trim_start()),
        None => (None, text),
    }
}

/// （一） or (1)
fn bracketed(text: &str) -> Option<(Mark, &str)> {
    let inside = text.strip_prefix(['（', '('])?;
    let end = inside.find(['）', ')']).filter(|end| *end <= 12)?;
    let (numeral, rest) = inside.split_at(end);
    let mark = numbered(numeral, Kind::Section, Kind::Paren)?;
    Some((mark, rest.trim_start_matches(['）', ')'])))
}

/// 第一章
fn part(text: &str) -> Option<(Mark, &str)> {
    let inside = text.strip_prefix('第')?;
    let end = inside.find(['章', '部'])?;
    numbered(inside.get(..end)?, Kind::Part, Kind::Part)?;
    let rest = inside.get(end..)?;
    let rest = rest.strip_prefix("部分").or_else(|| rest.strip_prefix('章'))?;
    let printed = text.strip_suffix(rest)?;
    Some((
        Mark {
            kind: Kind::Part,
            numeral: printed.to_owned(),
        },
        rest,
    ))
}

/// ①, ⑴, ⒈ or a bullet
fn sign(text: &str) -> Option<(Mark, &str)> {
    let first = text.chars().next()?;
    let nth = |base: char| (first as u32 - base as u32 + 1).to_string();
    let (kind, numeral) = match first {
        '①'..='⑳' | '㉑'..='㉟' | '㊱'..='㊿' => (Kind::Circle, first.to_string()),
        '⑴'..='⒇' => (Kind::Paren, nth('⑴')),
        '⒈'..='⒛' => (Kind::Item, nth('⒈')),
        '•' | '●' | '■' | '◆' | '★' | '○' => (Kind::Bullet, String::new()),
        _ => return None,
    };
    Some((Mark { kind, numeral }, text.get(first.len_utf8()..)?))
}

/// 一、 or 1． or 1) where the number does not go on behind the stop, as in 1.5 or 一、二级.
fn stopped(text: &str) -> Option<(Mark, &str)> {
    let end = text.find(|letter| !is_digit(letter) && !is_counting(letter))?;
    let (numeral, rest) = text.split_at(end);
    let stop = rest.chars().next()?;
    let after = rest.get(stop.len_utf8()..)?;
    let next = after.chars().next();
    let mark = match half_width(stop) {
        ')' => numbered(numeral, Kind::Section, Kind::Paren)?,
        '.' | '、' => numbered(numeral, Kind::Chapter, Kind::Item)?,
        _ => return None,
    };
    // A full-width stop is never a decimal point: 3．30分钟 is the third item.
    let item = |next| is_digit(next) && stop != '．';
    let goes_on = next.is_some_and(|next| {
        if mark.kind == Kind::Item {
            item(next)
        } else {
            is_counting(next)
        }
    });
    (!goes_on).then_some((mark, after))
}

fn numbered(numeral: &str, chinese: Kind, arabic: Kind) -> Option<Mark> {
    let length = numeral.chars().count();
    let kind = match () {
        () if (1..=4).contains(&length) && numeral.chars().all(is_counting) => chinese,
        () if (1..=2).contains(&length) && numeral.chars().all(is_digit) => arabic,
        () => return None,
    };
    Some(Mark {
        kind,
        numeral: numeral.chars().map(half_width).collect(),
    })
}

fn is_digit(letter: char) -> bool {
    half_width(letter).is_ascii_digit()
}

fn is_counting(letter: char) -> bool {
    "一二三四五六七八九十百零〇".contains(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_numbers_are_told_from_text() {
        for (text, kind, rest) in [
            ("一、专业信息", Some(Kind::Chapter), "专业信息"),
            ("十二、附件", Some(Kind::Chapter), "附件"),
            ("（十二）《课程》", Some(Kind::Section), "《课程》"),
            ("(一) 师资", Some(Kind::Section), "师资"),
            ("１．工具", Some(Kind::Item), "工具"),
            ("1、材料", Some(Kind::Item), "材料"),
            ("（３）设备", Some(Kind::Paren), "设备"),
            ("2)资料", Some(Kind::Paren), "资料"),
            ("①识读", Some(Kind::Circle), "识读"),
            ("第一章 专业信息", Some(Kind::Part), "专业信息"),
            ("1.5倍", None, "1.5倍"),
            ("3．30分钟", Some(Kind::Item), "30分钟"),
            ("一、二级", None, "一、二级"),
            ("（初中起点）", None, "（初中起点）"),
            ("2026年", None, "2026年"),
            ("160", None, "160"),
            ("第1学期", None, "第1学期"),
        ] {
            let (mark, left) = split(text);
            assert_eq!((mark.map(|mark| mark.kind), left), (kind, rest), "{text}");
        }
    }

    #[test]
    fn an_automatic_and_a_typed_number_print_the_same() {
        let automatic = Paragraph {
            text: "师资结构".into(),
            label: Some(Label {
                text: "1.".into(),
                level: 0,
                bullet: false,
            }),
            ..Paragraph::default()
        };
        let typed = Paragraph {
            text: "１．师资结构".into(),
            ..Paragraph::default()
        };
        assert_eq!(lines(&automatic), lines(&typed));
        assert_eq!(lines(&typed)[0].printed(), "1．师资结构");
    }
}
