//! How long each statement took: by its class for the figures, and with its text in the log where it was slow. A text carries no
//! values, which are bound, so it tells nothing of anybody.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use kernel::RawId;
use metrics::Histogram;

/// From when on a statement is slow, and for which request it runs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Watch {
    pub(crate) slow: Duration,
    pub(crate) request: RawId,
}

/// What a thread's statements are counted as, by their texts, which are few.
#[derive(Default)]
struct Known {
    statements: HashMap<String, (String, Histogram)>,
    /// How often this process had forgotten its texts when these were told.
    forgotten: u64,
}

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::default();
}

/// The texts of this process, for who looks at their plans.
static TEXTS: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// How often they were forgotten: a thread that knows a statement from before tells it again.
static FORGOTTEN: AtomicU64 = AtomicU64::new(0);

/// Every statement that ran in this process.
pub(crate) fn texts() -> BTreeSet<String> {
    TEXTS.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Forgets the statements that ran in this process: for who makes something up first and then looks at the plans of what reads it.
pub fn forget_statements() {
    let mut texts = TEXTS.lock().unwrap_or_else(PoisonError::into_inner);
    FORGOTTEN.fetch_add(1, Ordering::Relaxed);
    texts.clear();
}

#[allow(
    clippy::disallowed_methods,
    reason = "how long a statement took is measured by the machine's clock; no rule of the house hangs on it"
)]
pub(crate) fn begin() -> Instant {
    Instant::now()
}

/// Counts a statement that began then.
pub(crate) fn end(began: Instant, sql: &str, watch: Option<Watch>) {
    let took = began.elapsed();
    KNOWN.with_borrow_mut(|known| {
        let forgotten = FORGOTTEN.load(Ordering::Relaxed);
        if known.forgotten != forgotten {
            known.statements.clear();
            known.forgotten = forgotten;
        }
        if !known.statements.contains_key(sql) {
            let class = class_of(sql);
            let seconds = metrics::histogram!("gongxue_statement_seconds", "statement" => class.clone());
            known.statements.insert(sql.to_owned(), (class, seconds));
            TEXTS
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(sql.to_owned());
        }
        let Some((class, seconds)) = known.statements.get(sql) else {
            return;
        };
        seconds.record(took.as_secs_f64());
        if let Some(watch) = watch.filter(|watch| took >= watch.slow) {
            let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
            let text: String = sql.chars().take(400).collect();
            tracing::warn!(statement = class, micros, request = %watch.request, text, "a slow statement");
        }
    });
}

/// What a statement does, and to which table first: `select person`.
fn class_of(sql: &str) -> String {
    let mut words = sql.split_whitespace();
    let act = words.next().unwrap_or_default().to_lowercase();
    let before = match act.as_str() {
        "insert" => "INTO",
        "update" => "UPDATE",
        _ => "FROM",
    };
    let mut words = sql.split_whitespace().skip_while(|word| *word != before);
    let mut table = "";
    while let Some(word) = words.next() {
        if word == before
            && let Some(name) = words.next()
            && !name.starts_with('(')
        {
            table = name.trim_end_matches([',', ')', ';']);
            break;
        }
    }
    format!("{act} {table}").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{begin, class_of, end, forget_statements, texts};

    #[test]
    fn what_was_forgotten_is_told_when_it_runs_again() {
        let sql = "SELECT a FROM forgotten";
        end(begin(), sql, None);
        assert!(texts().contains(sql));
        forget_statements();
        assert!(!texts().contains(sql));
        end(begin(), sql, None);
        assert!(texts().contains(sql));
    }

    #[test]
    fn a_statement_is_named_by_what_it_does_and_to_which_table() {
        for (sql, class) in [
            ("SELECT a FROM person WHERE id = $1", "select person"),
            (
                "SELECT h.a FROM (SELECT b FROM person_token t) h",
                "select person_token",
            ),
            ("INSERT INTO audit_line (a) VALUES ($1)", "insert audit_line"),
            ("UPDATE post SET a = $1", "update post"),
            ("DELETE FROM lease", "delete lease"),
            ("SELECT 1", "select"),
        ] {
            assert_eq!(class_of(sql), class);
        }
    }
}
