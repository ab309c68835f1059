//! Writing tables, checked by reading them back.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail this way")]

use paper::sheet::{CellRef, CellValue, ColumnOut, SheetOut, Value, read, write, write_csv};

fn grades() -> SheetOut {
    SheetOut {
        name: "成绩/单".to_owned(),
        title: Some("数控2501班 成绩单".to_owned()),
        columns: vec![
            ColumnOut::new("学号"),
            ColumnOut::new("姓名"),
            ColumnOut::new("得分").places(1),
            ColumnOut::new("日期"),
            ColumnOut::new("次数"),
        ],
        rows: vec![
            vec![
                "25010630101".into(),
                "=HYPERLINK(\"x\")".into(),
                Value::Decimal {
                    units: 829_150,
                    places: 4,
                },
                Value::Day("2026-11-23".parse().unwrap()),
                Value::Whole(-3),
            ],
            vec!["25010630102".into(), "李,\"浩\"\n然".into()],
        ],
        totals: Some(vec![
            "合计".into(),
            Value::Empty,
            Value::Empty,
            Value::Empty,
            Value::Whole(-3),
        ]),
        frozen_columns: 2,
    }
}

#[test]
fn a_written_workbook_reads_back_as_it_was() {
    let bytes = write(&[grades(), grades()]).unwrap();
    let book = read(&bytes, "a.xlsx").unwrap();
    assert_eq!(
        book.sheets
            .iter()
            .map(|sheet| sheet.name.as_str())
            .collect::<Vec<_>>(),
        ["成绩单", "成绩单(2)"]
    );
    let sheet = &book.sheets[0];
    let value = |name: &str| {
        sheet
            .cell(name.parse::<CellRef>().unwrap())
            .map(|cell| cell.value.clone())
    };
    let text = |value: &str| Some(CellValue::Text(value.to_owned()));
    assert_eq!(value("A1"), text("数控2501班 成绩单"));
    assert_eq!(sheet.merges, ["A1:E1".parse().unwrap()]);
    assert_eq!(value("A3"), text("25010630101"));
    assert_eq!(value("B3"), text("=HYPERLINK(\"x\")"));
    assert_eq!(sheet.cell("B3".parse().unwrap()).unwrap().formula, None);
    assert_eq!(value("C3"), Some(CellValue::Number("82.915".to_owned())));
    assert_eq!(value("D3"), Some(CellValue::Date("2026-11-23".parse().unwrap())));
    assert_eq!(value("B4"), text("李,\"浩\"\n然"));
    assert_eq!(
        (value("A5"), value("E5")),
        (text("合计"), Some(CellValue::Number("-3".to_owned())))
    );
}

#[test]
fn csv_runs_nothing_when_it_is_opened() {
    let csv = String::from_utf8(write_csv(&grades())).unwrap();
    let expected = "\u{feff}学号,姓名,得分,日期,次数\r\n\
        25010630101,\"'=HYPERLINK(\"\"x\"\")\",82.9,2026-11-23,-3\r\n\
        25010630102,\"李,\"\"浩\"\"\n然\",,,\r\n合计,,,,-3\r\n";
    assert_eq!(csv, expected);
    let mut sheet = grades();
    sheet.rows = ["+1", "-1", "@x", "\t=1", "a=b"]
        .map(|text| vec![text.into()])
        .to_vec();
    sheet.totals = None;
    let csv = String::from_utf8(write_csv(&sheet)).unwrap();
    let fields: Vec<_> = csv
        .lines()
        .skip(1)
        .map(|line| line.trim_end_matches(','))
        .collect();
    assert_eq!(fields, ["\"'+1\"", "\"'-1\"", "\"'@x\"", "\"'\t=1\"", "a=b"]);
}

#[test]
fn decimals_are_rounded_half_up_where_they_are_shown() {
    let mut sheet = grades();
    sheet.columns = vec![ColumnOut::new("得分").places(1)];
    sheet.rows = [829_500, 829_499, -500, 0]
        .map(|units| vec![Value::Decimal { units, places: 4 }])
        .to_vec();
    sheet.totals = None;
    let csv = String::from_utf8(write_csv(&sheet)).unwrap();
    assert_eq!(
        csv.lines().skip(1).collect::<Vec<_>>(),
        ["83.0", "82.9", "-0.1", "0.0"]
    );
}
