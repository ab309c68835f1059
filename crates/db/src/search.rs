//! Full-text search over what modules put in: FTS5 on SQLite, a weighted `tsvector` with GIN on PostgreSQL, both over
//! the words of [`crate::words`]. What is found by its title comes before what is found by its text.

use kernel::{RawId, SchoolId};

use crate::tx::Engine;
use crate::words::{self, Term};
use crate::{Migration, Result, Tx, params};

/// The table and the index, after that of [`crate::lease`].
pub const MIGRATION: Migration = Migration {
    name: "db/2-search",
    sql: include_str!("../migrations/2-search.sql"),
};

/// What can be found.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The kind of object, such as `standard`.
    pub kind: &'a str,
    /// Which.
    pub id: RawId,
    /// Whose it is; `None` for what all may find.
    pub school: Option<SchoolId>,
    /// Shown, and found first.
    pub title: &'a str,
    /// Found, not kept.
    pub text: &'a str,
}

/// Whose entries are looked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// Those that belong to no school.
    Shared,
    /// Those, and one school's own.
    School(SchoolId),
    /// All of the installation.
    Everywhere,
}

/// What is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Query<'a> {
    /// As typed; a hit has all of it.
    pub text: &'a str,
    /// Only this kind.
    pub kind: Option<&'a str>,
    /// Whose.
    pub within: Within,
    /// At most so many.
    pub limit: u32,
}

crate::record! {
    /// What was found.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Hit {
        /// The kind of object.
        pub kind: String,
        /// Which.
        pub id: RawId,
        /// Its title.
        pub title: String,
    }
}

const ADD_LITE: &str = "INSERT INTO search_entry (kind, object_id, school_id, title) VALUES ($1, $2, $3, $4) \
    RETURNING index_row";
const ADD_WORDS_LITE: &str = "INSERT INTO search_text (rowid, title, body) VALUES ($1, $2, $3)";
const PUT_PG: &str = "INSERT INTO search_entry (kind, object_id, school_id, title, words) \
    VALUES ($1, $2, $3, $4, CAST(CAST($5 AS text) AS tsvector)) ON CONFLICT (kind, object_id) \
    DO UPDATE SET school_id = excluded.school_id, title = excluded.title, words = excluded.words";
const REMOVE_WORDS_LITE: &str = "DELETE FROM search_text WHERE rowid IN \
    (SELECT index_row FROM search_entry WHERE kind = $1 AND object_id = $2)";
const REMOVE: &str = "DELETE FROM search_entry WHERE kind = $1 AND object_id = $2";
const FIND_LITE: &str = "SELECT e.kind, e.object_id, e.title FROM search_text t \
    JOIN search_entry e ON e.index_row = t.rowid \
    WHERE search_text MATCH $1 AND ($2 = '' OR e.kind = $2) AND ($3 = 1 OR e.school_id IS NULL OR e.school_id = $4) \
    ORDER BY bm25(search_text), e.title, e.object_id LIMIT $5";
const FIND_PG: &str = "SELECT e.kind, e.object_id, e.title FROM search_entry e, \
    (SELECT CAST(CAST($1 AS text) AS tsquery) AS wanted) q \
    WHERE e.words @@ q.wanted AND (CAST($2 AS text) = '' OR e.kind = CAST($2 AS text)) \
    AND (CAST($3 AS bigint) = 1 OR e.school_id IS NULL OR e.school_id = $4) \
    ORDER BY ts_rank(e.words, q.wanted) DESC, e.title, e.object_id LIMIT $5";

/// Makes an object findable, in place of what was put for it before.
///
/// # Errors
/// The engine's.
pub fn put(tx: &mut Tx<'_>, entry: &Entry<'_>) -> Result<()> {
    let (title, body) = (words::of_text(entry.title), words::of_text(entry.text));
    let Entry {
        kind,
        id,
        school,
        title: shown,
        ..
    } = *entry;
    if is_server(tx) {
        tx.run(PUT_PG, params![kind, id, school, shown, vector(&title, &body)])?;
        return Ok(());
    }
    remove(tx, kind, id)?;
    let (row,): (i64,) = tx.one(ADD_LITE, params![kind, id, school, shown])?;
    tx.run(ADD_WORDS_LITE, params![row, title.join(" "), body.join(" ")])?;
    Ok(())
}

