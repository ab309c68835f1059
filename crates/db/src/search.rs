//! Full-text search over what modules put in: FTS5 on SQLite, a `tsvector` with GIN on PostgreSQL, both over the words of
//! [`crate::words`].
//!
//! What is found by its title comes before what is found by its text, and of each what was changed last comes first. No
//! likeness is weighed: that would read every entry that has a common word, which was a hundred times slower than this.

use kernel::{Instant, RawId, SchoolId};

use crate::tx::Engine;
use crate::words::{self, Term};
use crate::{Migration, Result, Tx, params};

pub use crate::words::marks;

/// The table and the index, after those of [`crate::lease`].
pub const MIGRATIONS: [Migration; 2] = [
    Migration {
        name: "db/2-search",
        sql: include_str!("../migrations/2-search.sql"),
    },
    Migration {
        name: "db/3-search",
        sql: include_str!("../migrations/3-search.sql"),
    },
];

/// Where entries stand.
pub(crate) const TABLE: &str = "search_entry";

/// Words of a text that are indexed; PostgreSQL knows no place behind the 16,383rd.
const MOST_WORDS: usize = 16_000;

/// Hits by title, and hits by text, that a search looks at.
pub const MOST_HITS: i64 = 200;

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
    /// Found, and kept to show where.
    pub text: &'a str,
    /// Kept for who put it and not looked at: what else a page needs to lead there.
    pub place: &'a str,
    /// When it was last changed.
    pub at: Instant,
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
    pub limit: i64,
    /// So many of the best are left out.
    pub offset: i64,
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
        /// Its text.
        pub text: String,
        /// What else was kept of it.
        pub place: String,
    }
}

const ADD_LITE: &str = "INSERT INTO search_entry (kind, object_id, school_id, title, body, place, at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING index_row";
const ADD_WORDS_LITE: &str = "INSERT INTO search_text (rowid, words) VALUES ($1, $2)";
const PUT_PG: &str = "INSERT INTO search_entry (kind, object_id, school_id, title, body, place, at, words) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, CAST(CAST($8 AS text) AS tsvector)) ON CONFLICT (kind, object_id) \
    DO UPDATE SET school_id = excluded.school_id, title = excluded.title, body = excluded.body, \
    place = excluded.place, at = excluded.at, words = excluded.words";
const REMOVE_WORDS_LITE: &str = "DELETE FROM search_text WHERE rowid IN \
    (SELECT index_row FROM search_entry WHERE kind = $1 AND object_id = $2)";
const REMOVE: &str = "DELETE FROM search_entry WHERE kind = $1 AND object_id = $2";
/// The index gives the last put first and is read no further than asked.
const FIND_LITE: &str = "SELECT e.kind, e.object_id, e.title, e.body, e.place FROM \
    (SELECT entry, MIN(part) AS part FROM \
      (SELECT * FROM (SELECT rowid AS entry, 0 AS part FROM search_text WHERE search_text MATCH $1 ORDER BY rowid DESC LIMIT $3) \
      UNION ALL \
      SELECT * FROM (SELECT rowid AS entry, 1 AS part FROM search_text WHERE search_text MATCH $2 ORDER BY rowid DESC LIMIT $3)) \
      GROUP BY entry) h \
    JOIN search_entry e ON e.index_row = h.entry ORDER BY h.part, e.at DESC, e.object_id LIMIT $4 OFFSET $5";
const FIND_PG: &str = "SELECT e.kind, e.object_id, e.title, e.body, e.place FROM \
    (SELECT kind, object_id, MIN(part) AS part FROM \
      ((SELECT kind, object_id, 0 AS part FROM search_entry WHERE words @@ CAST(CAST($1 AS text) AS tsquery) LIMIT $3) \
      UNION ALL \
      (SELECT kind, object_id, 1 AS part FROM search_entry WHERE words @@ CAST(CAST($2 AS text) AS tsquery) LIMIT $3)) f \
      GROUP BY kind, object_id) h \
    JOIN search_entry e ON e.kind = h.kind AND e.object_id = h.object_id \
    ORDER BY h.part, e.at DESC, e.object_id LIMIT $4 OFFSET $5";

