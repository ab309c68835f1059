//! Full-text search over what modules put in: FTS5 on SQLite, a `tsvector` with GIN on PostgreSQL, both over the words of
//! [`crate::words`].
//!
//! What is found by its title comes before what is found by its text, and of each what was changed last comes first. No
//! likeness is weighed: that would read every entry that has a common word, which was a hundred times slower than this.

use std::cmp::Reverse;

use kernel::{Instant, RawId, SchoolId};

use crate::tx::Engine;
use crate::value::Bind;
use crate::words::{self, Term};
use crate::{Migration, Result, Tx, Value, list, params};

pub use crate::words::{first_line, literal, marks};

/// The table and the index, after those of [`crate::lease`].
pub const MIGRATIONS: [Migration; 3] = [
    Migration {
        name: "db/2-search",
        sql: include_str!("../migrations/2-search.sql"),
    },
    Migration {
        name: "db/3-search",
        sql: include_str!("../migrations/3-search.sql"),
    },
    Migration {
        name: UNDER_SCHOOLS,
        sql: include_str!("../migrations/4-search.sql"),
    },
];

/// After the table of [`crate::changes`]. A search shows a few texts of thousands of letters: that a server had packed them was a tenth of its work. Two steps, since the first
/// one holds up everybody for a moment and the second one takes a while.
pub const PLAIN_TEXTS: [Migration; 2] = [
    Migration {
        name: "db/6-plain-texts",
        sql: "-- only: postgres\nALTER TABLE search_entry ALTER COLUMN body SET STORAGE EXTERNAL;\n-- end\n",
    },
    Migration {
        name: "db/7-plain-texts",
        sql: "-- only: postgres\nUPDATE search_entry SET body = body || '' WHERE octet_length(body) > pg_column_size(body);\n-- end\n",
    },
];

/// From here on every word stands under its school.
pub(crate) const UNDER_SCHOOLS: &str = "db/4-search";

/// Where entries stand.
pub(crate) const TABLE: &str = "search_entry";

/// Words of a text that are indexed; PostgreSQL knows no place behind the 16,383rd.
const MOST_WORDS: usize = 16_000;

/// Hits by title, and hits by text, that a search looks at.
pub const MOST_HITS: i64 = 200;

/// Letters of a text that are read at first, and one more to see whether there are others: most have what is looked for there. With
/// all that a letter can take, a server has so many in the first piece of a long text.
macro_rules! beginning {
    () => {
        491
    };
}

/// Of these a hit can be shown with what stands behind it.
const SURE: usize = 390;

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

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The kind of object.
    pub kind: String,
    /// Which.
    pub id: RawId,
    /// Its title.
    pub title: String,
    /// The beginning of its text; all of it where it was found by its text and the beginning does not have what was looked for.
    pub text: String,
    /// What else was kept of it.
    pub place: String,
}

const ADD_LITE: &str = "INSERT INTO search_entry (kind, object_id, school_id, title, body, place, at, form) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, 2) RETURNING index_row";
const ADD_WORDS_LITE: &str = "INSERT INTO search_text (rowid, words) VALUES ($1, $2)";
const PUT_PG: &str = "INSERT INTO search_entry (kind, object_id, school_id, title, body, place, at, words) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, CAST(CAST($8 AS text) AS tsvector)) ON CONFLICT (kind, object_id) \
    DO UPDATE SET school_id = excluded.school_id, title = excluded.title, body = excluded.body, \
    place = excluded.place, at = excluded.at, words = excluded.words";
const REMOVE_WORDS_LITE: &str = "DELETE FROM search_text WHERE rowid IN \
    (SELECT index_row FROM search_entry WHERE kind = $1 AND object_id = $2)";
const REMOVE: &str = "DELETE FROM search_entry WHERE kind = $1 AND object_id = $2";
/// The index grows by a part with each transaction that puts entries, and a search asks every part: eighteen parts made it
/// five times dearer than one.
const MERGE_LITE: &str = "INSERT INTO search_text (search_text, rank) VALUES ('merge', $1)";
const MERGE_ALL_LITE: &str = "INSERT INTO search_text (search_text) VALUES ('optimize')";
/// Entries that were indexed in an older form.
const OLDER_LITE: &str =
    "SELECT kind, object_id, school_id, title, body, place, at FROM search_entry WHERE form = 1 LIMIT $1";