/// Makes an object unfindable; nothing happens if it was not to be found.
///
/// # Errors
/// The engine's.
pub fn remove(tx: &mut Tx<'_>, kind: &str, id: RawId) -> Result<()> {
    if !is_server(tx) {
        tx.run(REMOVE_WORDS_LITE, params![kind, id])?;
    }
    tx.run(REMOVE, params![kind, id])?;
    Ok(())
}

/// Finds objects: those with all of the query in their title first, then those with it anywhere, the best of each
/// first. A query without a letter finds nothing.
///
/// # Errors
/// The engine's.
pub fn find(tx: &mut Tx<'_>, query: &Query<'_>) -> Result<Vec<Hit>> {
    let terms = words::of_query(query.text);
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    let mut hits = matching(tx, &terms, Part::Title, query)?;
    if hits.len() < query.limit as usize {
        for hit in matching(tx, &terms, Part::Whole, query)? {
            if !hits.contains(&hit) {
                hits.push(hit);
            }
        }
        hits.truncate(query.limit as usize);
    }
    Ok(hits)
}

/// Where a hit has to have the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Title,
    Whole,
}

fn matching(tx: &mut Tx<'_>, terms: &[Term], part: Part, query: &Query<'_>) -> Result<Vec<Hit>> {
    let (everywhere, school) = match query.within {
        Within::Everywhere => (1_i64, None),
        Within::Shared => (0, None),
        Within::School(school) => (0, Some(school)),
    };
    let (sql, wanted) = if is_server(tx) {
        (FIND_PG, tsquery(terms, part))
    } else {
        (FIND_LITE, fts5(terms, part))
    };
    let kind = query.kind.unwrap_or_default();
    tx.all(sql, params![wanted, kind, everywhere, school, query.limit])
}

const fn is_server(tx: &Tx<'_>) -> bool {
    matches!(tx.engine, Engine::Pg { .. })
}

/// `title : ("a b" AND "c" *)`; the words are letters and digits only.
fn fts5(terms: &[Term], part: Part) -> String {
    let terms: Vec<String> = terms
        .iter()
        .map(|term| match term {
            Term::Beginning(word) => format!("\"{word}\" *"),
            Term::Phrase(words) => format!("\"{}\"", words.join(" ")),
        })
        .collect();
    let terms = terms.join(" AND ");
    if part == Part::Title {
        format!("title : ({terms})")
    } else {
        terms
    }
}

/// `('a':A <-> 'b':A) & 'c':*A`; the title's words have weight A.
fn tsquery(terms: &[Term], part: Part) -> String {
    let weight = if part == Part::Title { "A" } else { "" };
    let lexeme = |word: &String, prefix: &str| {
        format!("'{word}':{prefix}{weight}")
            .trim_end_matches(':')
            .to_owned()
    };
    let terms: Vec<String> = terms
        .iter()
        .map(|term| match term {
            Term::Beginning(word) => lexeme(word, "*"),
            Term::Phrase(words) => {
                let words: Vec<String> = words.iter().map(|word| lexeme(word, "")).collect();
                format!("({})", words.join(" <-> "))
            }
        })
        .collect();
    terms.join(" & ")
}

/// `'a':1A 'b':2A 'c':4`: no phrase runs from the title into the text.
fn vector(title: &[String], body: &[String]) -> String {
    let title_words = title
        .iter()
        .enumerate()
        .map(|(place, word)| format!("'{word}':{}A", place + 1));
    let body_words = body
        .iter()
        .enumerate()
        .map(|(place, word)| format!("'{word}':{}", place + title.len() + 2));
    title_words.chain(body_words).collect::<Vec<_>>().join(" ")
}
