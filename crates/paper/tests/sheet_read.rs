//! Reading people's tables: the sample rosters, hostile files, every encoding.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail this way")]

use paper::sheet::{CellRef, CellValue, Column, Found, Limits, ReadError, find_header, read, read_within};

const STUDENTS: &[u8] = include_bytes!("data/students.xlsx");
const FAULTY: &[u8] = include_bytes!("data/students-with-errors.xlsx");
const TEACHERS: &[u8] = include_bytes!("data/teachers.xlsx");

const ROSTER: &[Column<'static>] = &[
    Column::required("number", &["学号"]),
    Column::required("name", &["姓名"]),
    Column::required("id", &["证件号码", "身份证号", "身份证号码"]),
    Column::optional("born", &["出生日期"]),
    Column::optional("nickname", &["曾用名"]),
];

fn at(name: &str) -> CellRef {
    name.parse().unwrap()
}

fn text(value: &str) -> CellValue {
    CellValue::Text(value.to_owned())
}

fn day(value: &str) -> CellValue {
    CellValue::Date(value.parse().unwrap())
}

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const RELS: (&str, &str) = (
    "_rels/.rels",
    r#"<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
);
const BOOK: (&str, &str) = (
    "xl/workbook.xml",
    r#"<workbook xmlns:r="r"><sheets><sheet name="一" sheetId="1" r:id="a"/></sheets></workbook>"#,
);
const BOOK_RELS: (&str, &str) = (
    "xl/_rels/workbook.xml.rels",
    r#"<Relationships><Relationship Id="a" Type="http://x/worksheet" Target="/xl/s.xml"/><Relationship Id="b" Type="http://x/sharedStrings" Target="strings.xml"/></Relationships>"#,
);

fn book(sheet: &str, strings: &str) -> Vec<u8> {
    zipped(&[
        RELS,
        BOOK,
        BOOK_RELS,
        ("xl/s.xml", sheet),
        ("xl/strings.xml", strings),
    ])
}

#[test]
fn the_sample_roster_is_read_whole() {
    let book = read(STUDENTS, "students.xlsx").unwrap();
    assert_eq!(
        book.sheets
            .iter()
            .map(|sheet| sheet.name.as_str())
            .collect::<Vec<_>>(),
        ["学生信息", "填表说明"]
    );
    let sheet = &book.sheets[0];
    let header = find_header(sheet, ROSTER).unwrap();
    assert_eq!(
        (header.row, header.column("id"), header.column("nickname")),
        (1, Some(5), None)
    );
    assert_eq!(header.data(sheet).count(), 84);
    let row = header.data(sheet).next().unwrap();
    assert_eq!(header.cell(row, "number").unwrap().value, text("25010630101"));
    assert_eq!(header.cell(row, "id").unwrap().value, text("330683201007209976"));
    assert_eq!(header.cell(row, "born").unwrap().value, day("2010-07-20"));
    assert_eq!(header.place(row, "id"), Some(at("E2")));
    assert_eq!(header.unknown().len(), 14);
    let names: Vec<_> = header
        .data(sheet)
        .filter_map(|row| header.cell(row, "name"))
        .collect();
    assert!(names.iter().any(|cell| cell.value.to_string().contains('𬀩')));
}

#[test]
fn a_formula_keeps_its_cached_value_and_merged_cells_know_it() {
    let book = read(FAULTY, "students-with-errors.xlsx").unwrap();
    let sheet = &book.sheets[0];
    let computed = sheet.cell(at("F15")).unwrap();
    assert_eq!(computed.value, day("2009-12-26"));
    assert_eq!(
        computed.formula.as_deref(),
        Some("DATE(MID(E15,7,4),MID(E15,11,2),MID(E15,13,2))")
    );
    assert_eq!(sheet.cell(at("F17")).unwrap().value, text("2010年5月20日"));
    assert_eq!(sheet.merges, ["K19:L19".parse().unwrap()]);
    let (first, covered) = (sheet.cell(at("K19")).unwrap(), sheet.cell(at("L19")).unwrap());
    assert!(!first.is_covered(at("K19")) && covered.is_covered(at("L19")));
    assert_eq!(
        (covered.merged, &covered.value),
        (first.merged, &CellValue::Empty)
    );
    assert_eq!(sheet.cell(at("B11")), None);
    let phone = sheet.cell(at("J19")).unwrap().value.to_string();
    assert_eq!(paper::sheet::half_width("１９１００００７８８９"), "19100007889");
    assert_eq!(paper::sheet::half_width(&phone).len(), 11);
}

