//! Word files that we write, seen by their XML, by LibreOffice and by our own reader.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail this way")]

use std::io::Read;
use std::process::Command;

use paper::doc::{Block, Doc, Mark, Table, TableCell, TableRow};
use paper::word;

mod sample;
use sample::sample;

fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn heads_repeat_rows_stay_whole_and_spans_stand_in_the_file() {
    let xml = part(&word::write(&sample().unwrap()).unwrap(), "word/document.xml");
    assert_eq!(xml.matches("<w:tblHeader/>").count(), 2);
    assert_eq!(xml.matches(r#"<w:vMerge w:val="restart"/>"#).count(), 1);
    assert_eq!(xml.matches("<w:vMerge/>").count(), 1);
    assert!(xml.contains(r#"<w:gridSpan w:val="3"/>"#));
    assert!(xml.contains("明确 &lt;交货期&gt; &amp; &quot;数量&quot;"));
    assert!(xml.contains(r#"<w:pStyle w:val="Heading2"/>"#));
    assert!(xml.contains(r#"<w:pStyle w:val="Heading1"/><w:pageBreakBefore/>"#));
}

/// What LibreOffice makes of a Word file, page by page.
fn pages_of(bytes: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file.docx");
    std::fs::write(&file, bytes).unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    let run = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "pdf", "--outdir"])
        .args([folder.path(), file.as_path()])
        .output()
        .expect("libreoffice-writer is installed");
    assert!(run.status.success());
    let text = Command::new("pdftotext")
        .args(["-layout"])
        .args([
            folder.path().join("file.pdf").as_path(),
            std::path::Path::new("-"),
        ])
        .output();
    let text = String::from_utf8(text.expect("poppler-utils is installed").stdout).unwrap();
    text.split('\u{c}')
        .filter(|page| !page.trim().is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn no_row_goes_over_a_page_s_end_unless_it_is_higher_than_a_page() {
    // Rows of three lines: were one torn, some page would begin with a second or third line.
    let mut rows: Vec<TableRow> = (0..60)
        .map(|row| TableRow::plain([format!("始{row}\n中{row}\n终{row}")]))
        .collect();
    rows.push(TableRow::plain([(0..90)
        .map(|line| format!("高{line}\n"))
        .collect::<String>()]));
    let bytes = word::write(&Doc {
        blocks: vec![Block::Table(Table {
            rows,
            ..Table::default()
        })],
        ..Doc::default()
    })
    .unwrap();
    let xml = part(&bytes, "word/document.xml");
    assert_eq!(xml.matches("<w:tr>").count(), 61);
    assert_eq!(xml.matches("<w:cantSplit/>").count(), 60, "all but the high one");
    let pages = pages_of(&bytes);
    for page in &pages {
        let first = page.trim_start();
        assert!(first.starts_with('始') || first.starts_with('高'), "{page}");
    }
    let solid: String = pages.concat().split_whitespace().collect();
    assert!(solid.contains("高89"), "nothing of a high row is lost");
}

#[test]
fn every_part_is_well_formed_and_the_same_each_time() {
    let bytes = word::write(&sample().unwrap()).unwrap();
    assert_eq!(bytes, word::write(&sample().unwrap()).unwrap());
    let zip = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    for name in zip
        .file_names()
        .filter(|name| name.ends_with("xml") || name.ends_with("rels"))
    {
        let text = part(&bytes, name);
        let mut reader = quick_xml::Reader::from_str(&text);
        let mut depth = 0;
        loop {
            match reader.read_event().unwrap() {
                quick_xml::events::Event::Start(_) => depth += 1,
                quick_xml::events::Event::End(_) => depth -= 1,
                quick_xml::events::Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(depth, 0, "{name}");
    }
}

#[test]
fn odd_documents_are_still_files() {
    let cell = TableCell::of(vec![Block::WriteLines(0), Block::PageBreak]);
    let rows = vec![TableRow {
        cells: vec![cell, TableCell::default()],
        ..TableRow::default()
    }];
    let blocks = vec![
        Block::text("\u{0}\u{b}\u{ffff}甲"),
        Block::Table(Table::default()),
        Block::Table(Table {
            rows,
            ..Table::default()
        }),
    ];
    let xml = part(
        &word::write(&Doc {
            blocks,
            ..Doc::default()
        })
        .unwrap(),
        "word/document.xml",
    );
    assert_eq!(xml.matches("<w:tbl>").count(), 1);
    assert!(!xml.contains("</w:tcPr></w:tc>") && xml.contains(">甲<"));
}

#[test]
fn libreoffice_opens_it_and_shows_every_text() {
    let pages = pages_of(&word::write(&sample().unwrap()).unwrap());
    let (text, pages) = (pages.concat(), pages.len());
    assert_eq!(
        text.matches("学习环节").count(),
        pages - 1,
        "the head stands on every page of the table"
    );
    let solid: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    assert!(solid.contains(&format!("{pages}/{pages}")), "{solid}");
    for part in [
        "江南市技师学院",
        "（一）外层",
        "（1）内层",
        "1.领取生产任务单",
        "王璟琛",
        "±0.02mm",
        "普通加粗",
        "批准",
    ] {
        assert!(solid.contains(part), "{part}");
    }
}

#[test]
fn our_own_reader_gives_the_text_back() {
    use word::read::Block;

    let document = word::read::read(&word::write(&sample().unwrap()).unwrap()).unwrap();
    assert_eq!(document.omitted.pictures, 1);
    let shown = |style: &str| -> Vec<_> {
        let all = document
            .paragraphs()
            .into_iter()
            .filter(|paragraph| paragraph.style.as_deref() == Some(style));
        all.map(|paragraph| (paragraph.level, paragraph.text.clone()))
            .collect()
    };
    assert_eq!(
        shown("heading 1"),
        [
            (Some(1), "一、任务情境".to_owned()),
            (Some(1), "二、书写".to_owned())
        ]
    );
    assert_eq!(shown("Title")[0].1, "学习任务工作页");
    let label = |text: &str| {
        let found = document
            .paragraphs()
            .into_iter()
            .find(|paragraph| paragraph.text == text);
        found
            .and_then(|paragraph| paragraph.label.as_ref())
            .map(|label| label.text.clone())
    };
    assert_eq!(label("外层").as_deref(), Some("（一）"));
    assert_eq!(label("内层").as_deref(), Some("（1）"));
    assert_eq!(label("明确 <交货期> & \"数量\"").as_deref(), Some("2."));
    let tables = document.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Paragraph(_) => None,
    });
    let table = tables.max_by_key(|table| table.rows.len()).unwrap();
    assert_eq!((table.columns, table.rows.len()), (3, 64));
    assert_eq!(table.rows.iter().filter(|row| row.header).count(), 2);
    assert_eq!(table.at(3, 0).unwrap().text(), "获取信息");
    assert_eq!(table.at(3, 1).unwrap().text(), "识读图样");
    assert_eq!(table.at(0, 2).unwrap().text(), "学习任务：螺纹轴的数控车床加工");
}

#[test]
fn each_list_counts_from_one() {
    let blocks = vec![
        Block::list(Mark::Circled, ["甲", "乙"]),
        Block::list(Mark::Circled, ["丙"]),
    ];
    let document = word::read::read(
        &word::write(&Doc {
            blocks,
            ..Doc::default()
        })
        .unwrap(),
    )
    .unwrap();
    let labels: Vec<_> = document
        .paragraphs()
        .iter()
        .filter_map(|one| Some(one.label.as_ref()?.text.clone()))
        .collect();
    assert_eq!(labels, ["①", "②", "①"]);
}
