//! Reading people's tables row by row, with every fault and warning named by its cell.
//!
//! A fault must be mended by a person; a warning says how something doubtful was read. A formula is read by its saved
//! value, full-width digits as half-width ones, a date written as text as that date, each with a warning; a merged
//! range is never guessed apart.

use std::collections::{HashMap, HashSet};

use kernel::{Day, Text};
use paper::sheet::{
    Area, CellRef, CellValue, Column, Header, HeaderError, Row, Sheet, Workbook, find_header, half_width,
};

/// Whether something can be read in spite of what was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// A person has to mend it; nothing of the file is taken.
    Fault,
    /// It was read, and how.
    Warning,
}

/// What was found at a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Fault or warning.
    pub severity: Severity,
    /// The cell; none for what concerns the file as a whole.
    pub at: Option<CellRef>,
    /// What is wrong; a text at a cell has the arguments `row` and `column` (the header's own words) among others.
    pub text: Text,
}

/// Everything found in one file, in reading order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings(pub Vec<Finding>);

impl Findings {
    /// Whether a person has to mend something.
    pub fn has_faults(&self) -> bool {
        self.0.iter().any(|finding| finding.severity == Severity::Fault)
    }

    /// Those of one severity.
    pub fn of(&self, severity: Severity) -> impl Iterator<Item = &Finding> {
        self.0.iter().filter(move |finding| finding.severity == severity)
    }

    /// Sorted by row, then column; what concerns the whole file first.
    pub fn sort(&mut self) {
        self.0.sort_by_key(|finding| finding.at);
    }
}

/// A table inside a workbook: the first sheet that has all required columns.
#[derive(Debug)]
pub struct Table<'a> {
    sheet: &'a Sheet,
    header: Header,
}

impl<'a> Table<'a> {
    /// Finds the table; other sheets (填表说明 …) are not looked at.
    ///
    /// # Errors
    /// What the likeliest sheet lacks, if none has every required column once.
    pub fn find(workbook: &'a Workbook, columns: &[Column<'_>]) -> Result<Self, Findings> {
        let mut nearest: Option<HeaderError> = None;
        for sheet in &workbook.sheets {
            match find_header(sheet, columns) {
                Ok(header) => return Ok(Self { sheet, header }),
                Err(error) => {
                    let nearer = |before: &HeaderError| error.missing.len() < before.missing.len();
                    if nearest.as_ref().is_none_or(nearer) {
                        nearest = Some(error);
                    }
                }
            }
        }
        let texts = nearest.map_or_else(|| vec![Text::new("org-intake-no-table")], |error| error.texts());
        let fault = |text| Finding {
            severity: Severity::Fault,
            at: None,
            text,
        };
        Err(Findings(texts.into_iter().map(fault).collect()))
    }

    /// Reads every data row: `read` gets the row's fields and gives a value, or nothing after it has noted a fault.
    pub fn read<T>(&self, mut read: impl FnMut(&mut Fields<'_>) -> Option<T>) -> (Vec<(u32, T)>, Findings) {
        let mut rows = Vec::new();
        let mut findings = Findings::default();
        let mut merged = HashSet::new();
        for row in self.header.data(self.sheet) {
            let mut fields = Fields {
                table: self,
                row,
                findings: &mut findings,
                merged: &mut merged,
            };
            let value = read(&mut fields);
            rows.extend(value.map(|value| (row.number, value)));
        }
        findings.sort();
        (rows, findings)
    }

    /// A finding at a column's cell of a row, for what only shows after all rows were read.
    pub fn finding(&self, severity: Severity, place: (u32, &str), text: Text) -> Finding {
        let (row, key) = place;
        // What a column that the file lacks would have shown stands at the row's first cell.
        let column = self.header.column(key).unwrap_or(1);
        let text = text
            .with("row", row)
            .with("column", column_name(self.sheet, &self.header, column));
        Finding {
            severity,
            at: Some(CellRef { row, column }),
            text,
        }
    }

    /// How many data rows the table has.
    pub fn len(&self) -> usize {
        self.header.data(self.sheet).count()
    }

    /// Whether it has only a header.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The names of columns that were not read, as they stand in the header.
    pub fn unread(&self) -> Vec<String> {
        let names = self.header.unknown().iter().filter_map(|at| self.sheet.cell(*at));
        names.map(|cell| cell.value.to_string()).collect()
    }
}

