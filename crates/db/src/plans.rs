//! How SQLite plans: by what a large installation looks like, from the first row on.
//!
//! Without statistics the planner takes an index by which it finds a whole school for as good as one by which it finds one student,
//! and statistics of a young installation mislead an old one. So they are not measured but said: a million rows a table, a
//! thousand schools, and with every further column of an index twenty times fewer. Every installation plans alike, and a plan that
//! a test has seen is the one that runs.

use std::collections::BTreeSet;

use rusqlite::{Connection, Result};

use crate::{Error, Settings, lite, watched};

/// Rows of a table.
const ROWS: u64 = 1_000_000;
/// Rows of one school in it.
const OF_SCHOOL: u64 = 1_000;
/// How many times fewer rows every further column finds.
const FEWER: u64 = 20;

const INDEXES: &str = "SELECT t.name, i.name, i.\"unique\", i.partial, COALESCE(group_concat(c.name), '') \
    FROM sqlite_schema t JOIN pragma_index_list(t.name) i JOIN pragma_index_info(i.name) c \
    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' GROUP BY t.name, i.name ORDER BY t.name, i.name";

/// Writes the statistics that every plan is made by; connections that are opened later read them.
pub(crate) fn settle(connection: &Connection) -> Result<()> {
    let mut statement = connection.prepare(INDEXES)?;
    let row = |row: &rusqlite::Row<'_>| {
        let columns: String = row.get(4)?;
        // A partial index holds what waits, which is little of what there is.
        let all = if row.get(3)? { ROWS / FEWER } else { ROWS };
        let said = said(&columns, all, if row.get(2)? { 1 } else { 2 });
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, said))
    };
    let indexes: Vec<(String, String, String)> = statement.query_map([], row)?.collect::<Result<_>>()?;
    if stated(connection)? == indexes {
        return Ok(());
    }
    // Looking at one small table makes the table of statistics, where there is none yet.
    connection.execute_batch("BEGIN IMMEDIATE; ANALYZE migration; DELETE FROM sqlite_stat1;")?;
    let mut insert = connection.prepare("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?1, ?2, ?3)")?;
    for index in &indexes {
        insert.execute([&index.0, &index.1, &index.2])?;
    }
    connection.execute_batch("COMMIT; ANALYZE sqlite_schema;")
}

/// What stands there already, in the same order; a second process on the same file then writes nothing.
fn stated(connection: &Connection) -> Result<Vec<(String, String, String)>> {
    let known = "SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'";
    if !connection.prepare(known)?.exists([])? {
        return Ok(Vec::new());
    }
    let mut statement = connection.prepare("SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY tbl, idx")?;
    statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect()
}

/// The statistics of an index: rows in all, and rows that one value of its first column, of its first two … finds; a whole key finds
/// one row where it is unique, else two or more.
fn said(columns: &str, all: u64, whole: u64) -> String {
    let columns: Vec<&str> = columns.split(',').collect();
    let mut numbers = vec![all];
    let mut found = all;
    for (place, column) in columns.iter().enumerate() {
        found = match (place, *column) {
            (0, "school_id") => OF_SCHOOL * all / ROWS,
            (0, _) => FEWER,
            _ => found / FEWER,
        };
        let least = if place + 1 == columns.len() { whole } else { 2 };
        found = if least == 1 { 1 } else { found.max(least) };
        numbers.push(found);
    }
    let numbers: Vec<String> = numbers.iter().map(u64::to_string).collect();
    numbers.join(" ")
}

/// A statement that reads a table, or the part of one school in it, from end to end.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WideReading {
    /// The statement.
    pub text: String,
    /// The steps of its plan that do, as the engine tells them.
    pub steps: Vec<String>,
}

/// Those of the statements that ran in this process whose plans read wide, on the embedded engine; none on a server, which plans by
/// what it measures.
///
/// # Errors
/// The engine's.
pub fn wide_readings(settings: &Settings) -> crate::Result<Vec<WideReading>> {
    if settings.is_server() {
        return Ok(Vec::new());
    }
    let connection = lite::open(settings)?;
    let mut found = BTreeSet::new();
    for text in watched::texts() {
        let steps = steps(&connection, &text).map_err(|cause| Error::Engine {
            statement: text.clone(),
            cause: cause.to_string(),
        })?;
        let made: Vec<&str> = steps.iter().filter_map(|step| made(step)).collect();
        let steps: Vec<String> = steps
            .iter()
            .filter(|step| is_wide(step, &made))
            .cloned()
            .collect();
        if !steps.is_empty() {
            found.insert(WideReading { text, steps });
        }
    }
    Ok(found.into_iter().collect())
}

fn steps(connection: &Connection, text: &str) -> Result<Vec<String>> {
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {text}"))?;
    // Nothing is bound: plans are the same for all values.
    let mut rows = statement.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next()? {
        steps.push(row.get(3)?);
    }
    Ok(steps)
}

/// The name of what a step puts together for another one to walk through.
fn made(step: &str) -> Option<&str> {
    ["CO-ROUTINE ", "MATERIALIZE "]
        .into_iter()
        .find_map(|act| step.strip_prefix(act))
}

/// Whether a step walks through a table, or through what an index has of a school.
fn is_wide(step: &str, made: &[&str]) -> bool {
    if let Some(rest) = step.strip_prefix("SCAN ") {
        let name = rest.split(' ').next().unwrap_or_default();
        let is_no_table = ["CONSTANT ROW", "VALUES CLAUSE", "VIRTUAL TABLE"];
        return !is_no_table.iter().any(|other| rest.contains(other)) && !made.contains(&name);
    }
    step.starts_with("SEARCH ") && step.contains("(school_id=?)")
}

#[cfg(test)]
mod tests {
    use super::{FEWER, ROWS, is_wide, said};

    #[test]
    fn a_walk_through_a_table_or_a_schools_part_of_it_is_wide_and_nothing_else() {
        for (step, wide) in [
            ("SCAN o", true),
            ("SCAN p USING COVERING INDEX post_school", true),
            ("SEARCH n USING INDEX person_name (school_id=?)", true),
            (
                "SEARCH n USING INDEX sqlite_autoindex_person_1 (school_id=? AND id=?)",
                false,
            ),
            ("SCAN h", false),
            ("SCAN CONSTANT ROW", false),
            ("SCAN 8-ROW VALUES CLAUSE", false),
            ("SCAN search_text VIRTUAL TABLE INDEX 0:M1", false),
            ("USE TEMP B-TREE FOR ORDER BY", false),
        ] {
            assert_eq!(is_wide(step, &["h"]), wide, "{step}");
        }
    }

    #[test]
    fn every_column_finds_fewer_rows_and_a_whole_key_one() {
        assert_eq!(
            said("school_id,run_id,owner_id,step_id", ROWS, 1),
            "1000000 1000 50 2 1"
        );
        assert_eq!(said("school_id,student_id", ROWS, 2), "1000000 1000 50");
        assert_eq!(said("school_id,run_id", ROWS / FEWER, 2), "50000 50 2");
        assert_eq!(said("account_id", ROWS, 2), "1000000 20");
    }
}
