//! What is no table, no document or too much of it: a clear word that says what and what was expected, and nothing half-stored.

use std::io::{Cursor, Write as _};

use kernel::{Role, Tier};
use testkit::{Person, TestApp};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::standards::published;

const STUDENTS: &[u8] = include_bytes!("../../../people/tests/data/students.xlsx");
const SAMPLE: &[u8] = crate::standards::SAMPLE;

/// A workbook that names one sheet, which is the bomb.
const BOOK: [(&str, &str); 3] = [
    (
        "_rels/.rels",
        r#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns:r="r"><sheets><sheet name="a" r:id="r1"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="s.xml"/></Relationships>"#,
    ),
];

/// A package of which one part unpacks to many times its size.
pub fn bomb(parts: &[(&str, &str)], (part, head): (&str, &str), megabytes: usize) -> Vec<u8> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts.iter().chain([&(part, head)]) {
        package
            .start_file(*name, SimpleFileOptions::default())
            .expect("a part");
        package.write_all(content.as_bytes()).expect("its content");
    }
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..megabytes {
        package.write_all(&blanks).expect("its blanks");
    }
    package.finish().expect("a package").into_inner()
}

/// Who uploads tables where, with the fields beside the file.
pub async fn table_uploads(
    app: &TestApp,
) -> Vec<(Person<'_>, &'static str, Vec<(&'static str, &'static str)>)> {
    let affairs = || app.at_school(Role::AcademicAffairs, 0);
    let ministry = || app.person(Role::NationalOfficer, app.org(Tier::Nation));
    vec![
        (affairs().await, "/rosters", vec![("kind", "students")]),
        (affairs().await, "/training/import", vec![]),
        (affairs().await, "/calendar", crate::org::TERM.to_vec()),
        (ministry().await, "/majors/import", vec![("name", "2027年版")]),
        (ministry().await, "/counts/pairs/import", vec![]),
    ]
}