/// Makes an object findable, in place of what was put for it before.
///
/// # Errors
/// The engine's.
pub fn put(tx: &mut Tx<'_>, entry: &Entry<'_>) -> Result<()> {
    let words = indexed(entry);
    let Entry {
        kind,
        id,
        school,
        title,
        text,
        place,
        at,
    } = *entry;
    if is_server(tx) {
        let vector = vector(&words);
        tx.run(PUT_PG, params![kind, id, school, title, text, place, at, vector])?;
        return Ok(());
    }
    remove(tx, kind, id)?;
    let (row,): (i64,) = tx.one(ADD_LITE, params![kind, id, school, title, text, place, at])?;
    tx.run(ADD_WORDS_LITE, params![row, words.join(" ")])?;
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

/// Finds objects in one statement: those with all of the query in their title first, then those with it anywhere, the
/// last changed of each first. Of more than [`MOST_HITS`] it sees only so many. A query without a letter finds nothing.
///
/// # Errors
/// The engine's.
pub fn find(tx: &mut Tx<'_>, query: &Query<'_>) -> Result<Vec<Hit>> {
    let terms = words::of_query(query.text);
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    let (sql, form) = if is_server(tx) {
        (FIND_PG, TSQUERY)
    } else {
        (FIND_LITE, FTS5)
    };
    let [title, whole] = [IN_TITLE, ""].map(|before| form.query(&terms, before, query));
    tx.all(sql, params![title, whole, MOST_HITS, query.limit, query.offset])
}

const fn is_server(tx: &Tx<'_>) -> bool {
    matches!(tx.engine, Engine::Pg { .. })
}

/// Before a word of a title, which is indexed once more so. Like the words of scopes it begins with a letter that no word
/// of a text begins with.
const IN_TITLE: &str = "t";
/// Between title and text, so that no phrase runs from one into the other.
const GAP: &str = "x";

/// The words of an entry in their order: the title's twice, the text's, and those of its scope.
fn indexed(entry: &Entry<'_>) -> Vec<String> {
    let title = words::of_text(entry.title);
    let of_title: Vec<String> = title.iter().map(|word| format!("{IN_TITLE}{word}")).collect();
    let gap = || [GAP.to_owned()];
    let scope = [kind_word(entry.kind), school_word(entry.school)];
    let mut all = [&scope[..], &gap(), &of_title, &gap(), &title, &gap()].concat();
    let left = MOST_WORDS.saturating_sub(all.len());
    all.extend(words::of_text(entry.text).into_iter().take(left));
    all
}

/// The word that stands for a kind.
fn kind_word(kind: &str) -> String {
    format!("z{}", kernel::hex::written(kind.as_bytes()))
}

/// The word that stands for a school, or for what is shared.
fn school_word(school: Option<SchoolId>) -> String {
    format!("s{}", school.map_or(0, |school| school.0))
}

/// The words that an entry has to stand under: one of each list.
fn scopes(query: &Query<'_>) -> [Vec<String>; 2] {
    let schools = match query.within {
        Within::Everywhere => Vec::new(),
        Within::Shared => vec![school_word(None)],
        Within::School(school) => vec![school_word(None), school_word(Some(school))],
    };
    [query.kind.map(kind_word).into_iter().collect(), schools]
}

/// How an engine writes a query; all words are letters and digits only.
#[derive(Clone, Copy)]
struct Form {
    quote: char,
    and: &'static str,
    or: &'static str,
    /// Between the words of a phrase.
    next: &'static str,
    /// Behind the beginning of a word.
    begins: &'static str,
}

/// `("z1") AND ("s0" OR "s7") AND ("a" + "b") AND ("c"*)`
const FTS5: Form = Form {
    quote: '"',
    and: " AND ",
    or: " OR ",
    next: " + ",
    begins: "*",
};
/// `('z1') & ('s0' | 's7') & ('a' <-> 'b') & ('c':*)`
const TSQUERY: Form = Form {
    quote: '\'',
    and: " & ",
    or: " | ",
    next: " <-> ",
    begins: ":*",
};

impl Form {
    fn query(self, terms: &[Term], before: &str, query: &Query<'_>) -> String {
        let quoted = |word: &String| format!("{0}{word}{0}", self.quote);
        let joined = |words: &[String], between: &str| {
            let quoted: Vec<String> = words.iter().map(quoted).collect();
            format!("({})", quoted.join(between))
        };
        let scopes = scopes(query).into_iter().filter(|words| !words.is_empty());
        let scopes = scopes.map(|words| joined(&words, self.or));
        let terms = terms.iter().map(|term| match term {
            Term::Beginning(word) => format!("({}{})", quoted(&format!("{before}{word}")), self.begins),
            Term::Phrase(words) => {
                let words: Vec<String> = words.iter().map(|word| format!("{before}{word}")).collect();
                joined(&words, self.next)
            }
        });
        scopes.chain(terms).collect::<Vec<_>>().join(self.and)
    }
}

/// `'a':1 'b':2`, as PostgreSQL writes what is indexed.
fn vector(words: &[String]) -> String {
    let placed: Vec<String> = words
        .iter()
        .enumerate()
        .map(|(place, word)| format!("'{word}':{}", place + 1))
        .collect();
    placed.join(" ")
}
