//! `GET /status`: how the installation stands.

use askama::Template;
use files::Standing;
use web::{Answer, Page, Visit, html};

use crate::model::{LOST, State, size_text};
use crate::policy;
use crate::queries::{self, Beside, Checks, Status};

#[derive(Template)]
#[template(path = "status.html")]
struct StatusPage {
    p: Page,
    version: &'static str,
    engine: String,
    rows: Vec<Row>,
    jobs: Vec<JobRow>,
}

/// A thing of the installation: its name, how it stands, its figure, what it says more, and what is to be done.
struct Row {
    name: String,
    kind: &'static str,
    state: String,
    figure: String,
    more: Vec<String>,
    advice: String,
}

struct JobRow {
    kind: String,
    at: String,
    attempts: u32,
    fault: String,
}

/// Everything on one page: it is short when all is well, and says what to do when it is not.
pub async fn index(visit: Visit) -> Answer {
    let beside = Beside {
        files: visit.house().files.clone(),
        scanner: visit.house().scanner.clone(),
    };
    let status = visit
        .read(move |ctx, tx| {
            policy::may_read_status(tx, ctx)?;
            queries::status(tx, ctx.now, &beside)
        })
        .await?;
    let rows = status
        .states()
        .into_iter()
        .map(|(name, state)| row(&visit, &status, name, state))
        .collect();
    let job = |job: &jobs::GivenUp| JobRow {
        kind: job.kind.clone(),
        at: job.given_up_at.minute_text(),
        attempts: job.attempts,
        fault: job.fault.clone(),
    };
    html(&StatusPage {
        rows,
        jobs: status.jobs.iter().map(job).collect(),
        version: env!("CARGO_PKG_VERSION"),
        engine: status.about.engine.clone(),
        p: visit.page(),
    })
}

fn row(visit: &Visit, status: &Status, name: &'static str, state: State) -> Row {
    let p = visit.page();
    let (kind, word) = match state {
        State::Well => ("ok", "watch-well"),
        State::Soon => ("wait", "watch-soon"),
        State::Now => ("bad", "watch-now"),
    };
    let (figure, more) = said(&p, status, name);
    Row {
        name: p.t(name).to_owned(),
        kind,
        state: p.t(word).to_owned(),
        figure,
        more,
        advice: if state == State::Well {
            String::new()
        } else {
            p.t(advice(name)).to_owned()
        },
    }
}

/// What is to be done about it.
fn advice(name: &str) -> &'static str {
    match name {
        "watch-backup" => "watch-backup-advice",
        "watch-audit" => "watch-audit-advice",
        "watch-facts" => "watch-facts-advice",
        "watch-totals" => "watch-totals-advice",
        "watch-room" => "watch-room-advice",
        "watch-scanner" => "watch-scanner-advice",
        "watch-waiting" => "watch-waiting-advice",
        _ => "watch-jobs-advice",
    }
}

fn said(p: &Page, status: &Status, name: &str) -> (String, Vec<String>) {
    let bytes = |bytes: i64| size_text(u64::try_from(bytes).unwrap_or_default());
    match name {
        "watch-backup" => match &status.backup {
            Some(report) => (report.at.minute_text(), vec![report.said.clone()]),
            None => (p.t("watch-never").to_owned(), Vec::new()),
        },
        "watch-audit" => checked(p, &status.audit, "watch-audit-fault"),
        "watch-facts" => checked(p, &status.facts, "watch-facts-fault"),
        "watch-totals" => match &status.totals {
            Some(report) => {
                let fault = p.t1("watch-totals-fault", "count", &report.said);
                let more = if report.well { Vec::new() } else { vec![fault] };
                (report.at.minute_text(), more)
            }
            None => (p.t("watch-not-yet").to_owned(), Vec::new()),
        },
        "watch-room" => (
            status.room.map_or_else(String::new, |room| {
                format!("{} / {}", size_text(room.free), size_text(room.total))
            }),
            vec![
                p.t1("watch-database-size", "size", bytes(status.about.bytes)),
                p.t2(
                    "watch-files-size",
                    ("count", &status.files.0),
                    ("size", &bytes(status.files.1)),
                ),
            ],
        ),
        "watch-scanner" => match &status.scanner {
            Some((at, standing)) => {
                let word = match standing {
                    Standing::Unasked => "watch-scanner-unasked",
                    Standing::Reached => "watch-scanner-reached",
                    Standing::Away => "watch-scanner-away",
                };
                (at.clone(), vec![p.t(word).to_owned()])
            }
            None => ("—".to_owned(), vec![p.t("watch-scanner-none").to_owned()]),
        },
        "watch-waiting" => (
            format!("{} / {}", status.waiting.lines, status.waiting.facts),
            Vec::new(),
        ),
        _ => (status.jobs.len().to_string(), Vec::new()),
    }
}

fn checked(p: &Page, checks: &Checks, fault: &str) -> (String, Vec<String>) {
    let mut more: Vec<String> = checks
        .oldest
        .map(|at| p.t1("watch-all-since", "at", at.minute_text()))
        .into_iter()
        .collect();
    if checks.oldest.is_none() {
        more.push(p.t("watch-rest-soon").to_owned());
    }
    more.extend(
        checks
            .faults
            .iter()
            .map(|(org, said)| match said.strip_prefix(LOST) {
                Some(lost) => p.t2("watch-audit-lost", ("org", org), ("count", &lost)),
                None => p.t2(fault, ("org", org), ("said", said)),
            }),
    );
    (format!("{} / {}", checks.well, checks.orgs), more)
}
