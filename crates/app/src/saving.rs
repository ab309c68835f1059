//! The command line's part of backups: where things lie, and what is said.

use std::io::Write as _;
use std::path::Path;

use db::Settings;
use kernel::SchoolId;
use kernel::outside::{Chance as _, SystemChance, SystemClock};
use kernel::time::Clock as _;

use crate::backup::{self, Host, Source, Summary, Target};
use crate::config::{Backup, Create, Export, Import, Place, Restore, School};
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
        School::Export(Export { place, school, to }) => {
            let done = backup::export(&source(place)?, &school, &to).map_err(|fault| fault.to_string())?;
            Ok(say(&to, &done))
        }
        School::Import(Import { place, from }) => take_in(place, &from),
    }
}

fn take_in(place: Place, from: &Path) -> Result<bool, String> {
    let place = place.settled()?;
    let Source {
        settings,
        files,
        keys,
        at,
    } = source(place.clone())?;
    let host = Host {
        settings,
        files,
        keys,
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