#[tokio::test]
async fn what_is_no_table_is_refused_everywhere_with_what_it_is_and_what_was_expected() {
    let app = TestApp::new().await;
    let uploads = table_uploads(&app).await;
    let bomb = bomb(&BOOK, ("xl/s.xml", "<worksheet><sheetData>"), 64);
    let cases: [(&str, &[u8], &str); 8] = [
        ("名单.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "这个文件是图片"),
        ("名单.xlsx", &STUDENTS[..STUDENTS.len() / 2], "已损坏或没有传完"),
        ("名单.xlsx", &bomb, "解压后异常庞大"),
        ("名单.xlsx", SAMPLE, "这个文件是 Word 文档"),
        ("名单.csv", b"", "文件是空的"),
        ("名单.pages", b"a,b\n1,2\n", "不认识扩展名“pages”"),
        ("名单.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "Excel 97"),
        ("名单.csv", b"a,\xff\x80\xff\n", "编码无法识别"),
    ];
    let before = app.rows().await;
    let mut faults = Vec::new();
    for (person, path, fields) in &uploads {
        for (name, bytes, said) in cases {
            let reply = person.upload(path, fields, ("file", name, bytes)).await;
            if reply.status != 422 || !reply.text().contains(said) {
                faults.push(format!(
                    "{path} {name} {said}: {} {}",
                    reply.status,
                    words(&reply.text())
                ));
            }
        }
        // Of people a preview is kept, which names the fault and takes nothing.
        if *path != "/rosters" {
            let none = person
                .upload(path, fields, ("file", "名单.csv", "甲,乙\n1,2\n".as_bytes()))
                .await;
            if none.status != 422 || !none.text().contains("没有找到表头") {
                faults.push(format!(
                    "{path} without its columns: {} {}",
                    none.status,
                    words(&none.text())
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(app.rows().await, before, "something was half-stored");
}

/// What a page says, without its tags.
fn words(page: &str) -> String {
    let main = page.split("<main").nth(1).unwrap_or(page);
    let texts = main
        .split('>')
        .map(|piece| piece.split('<').next().unwrap_or_default().trim());
    let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
    texts.join(" ").chars().take(400).collect()
}

#[tokio::test]
async fn a_document_that_unpacks_without_end_is_no_standard() {
    let app = TestApp::new().await;
    let officer = app.person(Role::NationalOfficer, app.org(Tier::Nation)).await;
    let bomb = bomb(&[], ("word/document.xml", "<w:document>"), 64);
    assert!(bomb.len() < 1 << 20, "{}", bomb.len());
    let drafts = format!("/standards/{}/drafts", published(&app).await);
    let before = app.rows().await;
    for path in ["/standards", &drafts] {
        let reply = officer.upload(path, &[], ("file", "标准.docx", &bomb)).await;
        assert_eq!(reply.status, 422, "{}", words(&reply.text()));
        assert!(reply.text().contains("压缩比超过"), "{}", words(&reply.text()));
    }
    assert_eq!(app.rows().await, before);
}

#[tokio::test]
async fn two_hundred_megabytes_are_refused_with_what_is_the_most() {
    let app = TestApp::new().await;
    let uploads = table_uploads(&app).await;
    let (affairs, path, fields) = &uploads[0];
    let before = app.rows().await;
    let reply = affairs
        .upload(path, fields, ("file", "名单.csv", &vec![b'1'; 200 << 20]))
        .await;
    assert_eq!(reply.status, 413);
    assert!(
        reply.text().contains("文件太大") && reply.text().contains("一次最多上传 32 MB"),
        "{}",
        words(&reply.text())
    );
    assert!(reply.text().contains("href=\"/\""), "the page leads back");
    // Between the most for a table and the most for anything the table's own word is said.
    let reply = affairs
        .upload(path, fields, ("file", "名单.csv", &vec![b'1'; 11 << 20]))
        .await;
    assert_eq!(reply.status, 422);
    assert!(
        reply.text().contains("超过上限 10 MB"),
        "{}",
        words(&reply.text())
    );
    assert_eq!(app.rows().await, before);
}

#[tokio::test]
async fn twenty_thousand_rows_are_looked_at_and_the_one_fault_among_them_is_named() {
    let app = TestApp::new().await;
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    let mut csv = "学号,姓名,证件类型,证件号码,班级\n".to_owned();
    for number in 0..20_000 {
        let class = if number == 19_997 {
            "数控2999班"
        } else {
            "数控2501班"
        };
        csv += &format!("26{number:08},李浩然,护照,E{number:08},{class}\n");
    }
    let people = |rows: Vec<(String, i64)>| rows.into_iter().find(|(table, _)| table == "person");
    let before = people(app.rows().await);
    let sent = affairs
        .upload(
            "/rosters",
            &[("kind", "students")],
            ("file", "全校.csv", csv.as_bytes()),
        )
        .await;
    assert_eq!(sent.status, 303, "{}", words(&sent.text()));
    let shown = affairs.get(sent.location()).await.text();
    assert!(
        shown.contains("<th scope=\"row\">E19999</th>") && shown.contains("数控2999班"),
        "{}",
        words(&shown)
    );
    assert!(!shown.contains("name=\"digest\""), "nothing of it can be taken");
    assert_eq!(people(app.rows().await), before);
}

/// 学号,姓名,证件类型,证件号码,班级 and one student, 单𬀩, in GB18030: the last sign takes four bytes.
const GB18030: &[u8] = b"\xd1\xa7\xba\xc5,\xd0\xd5\xc3\xfb,\xd6\xa4\xbc\xfe\xc0\xe0\xd0\xcd,\xd6\xa4\xbc\xfe\xba\xc5\xc2\xeb,\xb0\xe0\xbc\xb6\n25019951,\xb5\xa5\x991\x879,\xbb\xa4\xd5\xd5,E87654321,\xca\xfd\xbf\xd82501\xb0\xe0\n";

#[tokio::test]
async fn a_table_in_gb18030_is_read_with_its_rare_signs() {
    let app = TestApp::new().await;
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    let sent = affairs
        .upload("/rosters", &[("kind", "students")], ("file", "新生.csv", GB18030))
        .await;
    let shown = affairs.get(sent.location()).await.text();
    let digest = shown
        .split("name=\"digest\" value=\"")
        .nth(1)
        .expect("it can be taken");
    let digest = digest.split('"').next().unwrap_or_default();
    let taken = affairs
        .post(&format!("{}/import", sent.location()), &[("digest", digest)])
        .await;
    assert_eq!(taken.status, 303, "{}", words(&taken.text()));
    let found = affairs.get("/people?q=25019951&class=").await.text();
    assert!(found.contains("单𬀩"), "{}", words(&found));
}
