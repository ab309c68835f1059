//! The classification of columns: each module lists its tables and columns in a text file beside its migrations, and
//! a test compares all lists with the live schema.
//!
//! A line is `table = school|shared|installation`, or `table.column personal|school|public export|internal`, the
//! latter with an engine's name at its end where only that engine has the column. `#` begins a comment line.

use std::collections::{BTreeMap, BTreeSet};

use crate::tx::Engine;
use crate::{Result, Tx};

/// Where a table's rows live on a distributed engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A school's own: `school_id` is first in its key.
    School,
    /// Everybody's: organisations, catalogues, published standards.
    Shared,
    /// The installation's: jobs, sessions, leases.
    Installation,
}

/// Whose word a column's values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Of a person: masked in logs, sealed in audit lines.
    Personal,
    /// Of a school.
    School,
    /// Anybody's.
    Public,
}

/// A classified column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Whose word it is.
    pub class: Class,
    /// Whether a school's export carries it.
    pub exported: bool,
    /// The one engine that has it; `None` for both.
    pub engine: Option<String>,
}

/// The tables of one or all modules, with their columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Classification {
    /// By table.
    pub tables: BTreeMap<String, Kind>,
    /// By table and column.
    pub columns: BTreeMap<(String, String), Column>,
}

/// A line that is none, with its number from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {number} classifies nothing: {line}")]
pub struct NotALine {
    /// Its number.
    pub number: usize,
    /// Its text.
    pub line: String,
}

impl Classification {
    /// Reads a module's list into this one.
    ///
    /// # Errors
    /// [`NotALine`] for the first line that is not of the format or says something twice.
    pub fn add(&mut self, text: &str) -> Result<(), NotALine> {
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if !line.is_empty() && !line.starts_with('#') && self.add_line(line).is_none() {
                return Err(NotALine {
                    number: index + 1,
                    line: line.to_owned(),
                });
            }
        }
        Ok(())
    }

    fn add_line(&mut self, line: &str) -> Option<()> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let fresh = match words[..] {
            [table, "=", kind] => self.tables.insert(table.to_owned(), kind_of(kind)?).is_none(),
            [column, class, export] => self.add_column(column, class, export, None)?,
            [column, class, export, engine @ ("sqlite" | "postgres")] => {
                self.add_column(column, class, export, Some(engine.to_owned()))?
            }
            _ => return None,
        };
        fresh.then_some(())
    }

    fn add_column(
        &mut self,
        column: &str,
        class: &str,
        export: &str,
        engine: Option<String>,
    ) -> Option<bool> {
        let (table, name) = column.split_once('.')?;
        let exported = match export {
            "export" => true,
            "internal" => false,
            _ => return None,
        };
        let column = Column {
            class: class_of(class)?,
            exported,
            engine,
        };
        Some(
            self.columns
                .insert((table.to_owned(), name.to_owned()), column)
                .is_none(),
        )
    }

    /// What this list and the live schema do not agree on, as sentences for a failing test; empty when they do.
    pub fn faults(&self, schema: &Schema) -> Vec<String> {
        let here = |column: &Column| {
            column
                .engine
                .as_deref()
                .is_none_or(|engine| engine == schema.engine)
        };
        let listed: BTreeSet<_> = self
            .columns
            .iter()
            .filter(|(_, column)| here(column))
            .map(|(name, _)| name)
            .collect();
        let live: BTreeSet<_> = schema.columns.iter().collect();
        let tables: BTreeSet<_> = schema.columns.iter().map(|(table, _)| table).collect();
        let said = |(table, column): &(String, String), what: &str| format!("{table}.{column} {what}");
        let mut faults: Vec<String> = Vec::new();
        faults.extend(
            live.difference(&listed)
                .map(|name| said(name, "is not classified")),
        );
        faults.extend(
            listed
                .difference(&live)
                .map(|name| said(name, "is classified and not there")),
        );
        let kindless = tables.iter().filter(|table| !self.tables.contains_key(**table));
        faults.extend(kindless.map(|table| format!("{table} is of no kind")));
        let gone = self.tables.keys().filter(|table| !tables.contains(table));
        faults.extend(gone.map(|table| format!("{table} is of a kind and not there")));
        faults
    }
}

fn kind_of(word: &str) -> Option<Kind> {
    match word {
        "school" => Some(Kind::School),
        "shared" => Some(Kind::Shared),
        "installation" => Some(Kind::Installation),
        _ => None,
    }
}

fn class_of(word: &str) -> Option<Class> {
    match word {
        "personal" => Some(Class::Personal),
        "school" => Some(Class::School),
        "public" => Some(Class::Public),
        _ => None,
    }
}

/// The live schema: every table and column but those of the engine's own indexes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    /// `sqlite` or `postgres`.
    pub engine: &'static str,
    /// Table and column, in order.
    pub columns: Vec<(String, String)>,
}

/// A column with its type and whether it must hold a value, or an index with its columns.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// The table.
    pub table: String,
    /// The column or the index; the primary key is called `primary key`.
    pub name: String,
    /// What it is.
    pub is: String,
}