#[test]
fn a_header_is_found_below_a_merged_title() {
    let book = read(TEACHERS, "teachers.xlsx").unwrap();
    let columns = [
        Column::required("number", &["工号"]),
        Column::required("name", &["姓名"]),
    ];
    let header = find_header(&book.sheets[0], &columns).unwrap();
    assert_eq!((header.row, header.data(&book.sheets[0]).count()), (2, 24));
}

#[test]
fn names_of_columns_are_met_however_they_are_decorated() {
    let csv = "某校学生名册,,\n 学 号＊,姓名（必填）,身份证号\n1,张三,x\n,,\n";
    let book = read(csv.as_bytes(), "a.csv").unwrap();
    let header = find_header(&book.sheets[0], ROSTER).unwrap();
    assert_eq!((header.row, header.column("id")), (2, Some(3)));
    assert_eq!(
        header
            .data(&book.sheets[0])
            .map(|row| row.number)
            .collect::<Vec<_>>(),
        [3]
    );
}

#[test]
fn missing_and_repeated_columns_are_all_named() {
    let book = read("学号,学号,出生日期\n1,2,3".as_bytes(), "a.csv").unwrap();
    let error = find_header(&book.sheets[0], ROSTER).unwrap_err();
    assert_eq!(
        (error.row, error.missing.clone()),
        (Some(1), vec!["姓名".to_owned(), "证件号码".to_owned()])
    );
    assert_eq!(error.twice, [("学号".to_owned(), at("A1"), at("B1"))]);
    assert_eq!(error.texts().len(), 2);
    let book = read(b"a,b\n1,2", "a.csv").unwrap();
    let error = find_header(&book.sheets[0], ROSTER).unwrap_err();
    assert_eq!(
        (error.row, error.texts()[0].key.as_ref()),
        (None, "paper-sheet-no-header")
    );
}

