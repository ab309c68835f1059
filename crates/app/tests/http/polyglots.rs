//! Files that are two things at once, that carry what runs, or that point elsewhere: refused at every door with nothing stored, or
//! stored and given back as nothing but the one thing that they were taken for.

use std::io::{Cursor, Write as _};

use kernel::{Role, Tier};
use testkit::TestApp;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::bad_input::table_uploads;

const SCRIPT: &str = "<script>gx1()</script>";

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        package
            .start_file(*name, SimpleFileOptions::default())
            .expect("a part");
        package.write_all(content.as_bytes()).expect("its content");
    }
    package.finish().expect("a package").into_inner()
}

/// The parts of a Word document that say which part is the text.
const WORD: [(&str, &str); 2] = [
    (
        "[Content_Types].xml",
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>"#,
    ),
    (
        "_rels/.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#,
    ),
];

fn word(document: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let parts: Vec<(&str, &str)> = WORD
        .into_iter()
        .chain([("word/document.xml", document)])
        .chain(more.iter().copied())
        .collect();
    package(&parts)
}

/// What no door for tables or standards takes.
fn refused_everywhere() -> Vec<(&'static str, Vec<u8>)> {
    let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{SCRIPT}</svg>");
    let html = format!("<!DOCTYPE html><html>{SCRIPT}</html>");
    let inner = package(&[("inner.txt", SCRIPT)]);
    let nested = {
        let mut outer = ZipWriter::new(Cursor::new(Vec::new()));
        outer
            .start_file("inner.zip", SimpleFileOptions::default())
            .expect("a part");
        outer.write_all(&inner).expect("its content");
        outer.finish().expect("a package").into_inner()
    };
    let entity = "<?xml version=\"1.0\"?><!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\
        <w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>";
    vec![
        ("图.svg", svg.clone().into_bytes()),
        ("名单.xlsx", svg.into_bytes()),
        ("名单.docx", html.clone().into_bytes()),
        ("名单.xlsx", [b"\xff\xd8\xff\xe0", html.as_bytes()].concat()),
        ("名单.xlsx", [b"%PDF-1.7\n".to_vec(), inner].concat()),
        ("名单.docx", nested),
        ("名单.docx", word(entity, &[])),
        ("名单.xlsx", b"MZ\x90\0 not a table".to_vec()),
        ("名单.docx", Vec::new()),
    ]
}

#[tokio::test]
async fn what_is_two_things_at_once_or_points_elsewhere_is_refused_at_every_door_and_nothing_is_stored() {
    let app = TestApp::new().await;
    let mut doors = table_uploads(&app).await;
    let officer = app.person(Role::NationalOfficer, app.org(Tier::Nation)).await;
    doors.push((officer, "/standards", Vec::new()));
    let before = app.rows().await;
    let mut faults = Vec::new();
    for (person, path, fields) in &doors {
        for (name, bytes) in refused_everywhere() {
            let reply = person.upload(path, fields, ("file", name, &bytes)).await;
            let text = reply.text();
            if reply.status != 422 || text.contains(SCRIPT) || text.contains("root:") {
                faults.push(format!("{path} {name} ({} bytes): {}", bytes.len(), reply.status));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(app.rows().await, before, "something was half-stored");
}

#[tokio::test]
async fn a_document_with_macros_and_outside_links_gives_its_words_and_nothing_else() {
    let app = TestApp::new().await;
    let officer = app.person(Role::NationalOfficer, app.org(Tier::Nation)).await;
    let document = "<w:document xmlns:w=\"w\" xmlns:r=\"r\"><w:body><w:p><w:r><w:t>《演示》国家技能人才培养工学一体化课程标准</w:t></w:r></w:p>\
        <w:p><w:hyperlink r:id=\"r9\"><w:r><w:t>&lt;script&gt;gx1()&lt;/script&gt;</w:t></w:r></w:hyperlink></w:p></w:body></w:document>";
    let bytes = word(
        document,
        &[
            ("word/vbaProject.bin", "Sub AutoOpen() gx-macro"),
            (
                "word/_rels/document.xml.rels",
                r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="file:///etc/passwd" TargetMode="External"/></Relationships>"#,
            ),
        ],
    );
    let reply = officer
        .upload("/standards", &[], ("file", "标准.docx", &bytes))
        .await;
    let page = if reply.status == 303 {
        officer.get(reply.location()).await
    } else {
        assert_eq!(reply.status, 422, "{}", reply.text());
        reply
    };
    let text = page.text();
    for never in [SCRIPT, "gx-macro", "file:///", "root:"] {
        assert!(!text.contains(never), "{never}: {text}");
    }
}
