//! How the installation stands.

use std::sync::Arc;

use db::{Tx, params};
use files::{Files, Room, Scanner, Standing};
use kernel::{Instant, Result, SchoolId};

use crate::model::{self, CHECK_AGE, Kind, Report, State, WAITING};
use crate::store;

/// The checks of one kind over all organisations.
#[derive(Clone, Debug)]
pub struct Checks {
    /// Organisations.
    pub orgs: usize,
    /// Those that were checked and are well.
    pub well: usize,
    /// The oldest of the last checks; none before every organisation had one.
    pub oldest: Option<Instant>,
    /// Names of organisations with a fault, with what was found.
    pub faults: Vec<(String, String)>,
    /// How that stands.
    pub state: State,
}

/// Everything that a keeper is shown.
#[derive(Clone, Debug)]
pub struct Status {
    /// The engine and the size of the database.
    pub about: db::About,
    /// Stored files and their bytes.
    pub files: (i64, i64),
    /// Room on this node's disk.
    pub room: Option<Room>,
    /// Who is asked about files that are sent, and whether it answered this node last; none where nobody is.
    pub scanner: Option<(String, Standing)>,
    /// The last backup.
    pub backup: Option<Report>,
    /// The audit chains.
    pub audit: Checks,
    /// The counts.
    pub facts: Checks,
    /// The totals.
    pub totals: Option<Report>,
    /// What waits to be sealed and counted.
    pub waiting: ledger::Waiting,
    /// Jobs that were given up, the latest first.
    pub jobs: Vec<jobs::GivenUp>,
    /// When this was read.
    pub now: Instant,
}

impl Status {
    /// How the last backup stands.
    pub fn backup_state(&self) -> State {
        let last = self.backup.as_ref().map(|report| (report.at, report.well));
        model::backup_state(last, self.now)
    }

    /// How the room stands; nothing is said where the system does not tell it.
    pub fn room_state(&self) -> State {
        self.room
            .map_or(State::Well, |room| model::room_state(room.free, room.total))
    }

    /// How the totals stand.
    pub fn totals_state(&self) -> State {
        match &self.totals {
            Some(report) if !report.well => State::Now,
            _ => State::Well,
        }
    }

    /// How the scanner stands: while it is away no file is taken.
    pub fn scanner_state(&self) -> State {
        match self.scanner {
            Some((_, Standing::Away)) => State::Now,
            _ => State::Well,
        }
    }

    /// How what waits stands.
    pub fn waiting_state(&self) -> State {
        if self.waiting.lines.max(self.waiting.facts) > WAITING {
            State::Soon
        } else {
            State::Well
        }
    }

    /// How the jobs stand.
    pub fn jobs_state(&self) -> State {
        if self.jobs.is_empty() {
            State::Well
        } else {
            State::Soon
        }
    }

    /// Every state, by the key of its name.
    pub fn states(&self) -> [(&'static str, State); 8] {
        [
            ("watch-backup", self.backup_state()),
            ("watch-audit", self.audit.state),
            ("watch-facts", self.facts.state),
            ("watch-totals", self.totals_state()),
            ("watch-room", self.room_state()),
            ("watch-scanner", self.scanner_state()),
            ("watch-waiting", self.waiting_state()),
            ("watch-jobs", self.jobs_state()),
        ]
    }
}

/// What a node stands on beside its database.
#[derive(Clone)]
pub struct Beside {
    /// The stored files.
    pub files: Files,
    /// The scanner.
    pub scanner: Option<Arc<Scanner>>,
}

/// Reads it all.
///
/// # Errors
/// The engine's.
pub fn status(tx: &mut Tx<'_>, now: Instant, beside: &Beside) -> Result<Status> {
    let orgs = org::queries::all(tx)?;
    let names: Vec<(SchoolId, String)> = orgs.into_iter().map(|org| (org.number, org.name)).collect();
    Ok(Status {
        about: db::about(tx)?,
        files: files::stored(tx)?,
        room: beside.files.room(),
        scanner: beside
            .scanner
            .as_ref()
            .map(|scanner| (scanner.address().to_string(), scanner.standing())),
        backup: reports(tx, Kind::Backup)?.into_iter().next(),
        audit: checks(tx, Kind::Audit, &names, now)?,
        facts: checks(tx, Kind::Facts, &names, now)?,
        totals: reports(tx, Kind::Totals)?.into_iter().next(),
        waiting: ledger::waiting(tx)?,
        jobs: jobs::given_up(tx, 20)?,
        now,
    })
}

/// The last reports of a kind, by organisation.
///
/// # Errors
/// The engine's.
pub fn reports(tx: &mut Tx<'_>, kind: Kind) -> Result<Vec<Report>> {
    Ok(tx.all(store::OF_KIND, params![kind.code()])?)
}

/// Notes what a check came to, in place of what the last one did.
///
/// # Errors
/// The engine's.
pub fn note(tx: &mut Tx<'_>, kind: Kind, report: &Report) -> db::Result<()> {
    tx.run(
        store::NOTE,
        params![kind.code(), report.org, report.at, report.well, &report.said],
    )
    .map(drop)
}

fn checks(tx: &mut Tx<'_>, kind: Kind, names: &[(SchoolId, String)], now: Instant) -> Result<Checks> {
    let reports = reports(tx, kind)?;
    let of = |org: SchoolId| reports.iter().find(|report| report.org == org);
    let found: Vec<(&String, Option<&Report>)> = names.iter().map(|(org, name)| (name, of(*org))).collect();
    let faults: Vec<(String, String)> = found
        .iter()
        .filter_map(|(name, report)| report.filter(|report| !report.well).map(|report| (name, report)))
        .map(|(name, report)| ((*name).clone(), report.said.clone()))
        .collect();
    let times: Option<Vec<Instant>> = found
        .iter()
        .map(|(_, report)| report.map(|report| report.at))
        .collect();
    let oldest = times.and_then(|times| times.into_iter().min_by_key(|at| at.0));
    let state = match oldest {
        _ if !faults.is_empty() => State::Now,
        Some(at) if now.0 - at.0 > CHECK_AGE => State::Soon,
        _ => State::Well,
    };
    Ok(Checks {
        orgs: names.len(),
        well: found
            .iter()
            .filter(|(_, report)| report.is_some_and(|report| report.well))
            .count(),
        oldest,
        faults,
        state,
    })
}
