//! Whole tables, row by row, without knowing what they mean: what a copy of a database is made of on either engine.
//!
//! A table is its columns of the five portable types in their declared order, and its rows in the order of its key, which is
//! the same on both engines (texts by their bytes). Columns of any other type are an engine's own index over the rest: they
//! are left out, and made anew where rows are added.

use kernel::{Instant, RawId, SchoolId};

use crate::link::Link;
use crate::search::{self, Entry};
use crate::tx::Engine;
use crate::{Error, Result, Tx, Value};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// `bigint`
    Int,
    /// `double precision`
    Real,
    /// `text`
    Text,
    /// `bytea`
    Bytes,
    /// `uuid`
    Id,
}

impl Type {
    /// Every type.
    pub const ALL: [Self; 5] = [Self::Int, Self::Real, Self::Text, Self::Bytes, Self::Id];

    /// As a migration writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Int => "bigint",
            Self::Real => "double precision",
            Self::Text => "text",
            Self::Bytes => "bytea",
            Self::Id => "uuid",
        }
    }

    /// The type of this name, if it is one of the portable ones.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|ty| ty.name().eq_ignore_ascii_case(name))
    }
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub ty: Type,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its portable columns, as declared.
    pub fields: Vec<Field>,
    /// The columns that its rows are ordered by; no two rows are alike in them.
    pub key: Vec<String>,
    /// The index over the key, where the engine has to be told to walk it.
    index: Option<String>,
}

/// A value that a row to be added owns.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// SQL `NULL`.
    Null,
    /// A `bigint`.
    Int(i64),
    /// A `double precision`.
    Real(f64),
    /// A `text`.
    Text(String),
    /// A `bytea`.
    Bytes(Vec<u8>),
    /// A `uuid`.
    Id(RawId),
}

impl Cell {
    /// A copy of a value.
    pub fn of(value: &Value<'_>) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Int(value) => Self::Int(*value),
            Value::Real(value) => Self::Real(*value),
            Value::Text(value) => Self::Text((*value).to_owned()),
            Value::Bytes(value) => Self::Bytes(value.to_vec()),
            Value::Id(value) => Self::Id(*value),
        }
    }

    /// As a statement binds it.
    pub fn value(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Int(value) => Value::Int(*value),
            Self::Real(value) => Value::Real(*value),
            Self::Text(value) => Value::Text(value),
            Self::Bytes(value) => Value::Bytes(value),
            Self::Id(value) => Value::Id(*value),
        }
    }
}

/// The table that says which migrations ran: it is the schema's, not a row of the data.
const MIGRATIONS: &str = "migration";
const APPLIED: &str = "SELECT name FROM migration ORDER BY name";

/// Columns, with their place in the primary key from 1, and 0 for those outside it.
const OF_SQLITE: &str = "SELECT t.name, c.name, c.type, c.pk FROM pragma_table_list t JOIN pragma_table_info(t.name) c \
    WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY t.name, c.cid";
const OF_POSTGRES: &str = "SELECT CAST(c.relname AS text), CAST(a.attname AS text), \
    CAST(format_type(a.atttypid, a.atttypmod) AS text), \
    CAST(COALESCE(array_position(CAST(i.indkey AS int2[]), a.attnum) + 1, 0) AS bigint) \
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema() \
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
    LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary \
    WHERE c.relkind IN ('r', 'p') ORDER BY CAST(c.relname AS text) COLLATE \"C\", a.attnum";
/// Unique indexes over whole tables, a primary key's own first.
const INDEXES: &str = "SELECT t.name, i.name, x.name FROM pragma_table_list t JOIN pragma_index_list(t.name) i \
    JOIN pragma_index_info(i.name) x WHERE t.schema = 'main' AND t.type = 'table' AND i.\"unique\" = 1 AND i.partial = 0 \
    ORDER BY t.name, i.origin = 'pk' DESC, i.name, x.seqno";

/// The migrations that ran, by name.
///
/// # Errors
/// The engine's.
pub fn applied(tx: &mut Tx<'_>) -> Result<Vec<String>> {
    let names: Vec<(String,)> = tx.all(APPLIED, &[])?;
    Ok(names.into_iter().map(|(name,)| name).collect())
}

