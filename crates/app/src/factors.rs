//! `gongxue second-factor reset`: the way back for a security administrator who lost the device and has nobody to ask.

use std::io::Write as _;
use std::sync::Arc;

use db::Db;
use kernel::{Ctx, Error};

use crate::config::{Reset, SecondFactor};
use crate::opened::{Opened, runtime};

/// Does what was asked; answers that all is well.
///
/// # Errors
/// What an operator has to be told.
pub fn run(asked: SecondFactor) -> Result<bool, String> {
    let SecondFactor::Reset(Reset { place, org, number }) = asked;
    let Opened { db, ctx, .. } = Opened::at(place)?;
    let name = runtime()?.block_on(reset(&db, &ctx, (org, number)))?;
    let _ = writeln!(
        std::io::stdout().lock(),
        "{name} signs in with the password alone now, and was signed out everywhere"
    );
    Ok(true)
}

/// Takes it away and answers the person's name.
///
/// # Errors
/// Where there is no such organisation or person, or no second factor.
pub async fn reset(db: &Db, ctx: &Arc<Ctx>, (org, number): (String, String)) -> Result<String, String> {
    let sought = (org.clone(), number.clone());
    let done = db.write(ctx, move |ctx, tx| {
        let org = org::queries::named(tx, &sought.0)?.ok_or(Error::NotFound)?;
        let (person, name) = people::queries::by_number(tx, org.number, &sought.1)?.ok_or(Error::NotFound)?;
        let grant = people::policy::may_reset_factor_as_system(tx, ctx, (org.number, person))?;
        people::actions::reset_factor(tx, ctx, &grant)?;
        Ok(name)
    });
    done.await.map_err(|error| match error {
        Error::NotFound => format!("nobody signs in with {number} at {org}"),
        Error::Conflict(_) => format!("{number} at {org} has no second factor"),
        other => other.to_string(),
    })
}