const OLDER_PG: &str = "SELECT kind, object_id, school_id, title, body, place, at FROM search_entry \
    WHERE NOT (words @@ CAST('f2' AS tsquery)) LIMIT $1";
/// The index gives the last put first and is read no further than asked.
const FIND_LITE: &str = concat!(
    "SELECT * FROM (SELECT CAST($6 AS bigint), h.part, e.at, e.kind, e.object_id, e.title, substr(e.body, 1, ",
    beginning!(),
    "), e.place FROM \
    (SELECT entry, MIN(part) AS part FROM \
      (SELECT * FROM (SELECT rowid AS entry, 0 AS part FROM search_text WHERE search_text MATCH $1 ORDER BY rowid DESC LIMIT $3) \
      UNION ALL \
      SELECT * FROM (SELECT rowid AS entry, 1 AS part FROM search_text WHERE search_text MATCH $2 ORDER BY rowid DESC LIMIT $3)) \
      GROUP BY entry) h \
    JOIN search_entry e ON e.index_row = h.entry ORDER BY h.part, e.at DESC, e.object_id LIMIT $4 OFFSET $5)"
);
/// What was found is taken up again by its place in the table (of one heap and no partitions), which stands still as long as the
/// statement: by its key, that was a quarter of the work.
const FIND_PG: &str = concat!(
    "(SELECT CAST($6 AS bigint), CAST(h.part AS bigint), e.at, e.kind, e.object_id, e.title, substr(e.body, 1, ",
    beginning!(),
    "), e.place FROM \
    (SELECT entry, MIN(part) AS part FROM \
      ((SELECT ctid AS entry, 0 AS part FROM search_entry WHERE words @@ CAST(CAST($1 AS text) AS tsquery) LIMIT $3) \
      UNION ALL \
      (SELECT ctid AS entry, 1 AS part FROM search_entry WHERE words @@ CAST(CAST($2 AS text) AS tsquery) LIMIT $3)) f \
      GROUP BY entry) h \
    JOIN search_entry e ON e.ctid = h.entry \
    ORDER BY h.part, e.at DESC, e.object_id LIMIT $4 OFFSET $5)"
);
/// The parameters of either.
const PARAMS: usize = 6;

/// The texts of entries by their kinds (so many places) and ids (as many): also those of such a kind with the id of another.
fn texts_of(entries: usize) -> String {
    format!(
        "SELECT kind, object_id, body FROM search_entry WHERE kind IN ({}) AND object_id IN ({})",
        list::places(1, entries),
        list::places(1 + entries, entries)
    )
}

/// The statement as often as there are queries, each with parameters of its own.
fn find_each(one: &str, queries: usize) -> String {
    let each: Vec<String> = (0..queries)
        .map(|query| list::moved(one, query * PARAMS))
        .collect();
    each.join(" UNION ALL ")
}

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

/// Finds objects: those with all of the query in their title first, then those with it anywhere, the last changed of each first. Of more
/// than [`MOST_HITS`] it sees only so many. A query without a letter finds nothing.
///
/// # Errors
/// The engine's.
pub fn find(tx: &mut Tx<'_>, query: &Query<'_>) -> Result<Vec<Hit>> {
    Ok(find_all(tx, std::slice::from_ref(query))?.remove(0))
}

crate::record! {
    /// A hit of one of several queries.
    struct Ranked {
        query: i64,
        /// 0 where it was found by its title.
        part: i64,
        at: Instant,
        kind: String,
        id: RawId,
        title: String,
        text: String,
        place: String,
    }
}

