//! Word files (`.docx`, ECMA-376) from a [`Doc`]: real heading styles, automatic numbering, tables that repeat their
//! head, page x / y. The same document gives the same bytes.

mod body;
mod numbering;
mod table;
mod xml;

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;

use crate::doc::{Doc, Face, ImageKind, Page};
use body::Body;
use xml::{escaped, twips};

/// The package could not be put together.
#[derive(Debug, thiserror::Error)]
#[error("the Word file could not be written: {0}")]
pub struct WordError(#[from] ZipError);

impl From<std::io::Error> for WordError {
    fn from(error: std::io::Error) -> Self {
        Self(ZipError::Io(error))
    }
}

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;

/// Writes the document.
///
/// # Errors
/// [`WordError`] when the package outgrows what a zip can hold.
pub fn write(doc: &Doc) -> Result<Vec<u8>, WordError> {
    let body = Body::of(doc);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, content: &[u8]| -> Result<(), WordError> {
        zip.start_file(name, SimpleFileOptions::default())?;
        Ok(zip.write_all(content)?)
    };
    part("[Content_Types].xml", content_types().as_bytes())?;
    part("_rels/.rels", package_relations().as_bytes())?;
    part("docProps/core.xml", core_properties(doc).as_bytes())?;
    part("word/document.xml", document(doc, &body).as_bytes())?;
    part("word/_rels/document.xml.rels", relations(&body).as_bytes())?;
    part("word/styles.xml", styles(doc.face).as_bytes())?;
    part("word/numbering.xml", body.numbering.part().as_bytes())?;
    part("word/settings.xml", settings().as_bytes())?;
    part("word/header1.xml", header(doc).as_bytes())?;
    part("word/footer1.xml", footer().as_bytes())?;
    for (number, image) in body.images.iter().enumerate() {
        part(
            &format!("word/{}", media_name(number, image.kind())),
            image.bytes(),
        )?;
    }
    Ok(zip.finish()?.into_inner())
}

fn media_name(number: usize, kind: ImageKind) -> String {
    let ending = match kind {
        ImageKind::Png => "png",
        ImageKind::Jpeg => "jpeg",
    };
    format!("media/image{}.{ending}", number + 1)
}

fn content_types() -> String {
    const OF_WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let mut out = format!(
        r#"{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="jpeg" ContentType="image/jpeg"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>"#
    );
    for (part, kind) in [
        ("document", "document.main"),
        ("styles", "styles"),
        ("numbering", "numbering"),
        ("settings", "settings"),
        ("header1", "header"),
        ("footer1", "footer"),
    ] {
        out += &format!(r#"<Override PartName="/word/{part}.xml" ContentType="{OF_WORD}.{kind}+xml"/>"#);
    }
    out + "</Types>"
}

fn package_relations() -> String {
    format!(
        r#"{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#
    )
}

fn relations(body: &Body) -> String {
    let mut out = format!(
        r#"{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#
    );
    for (id, kind, target) in [
        ("styles", "styles", "styles.xml"),
        ("numbering", "numbering", "numbering.xml"),
        ("settings", "settings", "settings.xml"),
        ("header", "header", "header1.xml"),
        ("footer", "footer", "footer1.xml"),
    ] {
        out += &format!(r#"<Relationship Id="{id}" Type="{R}/{kind}" Target="{target}"/>"#);
    }
    for (number, image) in body.images.iter().enumerate() {
        let target = media_name(number, image.kind());
        out += &format!(r#"<Relationship Id="image{number}" Type="{R}/image" Target="{target}"/>"#);
    }
    out + "</Relationships>"
}

fn core_properties(doc: &Doc) -> String {
    let (title, creator) = (
        escaped(&doc.title),
        escaped(doc.head.as_deref().unwrap_or_default()),
    );
    format!(
        r#"{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:creator>{creator}</dc:creator></cp:coreProperties>"#
    )
}

fn document(doc: &Doc, body: &Body) -> String {
    let sheet = doc.page.sheet();
    let lying = if doc.page == Page::Landscape {
        r#" w:orient="landscape""#
    } else {
        ""
    };
    format!(
        r#"{HEAD}<w:document xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>{}<w:sectPr><w:headerReference w:type="default" r:id="header"/><w:footerReference w:type="default" r:id="footer"/><w:pgSz w:w="{}" w:h="{}"{lying}/><w:pgMar w:top="{}" w:right="{}" w:bottom="{}" w:left="{}" w:header="850" w:footer="794" w:gutter="0"/></w:sectPr></w:body></w:document>"#,
        body.xml,
        twips(sheet.width),
        twips(sheet.height),
        twips(sheet.top),
        twips(sheet.right),
        twips(sheet.bottom),
        twips(sheet.left),
    )
}

fn styles(face: Face) -> String {
    let face = match face {
        Face::Song => "宋体",
        Face::FangSong => "仿宋",
    };
    include_str!("styles.xml").replace("BODY-FACE", face)
}

/// Without the mode of 2013 and later Word lays the page out as its forerunners did.
fn settings() -> String {
    format!(
        r#"{HEAD}<w:settings xmlns:w="{W}"><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>"#
    )
}

fn header(doc: &Doc) -> String {
    let content = doc.head.as_deref().map_or_else(String::new, |head| {
        format!(
            r#"<w:pPr><w:pStyle w:val="Header"/></w:pPr><w:r><w:t xml:space="preserve">{}</w:t></w:r>"#,
            escaped(head)
        )
    });
    format!(r#"{HEAD}<w:hdr xmlns:w="{W}"><w:p>{content}</w:p></w:hdr>"#)
}

fn footer() -> String {
    let field =
        |name: &str| format!(r#"<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>"#);
    format!(
        r#"{HEAD}<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{}<w:r><w:t xml:space="preserve"> / </w:t></w:r>{}</w:p></w:ftr>"#,
        field("PAGE"),
        field("NUMPAGES")
    )
}