/// Every table but that of the migrations, by name.
///
/// # Errors
/// The engine's, or a table that no key orders.
pub fn tables(tx: &mut Tx<'_>) -> Result<Vec<Table>> {
    let is_server = matches!(tx.engine, Engine::Pg(_));
    let columns: Vec<(String, String, String, i64)> =
        tx.all(if is_server { OF_POSTGRES } else { OF_SQLITE }, &[])?;
    let indexes: Vec<(String, String, String)> = if is_server {
        Vec::new()
    } else {
        tx.all(INDEXES, &[])?
    };
    let mut tables = Vec::new();
    for columns in columns.chunk_by(|one, next| one.0 == next.0) {
        let name = &columns[0].0;
        if name == MIGRATIONS {
            continue;
        }
        let of_table: Vec<_> = indexes.iter().filter(|index| index.0 == *name).collect();
        let table = if is_server {
            by_primary_key(columns)
        } else {
            by_index(columns, &of_table)
        };
        tables.push(table.ok_or_else(|| wrong(name, "no portable key orders its rows"))?);
    }
    Ok(tables)
}

fn fields(columns: &[(String, String, String, i64)]) -> Vec<Field> {
    let field = |(_, name, ty, _): &(String, String, String, i64)| {
        let ty = Type::named(ty)?;
        Some(Field {
            name: name.clone(),
            ty,
        })
    };
    columns.iter().filter_map(field).collect()
}

fn by_primary_key(columns: &[(String, String, String, i64)]) -> Option<Table> {
    let fields = fields(columns);
    let mut key: Vec<_> = columns.iter().filter(|column| column.3 > 0).collect();
    key.sort_by_key(|column| column.3);
    let key: Vec<String> = key.iter().map(|column| column.1.clone()).collect();
    Table::new(&columns[0].0, fields, key, None)
}

/// The first unique index over portable columns: without it named, the whole table might be sorted in memory.
fn by_index(
    columns: &[(String, String, String, i64)],
    indexes: &[&(String, String, String)],
) -> Option<Table> {
    let fields = fields(columns);
    indexes.chunk_by(|one, next| one.1 == next.1).find_map(|index| {
        let key = index.iter().map(|column| column.2.clone()).collect();
        Table::new(&columns[0].0, fields.clone(), key, Some(index[0].1.clone()))
    })
}

/// Rows that are fetched at once from a server.
const FETCH: usize = 128;

impl Table {
    fn new(name: &str, fields: Vec<Field>, key: Vec<String>, index: Option<String>) -> Option<Self> {
        let portable = |name: &String| fields.iter().any(|field| field.name == *name);
        (!key.is_empty() && key.iter().all(portable)).then(|| Self {
            name: name.to_owned(),
            fields,
            key,
            index,
        })
    }

