//! How SQLite plans: by what a large installation looks like, from the first row on.
//!
//! Without statistics the planner takes an index by which it finds a whole school for as good as one by which it finds one student,
//! and statistics of a young installation mislead an old one. So they are not measured but said: a million rows a table, a
//! thousand schools, and with every further column of an index twenty times fewer. Every installation plans alike, and a plan that
//! a test has seen is the one that runs.

use rusqlite::{Connection, Result};

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

#[cfg(test)]
mod tests {
    use super::{FEWER, ROWS, said};

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
