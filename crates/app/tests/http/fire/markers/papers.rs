//! Word, Excel and PDF of what holds marks: the text as it was written, no formula, no markup.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};
use std::process::{Command, Stdio};

use testkit::{Person, Reply};
use zip::ZipArchive;

use super::look::{Watch, marks};
use crate::crawl::shape;

/// Which papers were looked at, and the marks that stood in them.
#[derive(Default)]
pub struct Papers {
    kinds: BTreeMap<String, usize>,
    /// How many documents of Word, tables of Excel and PDFs held a mark.
    pub words: usize,
    /// See `words`.
    pub tables: usize,
    /// See `words`.
    pub pdfs: usize,
}

impl Papers {
    /// Looks at a paper where none of its kind with a mark was looked at before.
    pub async fn take(&mut self, person: &Person<'_>, path: &str, watch: &mut Watch) {
        // A mark is looked for in two of a kind: printing takes seconds.
        let tries = self.kinds.entry(kind(path)).or_default();
        if path.contains("/events") || *tries >= 2 {
            return;
        }
        *tries += 1;
        let reply = person.get(path).await;
        watch.answer(path, &reply);
        if reply.status == 200 && self.look(path, &reply, watch) {
            self.kinds.insert(kind(path), usize::MAX);
        }
    }

    /// Whether a mark stands in it.
    fn look(&mut self, path: &str, reply: &Reply, watch: &mut Watch) -> bool {
        let bytes = &reply.bytes;
        let (text, count) = if bytes.starts_with(b"%PDF") {
            (of_pdf(bytes), &mut self.pdfs)
        } else if parts(bytes).iter().any(|(name, _)| name == "word/document.xml") {
            if paper::word::read::read(bytes).is_err() {
                watch.paper("is no document", path);
            }
            (of_xml(bytes, "word/", watch, path), &mut self.words)
        } else {
            if parts(bytes)
                .iter()
                .any(|(name, xml)| name.contains("sheet") && xml.contains("<f>"))
            {
                watch.paper("holds a formula", path);
            }
            if paper::sheet::read(bytes, "a.xlsx").is_err() {
                watch.paper("is no table", path);
            }
            (of_xml(bytes, "xl/", watch, path), &mut self.tables)
        };
        let found = marks(&text);
        if found.is_empty() {
            return false;
        }
        *count += 1;
        // Lines are broken where there is room, so only what stands without a blank is looked for.
        let bare: String = text.split_whitespace().collect();
        for number in found {
            if !bare.contains(&format!("\"'>gx{number}")) {
                watch.paper("holds a mark that was changed", &format!("{path} gx{number}"));
            }
        }
        if bare.contains("root:x:") || bare.contains("49}}") || bare.contains("{{49") {
            watch.paper("ran something", path);
        }
        true
    }
}

/// Documents of one task differ by their numbers.
fn kind(path: &str) -> String {
    let number = path.split("/documents/").nth(1).unwrap_or_default();
    format!("{} {number}", shape(path))
}

fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return Vec::new();
    };
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let mut text = Vec::new();
        part.read_to_end(&mut text).expect("its bytes");
        parts.push((
            part.name().to_owned(),
            String::from_utf8_lossy(&text).into_owned(),
        ));
    }
    parts
}

/// The texts of the parts below a folder.
fn of_xml(bytes: &[u8], folder: &str, watch: &mut Watch, path: &str) -> String {
    let mut out = String::new();
    for (name, xml) in parts(bytes) {
        if xml.contains("<script") || xml.contains("<img src") || xml.contains("TargetMode=\"External\"") {
            watch.paper("holds markup of a text", &format!("{path} {name}"));
        }
        if name.starts_with(folder) {
            let texts = xml
                .split('>')
                .map(|piece| piece.split('<').next().unwrap_or_default());
            texts.for_each(|text| out.push_str(&text.replace("&apos;", "'")));
        }
    }
    crate::html::plain(&out)
}

fn of_pdf(bytes: &[u8]) -> String {
    let mut reader = Command::new("pdftotext")
        .args(["-layout", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext (poppler-utils) is there");
    reader
        .stdin
        .take()
        .expect("an input")
        .write_all(bytes)
        .expect("it reads");
    let read = reader.wait_with_output().expect("it ends");
    String::from_utf8_lossy(&read.stdout).into_owned()
}