/// [`find`] for several queries in one statement, and one more where texts have to be read on; what each of them finds, in their order.
///
/// # Errors
/// The engine's.
pub fn find_all(tx: &mut Tx<'_>, queries: &[Query<'_>]) -> Result<Vec<Vec<Hit>>> {
    let (one, form) = if is_server(tx) {
        (FIND_PG, TSQUERY)
    } else {
        (FIND_LITE, FTS5)
    };
    let asked: Vec<(i64, &Query<'_>, [String; 2])> = (0..)
        .zip(queries)
        .filter_map(|(number, query)| {
            let terms = words::of_query(query.text);
            let both = [IN_TITLE, ""].map(|before| form.query(&terms, before, query));
            (!terms.is_empty()).then_some((number, query, both))
        })
        .collect();
    let mut values = Vec::new();
    for (number, query, [title, whole]) in &asked {
        values.extend([Value::Text(title), Value::Text(whole)]);
        values.extend([MOST_HITS, query.limit, query.offset, *number].map(Value::Int));
    }
    let mut ranked: Vec<Ranked> = match asked.len() {
        0 => Vec::new(),
        _ => tx.all(&find_each(one, asked.len()), &values)?,
    };
    ranked.sort_by_key(|hit| (hit.part, Reverse(hit.at), hit.id));
    read_on(tx, &mut ranked, queries)?;
    let mut found: Vec<Vec<Hit>> = queries.iter().map(|_| Vec::new()).collect();
    for hit in ranked {
        if let Some(hits) = usize::try_from(hit.query)
            .ok()
            .and_then(|query| found.get_mut(query))
        {
            hits.push(Hit {
                kind: hit.kind,
                id: hit.id,
                title: hit.title,
                text: hit.text,
                place: hit.place,
            });
        }
    }
    Ok(found)
}

/// Reads all of the long texts that were found by their text where their beginning does not have what was looked for.
fn read_on(tx: &mut Tx<'_>, hits: &mut [Ranked], queries: &[Query<'_>]) -> Result<()> {
    const READ: usize = beginning!();
    let mut short: Vec<usize> = Vec::new();
    for (place, hit) in hits.iter_mut().enumerate() {
        let mut ends = hit.text.char_indices().map(|(at, _)| at);
        let (Some(sure), Some(last)) = (ends.nth(SURE), ends.nth(READ - SURE - 2)) else {
            continue;
        };
        let sought = usize::try_from(hit.query)
            .ok()
            .and_then(|query| queries.get(query));
        let has = |query: &Query<'_>| first_line(&hit.text[..sure], query.text).is_some();
        if hit.part == 1 && !sought.is_some_and(has) {
            short.push(place);
        }
        hit.text.truncate(last);
    }
    if short.is_empty() {
        return Ok(());
    }
    let kinds = list::filled(
        short.iter().map(|place| hits[*place].kind.clone()).collect(),
        String::new(),
    );
    let ids = list::filled(short.iter().map(|place| hits[*place].id).collect(), RawId::nil());
    let values: Vec<Value<'_>> = kinds
        .iter()
        .map(Bind::bind)
        .chain(ids.iter().map(Bind::bind))
        .collect();
    let rows: Vec<(String, RawId, String)> = tx.all(&texts_of(kinds.len()), &values)?;
    for (kind, id, text) in rows {
        for hit in hits
            .iter_mut()
            .filter(|hit| hit.part == 1 && hit.id == id && hit.kind == kind)
        {
            hit.text.clone_from(&text);
        }
    }
    Ok(())
}

crate::record! {
    /// See [`OLDER_LITE`].
    struct Older {
        kind: String,
        id: RawId,
        school: Option<SchoolId>,
        title: String,
        text: String,
        place: String,
        at: Instant,
    }
}

/// Indexes anew at most so many entries that an older program indexed in its way, and says how many; none when all are done.
///
/// # Errors
/// The engine's.
pub fn renew(tx: &mut Tx<'_>, most: i64) -> Result<usize> {
    let sql = if is_server(tx) { OLDER_PG } else { OLDER_LITE };
    let older: Vec<Older> = tx.all(sql, params![most])?;
    for entry in &older {
        put(
            tx,
            &Entry {
                kind: &entry.kind,
                id: entry.id,
                school: entry.school,
                title: &entry.title,
                text: &entry.text,
                place: &entry.place,
                at: entry.at,
            },
        )?;
    }
    Ok(older.len())
}

/// Brings the parts that the index has grown by closer together, writing about so many pages of four kilobytes; nothing where
/// the engine does it by itself.
///
/// # Errors
/// The engine's.
pub fn merge(tx: &mut Tx<'_>, pages: i64) -> Result<()> {
    if !is_server(tx) {
        // Below zero it goes on until one part is left, over as many calls as it takes.
        tx.run(MERGE_LITE, params![-pages])?;
    }
    Ok(())
}

