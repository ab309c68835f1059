//! `gongxue audit verify` and `gongxue facts verify`.

use std::io::Write as _;

use kernel::RawId;
use ledger::{AuditReport, FactsReport, Fault};

use crate::config::Place;
use crate::opened::Opened;

/// What is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The audit chains.
    Audit,
    /// The counts.
    Facts,
}

/// Checks every organisation and prints a line for each; answers whether all is well.
///
/// # Errors
/// When the database cannot be opened or read.
pub fn run(place: &Place, what: What) -> Result<bool, String> {
    let Opened { db, ctx, .. } = Opened::at(place.clone())?;
    let orgs = db
        .read_now(&ctx, |_, tx| org::queries::all(tx))
        .map_err(|error| error.to_string())?;
    let mut well = true;
    let mut out = std::io::stdout().lock();
    for org in orgs {
        let (number, id) = (org.number, org.id);
        let (fine, report) = db
            .read_now(&ctx, move |_, tx| {
                Ok(match what {
                    What::Audit => audit(&ledger::verify_audit(tx, number, id)?),
                    What::Facts => facts(&ledger::verify_facts(tx, number)?),
                })
            })
            .map_err(|error| error.to_string())?;
        well &= fine;
        let word = if fine { "ok  " } else { "BAD " };
        // Whoever reads may have read enough (`| head`); the exit code still says how it went.
        let _ = writeln!(out, "{word} {}: {report}", org.name);
    }
    if what == What::Facts {
        let wrong = db
            .read_now(&ctx, |_, tx| ledger::verify_totals(tx, &org::scopes::AREAS))
            .map_err(|error| error.to_string())?;
        let word = if wrong.is_empty() { "ok  " } else { "BAD " };
        let said = differences(&wrong, "the totals are what the schools add up to");
        let _ = writeln!(out, "{word} all together: {said}");
        well &= wrong.is_empty();
    }
    Ok(well)
}

fn audit(report: &AuditReport) -> (bool, String) {
    let mut said = match &report.broken {
        Some(broken) => format!(
            "the chain breaks at line {} ({}): it is {}",
            broken.number,
            broken.line,
            match broken.fault {
                Fault::Missing => "missing",
                Fault::Changed => "not what was sealed",
            }
        ),
        None => format!(
            "{} lines proved",
            report.head.as_ref().map_or(0, |head| head.number)
        ),
    };
    let mut add = |lines: &[RawId], what: &str| {
        if !lines.is_empty() {
            let named: Vec<String> = lines.iter().take(10).map(ToString::to_string).collect();
            let more = if lines.len() > 10 { " …" } else { "" };
            said.push_str(&format!("; {} {what}: {}{more}", lines.len(), named.join(", ")));
        }
    };
    add(&report.unsealed, "not sealed yet");
    add(&report.lost, "with their seals removed");
    (report.is_sound(), said)
}

fn facts(report: &FactsReport) -> (bool, String) {
    let mut said = differences(&report.differences, "the counts are what the facts add up to");
    if report.pending > 0 {
        said.push_str(&format!("; {} facts wait to be counted", report.pending));
    }
    (report.differences.is_empty(), said)
}

/// The differences as they are printed, or what is said where there is none.
fn differences(found: &[ledger::Difference], none: &str) -> String {
    if found.is_empty() {
        return none.to_owned();
    }
    let one = |difference: &ledger::Difference| {
        format!(
            "{:?} should be {} and is {}",
            difference.place, difference.expected, difference.actual
        )
    };
    let shown: Vec<String> = found.iter().map(one).collect();
    shown.join("; ")
}
