//! `gongxue audit verify` and `gongxue facts verify`.

use std::sync::Arc;

use db::{Db, Settings};
use kernel::outside::{Chance, SystemChance, SystemClock};
use kernel::time::Clock;
use kernel::{Actor, Ctx};

use crate::config::Place;
use crate::house;

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
    let settings = Settings::new(place.database_url());
    let db = Db::open(&settings, &house::migrations(&house::modules())).map_err(|error| error.to_string())?;
    let ctx = Arc::new(Ctx::new(
        SystemClock.now(),
        Actor::System,
        SystemChance::new().seed(),
    ));
    let orgs = db
        .read_now(&ctx, |_, tx| org::queries::all(tx))
        .map_err(|error| error.to_string())?;
    let mut well = true;
    for org in orgs {
        let (number, id) = (org.number, org.id);
        let (fine, report) = db
            .read_now(&ctx, move |_, tx| {
                Ok(match what {
                    What::Audit => {
                        let report = ledger::verify_audit(tx, number, id)?;
                        (report.broken.is_none(), format!("{report:?}"))
                    }
                    What::Facts => {
                        let report = ledger::verify_facts(tx, number)?;
                        (report.differences.is_empty(), format!("{report:?}"))
                    }
                })
            })
            .map_err(|error| error.to_string())?;
        well &= fine;
        println!("{} {} {report}", if fine { "ok " } else { "BAD" }, org.name);
    }
    Ok(well)
}