#[test]
fn csv_is_read_in_every_encoding_and_with_every_separator() {
    let content = "学号\t姓名\n25010630101\t\"李\n浩然\"\n\n007\t=1+1\n";
    let (gb18030, ..) = encoding_rs::GB18030.encode(content);
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(content.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let with_bom = format!("\u{feff}{content}");
    for bytes in [content.as_bytes(), with_bom.as_bytes(), &gb18030, &utf16] {
        let book = read(bytes, "名单.csv").unwrap();
        let sheet = &book.sheets[0];
        assert_eq!((sheet.name.as_str(), sheet.rows.len()), ("名单", 3));
        assert_eq!(sheet.cell(at("A1")).unwrap().value, text("学号"));
        assert_eq!(sheet.cell(at("B2")).unwrap().value, text("李\n浩然"));
        // Row 3 is empty: a spreadsheet shows this record in row 4.
        assert_eq!(sheet.cell(at("A4")).unwrap().value, text("007"));
        assert_eq!(sheet.cell(at("B4")).unwrap().formula, None);
    }
}

#[test]
fn numbers_strings_and_dates_keep_what_was_written() {
    let bytes = book(
        r#"<worksheet><sheetData><row r="2"><c><v>330127201005139977</v></c><c t="s"><v>1</v></c><c r="D2" t="b"><v>1</v></c>
        <c t="e"><v>#N/A</v></c><c t="d"><v>2026-11-23T00:00:00</v></c><c t="str"><f>A1&amp;"x"</f><v>a&lt;b</v></c><c s="99"><v>1.0E2</v></c></row>
        <row><c><f t="shared" si="0" ref="A3:A4">B3*2</f><v>4</v></c></row><row><c><f t="shared" si="0"/><v>6</v></c></row></sheetData></worksheet>"#,
        r#"<sst uniqueCount="99999999999999999"><si><t>x</t></si><si><r><t>学 </t></r><r><t>号</t></r><rPh><t>hao</t></rPh></si></sst>"#,
    );
    let book = read(&bytes, "a.xlsx").unwrap();
    let cell = |name: &str| book.sheets[0].cell(at(name)).unwrap().clone();
    assert_eq!(
        cell("A2").value,
        CellValue::Number("330127201005139977".to_owned())
    );
    assert_eq!(cell("B2").value, text("学 号"));
    assert_eq!(cell("D2").value, CellValue::Bool(true));
    assert_eq!(cell("E2").value, CellValue::Error("#N/A".to_owned()));
    assert_eq!(cell("F2").value, day("2026-11-23"));
    assert_eq!(
        (cell("G2").value, cell("G2").formula.as_deref()),
        (text("a<b"), Some("A1&\"x\""))
    );
    assert_eq!(cell("H2").value, CellValue::Number("100".to_owned()));
    assert_eq!(
        (cell("A4").value, cell("A4").formula.as_deref()),
        (CellValue::Number("6".to_owned()), Some("B3*2"))
    );
}

#[test]
fn what_is_no_table_is_called_by_its_name() {
    let ole = |stream: &str| {
        let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    let wrong = |found| Err(ReadError::WrongContent(found));
    assert_eq!(read(b"", "a.csv"), Err(ReadError::EmptyFile));
    assert_eq!(read(&ole("Workbook"), "a.xls"), Err(ReadError::OldExcel));
    assert_eq!(
        read(&ole("EncryptedPackage"), "a.xlsx"),
        Err(ReadError::Encrypted)
    );
    assert_eq!(read(&ole("WordDocument"), "a.xls"), wrong(Found::Word));
    assert_eq!(read(b"%PDF-1.7", "a.xlsx"), wrong(Found::Pdf));
    assert_eq!(read(b"\x89PNG\r\n\x1a\n\0\0", "a.xlsx"), wrong(Found::Picture));
    assert_eq!(read(b" <html><table>", "a.xls"), wrong(Found::WebPage));
    assert_eq!(read("学号,姓名".as_bytes(), "a.xlsx"), wrong(Found::PlainText));
    assert_eq!(
        read(&zipped(&[("word/document.xml", "")]), "a.xlsx"),
        wrong(Found::Word)
    );
    assert_eq!(read(&zipped(&[("a.txt", "")]), "a.xlsx"), wrong(Found::Archive));
    assert_eq!(
        read(b"a,b", "a.pages"),
        Err(ReadError::UnknownEnding("pages".to_owned()))
    );
    assert_eq!(read(b"a,b\xff\xff", "a.csv"), Err(ReadError::UnknownEncoding));
    assert_eq!(read(b"\0\x01\x02", "a.csv"), Err(ReadError::UnknownEncoding));
}

#[test]
fn limits_are_kept_at_their_edge() {
    let limits = |cells, bytes| Limits {
        cells,
        bytes,
        ..Limits::default()
    };
    assert!(read_within(b"a,b\nc,d", "a.csv", limits(4, 7)).is_ok());
    assert_eq!(
        read_within(b"a,b\nc,d", "a.csv", limits(3, 7)),
        Err(ReadError::TooManyCells { limit: 3 })
    );
    assert_eq!(
        read_within(b"a,b\nc,d", "a.csv", limits(4, 6)),
        Err(ReadError::TooLarge { size: 7, limit: 6 })
    );
    let two = r#"<worksheet><sheetData><row><c><v>1</v></c><c><v>2</v></c></row></sheetData></worksheet>"#;
    assert!(read_within(&book(two, "<sst/>"), "a.xlsx", limits(2, 9999)).is_ok());
    assert_eq!(
        read_within(&book(two, "<sst/>"), "a.xlsx", limits(1, 9999)),
        Err(ReadError::TooManyCells { limit: 1 })
    );
}

#[test]
fn bombs_are_refused_and_claims_are_not_believed() {
    let blanks = " ".repeat(20 << 20);
    let bomb = format!("<worksheet><sheetData>{blanks}</sheetData></worksheet>");
    assert_eq!(read(&book(&bomb, "<sst/>"), "a.xlsx"), Err(ReadError::Bomb));
    let row = r#"<row><c><v>1</v></c></row>"#.repeat(40);
    let merge = r#"<mergeCell ref="A1:XFD1048576"/>"#.repeat(40);
    let wide = format!("<worksheet><sheetData>{row}</sheetData><mergeCells>{merge}</mergeCells></worksheet>");
    assert_eq!(
        read(&book(&wide, "<sst/>"), "a.xlsx"),
        Err(ReadError::TooManyCells { limit: 500_000 })
    );
    let far =
        r#"<worksheet><sheetData><row r="4294967295"/><row><c><v>1</v></c></row></sheetData></worksheet>"#;
    assert_eq!(
        read(&book(far, "<sst/>"), "a.xlsx"),
        Err(ReadError::Damaged {
            part: "xl/s.xml".to_owned()
        })
    );
}

#[test]
fn twenty_thousand_rows_of_the_roster_are_read() {
    let row =
        r#"<row><c t="str"><v>25010630101</v></c>"#.to_owned() + &"<c><v>1</v></c>".repeat(17) + "</row>";
    let rows: String = (0..20_000)
        .map(|number| row.replace("0101", &format!("{number:05}")))
        .collect();
    let bytes = book(
        &format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"),
        "<sst/>",
    );
    assert_eq!(read(&bytes, "a.xlsx").unwrap().sheets[0].rows.len(), 20_000);
}

#[test]
fn no_cut_and_no_changed_byte_makes_the_reader_panic() {
    for cut in (0..STUDENTS.len()).step_by(97) {
        assert!(read(&STUDENTS[..cut], "students.xlsx").is_err(), "cut at {cut}");
    }
    for place in (0..FAULTY.len()).step_by(61) {
        let mut bytes = FAULTY.to_vec();
        bytes[place] ^= 0xa5;
        let _ = read(&bytes, "students.xlsx");
    }
    // The same on the XML inside, where the package's checksums do not protect the reader.
    let sheet = r##"<worksheet><sheetData><row r="1"><c r="A1" s="1" t="s"><f si="0">A&amp;1</f><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>"##;
    for place in 0..sheet.len() {
        let _ = read(
            &book(&sheet[..place], "<sst><si><t>&#x41;</t></si></sst>"),
            "a.xlsx",
        );
        for wild in ["<", "&", "9999999999", "\"", "\u{0}", "]]>"] {
            let changed = format!("{}{wild}{}", &sheet[..place], &sheet[place + 1..]);
            let _ = read(&book(&changed, "<sst><si><t>&#x41;</t></si></sst>"), "a.xlsx");
        }
    }
}

/// A text or a formula stands in the file once and is each cell's own after reading: a megabyte of it in a thousand cells is a
/// gigabyte.
#[test]
fn what_many_cells_share_is_counted_for_each_of_them() {
    let megabyte = "x".repeat(1 << 20);
    let strings = format!("<sst><si><t>{megabyte}</t></si></sst>");
    let texts = "<c t=\"s\"><v>0</v></c>".repeat(200);
    let sheet = format!("<worksheet><row r=\"1\">{texts}</row></worksheet>");
    assert_eq!(read(&book(&sheet, &strings), "a.xlsx"), Err(ReadError::Bomb));
    let formulas = "<c><f si=\"0\"/></c>".repeat(200);
    let first = format!("<c><f si=\"0\">{megabyte}</f></c>");
    let sheet = format!("<worksheet><row r=\"1\">{first}{formulas}</row></worksheet>");
    assert_eq!(read(&book(&sheet, "<sst/>"), "a.xlsx"), Err(ReadError::Bomb));
}

#[test]
fn a_zero_byte_comes_out_of_no_table() {
    let sheet = "<worksheet><row r=\"1\"><c t=\"str\"><v>a\0b</v></c></row></worksheet>";
    assert!(matches!(
        read(&book(sheet, "<sst/>"), "a.xlsx"),
        Err(ReadError::Damaged { .. })
    ));
    let sheet = sheet.replace('\0', "_x0000_");
    let read = read(&book(&sheet, "<sst/>"), "a.xlsx").unwrap();
    assert_eq!(
        read.sheets[0].rows[0].cell(1).map(|cell| cell.value.clone()),
        Some(text("a_x0000_b"))
    );
    assert_eq!(
        paper::sheet::read(b"a\0,b", "a.csv"),
        Err(ReadError::UnknownEncoding)
    );
}
