//! The command line's part of backups: where things lie, and what is said.

use std::io::Write as _;
use std::path::Path;

use db::Settings;
use kernel::outside::{Chance as _, SystemChance, SystemClock};
use kernel::time::Clock as _;
use kernel::{Actor, Ctx, SchoolId};

use crate::backup::{self, Host, Receiver, Sealing, Source, Summary, Target};
use crate::config::{Backup, Create, Export, Import, Place, Receive, Restore, School};
use crate::keys;

/// `gongxue backup …`; answers whether all is well.
///
/// # Errors
/// What kept it from being done, in words for the operator.
pub fn backup(asked: Backup) -> Result<bool, String> {
    match asked {
        Backup::Create(create) => make(create),
        Backup::Verify(verify) => check(&verify.file),
    }
}

fn make(Create { place, to }: Create) -> Result<bool, String> {
    let source = source(place)?;
    let done = backup::create(&source, &to).map_err(|fault| fault.to_string())?;
    let well = say(&to, &done);
    let report = watch::model::Report {
        org: SchoolId(0),
        at: source.at,
        well,
        said: to.display().to_string(),
    };
    let noted = db::jot(&source.settings, |tx| {
        watch::queries::note(tx, watch::model::Kind::Backup, &report)
    });
    if let Err(error) = noted {
        // The archive is whole all the same. A server of another version has another schema, for one.
        let line = format!("     the backup could not be noted for the status page: {error}");
        let _ = writeln!(std::io::stdout().lock(), "{line}");
    }
    Ok(well)
}

/// An installation that is there.
fn source(place: Place) -> Result<Source, String> {
    let place = place.settled()?;
    place.must_exist()?;
    place.must_be_whole()?;
    Ok(Source {
        settings: Settings::new(place.database_url()),
        files: place.files(),
        keys: keys::present(&place.data)?.fingerprint(),
        at: SystemClock.now(),
    })
}

/// `gongxue school …`; answers whether all is well.
///
/// # Errors
/// What kept it from being done, in words for the operator.
pub fn school(asked: School) -> Result<bool, String> {
    match asked {
        School::Receive(Receive { place, to }) => await_school(place, &to),
        School::Export(asked) => give_out(asked),
        School::Import(Import { place, from }) => take_in(place, &from),
    }
}

fn await_school(place: Place, to: &Path) -> Result<bool, String> {
    let place = place.settled()?;
    place.must_exist()?;
    place.must_be_whole()?;
    keys::present(&place.data)?;
    let receiver =
        backup::receive(&place.data, to, SystemChance::new().seed()).map_err(|fault| fault.to_string())?;
    let _ = writeln!(
        std::io::stdout().lock(),
        "ok   {}: one-time key {}",
        to.display(),
        receiver.words()
    );
    Ok(true)
}

fn give_out(asked: Export) -> Result<bool, String> {
    let data = asked.place.data.clone();
    let source = source(asked.place)?;
    let sealing = match &asked.to_key {
        Some(file) => Some(Sealing {
            vault: keys::present(&data)?,
            receiver: Receiver::read(file).map_err(|fault| fault.to_string())?,
            chance: Ctx::new(source.at, Actor::System, SystemChance::new().seed()),
        }),
        None => None,
    };
    let done = backup::export(&source, &asked.school, &asked.to, sealing.as_ref());
    let done = done.map_err(|fault| fault.to_string())?;
    if let Some(sealing) = sealing {
        let words = sealing.receiver.words();
        let _ = writeln!(
            std::io::stdout().lock(),
            "     sealed for the one-time key {words}"
        );
    }
    Ok(say(&asked.to, &done))
}

fn take_in(place: Place, from: &Path) -> Result<bool, String> {
    let place = place.settled()?;
    let Source {
        settings, files, at, ..
    } = source(place.clone())?;
    let host = Host {
        settings,
        files,
        vault: keys::present(&place.data)?,
        data: place.data,
        at,
        seed: SystemChance::new().seed(),
    };
    let (done, told) = backup::import(from, &host).map_err(|fault| fault.to_string())?;
    for line in told {
        let _ = writeln!(std::io::stdout().lock(), "     {line}");
    }
    Ok(say(&host.data, &done))
}

fn check(file: &Path) -> Result<bool, String> {
    match backup::check(file).map_err(|fault| fault.to_string())? {
        Ok(summary) => Ok(say(file, &summary)),
        Err(broken) => {
            let mut out = std::io::stdout().lock();
            for what in broken {
                // Whoever reads may have read enough; the exit code still says how it went.
                let _ = writeln!(out, "BAD  {}: {what}", file.display());
            }
            Ok(false)
        }
    }
}

/// `gongxue restore`; answers whether all is well.
///
/// # Errors
/// What kept it from being done, in words for the operator.
pub fn restore(Restore { place, from, keys }: Restore) -> Result<bool, String> {
    let place = place.settled()?;
    let target = Target {
        settings: Settings::new(place.database_url()),
        files: place.files(),
        data: place.data,
        keys,
    };
    let done = backup::restore(&from, &target).map_err(|fault| fault.to_string())?;
    Ok(say(&target.data, &done))
}

fn say(what: &Path, done: &Summary) -> bool {
    let well = done.missing.is_empty();
    let word = if well { "ok  " } else { "BAD " };
    let _ = writeln!(std::io::stdout().lock(), "{word} {}: {done}", what.display());
    well
}
