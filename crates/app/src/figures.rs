//! What `/metrics` tells whoever watches the installation, in Prometheus's text form.

use std::time::Duration;

use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

/// From a fast page to what nobody should wait for.
const SECONDS: &[f64] = &[
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];
/// A page asks some ten statements; hundreds are a fault.
const STATEMENTS: &[f64] = &[
    0.0, 1.0, 2.0, 4.0, 6.0, 8.0, 10.0, 15.0, 20.0, 30.0, 50.0, 100.0, 200.0, 500.0,
];
/// A batch holds at most 64 writes.
const WRITES: &[f64] = &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0];
/// Of each class of statements only so many, since there are some hundred classes.
const STATEMENT_SECONDS: &[f64] = &[0.0005, 0.002, 0.01, 0.05, 0.25, 1.0, 5.0];
/// How often measurements are sorted.
const UPKEEP: Duration = Duration::from_secs(5);

/// Installs the recorder of this process.
///
/// # Errors
/// A second recorder in one process.
pub fn install() -> Result<PrometheusHandle, BuildError> {
    let buckets = |builder: PrometheusBuilder, (ending, bounds): (&str, &[f64])| {
        builder.set_buckets_for_metric(Matcher::Suffix(ending.to_owned()), bounds)
    };
    let builder = [
        ("_seconds", SECONDS),
        ("_statements", STATEMENTS),
        ("_writes", WRITES),
    ]
    .into_iter()
    .try_fold(PrometheusBuilder::new(), buckets)?;
    let one = Matcher::Full("gongxue_statement_seconds".to_owned());
    let builder = builder.set_buckets_for_metric(one, STATEMENT_SECONDS)?;
    let handle = builder.install_recorder()?;
    describe();
    Ok(handle)
}

/// Sorts what was measured into its buckets every few seconds: measurements that nobody asks for would pile up.
pub async fn keep(figures: PrometheusHandle) {
    loop {
        tokio::time::sleep(UPKEEP).await;
        figures.run_upkeep();
    }
}

fn describe() {
    use metrics::{describe_counter, describe_gauge, describe_histogram};
    describe_counter!(
        "gongxue_requests_total",
        "Requests answered, by method, route and status"
    );
    describe_gauge!("gongxue_requests_under_way", "Requests that have no answer yet");
    describe_histogram!(
        "gongxue_request_seconds",
        "Time to an answer, by method and route"
    );
    describe_histogram!(
        "gongxue_request_statements",
        "SQL statements for one request, by method and route"
    );
    describe_counter!(
        "gongxue_statements_total",
        "SQL statements, of requests and of the worker"
    );
    describe_histogram!(
        "gongxue_statement_seconds",
        "Time of a statement, by what it does and to which table first"
    );
    describe_counter!(
        "gongxue_scans_total",
        "Files that the scanner was asked about, by what it said"
    );
    describe_gauge!(
        "gongxue_db_queue_length",
        "Closures that wait for a database thread"
    );
    describe_histogram!(
        "gongxue_db_wait_seconds",
        "Time a closure waited for a database thread"
    );
    describe_counter!(
        "gongxue_db_turned_away_total",
        "Closures refused because the queue was full"
    );
    describe_histogram!("gongxue_db_batch_writes", "Writes committed together");
    describe_histogram!(
        "gongxue_db_batch_seconds",
        "Time from BEGIN to COMMIT of a batch of writes"
    );
    describe_counter!(
        "gongxue_db_retries_total",
        "Transactions that the engine asked to run again"
    );
    describe_counter!("gongxue_db_lost_total", "Transactions that the engine lost");
    describe_counter!(
        "gongxue_db_unsure_total",
        "Transactions of which nobody knows whether they were committed"
    );
    describe_gauge!(
        "gongxue_db_lock_waiting",
        "Statements that wait for a lock of the database server"
    );
    describe_gauge!(
        "gongxue_db_lock_seconds",
        "How long the oldest of them has run, at most five seconds ago"
    );
    describe_state();
}

/// What is counted beside the requests, and told once a minute.
fn describe_state() {
    use metrics::{describe_counter, describe_gauge};
    describe_gauge!("gongxue_state", "How things stand: 0 fine, 1 act soon, 2 act now");
    for (name, told) in [
        (
            "gongxue_last_backup_timestamp_seconds",
            "When the last backup was made; 0 for never",
        ),
        ("gongxue_database_bytes", "Size of the database"),
        ("gongxue_files_bytes", "Size of the stored files"),
        ("gongxue_disk_free_bytes", "Room on the disk of the stored files"),
        ("gongxue_disk_bytes", "Size of the disk of the stored files"),
        (
            "gongxue_audit_lines_waiting",
            "Audit lines that wait for their seal",
        ),
        ("gongxue_facts_waiting", "Facts that wait to be counted"),
        ("gongxue_jobs_given_up", "Jobs that were given up"),
    ] {
        describe_gauge!(name, told);
    }
    describe_counter!("gongxue_job_faults_total", "Tries of a job that failed");
    describe_counter!(
        "gongxue_task_failures_total",
        "Recurring tasks that failed, by their name"
    );
}
