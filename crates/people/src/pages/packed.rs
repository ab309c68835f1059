//! The copy as a ZIP: a page to read, the same as JSON for a machine, and the files.

use std::io::{Cursor, Write as _};

use askama::Template;
use kernel::{Error, Result, Text};
use serde_json::{Value, json};
use web::{Held, Section, Visit};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::words;
use crate::own::role_of;

#[derive(Template)]
#[template(path = "copy.html")]
struct CopyPage<'a> {
    lang: &'static str,
    title: String,
    lead: String,
    files: String,
    none: String,
    tables: &'a [Table],
    names: &'a [String],
}

struct Table {
    title: String,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// Packs what is held, with the contents of its files.
///
/// # Errors
/// The store's; an internal one for what cannot be packed.
pub async fn packed(visit: &Visit, held: Held) -> Result<Vec<u8>> {
    let tables: Vec<Table> = held.sections.iter().map(|one| table(visit, one)).collect();
    let mut names = Vec::new();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    for (number, (name, hash)) in (1..).zip(&held.files) {
        // A file that somebody lost on the disk keeps nobody from the rest.
        let bytes = match visit.house().files.get(hash).await {
            Ok(bytes) => bytes,
            Err(Error::NotFound) => continue,
            Err(other) => return Err(other),
        };
        let name = format!("files/{number}-{}", files::plain(name));
        zip.start_file(name.as_str(), options).map_err(Error::internal)?;
        zip.write_all(&bytes).map_err(Error::internal)?;
        names.push(name);
    }
    let page = CopyPage {
        lang: visit.lang().tag(),
        title: visit.text(&Text::new("people-copy-title")),
        lead: visit.text(&Text::new("people-copy-lead").with("at", visit.ctx().now.minute_text())),
        files: visit.text(&Text::new("people-copy-files")),
        none: visit.text(&Text::new("people-copy-none")),
        tables: &tables,
        names: &names,
    };
    let page = page.render().map_err(Error::internal)?;
    let json = serde_json::to_string_pretty(&machine(&tables, &names)).map_err(Error::internal)?;
    for (name, text) in [("index.html", page), ("data.json", json)] {
        zip.start_file(name, options).map_err(Error::internal)?;
        zip.write_all(text.as_bytes()).map_err(Error::internal)?;
    }
    Ok(zip.finish().map_err(Error::internal)?.into_inner())
}

fn machine(tables: &[Table], names: &[String]) -> Value {
    let table = |one: &Table| json!({ "title": one.title, "columns": one.columns, "rows": one.rows });
    json!({ "sections": tables.iter().map(table).collect::<Vec<_>>(), "files": names })
}

fn table(visit: &Visit, section: &Section) -> Table {
    let said = section.columns.iter().map(|text| visit.text(text)).collect();
    let facts = section.title.key == "people-copy-person";
    let posts = section.title.key == "people-posts";
    let row = |row: &Vec<String>| {
        let mut row = row.clone();
        match row.as_mut_slice() {
            [field, value] if facts => {
                *value = coded(visit, field, value);
                *field = words(visit, "people-field-", field);
            }
            [role, ..] if posts => {
                if let Some(text) = role_of(role) {
                    *role = visit.text(&text);
                }
            }
            _ => {}
        }
        row
    };
    Table {
        title: visit.text(&section.title),
        columns: said,
        rows: section.rows.iter().map(row).collect(),
    }
}

/// The word of a stored code, for the few fields that hold one.
fn coded(visit: &Visit, field: &str, value: &str) -> String {
    match field {
        "sex" => words(visit, "people-sex-", value),
        "certificate" => words(visit, "people-certificate-", value),
        _ => value.to_owned(),
    }
}
