//! Blocks as paragraphs, lists, drawings and tables.

use crate::doc::{Align, Block, Doc, Image, Indent, List, Paragraph, Run, Simple, TextSize, Weight, lower};

use super::numbering::{LEVELS, Numbering};
use super::xml::{emu, escaped};

/// The body's XML and what it refers to.
#[derive(Default)]
pub(super) struct Body {
    pub(super) xml: String,
    pub(super) numbering: Numbering,
    pub(super) images: Vec<Image>,
    /// The next paragraph begins a page.
    breaks: bool,
}

/// Where blocks stand.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// Width and height in millimetres.
    pub(super) room: (f64, f64),
    /// Style of the paragraphs.
    pub(super) style: &'static str,
    /// How they stand unless they say so themselves.
    pub(super) align: Align,
}

impl Body {
    pub(super) fn of(doc: &Doc) -> Self {
        let sheet = doc.page.sheet();
        let mut body = Self::default();
        let place = Place {
            room: (sheet.text_width(), sheet.text_height()),
            style: "Normal",
            align: Align::Start,
        };
        if !doc.title.is_empty() {
            body.paragraph_of(
                r#"<w:pStyle w:val="Title"/>"#,
                &runs(&[Run::plain(doc.title.as_str())]),
            );
        }
        body.blocks(&doc.blocks, place);
        body
    }

    pub(super) fn blocks(&mut self, blocks: &[Block], place: Place) {
        for block in lower(blocks) {
            match block {
                Simple::Heading(level, text) => {
                    let style = format!(r#"<w:pStyle w:val="Heading{level}"/>"#);
                    self.paragraph_of(&style, &runs(&[Run::plain(text)]));
                }
                Simple::Paragraph(paragraph) => self.paragraph(paragraph, place),
                Simple::List(list) => self.list(list, 0, place),
                Simple::Table(table) => self.table(&table, place),
                Simple::Image(image) => self.image(image, place),
                Simple::PageBreak => self.breaks = true,
            }
        }
    }

    /// A paragraph that begins with these properties.
    pub(super) fn paragraph_of(&mut self, properties: &str, content: &str) {
        self.xml += "<w:p><w:pPr>";
        // The schema wants the break after the style and before all others.
        let (style, others) = properties.split_at(properties.find("/>").map_or(0, |end| end + 2));
        self.xml += style;
        if std::mem::take(&mut self.breaks) {
            self.xml += "<w:pageBreakBefore/>";
        }
        self.xml += others;
        self.xml += "</w:pPr>";
        self.xml += content;
        self.xml += "</w:p>";
    }

    /// A low empty paragraph: tables need one between them, and at the end of a cell.
    pub(super) fn gap(&mut self) {
        self.paragraph_of(r#"<w:pStyle w:val="Gap"/>"#, "");
    }

    /// Makes a break that still waits happen before something that is no paragraph.
    pub(super) fn break_now(&mut self) {
        if self.breaks {
            self.gap();
        }
    }

    fn paragraph(&mut self, paragraph: &Paragraph, place: Place) {
        let mut properties = style(place);
        if paragraph.indent == Indent::FirstLine {
            properties += r#"<w:ind w:firstLine="480" w:firstLineChars="200"/>"#;
        }
        let own = if paragraph.align == Align::Start {
            place.align
        } else {
            paragraph.align
        };
        properties += justify(own);
        self.paragraph_of(&properties, &runs(&paragraph.runs));
    }

    fn list(&mut self, list: &List, level: usize, place: Place) {
        let level = level.min(LEVELS - 1);
        let number = self.numbering.add(list.mark, level);
        for item in &list.items {
            let properties = format!(
                r#"{}<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>"#,
                style(place)
            );
            self.paragraph_of(&properties, &runs(&item.runs));
            if let Some(inner) = &item.inner {
                self.list(inner, level + 1, place);
            }
        }
    }

    fn image(&mut self, image: &Image, place: Place) {
        let (width, height) = image.fit((place.room.0, place.room.1 * 0.9));
        let (width, height) = (emu(width), emu(height));
        let number = self.images.len();
        let id = number + 1;
        self.images.push(image.clone());
        let drawing = format!(
            r#"<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{id}" name="image{id}"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="{id}" name="image{id}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="image{number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"#
        );
        self.paragraph_of(&format!("{}{}", style(place), justify(Align::Center)), &drawing);
    }
}

impl Place {
    /// Inside a cell of this width.
    pub(super) fn cell(self, width: f64, size: TextSize, align: Align) -> Self {
        let style = match size {
            TextSize::Five => "TableText",
            TextSize::SmallFive => "TableTextSmall",
        };
        Self {
            room: (width, self.room.1),
            style,
            align,
        }
    }
}

fn style(place: Place) -> String {
    format!(r#"<w:pStyle w:val="{}"/>"#, place.style)
}

const fn justify(align: Align) -> &'static str {
    match align {
        Align::Start => "",
        Align::Center => r#"<w:jc w:val="center"/>"#,
        Align::End => r#"<w:jc w:val="right"/>"#,
    }
}

fn runs(runs: &[Run]) -> String {
    let mut out = String::new();
    for run in runs.iter().filter(|run| !run.text.is_empty()) {
        out += "<w:r>";
        if run.weight == Weight::Bold {
            out += "<w:rPr><w:b/></w:rPr>";
        }
        for (number, line) in run.text.split('\n').enumerate() {
            if number > 0 {
                out += "<w:br/>";
            }
            for (number, part) in line.split('\t').enumerate() {
                if number > 0 {
                    out += "<w:tab/>";
                }
                out += &format!(r#"<w:t xml:space="preserve">{}</w:t>"#, escaped(part));
            }
        }
        out += "</w:r>";
    }
    out
}
