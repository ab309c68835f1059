//! Walks the document's body: paragraphs with their text, level and label, and what contains them.

use super::document::{Block, Document, Label, Omitted, Paragraph};
use super::numbering::Numbering;
use super::styles::{Style, Styles};
use super::xml::Element;

/// What walking needs to remember from one paragraph to the next.
pub struct Reader<'a> {
    styles: &'a Styles,
    numbering: Numbering,
    omitted: Omitted,
    /// The beginnings of the instructions of the fields that are open, outermost first.
    fields: Vec<String>,
    /// How many more are open inside the innermost of these.
    deeper: usize,
    /// How many content controls of a table of contents are open.
    contents: usize,
}

/// What the runs of one paragraph amount to.
#[derive(Default)]
struct Inline {
    text: String,
    contents: bool,
    plain: bool,
    boxes: Vec<Block>,
}

impl<'a> Reader<'a> {
    pub fn new(styles: &'a Styles, numbering: Numbering) -> Self {
        Self {
            styles,
            numbering,
            omitted: Omitted::default(),
            fields: Vec::new(),
            deeper: 0,
            contents: 0,
        }
    }

    /// Reads the whole body.
    pub fn document(mut self, body: &Element) -> Document {
        let mut blocks = Vec::new();
        self.blocks(body, &mut blocks);
        Document {
            blocks,
            omitted: self.omitted,
        }
    }

    /// Reads the paragraphs and tables inside an element.
    pub fn blocks(&mut self, parent: &Element, out: &mut Vec<Block>) {
        for child in parent.elements() {
            match child.name.as_str() {
                "p" => self.paragraph(child, out),
                "tbl" => {
                    let table = self.table(child);
                    out.push(Block::Table(table));
                }
                "sdt" => self.control(child, |reader, content| reader.blocks(content, out)),
                "customXml" | "ins" | "moveTo" => self.blocks(child, out),
                "AlternateContent" => {
                    if let Some(choice) = alternative(child) {
                        self.blocks(choice, out);
                    }
                }
                "del" | "moveFrom" => self.omitted.deletions += 1,
                "altChunk" => self.omitted.pictures += 1,
                _ => {}
            }
        }
    }

    /// Enters a content control, remembering whether it is a table of contents.
    pub fn control(&mut self, control: &Element, read: impl FnOnce(&mut Self, &Element)) {
        let gallery = control
            .child("sdtPr")
            .and_then(|one| one.child("docPartObj")?.value("docPartGallery"));
        let contents = usize::from(gallery == Some("Table of Contents"));
        self.contents += contents;
        if let Some(content) = control.child("sdtContent") {
            read(self, content);
        }
        self.contents -= contents;
    }

    /// Counts a tracked deletion met outside of paragraphs.
    pub fn deleted(&mut self) {
        self.omitted.deletions += 1;
    }

    fn paragraph(&mut self, element: &Element, out: &mut Vec<Block>) {
        let properties = element.child("pPr");
        let style_id = properties.and_then(|one| one.value("pStyle"));
        let styles = self.styles;
        let style = styles.get(style_id);
        let level = level(properties, style);
        if level.is_some() {
            // No entry of a table of contents is itself a heading: a field left open by a broken file ends here.
            self.fields.clear();
            self.deeper = 0;
        }
        let mut inline = Inline::default();
        self.runs(element, style, &mut inline);
        let name = style.and_then(|one| one.name.clone());
        let entry = name
            .as_deref()
            .is_some_and(|name| name.to_ascii_lowercase().starts_with("toc "));
        let bold = !inline.plain && !inline.text.trim().is_empty();
        let label = self.label(properties, style_id, style);
        out.push(Block::Paragraph(Paragraph {
            text: inline.text,
            style: name,
            level,
            label,
            contents: inline.contents || entry,
            bold,
        }));
        out.append(&mut inline.boxes);
    }

    fn label(
        &mut self,
        properties: Option<&Element>,
        style_id: Option<&str>,
        style: Option<&Style>,
    ) -> Option<Label> {
        let own = properties.and_then(|one| one.child("numPr"));
        let inherited = style.and_then(|one| one.number.as_deref());
        let list = own
            .and_then(|one| one.value("numId"))
            .or(inherited)
            .filter(|id| *id != "0")?;
        let level = own.and_then(|one| one.value("ilvl")?.parse().ok());
        let level = level
            .or_else(|| style_id.and_then(|id| self.numbering.level_of_style(list, id)))
            .or_else(|| style.and_then(|one| one.number_level))
            .unwrap_or(0);
        self.numbering.next(list, level)
    }

    /// Collects the text of everything inside a paragraph.
    fn runs(&mut self, parent: &Element, style: Option<&Style>, inline: &mut Inline) {
        for child in parent.elements() {
            match child.name.as_str() {
                "r" => self.run(child, style, inline),
                "sdt" => self.control(child, |reader, content| reader.runs(content, style, inline)),
                "fldSimple" => {
                    self.open_field(child.attribute("instr").unwrap_or_default());
                    self.runs(child, style, inline);
                    self.close_field();
                }
                "AlternateContent" => {
                    if let Some(choice) = alternative(child) {
                        self.runs(choice, style, inline);
                    }
                }
                "pPr" => {}
                "del" | "moveFrom" => self.omitted.deletions += 1,
                // Hyperlinks, insertions, smart tags, formulas and wrappers of the future: what is inside counts.
                _ => self.runs(child, style, inline),
            }
        }
    }

