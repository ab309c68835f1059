//! The checks that go on beside the requests: every minute the organisations whose checks are the oldest, if they are a day old.

use std::sync::Arc;

use db::{Db, Tx};
use kernel::{Ctx, OrgId, Result, SchoolId};

use crate::model::{AGAIN, Kind, LOST, Report};
use crate::queries::{self, Status};

/// Makes a context for work of the program itself.
pub type MakeCtx = dyn Fn() -> Arc<Ctx> + Send + Sync;

/// How many organisations are checked at once, so that a new start of a nation has them all within hours and no reader is held long.
const AT_ONCE: usize = 10;

/// Checks the next organisations, and the totals when they are due. A fault is written to the log each time it is found.
///
/// # Errors
/// The engine's.
pub fn next(db: &Db, ctx: &MakeCtx) -> Result<()> {
    for _ in 0..AT_ONCE {
        let Some((school, org)) = db.read_now(&ctx(), due)? else {
            break;
        };
        let [audit, facts] = db.read_now(&ctx(), move |_, tx| check(tx, school, org))?;
        note(db, ctx, Kind::Audit, school, audit)?;
        note(db, ctx, Kind::Facts, school, facts)?;
    }
    let totals = db.read_now(&ctx(), |ctx, tx| {
        let last = queries::reports(tx, Kind::Totals)?.into_iter().next();
        if last.is_some_and(|last| ctx.now.0 - last.at.0 < AGAIN) {
            return Ok(None);
        }
        Ok(Some(ledger::verify_totals(tx, &org::scopes::AREAS)?.len()))
    })?;
    match totals {
        Some(wrong) => note(db, ctx, Kind::Totals, SchoolId(0), number(wrong)),
        None => Ok(()),
    }
}

/// The organisation whose check is the oldest, if it is due.
fn due(ctx: &Ctx, tx: &mut Tx<'_>) -> Result<Option<(SchoolId, OrgId)>> {
    let reports = queries::reports(tx, Kind::Audit)?;
    let last = |org: SchoolId| {
        reports
            .iter()
            .find(|report| report.org == org)
            .map_or(0, |report| report.at.0)
    };
    let orgs = org::queries::all(tx)?;
    let oldest = orgs.iter().min_by_key(|org| (last(org.number), org.number.0));
    Ok(oldest
        .filter(|org| ctx.now.0 - last(org.number) >= AGAIN)
        .map(|org| (org.number, org.id)))
}

/// What is wrong with an organisation's chain and with its counts; nothing where they are sound.
fn check(tx: &mut Tx<'_>, school: SchoolId, org: OrgId) -> Result<[String; 2]> {
    let audit = ledger::verify_audit(tx, school, org)?;
    let fault = match (&audit.broken, audit.lost.len()) {
        (Some(broken), _) => broken.number.to_string(),
        (None, 0) => String::new(),
        (None, lost) => format!("{LOST}{lost}"),
    };
    let facts = ledger::verify_facts(tx, school)?;
    Ok([fault, number(facts.differences.len())])
}

fn number(wrong: usize) -> String {
    if wrong == 0 {
        String::new()
    } else {
        wrong.to_string()
    }
}

fn note(db: &Db, ctx: &MakeCtx, kind: Kind, org: SchoolId, said: String) -> Result<()> {
    let well = said.is_empty();
    if !well {
        tracing::error!(check = kind.code(), org = org.0, said, "a check found a fault");
    }
    db.write_now(&ctx(), move |ctx, tx| {
        let (at, said) = (ctx.now, said.clone());
        Ok(queries::note(tx, kind, &Report { org, at, well, said })?)
    })
}

/// Tells the figures how the installation stands, for the alarms of whoever watches it.
pub fn tell(status: &Status) {
    for (name, state) in status.states() {
        let name = name.trim_start_matches("watch-");
        metrics::gauge!("gongxue_state", "of" => name).set(f64::from(state as u8));
    }
    let backup = status
        .backup
        .as_ref()
        .map_or(0, |report| report.at.0 / kernel::Instant::SECOND);
    metrics::gauge!("gongxue_last_backup_timestamp_seconds").set(backup as f64);
    metrics::gauge!("gongxue_database_bytes").set(status.about.bytes as f64);
    metrics::gauge!("gongxue_files_bytes").set(status.files.1 as f64);
    if let Some(room) = status.room {
        metrics::gauge!("gongxue_disk_free_bytes").set(room.free as f64);
        metrics::gauge!("gongxue_disk_bytes").set(room.total as f64);
    }
    metrics::gauge!("gongxue_audit_lines_waiting").set(status.waiting.lines as f64);
    metrics::gauge!("gongxue_facts_waiting").set(status.waiting.facts as f64);
    metrics::gauge!("gongxue_jobs_given_up").set(status.jobs.len() as f64);
}
