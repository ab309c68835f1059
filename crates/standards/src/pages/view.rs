//! A standard as pieces of a page, to be read or to be mended: the same pieces, at the same anchors.

use kernel::Text;
use serde_json::Value;
use web::Visit;

use super::named;
use crate::editing::{self, Kind};
use crate::matches::pointer;
use crate::model::{Place, Standard};

/// A chapter, or one course block: what the editing page shows at once.
pub struct Part {
    /// Its name in an address: `plan`, `course-3`.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// It stands below a chapter.
    pub inner: bool,
    /// What stands in it.
    pub pieces: Vec<Piece>,
}

/// A piece of a page.
pub enum Piece {
    /// A heading with its anchor.
    Head(String, String),
    /// A field.
    Field(Field),
    /// Items, a row each.
    Table(Table),
}

/// A field with its value.
pub struct Field {
    /// Its place, which is its anchor.
    pub place: String,
    /// What it is.
    pub label: String,
    /// `lines`, `line`, `number` or `choice`.
    pub kind: &'static str,
    /// Its value as typed.
    pub value: String,
    /// Its value as read.
    pub lines: Vec<String>,
    /// The version that a change is made of.
    pub version: String,
    /// A choice's values with their words.
    pub options: Vec<(String, String)>,
}

impl Field {
    /// How many lines a text is given to begin with.
    pub fn rows(&self) -> usize {
        let long: usize = self.lines.iter().map(|line| 1 + line.chars().count() / 48).sum();
        long.clamp(2, 14)
    }

    /// There is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

/// Items of a list.
pub struct Table {
    /// Its place, which is its anchor.
    pub place: String,
    /// What it is.
    pub label: String,
    /// A heading above it says already what it is.
    pub titled: bool,
    /// The heads of its columns; none for a list of sentences.
    pub head: Vec<String>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// The last row, of sums.
    pub foot: Option<Row>,
    /// The word of the button that adds an item; empty where none can be added.
    pub add: String,
}

impl Table {
    /// Its items are one sentence each.
    pub fn is_sentences(&self) -> bool {
        self.head.is_empty() && self.rows.iter().all(|row| row.cells.len() == 1)
    }
}

/// One item.
pub struct Row {
    /// Its place.
    pub place: String,
    /// Its version, to be taken out by.
    pub version: String,
    /// Its cells.
    pub cells: Vec<Field>,
}

/// Makes pieces of a standard.
pub struct Builder<'a> {
    /// The reader.
    pub visit: &'a Visit,
    value: Value,
}

impl<'a> Builder<'a> {
    /// A builder for a standard.
    pub fn new(visit: &'a Visit, standard: &Standard) -> Self {
        Self {
            visit,
            value: serde_json::to_value(standard).unwrap_or_default(),
        }
    }

    /// A text of this crate by its key behind `standards-`.
    pub fn t(&self, key: &str) -> String {
        self.visit.text(&named(format!("standards-{key}")))
    }

    /// What a place is called.
    pub fn label(&self, place: &Place) -> String {
        place
            .label()
            .map(|key| self.visit.text(&named(key)))
            .unwrap_or_default()
    }

    /// How many items stand at a place.
    pub fn count(&self, place: &Place) -> usize {
        self.at(place).as_array().map_or(0, Vec::len)
    }

    fn at(&self, place: &Place) -> &Value {
        self.value.pointer(&pointer(place)).unwrap_or(&Value::Null)
    }

    /// The value at a place as text.
    pub fn text(&self, place: &Place) -> String {
        self.at(place).as_str().unwrap_or_default().to_owned()
    }