    fn run(&mut self, run: &Element, style: Option<&Style>, inline: &mut Inline) {
        let before = inline.text.len();
        self.pieces(run, inline);
        if inline
            .text
            .get(before..)
            .is_none_or(|added| added.trim().is_empty())
        {
            return;
        }
        let own = run.child("rPr").and_then(|one| one.toggle("b"));
        inline.plain |= !own.or(style.and_then(|one| one.bold)).unwrap_or(false);
        inline.contents |= self.contents > 0 || self.fields.iter().any(|one| one.starts_with("TOC"));
    }

    fn pieces(&mut self, run: &Element, inline: &mut Inline) {
        for piece in run.elements() {
            match piece.name.as_str() {
                "t" => inline.text.push_str(shown(piece)),
                "tab" | "ptab" => inline.text.push('\t'),
                "cr" => inline.text.push('\n'),
                "br" if !matches!(piece.attribute("type"), Some("page" | "column")) => inline.text.push('\n'),
                "noBreakHyphen" => inline.text.push('\u{2011}'),
                "sym" => inline.text.extend(symbol(piece)),
                "fldChar" => self.field(piece.attribute("fldCharType")),
                "instrText" => {
                    if let Some(field) = self.fields.last_mut().filter(|_| self.deeper == 0) {
                        instruct(field, &piece.text);
                    }
                }
                "footnoteReference" => self.omitted.footnotes += 1,
                "endnoteReference" => self.omitted.endnotes += 1,
                "commentReference" => self.omitted.comments += 1,
                "AlternateContent" => {
                    if let Some(choice) = alternative(piece) {
                        self.pieces(choice, inline);
                    }
                }
                "drawing" | "pict" | "object" => {
                    self.omitted.pictures += 1;
                    self.boxes(piece, inline);
                }
                "ruby" => self.ruby(piece, inline),
                _ => {}
            }
        }
    }

    /// The text boxes inside a drawing, whose paragraphs follow the one that anchors them.
    fn boxes(&mut self, parent: &Element, inline: &mut Inline) {
        for child in parent.elements() {
            if child.name == "txbxContent" {
                self.blocks(child, &mut inline.boxes);
            } else {
                self.boxes(child, inline);
            }
        }
    }

    fn ruby(&mut self, ruby: &Element, inline: &mut Inline) {
        self.omitted.phonetics += 1;
        for run in ruby.child("rubyBase").iter().flat_map(|base| base.elements()) {
            self.pieces(run, inline);
        }
    }

    fn field(&mut self, kind: Option<&str>) {
        match kind {
            Some("begin") => self.open_field(""),
            Some("end") => self.close_field(),
            _ => {}
        }
    }

    /// Every run looks at all open fields: those beyond any honest depth are counted and not kept.
    fn open_field(&mut self, instruction: &str) {
        if self.fields.len() < DEEPEST_FIELD {
            let mut field = String::new();
            instruct(&mut field, instruction);
            self.fields.push(field);
        } else {
            self.deeper += 1;
        }
    }

    fn close_field(&mut self) {
        match self.deeper.checked_sub(1) {
            Some(less) => self.deeper = less,
            None => {
                self.fields.pop();
            }
        }
    }
}

/// Fields that are looked at one inside the other; those of a table of contents are two or three.
const DEEPEST_FIELD: usize = 20;
/// Bytes of an instruction that are kept: enough to know what it is.
const INSTRUCTION: usize = 16;

/// Adds to the beginning of an instruction, which begins with its first letter.
fn instruct(field: &mut String, text: &str) {
    let text = if field.is_empty() { text.trim_start() } else { text };
    field.extend(text.chars().take(INSTRUCTION.saturating_sub(field.len())));
}

/// The branch of an alternative to read: the first choice, which newer writers mean, else the fallback.
pub fn alternative(element: &Element) -> Option<&Element> {
    element.child("Choice").or_else(|| element.child("Fallback"))
}

/// The outline level from 1, of the paragraph or else of its style; 9 in the file means body text.
fn level(properties: Option<&Element>, style: Option<&Style>) -> Option<u8> {
    let own = properties.and_then(|one| one.value("outlineLvl")?.parse::<u8>().ok());
    own.or(style.and_then(|one| one.outline))
        .filter(|level| *level < 9)
        .map(|level| level + 1)
}

/// White space at the ends of a text counts only where the file says that it is to be kept.
fn shown(piece: &Element) -> &str {
    if piece.attribute("space") == Some("preserve") {
        &piece.text
    } else {
        piece.text.trim_matches([' ', '\t', '\n', '\r'])
    }
}

/// A symbol given by its code in a font.
fn symbol(piece: &Element) -> Option<char> {
    char::from_u32(u32::from_str_radix(piece.attribute("char")?, 16).ok()?)
}
