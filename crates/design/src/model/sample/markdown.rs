//! Headings, paragraphs and tables of a markdown text: as much of it as the sample uses.

use super::Unreadable;

/// The sections of a text, in its order.
pub(super) struct Sections(Vec<Section>);

/// What stands under one heading of any level.
pub(super) struct Section {
    pub heading: String,
    pub text: String,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// One row of a table, read by the names of its columns.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    section: &'a Section,
    cells: &'a [String],
}

impl Sections {
    pub fn of(text: &str) -> Self {
        let mut sections: Vec<Section> = Vec::new();
        for line in text.lines().map(str::trim) {
            if line.starts_with('#') {
                sections.push(Section::new(line.trim_start_matches('#').trim()));
            } else if let Some(section) = sections.last_mut() {
                section.take(line);
            }
        }
        Self(sections)
    }

    /// The first section whose heading begins so.
    pub fn get(&self, heading: &str) -> Result<&Section, Unreadable> {
        let found = self.0.iter().find(|section| section.heading.starts_with(heading));
        found.ok_or_else(|| Unreadable {
            place: heading.to_owned(),
            what: "a section",
        })
    }
}

impl Section {
    fn new(heading: &str) -> Self {
        Self {
            heading: heading.to_owned(),
            text: String::new(),
            header: Vec::new(),
            rows: Vec::new(),
        }
    }

    fn take(&mut self, line: &str) {
        let Some(inner) = line.strip_prefix('|').and_then(|line| line.strip_suffix('|')) else {
            self.text.push_str(line);
            return;
        };
        let cells: Vec<String> = inner
            .split('|')
            .map(|cell| cell.trim().trim_matches('`').to_owned())
            .collect();
        if self.header.is_empty() {
            self.header = cells;
        } else if !cells.iter().all(|cell| cell.starts_with("---")) {
            self.rows.push(cells);
        }
    }

    /// The rows of its table, without the line of sums.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let plain = self
            .rows
            .iter()
            .filter(|cells| cells.first().is_none_or(|first| first != "合计"));
        plain.map(|cells| Row { section: self, cells })
    }

    /// The names of the columns, and the rows as they stand.
    pub fn table(&self) -> (Vec<String>, Vec<Vec<String>>) {
        (self.header.clone(), self.rows.clone())
    }

    /// The row whose cell in a column says exactly this.
    pub fn row(&self, column: &str, value: &str) -> Result<Row<'_>, Unreadable> {
        let found = self
            .rows()
            .find(|row| row.get(column).is_ok_and(|cell| cell == value));
        found.ok_or_else(|| Unreadable {
            place: format!("{} / {column} = {value}", self.heading),
            what: "a row",
        })
    }
}

impl<'a> Row<'a> {
    pub fn get(&self, column: &str) -> Result<&'a str, Unreadable> {
        let index = self.section.header.iter().position(|name| name == column);
        let cell = index.and_then(|index| self.cells.get(index)).map(String::as_str);
        cell.ok_or_else(|| self.unreadable(column, "a cell"))
    }

    pub fn words(&self, column: &str) -> Result<String, Unreadable> {
        self.get(column).map(str::to_owned)
    }

    /// The cell as a number of any kind; a trailing `%` is left out.
    pub fn number<T: std::str::FromStr>(&self, column: &str) -> Result<T, Unreadable> {
        let cell = self.get(column)?.trim_end_matches('%');
        cell.parse().map_err(|_| self.unreadable(column, "a number"))
    }

    pub fn unreadable(&self, column: &str, what: &'static str) -> Unreadable {
        Unreadable {
            place: format!("{} / {column}", self.section.heading),
            what,
        }
    }
}
