//! The figures of a run as a text for a document.

use std::fmt::Write as _;
use std::time::Duration;

use super::beside::Beside;
use super::killed::Killed;
use super::log::{Doing, Step};
use crate::nodes::load::Came;

/// What came of both parts.
pub fn text(from: &str, schools: usize, beside: &Beside, killed: &Killed) -> String {
    let with = match schools {
        0 => "the demonstration".to_owned(),
        schools => format!("{schools} made-up schools of four thousand students"),
    };
    let Beside { old, both, new, .. } = beside;
    let mut text = format!(
        "From {from}, with {with}.\n\nOver PostgreSQL ({} MiB):\n\n",
        beside.size
    );
    let _ = writeln!(
        text,
        "- The new node brought the schema up to date and served after {}; the earlier one answered {} writes around it, with no write for {} at \
         the longest; {}.",
        seconds(beside.started),
        old.tally.sums().0,
        seconds(beside.gap),
        told(old)
    );
    let [before, after, elsewhere] = beside.found;
    let _ = writeln!(
        text,
        "- A search at the earlier node found {before} before and {after} after, and {elsewhere} at the new one."
    );
    let _ = writeln!(
        text,
        "- Both together answered {} writes; {}.",
        both.tally.sums().0,
        told(both)
    );
    let _ = writeln!(
        text,
        "- The earlier node ended: {} connections ended with it, no write for {} at the longest, {} writes answered; {}.",
        new.cut,
        seconds(beside.ending),
        new.tally.sums().0,
        told(new)
    );
    let _ = writeln!(text, "- {}\n", complained(&beside.complaints));
    text.push_str(&steps(&beside.steps));
    let _ = write!(text, "\n{}\n", beside.tally.table());
    let _ = writeln!(
        text,
        "On SQLite ({} MiB): undisturbed it served after {}. {} databases were upgraded under {} kills, and each came to the same schema and the \
         same rows.\n",
        killed.size,
        seconds(killed.whole),
        killed.rounds,
        killed.kills.values().sum::<usize>()
    );
    text.push_str(&steps(&killed.steps));
    text.push_str("\n| the kill met it | times |\n| --- | ---: |\n");
    for (doing, times) in &killed.kills {
        let what = match doing {
            Doing::Before => "before the first step",
            Doing::Step(name) => name,
            Doing::Between => {
                "between two steps, after the last, or before the next of an upgrade that goes on"
            }
        };
        let _ = writeln!(text, "| {what} | {times} |");
    }
    text
}

fn told(came: &Came) -> String {
    format!(
        "{} answers said to try again, {} did not know",
        came.refused, came.unsure
    )
}

fn complained(complaints: &[String]) -> String {
    if complaints.is_empty() {
        return "The logs of both hold no error.".to_owned();
    }
    format!("The logs of both hold: {}.", complaints.join("; "))
}

fn steps(steps: &[Step]) -> String {
    let mut table = String::from("| step | took |\n| --- | ---: |\n");
    for Step { name, took } in steps {
        let _ = writeln!(table, "| {name} | {took} |");
    }
    table
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}