    /// A field.
    pub fn field(&self, place: &Place) -> Field {
        let value = self.at(place);
        let kind = editing::kind(place, value).unwrap_or(Kind::Line);
        let typed = editing::typed(kind, value);
        let (name, options, shown) = match kind {
            Kind::Lines => ("lines", Vec::new(), editing::lines(value)),
            Kind::Line => ("line", Vec::new(), editing::lines(value)),
            Kind::Hours | Kind::Number => ("number", Vec::new(), vec![typed.clone()]),
            Kind::Percent => (
                "number",
                Vec::new(),
                vec![if typed.is_empty() {
                    String::new()
                } else {
                    format!("{typed}%")
                }],
            ),
            Kind::Choice(prefix, names) => {
                let word = |name: &str| self.visit.text(&named(format!("{prefix}{name}")));
                let options: Vec<(String, String)> = names
                    .iter()
                    .map(|name| ((*name).to_owned(), word(name)))
                    .collect();
                let shown = options
                    .iter()
                    .filter(|(name, _)| *name == typed)
                    .map(|(_, word)| word.clone())
                    .collect();
                ("choice", options, shown)
            }
        };
        Field {
            place: place.to_string(),
            label: self.label(place),
            kind: name,
            version: editing::version_of(value),
            lines: shown.into_iter().filter(|line| !line.is_empty()).collect(),
            value: typed,
            options,
        }
    }

    /// A field as a piece.
    pub fn piece(&self, place: &Place) -> Piece {
        Piece::Field(self.field(place))
    }

    /// A heading at a place.
    pub fn head(&self, place: &Place) -> Piece {
        Piece::Head(place.to_string(), self.label(place))
    }

    /// The items of a list, each with these fields below its place.
    pub fn table(&self, place: &Place, fields: &[&str]) -> Table {
        let cells = |item: Place| {
            fields
                .iter()
                .map(|name| self.field(&below(&item, name)))
                .collect()
        };
        let rows: Vec<Row> = (0..self.count(place))
            .map(|index| self.row(&place.item(index), cells(place.item(index))))
            .collect();
        let head = if fields.len() > 1 {
            fields
                .iter()
                .map(|name| self.label(&below(&place.item(0), name)))
                .collect()
        } else {
            Vec::new()
        };
        let add = self
            .visit
            .text(&Text::new("standards-add").with("what", self.label(place)));
        Table {
            place: place.to_string(),
            label: self.label(place),
            titled: false,
            head,
            rows,
            foot: None,
            add,
        }
    }

    /// A row at the place of an item.
    pub fn row(&self, place: &Place, cells: Vec<Field>) -> Row {
        Row {
            place: place.to_string(),
            version: editing::version_of(self.at(place)),
            cells,
        }
    }
}

/// A field some steps below a place.
pub fn below(place: &Place, path: &str) -> Place {
    path.split('.')
        .fold(place.clone(), |place, name| place.field(name))
}

/// The anchor nearest to a place among those of the page's parts: the part's name and the anchor.
pub fn anchor(parts: &[Part], place: &str) -> (String, String) {
    let anchors: Vec<(&str, &str)> = parts
        .iter()
        .flat_map(|part| {
            part.pieces
                .iter()
                .flat_map(anchors)
                .map(|anchor| (part.slug.as_str(), anchor))
        })
        .collect();
    let mut wanted = place;
    loop {
        let below = format!("{wanted}.");
        let found = anchors.iter().find(|(_, anchor)| *anchor == wanted);
        if let Some((slug, anchor)) =
            found.or_else(|| anchors.iter().find(|(_, anchor)| anchor.starts_with(&below)))
        {
            return ((*slug).to_owned(), (*anchor).to_owned());
        }
        match wanted.rsplit_once('.') {
            Some((above, _)) => wanted = above,
            None => {
                return (
                    parts.first().map(|part| part.slug.clone()).unwrap_or_default(),
                    String::new(),
                );
            }
        }
    }
}

fn anchors(piece: &Piece) -> Vec<&str> {
    match piece {
        Piece::Head(anchor, _) => vec![anchor],
        Piece::Field(field) => vec![&field.place],
        Piece::Table(table) => {
            let rows = table.rows.iter().chain(&table.foot);
            let cells = rows.flat_map(|row| {
                row.cells
                    .iter()
                    .map(|cell| cell.place.as_str())
                    .chain([row.place.as_str()])
            });
            cells.chain([table.place.as_str()]).collect()
        }
    }
}
