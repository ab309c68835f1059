//! The figures that the binary publishes are those of which docs/operations.md tells, and its alarms can be raised by them.

use std::collections::BTreeSet;

use crate::bench::{Served, until};
use crate::place::Place;

/// What the page says of figures and alarms.
fn chapter() -> &'static str {
    let page = include_str!("../../../../docs/operations.md");
    let begins = page.find("## Seeing how it stands").unwrap();
    let rest = &page[begins..];
    &rest[..rest.find("\n## TLS\n").unwrap()]
}

/// The figures that a text names.
fn names(text: &str) -> BTreeSet<&str> {
    let is_part = |sign: char| sign.is_ascii_alphanumeric() || sign == '_';
    text.split(|sign| !is_part(sign))
        .filter(|word| word.starts_with("gongxue_"))
        .collect()
}

/// The figures that are published, as the line `# TYPE` of each says.
fn published(figures: &str) -> BTreeSet<&str> {
    let typed = figures.lines().filter_map(|line| line.strip_prefix("# TYPE "));
    let mut names: BTreeSet<&str> = typed.filter_map(|line| line.split(' ').next()).collect();
    names.retain(|name| name.starts_with("gongxue_"));
    names
}

/// The figures that a text asks for with a label: name, label, and the values of which one will do.
fn labelled(text: &str) -> Vec<(&str, &str, Vec<&str>)> {
    let told = text.split("gongxue_").skip(1).filter_map(|rest| {
        let (name, rest) = rest.split_once('{')?;
        let (label, rest) = rest.split_once('=')?;
        let values = rest
            .trim_start_matches('~')
            .strip_prefix('"')?
            .split('"')
            .next()?;
        let is_name = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        // A pattern of several signs is for statuses, which are of the answers that there were.
        (is_name && !values.contains('.')).then(|| (name, label, values.split("\\|").collect()))
    });
    told.collect()
}

/// The sum of the samples that begin so.
fn sum(figures: &str, start: &str) -> f64 {
    let lines = figures.lines().filter(|line| line.starts_with(start));
    let values = lines.map(|line| line.rsplit(' ').next().unwrap().parse::<f64>().unwrap());
    values.sum()
}

fn figures(served: &Served) -> String {
    served.get("/metrics").body
}

#[test]
fn every_figure_that_the_page_for_operators_names_is_published_and_every_published_one_is_named() {
    let place = Place::new();
    let served = place.serve(&[]);
    let teacher = served.sign_in("teacher");
    for path in ["/", "/tasks", "/runs"] {
        assert_eq!(served.get_as(&teacher, path).status, 200);
    }
    until("the telling of how it stands", || {
        published(&figures(&served)).contains("gongxue_jobs_given_up")
    });
    let text = figures(&served);
    assert_eq!(names(chapter()), published(&text));
    for name in published(&text) {
        assert!(
            text.contains(&format!("# HELP {name} ")),
            "{name} says nothing of itself"
        );
    }
    let asked = labelled(chapter());
    assert!(asked.len() > 5, "{asked:?}");
    for (name, label, values) in asked {
        let mut samples = text
            .lines()
            .filter(|line| line.starts_with(&format!("gongxue_{name}")));
        let has = |line: &str| {
            values
                .iter()
                .any(|value| line.contains(&format!("{label}=\"{value}\"")))
        };
        assert!(samples.any(has), "no gongxue_{name} has a {label} of {values:?}");
    }
}

#[test]
fn pages_statements_waits_and_commits_are_measured_by_class_and_what_never_happened_is_nought() {
    let place = Place::new();
    let served = place.serve(&[]);
    served.sign_in("teacher");
    let text = figures(&served);
    for happened in [
        r#"gongxue_request_seconds_bucket{method="POST",route="/sign-in",le="+Inf"}"#,
        r#"gongxue_request_statements_count{method="POST",route="/sign-in"}"#,
        r#"gongxue_statement_seconds_bucket{statement="insert session",le="+Inf"}"#,
        "gongxue_db_wait_seconds_bucket",
        "gongxue_db_batch_seconds_bucket",
        "gongxue_db_batch_writes_sum",
    ] {
        assert!(sum(&text, happened) >= 1.0, "{happened} in {text}");
    }
    // A figure that first appears with a fault has not risen, and raises no alarm.
    for never in [
        "gongxue_db_lost_total",
        "gongxue_db_unsure_total",
        "gongxue_db_turned_away_total{queue=",
        r#"gongxue_scans_total{said="found"}"#,
        "gongxue_job_faults_total",
        r#"gongxue_task_failures_total{task="tell"}"#,
    ] {
        assert!(
            text.lines().any(|line| line.starts_with(never)),
            "{never} in {text}"
        );
        assert_eq!(sum(&text, never), 0.0, "{never}");
    }
}

#[test]
fn who_waits_for_a_lock_of_the_server_is_seen_although_every_connection_of_the_pool_waits() {
    let place = Place::new();
    let served = place.serve(&[]);
    let waiting = || sum(&figures(&served), "gongxue_db_lock_waiting ");
    assert_eq!(waiting(), 0.0);
    // The embedded engine has nobody who could wait.
    let Some(url) = place.server() else { return };
    let teacher = served.sign_in("teacher");
    let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
    let mut held = client.transaction().unwrap();
    held.batch_execute("LOCK TABLE learning_task, session IN ACCESS EXCLUSIVE MODE")
        .unwrap();
    std::thread::scope(|scope| {
        let asked: Vec<_> = (0..40)
            .map(|_| scope.spawn(|| served.get_as(&teacher, "/tasks").status))
            .collect();
        // A pool has eight connections or more.
        until("that all of them are seen to wait", || waiting() >= 8.0);
        let text = figures(&served);
        assert!(sum(&text, "gongxue_db_lock_seconds ") > 0.0, "{text}");
        held.rollback().unwrap();
        for asked in asked {
            assert_eq!(asked.join().unwrap(), 200);
        }
    });
    until("that nobody waits any more", || waiting() == 0.0);
    assert_eq!(sum(&figures(&served), "gongxue_db_lock_seconds "), 0.0);
}
