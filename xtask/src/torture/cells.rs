//! A teacher who fills a column of the grade sheet for the whole class at once, as a pasted column is sent: one write.

use std::time::Duration;

use super::held::{Acted, Fate, Held, Stopped};
use super::worker::{Worker, reconnect};
use crate::Problem;
use crate::served::html;
use crate::served::http::Client;

/// The teacher's view of a sheet.
pub struct Sheet {
    teacher: Client,
    path: String,
    token: String,
    columns: Vec<Column>,
    turn: usize,
}

struct Column {
    id: String,
    held: Held<Vec<Cell>>,
}

/// A cell with its value and version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Line and column.
    pub place: String,
    /// As it is shown.
    pub value: String,
    /// How often it was changed.
    pub version: u64,
}

impl Sheet {
    /// The sheet of a run.
    ///
    /// Errors: it has no cells.
    pub fn of(mut teacher: Client, path: &str) -> Result<Self, Problem> {
        let page = teacher.page(&format!("{path}?show=teacher"))?.text();
        let mut columns: Vec<Column> = Vec::new();
        for cell in cells(&page) {
            let id = column_of(&cell).to_owned();
            if columns.iter().all(|column| column.id != id) {
                let own = column(&page, &id);
                columns.push(Column {
                    id,
                    held: Held::of(own),
                });
            }
        }
        if columns.is_empty() {
            return Err(format!("{path} has no cells").into());
        }
        Ok(Self {
            teacher,
            path: path.to_owned(),
            token: html::token(&page),
            columns,
            turn: 0,
        })
    }
}

impl Worker for Sheet {
    fn name(&self) -> String {
        format!("the columns of {}", self.path)
    }

    fn act(&mut self) -> Result<Acted, Stopped> {
        self.turn += 1;
        let place = self.turn % self.columns.len();
        let column = &mut self.columns[place];
        let value = (self.turn % 89 + 10).to_string();
        let sent = filled(column.held.get(), &value);
        let json = as_json(column.held.get(), &value).map_err(Stopped::wrong)?;
        column.held.send("column of a grade sheet", sent);
        let path = format!("{}/cells?show=teacher", self.path);
        let reply = self
            .teacher
            .post_form(&path, &[("_csrf", &self.token), ("cells", &json)]);
        Ok(column.held.take(&path, reply, 200)?.0)
    }

    fn settle(&mut self) -> Result<Fate, Problem> {
        reconnect(&mut self.teacher);
        let page = self.teacher.page(&format!("{}?show=teacher", self.path))?.text();
        let mut fate = Fate::Still;
        for own in &mut self.columns {
            let now = own
                .held
                .settle(&format!("column {}", own.id), column(&page, &own.id))?;
            if now != Fate::Still {
                fate = now;
            }
        }
        Ok(fate)
    }

    fn pause(&self) -> Duration {
        Duration::from_millis(80)
    }
}

/// Cells with one value, each a version on.
pub fn filled(cells: &[Cell], value: &str) -> Vec<Cell> {
    let next = |cell: &Cell| Cell {
        place: cell.place.clone(),
        value: value.to_owned(),
        version: cell.version + 1,
    };
    cells.iter().map(next).collect()
}

/// Cells as a sheet sends them: the new value, and the version that it had seen.
///
/// Errors: they cannot be written.
pub fn as_json(cells: &[Cell], value: &str) -> Result<String, Problem> {
    let one = |cell: &Cell| serde_json::json!({ "cell": cell.place, "value": value, "version": cell.version.to_string() });
    let cells: Vec<serde_json::Value> = cells.iter().map(one).collect();
    Ok(serde_json::to_string(&cells)?)
}

/// Every cell that the page lets a teacher write.
pub fn cells(page: &str) -> Vec<Cell> {
    let pieces = page.split("<td data-cell=").skip(1);
    let cell = |piece: &str| {
        let (tag, text) = piece.split_once('>')?;
        let version = tag.split("data-version=").nth(1).map(unquoted);
        Some(Cell {
            place: unquoted(tag.split(' ').next()?).to_owned(),
            value: text.split('<').next()?.to_owned(),
            version: version.and_then(|version| version.parse().ok()).unwrap_or(0),
        })
    };
    pieces.filter_map(cell).collect()
}

fn unquoted(text: &str) -> &str {
    let text = text.split(' ').next().unwrap_or_default();
    text.trim_matches('"')
}

fn column_of(cell: &Cell) -> &str {
    cell.place.split(':').nth(1).unwrap_or_default()
}

fn column(page: &str, id: &str) -> Vec<Cell> {
    let mut cells = cells(page);
    cells.retain(|cell| column_of(cell) == id);
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_with_their_versions() {
        let page = "<td data-cell=\"a:x\" data-version=\"3\">84</td><td data-cell=\"b:y\"></td>";
        let read = cells(page);
        assert_eq!(
            (read.len(), read[0].version, read[0].value.as_str()),
            (2, 3, "84")
        );
        assert_eq!((column(page, "y")[0].version, column_of(&read[0])), (0, "x"));
    }
}