const PARTS_OF_SQLITE: &str = "SELECT t.name, c.name, lower(c.type) || CASE WHEN c.\"notnull\" = 1 OR c.pk > 0 \
      THEN ' not null' ELSE '' END, c.cid FROM pragma_table_list t JOIN pragma_table_info(t.name) c \
    WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
    UNION ALL SELECT t.name, CASE i.origin WHEN 'c' THEN i.name WHEN 'pk' THEN 'primary key' ELSE 'unique' END, \
      CASE i.\"unique\" WHEN 1 THEN 'unique ' ELSE '' END || 'index on ' || \
      (SELECT group_concat(x.name, ', ' ORDER BY x.seqno) FROM pragma_index_info(i.name) x) || \
      CASE i.partial WHEN 1 THEN ', of some rows' ELSE '' END, 0 \
    FROM pragma_table_list t JOIN pragma_index_list(t.name) i \
    WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY 1, 4, 2";
const PARTS_OF_POSTGRES: &str = "SELECT CAST(c.relname AS text), CAST(a.attname AS text), \
      CAST(format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END AS text), \
      CAST(a.attnum AS bigint) \
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema() \
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped WHERE c.relkind IN ('r', 'p') \
    UNION ALL SELECT CAST(c.relname AS text), CAST(CASE WHEN x.indisprimary THEN 'primary key' \
        WHEN EXISTS (SELECT 1 FROM pg_constraint u WHERE u.conindid = x.indexrelid AND u.contype = 'u') THEN 'unique' \
        ELSE i.relname END AS text), \
      CAST(CASE WHEN x.indisunique THEN 'unique ' ELSE '' END || 'index on ' || \
        (SELECT string_agg(a.attname, ', ' ORDER BY k.place) FROM unnest(CAST(x.indkey AS int2[])) WITH ORDINALITY k (attnum, place) \
          JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum) || \
        CASE WHEN x.indpred IS NOT NULL THEN ', of some rows' ELSE '' END AS text), CAST(0 AS bigint) \
    FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid \
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema() WHERE c.relkind IN ('r', 'p')";

/// Everything that the live schema is made of, in order: for a test that no engine drifts from what is written down.
///
/// # Errors
/// The engine's.
pub fn parts_of(tx: &mut Tx<'_>) -> Result<Vec<Part>> {
    let sql = match tx.engine {
        Engine::Lite(_) => PARTS_OF_SQLITE,
        Engine::Pg(_) => PARTS_OF_POSTGRES,
    };
    let rows: Vec<(String, String, Option<String>, i64)> = tx.all(sql, &[])?;
    let part = |(table, name, is, _): (String, String, Option<String>, i64)| Part {
        table,
        name,
        is: is.unwrap_or_default(),
    };
    let mut parts: Vec<Part> = rows.into_iter().map(part).collect();
    parts.sort();
    Ok(parts)
}

const OF_SQLITE: &str = "SELECT t.name, c.name FROM pragma_table_list t JOIN pragma_table_info(t.name) c \
    WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY t.name, c.name";
const OF_POSTGRES: &str = "SELECT CAST(table_name AS text), CAST(column_name AS text) FROM information_schema.columns \
    WHERE table_schema = current_schema() ORDER BY 1, 2";

/// Reads the live schema.
///
/// # Errors
/// The engine's.
pub fn schema_of(tx: &mut Tx<'_>) -> Result<Schema> {
    let (engine, sql) = match tx.engine {
        Engine::Lite(_) => ("sqlite", OF_SQLITE),
        Engine::Pg(_) => ("postgres", OF_POSTGRES),
    };
    Ok(Schema {
        engine,
        columns: tx.all(sql, &[])?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(columns: &[(&str, &str)]) -> Schema {
        let columns = columns
            .iter()
            .map(|(table, column)| ((*table).to_owned(), (*column).to_owned()))
            .collect();
        Schema {
            engine: "sqlite",
            columns,
        }
    }

    #[test]
    fn a_list_says_whose_word_each_column_is() {
        let mut list = Classification::default();
        list.add(
            "# people\nperson = school\n\nperson.name personal export\nperson.row public internal postgres\n",
        )
        .unwrap();
        assert_eq!(list.tables["person"], Kind::School);
        let name = &list.columns[&("person".to_owned(), "name".to_owned())];
        assert_eq!(
            (name.class, name.exported, &name.engine),
            (Class::Personal, true, &None)
        );
        assert_eq!(list.faults(&schema(&[("person", "name")])), Vec::<String>::new());
    }

    #[test]
    fn what_list_and_schema_do_not_agree_on_is_named() {
        let mut list = Classification::default();
        list.add("person = school\nperson.name personal export\nold = shared")
            .unwrap();
        assert_eq!(
            list.faults(&schema(&[("person", "phone"), ("class", "id")])),
            [
                "class.id is not classified",
                "person.phone is not classified",
                "person.name is classified and not there",
                "class is of no kind",
                "old is of a kind and not there",
            ]
        );
    }

    #[test]
    fn a_line_of_another_form_is_refused_with_its_number() {
        let lines = [
            "person = private",
            "person.name secret export",
            "person.name personal",
            "name personal export",
            "person.name personal export mysql",
        ];
        for line in lines {
            let refused = Classification::default().add(&format!("# people\n{line}"));
            assert_eq!(
                refused,
                Err(NotALine {
                    number: 2,
                    line: line.to_owned()
                })
            );
        }
        let twice = Classification::default().add("a.b public export\na.b school export");
        assert_eq!(twice.map_err(|fault| fault.number), Err(2));
    }
}
