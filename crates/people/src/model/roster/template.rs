//! Empty rosters to be filled in: a sheet with the columns that the reader knows, and beside it one that says what goes into each,
//! which no reader takes for a roster.

use paper::sheet::{Column, ColumnOut, Need, SheetOut, Value};

/// What is said of a column: its key, whether a cell may stay empty, what goes into it.
type Said = (&'static str, Cell, &'static str);

/// Whether a cell of a column may stay empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    /// Every row fills it, where the column is there.
    Needed,
    /// Some rows fill it.
    Free,
}

/// What the second sheet says of students' columns.
pub(super) const STUDENTS: &[Said] = &[
    ("number", Cell::Needed, "25010630101"),
    ("name", Cell::Needed, "李浩然"),
    ("sex", Cell::Needed, "男、女"),
    ("certificate", Cell::Needed, "居民身份证、护照等"),
    ("identity", Cell::Needed, "18 位号码，单元格为文本"),
    ("born", Cell::Needed, "2010-05-20"),
    ("nation", Cell::Free, "汉族"),
    ("political", Cell::Free, "群众、共青团员等"),
    ("address", Cell::Free, "江南市东江区学院路 1 号"),
    ("phone", Cell::Free, "11 位手机号，或带区号的固定电话"),
    ("guardian", Cell::Free, "未成年学生必填"),
    ("guardian_phone", Cell::Free, "未成年学生必填"),
    ("class", Cell::Needed, "数控2501班"),
    ("major", Cell::Needed, "数控加工（数控车工）"),
    ("level", Cell::Needed, "中级技能、高级技能、预备技师（技师）"),
    ("years", Cell::Needed, "五年"),
    ("entered", Cell::Needed, "2025-09-01"),
    ("status", Cell::Needed, "在校、休学、转出、退学、毕业等"),
];

/// What the second sheet says of teachers' columns.
pub(super) const TEACHERS: &[Said] = &[
    ("number", Cell::Needed, "T-1001"),
    ("name", Cell::Needed, "薄志成"),
    ("identity", Cell::Free, "18 位号码，单元格为文本"),
    ("department", Cell::Free, "智能制造系"),
    ("posts", Cell::Free, "教师、班主任等，几个岗位用顿号分开"),
    ("title", Cell::Free, "讲师"),
    ("education", Cell::Free, "大学本科"),
    ("skill", Cell::Free, "数控车工二级/技师"),
    ("level", Cell::Free, "三级、二级、一级"),
    ("majors", Cell::Free, "数控加工，几个专业用顿号分开"),
    ("courses", Cell::Free, "几门课程用顿号分开"),
    ("joined", Cell::Free, "2018-09-01"),
    ("practice_months", Cell::Free, "月数，如 6"),
    ("employment", Cell::Free, "专职、兼职"),
    ("phone", Cell::Free, "11 位手机号，或带区号的固定电话"),
];

/// The two sheets of an empty roster. Every column takes what is typed as text, so that no long number is rounded.
pub(super) fn sheets(name: &str, columns: &[Column<'_>], said: &[Said]) -> Vec<SheetOut> {
    let head = |column: &Column<'_>| ColumnOut::new(column.first_name()).as_text();
    let line = |column: &Column<'_>| {
        let of = said.iter().find(|(key, ..)| *key == column.key);
        let need = match (column.need, of.map(|(_, cell, _)| *cell)) {
            (Need::Required, _) => "必填",
            (Need::Optional, Some(Cell::Needed)) => "每行都填；没有这一项可整列删除",
            (Need::Optional, _) => "可以不填",
        };
        let example = of.map_or("", |(.., example)| *example);
        vec![
            Value::Text(column.first_name()),
            Value::from(need),
            Value::from(example),
        ]
    };
    vec![
        SheetOut {
            name: name.to_owned(),
            columns: columns.iter().map(head).collect(),
            frozen_columns: 2,
            ..SheetOut::default()
        },
        SheetOut {
            name: "填写说明".to_owned(),
            title: Some("填写说明：在第一张表中每人一行，本表不会读取".to_owned()),
            columns: ["列", "要求", "示例"].map(ColumnOut::new).into(),
            rows: columns.iter().map(line).collect(),
            ..SheetOut::default()
        },
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use kernel::Day;
    use paper::sheet::{read, write};

    use super::super::{Known, student, teacher};

    #[test]
    fn an_empty_roster_is_read_as_one_without_rows_and_says_what_goes_into_each_column() {
        let none = HashMap::new();
        let known = Known {
            today: Day::new(2026, 11, 27).unwrap(),
            classes: &[],
            people: &[],
            taken: &none,
            identity_key: &|number| number.as_bytes().to_vec(),
        };
        for sheets in [student::template(), teacher::template()] {
            assert!(
                sheets[1].rows.iter().all(|row| row[2] != "".into()),
                "{:?}",
                sheets[1].rows
            );
            let book = read(&write(&sheets).unwrap(), "roster.xlsx").unwrap();
            let (total, faults, unread) = if sheets[0].columns.len() == super::STUDENTS.len() {
                let preview = student::read_students(&book, &known);
                (preview.total, preview.faults().count(), preview.unread.clone())
            } else {
                let preview = teacher::read_teachers(&book, &known);
                (preview.total, preview.faults().count(), preview.unread.clone())
            };
            assert_eq!((total, faults, unread), (0, 0, Vec::new()));
        }
    }
}