/// One row's fields, asked for by the key of their column. Each answers nothing for an empty cell, a missing column and
/// a cell whose fault it has noted.
#[derive(Debug)]
pub struct Fields<'a> {
    table: &'a Table<'a>,
    row: &'a Row,
    findings: &'a mut Findings,
    merged: &'a mut HashSet<Area>,
}

/// What stands in a cell before it is understood.
enum Raw {
    Blank,
    Unreadable,
    Text(String),
    Day(Day),
}

impl Fields<'_> {
    /// The row's number as people see it.
    pub fn row(&self) -> u32 {
        self.row.number
    }

    /// Whether the table has this column.
    pub fn has(&self, key: &str) -> bool {
        self.table.header.column(key).is_some()
    }

    /// Whether the cell holds a number, not text: more than 15 digits of one were lost when it was typed.
    pub fn is_number(&self, key: &str) -> bool {
        let cell = self.table.header.cell(self.row, key);
        cell.is_some_and(|cell| matches!(cell.value, CellValue::Number(_)))
    }

    /// What stands there as text, trimmed.
    pub fn text(&mut self, key: &str) -> Option<String> {
        match self.raw(key) {
            Raw::Text(text) => Some(text),
            Raw::Day(day) => Some(day.to_string()),
            Raw::Blank | Raw::Unreadable => None,
        }
    }

    /// The same where something must stand: an empty cell is a fault, a missing column is none.
    pub fn needed(&mut self, key: &str) -> Option<String> {
        match self.raw(key) {
            Raw::Text(text) => Some(text),
            Raw::Day(day) => Some(day.to_string()),
            Raw::Unreadable => None,
            Raw::Blank => {
                self.empty(key);
                None
            }
        }
    }

    /// A number, phone or code: full-width characters become half-width ones, with a warning.
    pub fn code(&mut self, key: &str) -> Option<String> {
        let text = self.text(key)?;
        Some(self.narrow(key, &text))
    }

    /// The same where something must stand.
    pub fn needed_code(&mut self, key: &str) -> Option<String> {
        let text = self.needed(key)?;
        Some(self.narrow(key, &text))
    }

    /// A day; one written in words is read with a warning.
    pub fn day(&mut self, key: &str) -> Option<Day> {
        let raw = self.raw(key);
        self.understand_day(key, raw)
    }

    /// The same where something must stand.
    pub fn needed_day(&mut self, key: &str) -> Option<Day> {
        let raw = self.raw(key);
        if matches!(raw, Raw::Blank) {
            self.empty(key);
        }
        self.understand_day(key, raw)
    }

    /// Keeps a value understood from a cell, or notes the fault.
    pub fn take<T>(&mut self, key: &str, value: Result<T, Text>) -> Option<T> {
        value.map_err(|text| self.fault(key, text)).ok()
    }

    /// Notes a fault at a column's cell.
    pub fn fault(&mut self, key: &str, text: Text) {
        self.note(Severity::Fault, key, text);
    }

    /// Notes a warning at a column's cell.
    pub fn warn(&mut self, key: &str, text: Text) {
        self.note(Severity::Warning, key, text);
    }

    /// Whether a fault of this row was noted.
    pub fn is_faulty(&self) -> bool {
        let here = |finding: &&Finding| finding.at.is_some_and(|at| at.row == self.row.number);
        let recent = self.findings.0.iter().rev().take_while(here);
        recent
            .into_iter()
            .any(|finding| finding.severity == Severity::Fault)
    }

    fn note(&mut self, severity: Severity, key: &str, text: Text) {
        let finding = self.table.finding(severity, (self.row.number, key), text);
        self.findings.0.push(finding);
    }

    fn empty(&mut self, key: &str) {
        if self.has(key) {
            self.fault(key, Text::new("org-intake-empty"));
        }
    }

    fn raw(&mut self, key: &str) -> Raw {
        let Some(cell) = self.table.header.cell(self.row, key) else {
            return Raw::Blank;
        };
        if let Some(area) = cell.merged.filter(|area| area.first != area.last) {
            self.refuse_merged(area);
            return Raw::Unreadable;
        }
        if let Some(formula) = &cell.formula {
            let text = Text::new("org-intake-formula").with("formula", formula);
            if cell.value.is_blank() {
                self.fault(
                    key,
                    Text::new("org-intake-formula-empty").with("formula", formula),
                );
                return Raw::Unreadable;
            }
            self.warn(key, text.with("value", &cell.value));
        }
        match &cell.value {
            value if value.is_blank() => Raw::Blank,
            CellValue::Date(day) => Raw::Day(*day),
            CellValue::Error(error) => {
                self.fault(key, Text::new("org-intake-error").with("value", error));
                Raw::Unreadable
            }
            value => Raw::Text(value.to_string().trim().to_owned()),
        }
    }

    /// One fault for a merged range, at its first covered cell, with all the columns that it hides.
    fn refuse_merged(&mut self, area: Area) {
        if !self.merged.insert(area) {
            return;
        }
        let name = |column| column_name(self.table.sheet, &self.table.header, column);
        let names: Vec<String> = (area.first.column..=area.last.column).map(name).collect();
        let value = self
            .table
            .sheet
            .cell(area.first)
            .map(|cell| cell.value.to_string())
            .unwrap_or_default();
        let covered = if area.first.column < area.last.column {
            CellRef {
                column: area.first.column + 1,
                ..area.first
            }
        } else {
            CellRef {
                row: area.first.row + 1,
                ..area.first
            }
        };
        let text = Text::new("org-intake-merged")
            .with("range", area)
            .with("columns", names.join("、"));
        let text = text
            .with("value", value.trim())
            .with("row", covered.row)
            .with("column", name(covered.column));
        self.findings.0.push(Finding {
            severity: Severity::Fault,
            at: Some(covered),
            text,
        });
    }

    fn narrow(&mut self, key: &str, text: &str) -> String {
        let narrow = half_width(text);
        if narrow != text {
            self.warn(
                key,
                Text::new("org-intake-full-width")
                    .with("value", text)
                    .with("read", &narrow),
            );
        }
        narrow.trim().to_owned()
    }

    fn understand_day(&mut self, key: &str, raw: Raw) -> Option<Day> {
        let text = match raw {
            Raw::Blank | Raw::Unreadable => return None,
            Raw::Day(day) => return Some(day),
            Raw::Text(text) => text,
        };
        let Ok(day) = half_width(&text).parse::<Day>() else {
            self.fault(key, Text::new("org-intake-no-day").with("value", &text));
            return None;
        };
        // `2010-05-20` and `2010/5/20` are how a CSV file says it; anything else is worth a look.
        let plain = text
            .chars()
            .all(|letter| letter.is_ascii_digit() || matches!(letter, '-' | '/'));
        if !plain {
            self.warn(
                key,
                Text::new("org-intake-text-day")
                    .with("value", &text)
                    .with("read", day),
            );
        }
        Some(day)
    }
}

fn column_name(sheet: &Sheet, header: &Header, column: u32) -> String {
    let cell = sheet.cell(CellRef {
        row: header.row,
        column,
    });
    cell.map(|cell| cell.value.to_string().trim().to_owned())
        .unwrap_or_default()
}

/// Values that may stand only once in a file, with the row and name that had them first.
#[derive(Debug, Default)]
pub struct Once(HashMap<String, (u32, String)>);

impl Once {
    /// Notes a value.
    ///
    /// # Errors
    /// The row and name of the first one, if the value stood there before.
    pub fn see(&mut self, value: &str, row: u32, name: &str) -> Result<(), (u32, String)> {
        if let Some(first) = self.0.get(value) {
            return Err(first.clone());
        }
        self.0.insert(value.to_owned(), (row, name.to_owned()));
        Ok(())
    }
}

/// The parts of a cell that lists several things, parted by 、 ， , ； ; or a new line.
pub fn list(text: &str) -> Vec<String> {
    let parts = text
        .split(['、', '，', ',', '；', ';', '\n'])
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let mut seen = HashSet::new();
    parts
        .filter(|part| seen.insert(*part))
        .map(str::to_owned)
        .collect()
}