    /// Where a column stands in a row.
    pub fn place(&self, column: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == column)
    }

    /// Whether it has no row.
    ///
    /// # Errors
    /// The engine's.
    pub fn is_empty(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let sql = format!("SELECT CAST(1 AS bigint) FROM {} LIMIT 1", quoted(&self.name));
        Ok(tx.opt::<(i64,)>(&sql, &[])?.is_none())
    }

    /// Every row, in the order of the key; memory does not grow with their number.
    ///
    /// # Errors
    /// The engine's, a value that its column's type does not have, or what the closure answers.
    pub fn each<E: From<Error>>(
        &self,
        tx: &mut Tx<'_>,
        mut row: impl FnMut(&[Value<'_>]) -> Result<(), E>,
    ) -> Result<(), E> {
        self.walk(tx, "", &mut row)
    }

    /// [`Table::each`] of the rows of one school, in a table that has a `school_id`.
    ///
    /// # Errors
    /// As [`Table::each`].
    pub fn each_of<E: From<Error>>(
        &self,
        tx: &mut Tx<'_>,
        school: SchoolId,
        mut row: impl FnMut(&[Value<'_>]) -> Result<(), E>,
    ) -> Result<(), E> {
        self.walk(tx, &format!(" WHERE school_id = {}", school.0), &mut row)
    }

    fn walk<E: From<Error>>(
        &self,
        tx: &mut Tx<'_>,
        only: &str,
        row: &mut impl FnMut(&[Value<'_>]) -> Result<(), E>,
    ) -> Result<(), E> {
        tx.statements += 1;
        match &mut tx.engine {
            Engine::Lite(connection) => self.each_lite(connection, only, row),
            Engine::Pg(link) => self.each_pg(link, only, row),
        }
    }

    /// Whether a row with the key of this one stands here.
    ///
    /// # Errors
    /// The engine's.
    pub fn has(&self, tx: &mut Tx<'_>, row: &[Cell]) -> Result<bool> {
        let places: Vec<usize> = self.key.iter().filter_map(|name| self.place(name)).collect();
        let values: Vec<Value<'_>> = places
            .iter()
            .filter_map(|place| row.get(*place).map(Cell::value))
            .collect();
        let is = |(number, name): (usize, &String)| format!("{} = ${}", quoted(name), number + 1);
        let all: Vec<String> = self.key.iter().enumerate().map(is).collect();
        let (table, all) = (quoted(&self.name), all.join(" AND "));
        let sql = format!("SELECT CAST(1 AS bigint) FROM {table} WHERE {all}");
        Ok(tx.opt::<(i64,)>(&sql, &values)?.is_some())
    }

    fn each_lite<E: From<Error>>(
        &self,
        connection: &rusqlite::Connection,
        only: &str,
        row: &mut impl FnMut(&[Value<'_>]) -> Result<(), E>,
    ) -> Result<(), E> {
        let walk = self
            .index
            .iter()
            .map(|index| format!(" INDEXED BY {}", quoted(index)));
        let key: Vec<String> = self.key.iter().map(|name| quoted(name)).collect();
        let sql = self.selected(&(walk.collect::<String>() + only), &key);
        let told = |cause: rusqlite::Error| wrong(&sql, &cause.to_string());
        let mut statement = connection.prepare(&sql).map_err(told)?;
        let mut rows = statement.raw_query();
        while let Some(found) = rows.next().map_err(told)? {
            let values: Result<Vec<Value<'_>>> = self
                .fields
                .iter()
                .enumerate()
                .map(|(index, field)| {
                    let value = found.get_ref(index).map_err(told)?;
                    lite_value(value, field.ty).ok_or_else(|| {
                        wrong(
                            &format!("{}.{}", self.name, field.name),
                            "holds a value of another type",
                        )
                    })
                })
                .collect();
            row(&values?)?;
        }
        Ok(())
    }

    fn each_pg<E: From<Error>>(
        &self,
        link: &mut Link,
        only: &str,
        row: &mut impl FnMut(&[Value<'_>]) -> Result<(), E>,
    ) -> Result<(), E> {
        let is_text = |name: &String| {
            self.fields
                .iter()
                .any(|field| field.name == *name && field.ty == Type::Text)
        };
        // The engine's own order of texts is that of a language, and not the same everywhere.
        let by = |name: &String| {
            let collation = if is_text(name) { " COLLATE \"C\"" } else { "" };
            format!("{}{collation}", quoted(name))
        };
        let key: Vec<String> = self.key.iter().map(by).collect();
        let sql = self.selected(only, &key);
        let told = |cause: tokio_postgres::Error| crate::pg::failed(&sql, &cause);
        let open = format!("DECLARE whole_table NO SCROLL CURSOR FOR {sql}");
        link.script(&open).map_err(told)?;
        let fetch = format!("FETCH {FETCH} FROM whole_table");
        // Prepared anew for each table: the columns that it answers are those of the cursor of this name.
        let fetch = link.prepare(&fetch).map_err(told)?;
        loop {
            let rows = link.rows(&fetch, &[]).map_err(told)?;
            for found in &rows {
                let values: Result<Vec<Value<'_>>> = self
                    .fields
                    .iter()
                    .enumerate()
                    .map(|(index, field)| pg_value(found, index, field.ty).map_err(told))
                    .collect();
                row(&values?)?;
            }
            if rows.len() < FETCH {
                break;
            }
        }
        link.script("CLOSE whole_table").map_err(told)?;
        Ok(())
    }

    fn selected(&self, rest: &str, key: &[String]) -> String {
        let columns = self.columns();
        let table = quoted(&self.name);
        format!("SELECT {columns} FROM {table}{rest} ORDER BY {}", key.join(", "))
    }

    fn columns(&self) -> String {
        let names: Vec<String> = self.fields.iter().map(|field| quoted(&field.name)).collect();
        names.join(", ")
    }

    /// Adds rows, each with a value for every field; what is searched for becomes findable again.
    ///
    /// # Errors
    /// As [`Tx::run`]; a row of another width.
    pub fn add(&self, tx: &mut Tx<'_>, rows: &[Vec<Cell>]) -> Result<()> {
        if let Some(odd) = rows.iter().find(|row| row.len() != self.fields.len()) {
            let cause = format!("a row of {} values for {} columns", odd.len(), self.fields.len());
            return Err(wrong(&self.name, &cause));
        }
        if self.name == search::TABLE {
            return rows.iter().try_for_each(|row| self.put(tx, row));
        }
        let places: Vec<String> = (1..=self.fields.len()).map(|place| format!("${place}")).collect();
        let one = format!(
            "INSERT INTO {} ({}) VALUES ({})",
            quoted(&self.name),
            self.columns(),
            places.join(", ")
        );
        let values: Vec<Vec<Value<'_>>> = rows
            .iter()
            .map(|row| row.iter().map(Cell::value).collect())
            .collect();
        tx.run_rows(&one, &values).map(drop)
    }

    /// An entry of the search goes the way that every entry goes: the engine's own index is made from it.
    fn put(&self, tx: &mut Tx<'_>, row: &[Cell]) -> Result<()> {
        let cell = |name: &str| self.place(name).and_then(|place| row.get(place));
        let text = |name: &str| match cell(name) {
            Some(Cell::Text(text)) => Ok(text.as_str()),
            _ => Err(wrong(&self.name, "an entry without its text")),
        };
        let (Some(Cell::Id(id)), Some(Cell::Int(at))) = (cell("object_id"), cell("at")) else {
            return Err(wrong(&self.name, "an entry without its object"));
        };
        let school = match cell("school_id") {
            Some(Cell::Int(number)) => Some(SchoolId(*number)),
            _ => None,
        };
        let entry = Entry {
            kind: text("kind")?,
            id: *id,
            school,
            title: text("title")?,
            text: text("body")?,
            place: text("place")?,
            at: Instant(*at),
        };
        search::put(tx, &entry)
    }
}

/// The value of a column of a type; none if it is of another, which this engine would keep without a word.
fn lite_value(value: rusqlite::types::ValueRef<'_>, ty: Type) -> Option<Value<'_>> {
    use rusqlite::types::ValueRef;
    Some(match (value, ty) {
        (ValueRef::Null, _) => Value::Null,
        (ValueRef::Integer(value), Type::Int) => Value::Int(value),
        (ValueRef::Real(value), Type::Real) => Value::Real(value),
        (ValueRef::Text(value), Type::Text) => Value::Text(std::str::from_utf8(value).ok()?),
        (ValueRef::Blob(value), Type::Bytes) => Value::Bytes(value),
        (ValueRef::Blob(value), Type::Id) => Value::Id(RawId::from_slice(value).ok()?),
        _ => return None,
    })
}

fn pg_value(row: &tokio_postgres::Row, index: usize, ty: Type) -> Result<Value<'_>, tokio_postgres::Error> {
    let value = match ty {
        Type::Int => row.try_get::<_, Option<i64>>(index)?.map(Value::Int),
        Type::Real => row.try_get::<_, Option<f64>>(index)?.map(Value::Real),
        Type::Text => row.try_get::<_, Option<&str>>(index)?.map(Value::Text),
        Type::Bytes => row.try_get::<_, Option<&[u8]>>(index)?.map(Value::Bytes),
        Type::Id => row
            .try_get::<_, Option<crate::pg::PgUuid>>(index)?
            .map(|id| Value::Id(id.0)),
    };
    Ok(value.unwrap_or(Value::Null))
}

pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn wrong(statement: &str, cause: &str) -> Error {
    Error::Engine {
        statement: statement.chars().take(120).collect(),
        cause: cause.to_owned(),
    }
}
