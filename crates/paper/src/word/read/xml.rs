//! A small tree of XML elements by local name: prefixes differ between writers, local names do not.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

use super::error::ReadError;
use super::package::Limits;

/// An element, its attributes by local name, and its children; text is kept only where Word puts text.
#[derive(Debug, Default)]
pub struct Element {
    pub name: String,
    attributes: Vec<(String, String)>,
    pub children: Vec<Element>,
    /// The characters directly inside `t`, `instrText` and the like.
    pub text: String,
}

impl Element {
    /// The child elements in order.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter()
    }

    /// The first child of that name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// An attribute by its local name.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The `val` attribute of the first child of that name, as most of Word's properties are written.
    pub fn value(&self, child: &str) -> Option<&str> {
        self.child(child)?.attribute("val")
    }

    /// Whether a toggle property such as bold is set: present, and not switched off.
    pub fn toggle(&self, child: &str) -> Option<bool> {
        let property = self.child(child)?;
        Some(!matches!(property.attribute("val"), Some("0" | "false" | "off")))
    }
}

/// Parses a part into its root element.
pub fn parse(bytes: &[u8], part: &'static str, limits: &Limits) -> Result<Element, ReadError> {
    let text = decoded(bytes).ok_or(ReadError::BadXml { part, at: 0 })?;
    let mut reader = Reader::from_str(&text);
    let mut builder = Builder {
        open: Vec::new(),
        root: None,
        elements: 0,
        limits,
    };
    loop {
        let event = reader.read_event();
        let bad = |at: u64| ReadError::BadXml { part, at };
        let at = reader.buffer_position();
        match event.map_err(|_| bad(at))? {
            Event::Start(tag) => builder.open(element(&tag).ok_or(bad(at))?)?,
            Event::Empty(tag) => {
                builder.open(element(&tag).ok_or(bad(at))?)?;
                builder.close();
            }
            Event::End(_) => builder.close(),
            Event::Text(text) => builder.text(&text.xml10_content().map_err(|_| bad(at))?),
            Event::CData(text) => builder.text(&text.xml10_content().map_err(|_| bad(at))?),
            Event::GeneralRef(reference) => {
                let letter = resolved(&reference).ok_or(bad(at))?;
                builder.text(letter.encode_utf8(&mut [0; 4]));
            }
            Event::Eof => return builder.finish().ok_or(bad(at)),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

/// UTF-8, or UTF-16 where the part begins with its byte order mark: the two encodings the format allows.
fn decoded(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let encoding = match bytes {
        [0xff, 0xfe, ..] => encoding_rs::UTF_16LE,
        [0xfe, 0xff, ..] => encoding_rs::UTF_16BE,
        _ => encoding_rs::UTF_8,
    };
    let (text, _, faulty) = encoding.decode(bytes);
    // XML knows no zero byte, and no database keeps one.
    (!faulty && !text.contains('\0')).then_some(text)
}

fn element(tag: &BytesStart) -> Option<Element> {
    let name = String::from_utf8(tag.local_name().as_ref().to_vec()).ok()?;
    let mut attributes = Vec::new();
    // Looking for doubles would compare each attribute with all before it; the first of a name is the one that is read.
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.ok()?;
        let key = String::from_utf8(attribute.key.local_name().as_ref().to_vec()).ok()?;
        attributes.push((
            key,
            attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .ok()?
                .into_owned(),
        ));
    }
    Some(Element {
        name,
        attributes,
        ..Element::default()
    })
}

/// A character reference or one of XML's five names. Others would need a DTD, which Word files must not have.
fn resolved(reference: &BytesRef) -> Option<char> {
    if reference.is_char_ref() {
        return reference.resolve_char_ref().ok().flatten();
    }
    match &**reference {
        b"amp" => Some('&'),
        b"lt" => Some('<'),
        b"gt" => Some('>'),
        b"quot" => Some('"'),
        b"apos" => Some('\''),
        _ => None,
    }
}

struct Builder<'a> {
    open: Vec<Element>,
    root: Option<Element>,
    /// Elements and attributes so far.
    elements: usize,
    limits: &'a Limits,
}

impl Builder<'_> {
    fn open(&mut self, element: Element) -> Result<(), ReadError> {
        self.elements += 1 + element.attributes.len();
        if self.elements > self.limits.elements {
            return Err(ReadError::TooComplex {
                what: "elements",
                limit: self.limits.elements,
            });
        }
        if self.open.len() >= self.limits.depth {
            return Err(ReadError::TooComplex {
                what: "levels",
                limit: self.limits.depth,
            });
        }
        self.open.push(element);
        Ok(())
    }

    fn close(&mut self) {
        let Some(element) = self.open.pop() else { return };
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None if self.root.is_none() => self.root = Some(element),
            None => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(element) = self.open.last_mut()
            && matches!(element.name.as_str(), "t" | "instrText")
        {
            element.text.push_str(text);
        }
    }

    /// The root, unless elements are still open: then the part was cut off.
    fn finish(self) -> Option<Element> {
        self.root.filter(|_| self.open.is_empty())
    }
}
