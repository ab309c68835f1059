//! PDF, checked with `pdftotext` of poppler-utils, a declared dependency of the tests.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail this way")]

use std::io::Write;
use std::process::{Command, Stdio};

use paper::doc::{Block, Doc, Item, List, Mark, Page, Paragraph, Run, Table, TableCell, TableRow};
use paper::pdf::{self, Pdf};

/// The text as it lies on the page.
fn text_of(pdf: &Pdf) -> String {
    pdftotext(pdf, "-layout")
}

/// The text in the order of the file, without blanks.
fn solid_of(pdf: &Pdf) -> String {
    solid(&pdftotext(pdf, "-raw"))
}

fn pdftotext(pdf: &Pdf, mode: &str) -> String {
    let mut tool = Command::new("pdftotext")
        .args([mode, "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("poppler-utils is installed");
    let bytes = pdf.bytes.clone();
    let mut stdin = tool.stdin.take().unwrap();
    let feed = std::thread::spawn(move || stdin.write_all(&bytes));
    let output = tool.wait_with_output().unwrap();
    feed.join().unwrap().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

fn solid(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

fn doc(blocks: Vec<Block>) -> Doc {
    Doc {
        blocks,
        ..Doc::default()
    }
}

fn hours_table(rows: usize) -> Block {
    let header = vec![TableRow::labels(["序号", "学习环节", "学时"])];
    let rows =
        (1..=rows).map(|row| TableRow::plain([row.to_string(), format!("环节{row}"), "12".to_owned()]));
    Block::Table(Table {
        widths: vec![1, 4, 1],
        header,
        rows: rows.collect(),
        ..Table::default()
    })
}

#[test]
fn a_table_repeats_its_head_on_every_page_and_pages_are_numbered() {
    let pdf = pdf::write(&Doc {
        title: "学习任务工作页".to_owned(),
        head: Some("江南市技师学院".to_owned()),
        ..doc(vec![hours_table(140)])
    })
    .unwrap();
    let text = text_of(&pdf);
    let pages: Vec<_> = text
        .split('\u{c}')
        .filter(|page| !page.trim().is_empty())
        .collect();
    assert_eq!(pages.len(), pdf.pages);
    assert!(pages.len() >= 4);
    for (number, page) in pages.iter().enumerate() {
        assert_eq!(page.matches("学习环节").count(), 1, "page {number}");
        assert!(page.contains("江南市技师学院"));
        assert!(solid(page).ends_with(&format!("{}/{}", number + 1, pages.len())));
    }
    let lines: Vec<String> = text.lines().map(solid).collect();
    for row in 1..=140 {
        let count = lines
            .iter()
            .filter(|line| **line == format!("{row}环节{row}12"))
            .count();
        assert_eq!(count, 1, "row {row}");
    }
}

#[test]
fn text_is_never_read_as_markup() {
    let evil = "#import \"x\" $a^2$ *b* _c_ @d <e> \\f `g` ~ [h] {i} // j /* k */ = l - m + n \"o\" 'p' https://q.cn #panic()";
    let pdf = pdf::write(&Doc {
        title: evil.to_owned(),
        head: Some(evil.to_owned()),
        ..doc(vec![
            Block::Heading(1, evil.to_owned()),
            Block::text(evil),
            Block::list(Mark::Circled, [evil]),
            Block::Table(Table {
                rows: vec![TableRow::plain([evil])],
                ..Table::default()
            }),
            Block::KeyValue(vec![(evil.to_owned(), evil.to_owned())]),
            Block::Signatures(vec![evil.to_owned()]),
        ])
    })
    .unwrap();
    let text = solid_of(&pdf);
    assert!(text.contains(&solid(evil)), "{text}");
    assert_eq!(text.matches("panic()").count(), 9);
    assert!(pdf.missing.is_empty(), "{:?}", pdf.missing);
}

#[test]
fn every_sampled_character_reaches_the_page() {
    let names = "玥珺祎璟喆堃昇翀婳曌𬀩覃尉迟·院：；，。、（）《》“”‘’——……①⑳㎡℃±×÷≤≥φΩμØ";
    // The first 2,000 and the last 500 Chinese characters of the basic block that the fonts promise (GBK ends at 9FA5).
    let sample: String = ('\u{4e00}'..='\u{55d0}').chain('\u{9db2}'..='\u{9fa5}').collect();
    let pdf = pdf::write(&doc(vec![Block::text(names), Block::text(&sample)])).unwrap();
    assert!(pdf.missing.is_empty(), "{:?}", pdf.missing);
    let text = solid_of(&pdf);
    assert!(
        text.contains(names),
        "{}",
        text.chars().take(80).collect::<String>()
    );
    let lost: String = sample.chars().filter(|letter| !text.contains(*letter)).collect();
    assert_eq!(lost, "");
    for weight in [Run::plain(names), Run::bold(names)] {
        let paragraph = Paragraph {
            runs: vec![weight],
            ..Paragraph::default()
        };
        let pdf = pdf::write(&doc(vec![
            Block::Paragraph(paragraph),
            Block::Heading(3, names.to_owned()),
        ]))
        .unwrap();
        assert_eq!(solid_of(&pdf).matches(names).count(), 2);
    }
}

#[test]
fn a_character_without_a_glyph_is_named_and_printed_as_its_sign() {
    let pdf = pdf::write(&doc(vec![Block::text(
        "甲\u{1f600}乙\u{20000}\u{200d}\u{fe0f}丙",
    )]))
    .unwrap();
    assert_eq!(pdf.missing, ['\u{1f600}', '\u{20000}']);
    assert!(solid_of(&pdf).contains("甲〓乙〓丙"));
    let warning = pdf.warning().unwrap();
    assert_eq!(warning.args[0].1, "\u{1f600} (U+1F600) \u{20000} (U+20000)");
}

#[test]
fn spans_lists_and_nested_blocks_keep_all_their_text() {
    let list = List {
        mark: Mark::ChineseInBrackets,
        items: vec![Item {
            runs: vec![Run::plain("甲项")],
            inner: Some(List {
                mark: Mark::DecimalInBrackets,
                items: vec![Item {
                    runs: vec![Run::bold("乙项")],
                    inner: None,
                }],
            }),
        }],
    };
    let rows = vec![
        TableRow {
            cells: vec![
                TableCell::text("竖跨").span(1, 2),
                TableCell::text("横跨").span(2, 1),
            ],
            ..TableRow::default()
        },
        TableRow {
            cells: vec![
                TableCell::of(vec![Block::List(list), Block::WriteLines(2)]),
                TableCell::text("丁").span(9, 9),
            ],
            ..TableRow::default()
        },
        TableRow::plain(["a", "b", "c"]),
    ];
    let text = solid_of(
        &pdf::write(&doc(vec![Block::Table(Table {
            rows,
            ..Table::default()
        })]))
        .unwrap(),
    );
    for part in ["竖跨", "横跨", "（一）甲项", "（1）乙项", "丁", "abc"] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn a_cell_longer_than_a_page_loses_nothing() {
    let long: String = (0..4000).map(|number| format!("第{number}句。")).collect();
    let spanning = TableRow {
        cells: vec![TableCell::text("要求"), TableCell::text(long).span(1, 2)],
        ..TableRow::default()
    };
    let rows = vec![spanning, TableRow::plain(["其二"])];
    let pdf = pdf::write(&doc(vec![Block::Table(Table {
        widths: vec![1, 6],
        rows,
        ..Table::default()
    })]))
    .unwrap();
    assert!(pdf.pages > 5, "{}", pdf.pages);
    let text = solid_of(&pdf);
    let sentence = |number: &i32| format!("第{number}句。");
    // A sentence may go over a page's end, with the foot of the page between its parts.
    let torn = (0..4000)
        .filter(|number| !text.contains(&sentence(number)))
        .count();
    assert!(torn < pdf.pages, "{torn} of 4000 are not whole");
    assert!(text.contains(&sentence(&3999)) && text.contains("其二"));
}

#[test]
fn long_headings_and_wide_tables_stay_on_the_page() {
    let heading = "复杂零件车铣复合加工与数控车削工艺优化及工装设计和生产现场技术指导课程标准校本";
    assert!(heading.chars().count() >= 38);
    let terms = (1..=20).map(|term| format!("{term}学期"));
    let table = Table {
        header: vec![TableRow::labels(terms.clone())],
        rows: vec![TableRow::plain(terms)],
        ..Table::default()
    };
    let wide = Doc {
        page: Page::Landscape,
        title: heading.to_owned(),
        ..doc(vec![Block::Heading(1, heading.to_owned()), Block::Table(table)])
    };
    let pdf = pdf::write(&wide).unwrap();
    let text = solid_of(&pdf);
    assert_eq!(text.matches(heading).count(), 2);
    assert_eq!(pdf.pages, 1);
    assert!(text.contains("20学期"), "{text}");
}

#[test]
fn rows_of_a_page_are_not_torn() {
    // Rows of three lines: were they torn, some page would begin with a second or third line.
    let rows = (0..60)
        .map(|row| TableRow::plain([format!("始{row}\n中{row}\n终{row}")]))
        .collect();
    let text = text_of(
        &pdf::write(&doc(vec![Block::Table(Table {
            rows,
            ..Table::default()
        })]))
        .unwrap(),
    );
    let pages: Vec<_> = text
        .split('\u{c}')
        .filter(|page| !page.trim().is_empty())
        .collect();
    assert!(pages.len() > 2);
    for page in pages {
        assert!(page.trim_start().starts_with('始'), "{page}");
    }
}

#[test]
fn documents_can_be_set_side_by_side() {
    let all: Vec<_> = (0..4)
        .map(|number| {
            std::thread::spawn(move || {
                let name = format!("文档{number}");
                solid_of(&pdf::write(&doc(vec![Block::text(&name)])).unwrap()).contains(&name)
            })
        })
        .collect();
    assert!(all.into_iter().all(|one| one.join().unwrap()));
}

#[test]
fn an_empty_document_is_a_page() {
    assert_eq!(pdf::write(&Doc::default()).unwrap().pages, 1);
}
