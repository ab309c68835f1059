//! Reading on small hand-made files, on the sample standard, and on broken bytes.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use zip::write::SimpleFileOptions;

use super::*;

const SAMPLE: &[u8] = include_bytes!("../../../../standards/tests/data/standard-cnc-turning.docx");

/// A .docx of these parts, each with the usual namespaces left out: only local names matter.
fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn document(body: &str) -> Document {
    with_lists(body, "<numbering/>")
}

fn with_lists(body: &str, numbering: &str) -> Document {
    let text = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
    read(&packed(&[
        ("word/document.xml", &text),
        ("word/numbering.xml", numbering),
    ]))
    .unwrap()
}

fn texts(document: &Document) -> Vec<String> {
    document.paragraphs().iter().map(|one| one.text.clone()).collect()
}

fn labels(document: &Document) -> Vec<String> {
    document
        .paragraphs()
        .iter()
        .filter_map(|one| one.label.as_ref())
        .map(|label| label.text.clone())
        .collect()
}

fn numbered(list: u32, level: u32) -> String {
    format!("<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr></w:pPr></w:p>")
}

#[test]
fn insertions_and_links_are_kept_and_deletions_are_counted() {
    let read = document(
        "<w:p><w:r><w:t xml:space='preserve'>能</w:t></w:r><w:ins><w:r><w:t>读懂</w:t></w:r></w:ins>\
         <w:del><w:r><w:delText>看懂</w:delText></w:r></w:del><w:hyperlink><w:r><w:t>图样</w:t></w:r></w:hyperlink>\
         <w:r><w:tab/><w:t>&lt;A&amp;B&#x4e00;&gt;</w:t><w:br/><w:footnoteReference/></w:r></w:p>\
         <w:sdt><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    );
    assert_eq!(texts(&read), ["能读懂图样\t<A&B一>\n", "控件"]);
    assert_eq!((read.omitted.deletions, read.omitted.footnotes), (1, 1));
}

#[test]
fn text_boxes_follow_their_paragraph_and_are_read_once() {
    let read = document(
        "<w:p><w:r><w:t>甲</w:t><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>框</w:t>\
         </w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r>\
         <w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
    );
    assert_eq!(texts(&read), ["甲", "框"]);
}

#[test]
fn headings_take_their_level_from_the_chain_of_styles() {
    let styles = "<w:styles xmlns:w='w'><w:style w:styleId='1'><w:name w:val='heading 1'/></w:style>\
        <w:style w:styleId='a'><w:name w:val='章'/><w:basedOn w:val='1'/></w:style>\
        <w:style w:styleId='x'><w:name w:val='x'/><w:basedOn w:val='y'/></w:style>\
        <w:style w:styleId='y'><w:name w:val='y'/><w:basedOn w:val='x'/></w:style></w:styles>";
    let paragraph = |inside: &str| format!("<w:p><w:pPr>{inside}</w:pPr></w:p>");
    let body: String = [
        "<w:pStyle w:val='a'/>",
        "<w:outlineLvl w:val='2'/>",
        "<w:pStyle w:val='x'/>",
        "<w:pStyle w:val='1'/><w:outlineLvl w:val='9'/>",
    ]
    .map(paragraph)
    .concat();
    let text = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
    let read = read(&packed(&[
        ("word/document.xml", &text),
        ("word/styles.xml", styles),
    ]))
    .unwrap();
    let levels: Vec<_> = read.paragraphs().iter().map(|one| one.level).collect();
    assert_eq!(levels, [Some(1), Some(3), None, None]);
}

#[test]
fn numbers_count_by_level_restart_below_and_follow_overrides() {
    let numbering = "<w:numbering xmlns:w='w'><w:abstractNum w:abstractNumId='0'>\
        <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='（%1）'/></w:lvl>\
        <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='decimalEnclosedCircle'/><w:lvlText w:val='%2'/></w:lvl>\
        <w:lvl w:ilvl='2'><w:isLgl/><w:numFmt w:val='upperRoman'/><w:lvlText w:val='%1.%2.%3'/></w:lvl>\
        </w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>\
        <w:num w:numId='2'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride></w:num>\
        </w:numbering>";
    let body = [
        (1, 0),
        (1, 1),
        (1, 1),
        (1, 2),
        (1, 0),
        (1, 1),
        (2, 0),
        (2, 0),
        (1, 0),
        (9, 0),
        (0, 0),
    ];
    let body: String = body.iter().map(|(list, level)| numbered(*list, *level)).collect();
    let expected = [
        "（一）",
        "①",
        "②",
        "1.2.1",
        "（二）",
        "①",
        "（五）",
        "（六）",
        "（七）",
    ];
    assert_eq!(labels(&with_lists(&body, numbering)), expected);
}

#[test]
fn merged_cells_keep_their_grid_position() {
    let cell = |properties: &str, text: &str| {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
    };
    let down = |value: &str| format!("<w:vMerge w:val='{value}'/>");
    let body = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}{}</w:tr></w:tbl>",
        cell(&down("restart"), "序号"),
        cell("<w:gridSpan w:val='2'/>", "学时"),
        cell("<w:vMerge/>", "藏"),
        cell("", "一"),
        cell("", "二")
    );
    let read = document(&body);
    let [Block::Table(table)] = read.blocks.as_slice() else {
        panic!("one table")
    };
    assert_eq!(table.columns, 3);
    let at = |row, column| table.at(row, column).map(Cell::text).unwrap();
    assert_eq!(
        [at(0, 0), at(0, 2), at(1, 0), at(1, 2)],
        ["序号\n藏", "学时", "序号\n藏", "二"]
    );
    assert!(table.at(1, 3).is_none());
}