/// Makes one part of all that the index has grown by: what was indexed at once, as by an upgrade or a seed.
///
/// # Errors
/// The engine's.
pub fn merge_all(tx: &mut Tx<'_>) -> Result<()> {
    if !is_server(tx) {
        tx.run(MERGE_ALL_LITE, &[])?;
    }
    Ok(())
}

const fn is_server(tx: &Tx<'_>) -> bool {
    matches!(tx.engine, Engine::Pg(_))
}

/// Before a word of a title, which is indexed once more so. Like the words of scopes it begins with a letter that no word
/// of a text begins with.
const IN_TITLE: &str = "t";
/// Between title and text, so that no phrase runs from one into the other.
const GAP: &str = "x";
/// Tells entries whose words stand under their school from those of older programs.
const FORM: &str = "f2";

/// The words of an entry in their order, all under its school: its kind, the title's twice, the text's.
fn indexed(entry: &Entry<'_>) -> Vec<String> {
    let under = under(entry.school);
    let title = words::of_text(entry.title);
    let of_title = title.iter().map(|word| format!("{under}{IN_TITLE}{word}"));
    let kind = format!("{under}{}", kind_word(entry.kind));
    let gap = || GAP.to_owned();
    let mut all = vec![FORM.to_owned(), kind, gap()];
    all.extend(of_title);
    all.push(gap());
    all.extend(title.iter().map(|word| format!("{under}{word}")));
    all.push(gap());
    let left = MOST_WORDS.saturating_sub(all.len());
    let text = words::of_text(entry.text).into_iter().take(left);
    all.extend(text.map(|word| format!("{under}{word}")));
    all
}

/// The word that stands for a kind.
fn kind_word(kind: &str) -> String {
    format!("z{}", kernel::hex::written(kind.as_bytes()))
}

/// What the words of a school, or of what is shared, begin with. The letter ends the number, so that no school's is the
/// beginning of another's.
fn under(school: Option<SchoolId>) -> String {
    format!("s{}k", school.map_or(0, |school| school.0))
}

/// What the words that are looked for may begin with.
fn scopes(within: Within) -> Vec<String> {
    match within {
        Within::Shared => vec![under(None)],
        Within::School(school) => vec![under(None), under(Some(school))],
    }
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

/// `("s0kz1" AND "s0ka" + "s0kb" AND "s0kc"*) OR ("s7kz1" AND …)`
const FTS5: Form = Form {
    quote: '"',
    and: " AND ",
    or: " OR ",
    next: " + ",
    begins: "*",
};
/// `('s0kz1' & ('s0ka' <-> 's0kb') & 's0kc':*) | ('s7kz1' & …)`
const TSQUERY: Form = Form {
    quote: '\'',
    and: " & ",
    or: " | ",
    next: " <-> ",
    begins: ":*",
};

impl Form {
    fn query(self, terms: &[Term], before: &str, query: &Query<'_>) -> String {
        let scopes = scopes(query.within);
        let alternatives: Vec<String> = scopes
            .iter()
            .map(|under| {
                self.all_of(
                    terms,
                    &format!("{under}{before}"),
                    query.kind.map(|kind| format!("{under}{}", kind_word(kind))),
                )
            })
            .collect();
        alternatives.join(self.or)
    }

    /// All of the terms, each word with what it begins with, and the word of a kind.
    fn all_of(self, terms: &[Term], under: &str, kind: Option<String>) -> String {
        let quoted = |word: &str| format!("{0}{word}{0}", self.quote);
        let terms = terms.iter().map(|term| match term {
            Term::Beginning(word) => format!("{}{}", quoted(&format!("{under}{word}")), self.begins),
            Term::Phrase(words) => {
                let words: Vec<String> = words
                    .iter()
                    .map(|word| quoted(&format!("{under}{word}")))
                    .collect();
                format!("({})", words.join(self.next))
            }
        });
        let all: Vec<String> = kind.map(|kind| quoted(&kind)).into_iter().chain(terms).collect();
        format!("({})", all.join(self.and))
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
