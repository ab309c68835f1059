//! What the database threads count for whoever watches the installation.
//!
//! `queue` is `read` or `write` on SQLite, and `all` where one pool does both.

use std::time::Duration;

/// Tells what has not happened yet as nought. A figure that first appears when something goes wrong has not risen for whoever watches it,
/// so that the first time would raise no alarm.
pub(crate) fn begin() {
    metrics::counter!("gongxue_db_retries_total").increment(0);
    metrics::counter!("gongxue_db_lost_total").increment(0);
    metrics::counter!("gongxue_db_unsure_total").increment(0);
    waiting_for_locks(0, 0.0);
}

/// A queue is there, and nobody in it.
pub(crate) fn queued(queue: &'static str) {
    metrics::gauge!("gongxue_db_queue_length", "queue" => queue).increment(0.0);
    metrics::counter!("gongxue_db_turned_away_total", "queue" => queue).increment(0);
}

/// A closure was sent on its way.
pub(crate) fn enqueued(queue: &'static str) {
    metrics::gauge!("gongxue_db_queue_length", "queue" => queue).increment(1.0);
}

/// The queue was full.
pub(crate) fn turned_away(queue: &'static str) {
    metrics::gauge!("gongxue_db_queue_length", "queue" => queue).decrement(1.0);
    metrics::counter!("gongxue_db_turned_away_total", "queue" => queue).increment(1);
}

/// A thread took it up after it had waited so long.
pub(crate) fn taken(queue: &'static str, waited: Duration) {
    metrics::gauge!("gongxue_db_queue_length", "queue" => queue).decrement(1.0);
    metrics::histogram!("gongxue_db_wait_seconds", "queue" => queue).record(waited.as_secs_f64());
}

/// A closure ran so many statements.
pub(crate) fn ran(statements: u32) {
    metrics::counter!("gongxue_statements_total").increment(u64::from(statements));
}

/// So many writes were committed together, in this time from `BEGIN` to `COMMIT`.
pub(crate) fn committed(writes: usize, took: Duration) {
    metrics::histogram!("gongxue_db_batch_writes").record(writes as f64);
    metrics::histogram!("gongxue_db_batch_seconds").record(took.as_secs_f64());
}

/// The engine asked for a transaction to be run again.
pub(crate) fn retried() {
    metrics::counter!("gongxue_db_retries_total").increment(1);
}

/// The engine lost a transaction, or it was run again too often.
pub(crate) fn lost() {
    metrics::counter!("gongxue_db_lost_total").increment(1);
}

/// A connection broke while the engine committed, so that nobody here knows what became of the transaction.
pub(crate) fn unsure() {
    metrics::counter!("gongxue_db_unsure_total").increment(1);
}

/// So many statements wait for a lock of the server, the oldest of them for at most so many seconds.
pub(crate) fn waiting_for_locks(statements: i64, seconds: f64) {
    metrics::gauge!("gongxue_db_lock_waiting").set(statements as f64);
    metrics::gauge!("gongxue_db_lock_seconds").set(seconds);
}