#[test]
fn the_sample_is_read_whole_with_its_contents_marked() {
    let read = read(SAMPLE).unwrap();
    let paragraphs = read.paragraphs();
    // The file has 2,477; the 24 empty ones in continuations of merged cells belong to no cell.
    assert_eq!(paragraphs.len(), 2_477 - 24);
    assert_eq!(paragraphs.iter().filter(|one| one.contents).count(), 40);
    assert_eq!(
        read.blocks
            .iter()
            .filter(|block| matches!(block, Block::Table(_)))
            .count(),
        19
    );
    let chapters: Vec<_> = paragraphs.iter().filter(|one| one.level == Some(1)).collect();
    let titles: Vec<String> = chapters
        .iter()
        .map(|one| format!("{}{}", one.label.as_ref().unwrap().text, one.text))
        .collect();
    assert_eq!(
        titles,
        [
            "一、专业信息",
            "二、培养目标和要求",
            "三、培养模式",
            "四、课程安排",
            "五、课程标准",
            "六、实施建议",
            "七、考核与评价"
        ]
    );
    let last_course = paragraphs.iter().rfind(|one| one.text.contains("《")).unwrap();
    assert_eq!(last_course.label.as_ref().unwrap().text, "（十二）");
}

#[test]
fn files_that_are_no_word_documents_are_told_apart() {
    let legacy = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0];
    let mut encrypted = legacy.to_vec();
    encrypted.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(read(&[]), Err(ReadError::Empty));
    assert_eq!(read(b"%PDF-1.7"), Err(ReadError::NotWord));
    assert_eq!(read(&legacy), Err(ReadError::Legacy));
    assert_eq!(read(&encrypted), Err(ReadError::Encrypted));
    assert_eq!(read(&SAMPLE[..SAMPLE.len() / 2]), Err(ReadError::Damaged));
    assert_eq!(
        read(&packed(&[("xl/workbook.xml", "<workbook/>")])),
        Err(ReadError::NoDocument)
    );
    assert_eq!(
        read(&packed(&[("word/document.xml", "<workbook/>")])),
        Err(ReadError::NoDocument)
    );
    let broken = read(&packed(&[("word/document.xml", "<document><body></document>")]));
    assert!(matches!(
        broken,
        Err(ReadError::BadXml {
            part: "document.xml",
            ..
        })
    ));
    assert!(matches!(
        read(&packed(&[("word/document.xml", "<document><body>")])),
        Err(ReadError::BadXml { .. })
    ));
}

#[test]
fn bombs_of_every_kind_are_refused() {
    let blanks = format!("<document><body>{}</body></document>", " ".repeat(8 << 20));
    assert_eq!(
        read(&packed(&[("word/document.xml", &blanks)])),
        Err(ReadError::Bomb { limit: 200 })
    );
    let deep = "<a>".repeat(100_000);
    let deep = read(&packed(&[("word/document.xml", &deep)]));
    assert_eq!(
        deep,
        Err(ReadError::TooComplex {
            what: "levels",
            limit: 200
        })
    );
    let small = Limits {
        elements: 10,
        ..Limits::default()
    };
    let many = read_within(SAMPLE, &small);
    assert_eq!(
        many,
        Err(ReadError::TooComplex {
            what: "elements",
            limit: 10
        })
    );
    let small = Limits {
        unpacked: 10_000,
        ..Limits::default()
    };
    assert_eq!(
        read_within(SAMPLE, &small),
        Err(ReadError::TooLarge { limit: 10_000 })
    );
    let small = Limits {
        entries: 3,
        ..Limits::default()
    };
    assert_eq!(
        read_within(SAMPLE, &small),
        Err(ReadError::TooComplex {
            what: "files",
            limit: 3
        })
    );
}

/// What a file says once is not written again at any length for each of its paragraphs: a megabyte of it for a hundred thousand
/// paragraphs would be more than any machine has.
#[test]
fn what_paragraphs_share_is_short() {
    let long = "a".repeat(1 << 18);
    let numbering = format!(
        "<numbering><abstractNum abstractNumId='1'><lvl ilvl='0'><numFmt val='decimal'/><lvlText val='%1{long}'/></lvl></abstractNum>\
         <num numId='1'><abstractNumId val='1'/></num></numbering>"
    );
    let label = &labels(&with_lists(&numbered(1, 0), &numbering))[0];
    assert!(label.len() < 100, "a label of {} bytes", label.len());
    let styles = format!(
        "<styles><style styleId='s' type='paragraph' default='1'><name val='{long}'/><pPr><numPr><numId val='{long}'/></numPr></pPr></style></styles>"
    );
    let text = "<document><body><p/></body></document>";
    let read = read(&packed(&[
        ("word/document.xml", text),
        ("word/styles.xml", &styles),
    ]))
    .unwrap();
    let Some(Block::Paragraph(paragraph)) = read.blocks.first() else {
        panic!("a paragraph was expected")
    };
    assert_eq!((&paragraph.style, &paragraph.label), (&None, &None));
}

