//! Finding a table inside a sheet by the names of its columns, as people write them: with title rows above, blanks
//! inside, full-width letters, a star or （必填） at what is required.

use std::collections::BTreeMap;

use kernel::Text;

use super::half_width;
use super::model::{Cell, CellRef, Row, Sheet};

/// How deep below the top a header is looked for.
const SEARCHED_ROWS: usize = 50;

/// A column that is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Column<'a> {
    /// The name by which the caller asks for it.
    pub key: &'a str,
    /// What people call it; the first is the name used in messages.
    pub names: &'a [&'a str],
    /// Whether the table is of use without it.
    pub need: Need,
}

/// Whether a column must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Without it the table cannot be read.
    Required,
    /// May be missing.
    Optional,
}

/// Where the columns of a table are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The number of the header's row.
    pub row: u32,
    columns: BTreeMap<String, u32>,
    unknown: Vec<CellRef>,
}

/// Why no table was found; everything that is wrong with the best row, not only the first fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no usable header: {} missing, {} twice", missing.len(), twice.len())]
pub struct HeaderError {
    /// The row that came nearest to a header, if one had any of the names.
    pub row: Option<u32>,
    /// First names of the required columns that are not there.
    pub missing: Vec<String>,
    /// First names of columns that stand twice, with both places.
    pub twice: Vec<(String, CellRef, CellRef)>,
}

impl<'a> Column<'a> {
    /// A column that must be there.
    pub const fn required(key: &'a str, names: &'a [&'a str]) -> Self {
        Self {
            key,
            names,
            need: Need::Required,
        }
    }

    /// A column that may be missing.
    pub const fn optional(key: &'a str, names: &'a [&'a str]) -> Self {
        Self {
            key,
            names,
            need: Need::Optional,
        }
    }

    /// The name used in messages, and in a table that is made to be filled in.
    pub fn first_name(&self) -> String {
        self.names.first().copied().unwrap_or(self.key).to_owned()
    }
}

/// Finds the row that names most of the columns, within the first 50 rows that hold something.
///
/// # Errors
/// [`HeaderError`] with every required column that is missing and every column that stands twice.
pub fn find_header(sheet: &Sheet, columns: &[Column<'_>]) -> Result<Header, HeaderError> {
    let names = names_of(columns);
    let mut best: Option<Match> = None;
    for row in sheet.rows.iter().take(SEARCHED_ROWS) {
        let found = match_row(row, &names);
        if !found.places.is_empty()
            && best
                .as_ref()
                .is_none_or(|best| found.places.len() > best.places.len())
        {
            best = Some(found);
        }
    }
    let found = best.unwrap_or_default();
    let missing: Vec<String> = columns
        .iter()
        .enumerate()
        .filter(|(index, column)| column.need == Need::Required && !found.places.contains_key(index))
        .map(|(_, column)| column.first_name())
        .collect();
    let twice: Vec<_> = found
        .twice
        .iter()
        .map(|(index, one, other)| (columns[*index].first_name(), *one, *other))
        .collect();
    if !missing.is_empty() || !twice.is_empty() || found.places.is_empty() {
        return Err(HeaderError {
            row: (!found.places.is_empty()).then_some(found.row),
            missing,
            twice,
        });
    }
    let places = found
        .places
        .iter()
        .map(|(index, column)| (columns[*index].key.to_owned(), *column))
        .collect();
    Ok(Header {
        row: found.row,
        columns: places,
        unknown: found.unknown,
    })
}

/// What one row says about the columns; indexes are those of the columns looked for.
#[derive(Default)]
struct Match {
    row: u32,
    places: BTreeMap<usize, u32>,
    twice: Vec<(usize, CellRef, CellRef)>,
    unknown: Vec<CellRef>,
}

fn names_of(columns: &[Column<'_>]) -> BTreeMap<String, usize> {
    let mut names = BTreeMap::new();
    for (index, column) in columns.iter().enumerate() {
        for name in column.names {
            names.entry(plain(name)).or_insert(index);
        }
    }
    names
}

fn match_row(row: &Row, names: &BTreeMap<String, usize>) -> Match {
    let mut found = Match {
        row: row.number,
        ..Match::default()
    };
    for (column, cell) in row.cells() {
        let at = CellRef {
            row: row.number,
            column,
        };
        if cell.value.is_blank() {
            continue;
        }
        let Some(index) = names.get(&plain(&cell.value.to_string())) else {
            found.unknown.push(at);
            continue;
        };
        match found.places.get(index) {
            Some(first) => found.twice.push((
                *index,
                CellRef {
                    row: row.number,
                    column: *first,
                },
                at,
            )),
            None => {
                found.places.insert(*index, column);
            }
        }
    }
    found
}

/// A name without what people decorate it with.
fn plain(name: &str) -> String {
    let name: String = half_width(name)
        .chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '*' | ':' | '\u{feff}' | '\u{200b}'))
        .flat_map(char::to_lowercase)
        .collect();
    let bare = name
        .trim_end_matches("(必填)")
        .trim_end_matches("(选填)")
        .trim_end_matches("(required)");
    bare.to_owned()
}

impl Header {
    /// The number of a column, if the table has it.
    pub fn column(&self, key: &str) -> Option<u32> {
        self.columns.get(key).copied()
    }

    /// The place of a column's cell in a row, for messages such as `E3`.
    pub fn place(&self, row: &Row, key: &str) -> Option<CellRef> {
        Some(CellRef {
            row: row.number,
            column: self.column(key)?,
        })
    }

    /// The cell of a column in a row, if the column exists and the cell holds or is covered by something.
    pub fn cell<'r>(&self, row: &'r Row, key: &str) -> Option<&'r Cell> {
        row.cell(self.column(key)?)
    }

    /// Header cells whose names nobody asked for, so that a page can say that they were not read.
    pub fn unknown(&self) -> &[CellRef] {
        &self.unknown
    }

    /// The rows below the header that hold something in one of the table's columns.
    pub fn data<'s>(&'s self, sheet: &'s Sheet) -> impl Iterator<Item = &'s Row> {
        let holds = |row: &&Row| {
            self.columns
                .values()
                .filter_map(|column| row.cell(*column))
                .any(|cell| !cell.value.is_blank() || cell.formula.is_some())
        };
        sheet
            .rows
            .iter()
            .filter(|row| row.number > self.row)
            .filter(holds)
    }
}

impl HeaderError {
    /// The messages for the person who sent the file, one a fault.
    pub fn texts(&self) -> Vec<Text> {
        let Some(row) = self.row else {
            return vec![Text::new("paper-sheet-no-header").with("names", self.missing.join("、"))];
        };
        let mut texts = Vec::new();
        if !self.missing.is_empty() {
            let names = self.missing.join("、");
            texts.push(
                Text::new("paper-sheet-columns-missing")
                    .with("row", row)
                    .with("names", names),
            );
        }
        for (name, one, other) in &self.twice {
            let text = Text::new("paper-sheet-column-twice").with("name", name);
            texts.push(text.with("first", one).with("second", other));
        }
        texts
    }
}