#[test]
fn attributes_are_counted_and_a_zero_byte_is_no_text() {
    let many: String = (0..2_000).map(|at| format!(" a{at}=''")).collect();
    let text = format!("<document><body><p{many}/></body></document>");
    let small = Limits {
        elements: 1_000,
        ..Limits::default()
    };
    let read_text = |text: &str| read_within(&packed(&[("word/document.xml", text)]), &small);
    assert_eq!(
        read_text(&text),
        Err(ReadError::TooComplex {
            what: "elements",
            limit: 1_000
        })
    );
    let zero = read_text("<document><body><p><r><t>a\0b</t></r></p></body></document>");
    assert!(matches!(zero, Err(ReadError::BadXml { .. })));
}

/// Each run asks whether it stands in a table of contents: of fields that are never closed only the outermost are asked.
#[test]
fn fields_one_inside_the_other_end_where_they_end_however_many() {
    let begin = "<fldChar fldCharType='begin'/>".repeat(100);
    let end = "<fldChar fldCharType='end'/>".repeat(100);
    let read = document(&format!(
        "<p><r><fldChar fldCharType='begin'/><instrText>  TOC \\o</instrText></r><r>{begin}<t>one</t>{end}</r></p>\
         <p><r><t>two</t></r><r><fldChar fldCharType='end'/></r></p><p><r><t>three</t></r></p>"
    ));
    let contents: Vec<bool> = read
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph(one) => Some(one.contents),
            Block::Table(_) => None,
        })
        .collect();
    assert_eq!(contents, [true, true, false]);
}

/// What continues a merged cell joins it: it is looked for by its column, not from the first of the row on.
#[test]
fn a_continued_cell_joins_the_cell_at_its_column() {
    let cell = |merge: &str, text: usize| format!("<tc><tcPr>{merge}</tcPr><p><r><t>{text}</t></r></p></tc>");
    let first: String = (0..40).map(|at| cell("<vMerge val='restart'/>", at)).collect();
    let second: String = (0..40).map(|at| cell("<vMerge/>", at + 100)).collect();
    let read = document(&format!("<tbl><tr>{first}</tr><tr>{second}</tr></tbl>"));
    let Some(Block::Table(table)) = read.blocks.first() else {
        panic!("a table was expected")
    };
    let of = |at: usize| table.rows[0].cells[at].blocks.len();
    assert!((0..40).all(|at| of(at) == 2));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_damage_to_the_sample_makes_it_panic(cut in 0..SAMPLE.len(), at in 0..SAMPLE.len(), byte: u8) {
        let _ = read(&SAMPLE[..cut]);
        let mut changed = SAMPLE.to_vec();
        changed[at] = byte;
        let _ = read(&changed);
    }

    #[test]
    fn no_markup_makes_it_panic(pieces in prop::collection::vec(0..PIECES.len(), 0..60)) {
        let body: String = pieces.iter().map(|one| PIECES[*one]).collect();
        let text = format!("<w:document><w:body>{body}</w:body></w:document>");
        let _ = read(&packed(&[("word/document.xml", &text), ("word/numbering.xml", &text), ("word/styles.xml", &text)]));
    }
}

/// Pieces of markup that fit together often enough to get past the parser.
const PIECES: [&str; 24] = [
    "<w:p>",
    "</w:p>",
    "<w:p/>",
    "<w:r><w:t>一</w:t></w:r>",
    "<w:tbl>",
    "</w:tbl>",
    "<w:tr>",
    "</w:tr>",
    "<w:tc>",
    "</w:tc>",
    "<w:tcPr><w:gridSpan w:val='99999999999'/></w:tcPr>",
    "<w:tcPr><w:vMerge/></w:tcPr>",
    "<w:tcPr><w:vMerge w:val='restart'/></w:tcPr>",
    "<w:trPr><w:gridBefore w:val='7'/></w:trPr>",
    "<w:pPr><w:numPr><w:ilvl w:val='8'/><w:numId w:val='1'/></w:numPr></w:pPr>",
    "<w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num>",
    "<w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='8'><w:start w:val='9223372036854775807'/><w:lvlText w:val='%9%0%'/></w:lvl></w:abstractNum>",
    "<w:style w:styleId='a'><w:basedOn w:val='a'/></w:style>",
    "<w:r><w:fldChar w:fldCharType='begin'/></w:r>",
    "<w:r><w:fldChar w:fldCharType='end'/></w:r>",
    "&#0;",
    "&x;",
    "<w:sdt><w:sdtContent>",
    "</w:sdtContent></w:sdt>",
];
