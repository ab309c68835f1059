//! `gongxue slip`: a code for a new password, where nobody in the organisation may hand one out.

use std::io::Write as _;
use std::sync::Arc;

use db::Db;
use kernel::outside::SystemChance;
use kernel::vault::Vault;
use kernel::{Ctx, Error};

use crate::config::Reset;
use crate::keys;
use crate::opened::{Opened, runtime};

/// Does what was asked; answers that all is well.
///
/// # Errors
/// What an operator has to be told.
pub fn run(asked: Reset) -> Result<bool, String> {
    let Reset { place, org, number } = asked;
    let (Opened { db, ctx, .. }, vault) = Opened::kept(place, |place, database| {
        keys::must_not_be_missing(&place.data, database)?;
        keys::vault(&place.data, &SystemChance::new())
    })?;
    let (name, code) = runtime()?.block_on(issue(&db, &ctx, Arc::new(vault), (org, number)))?;
    let _ = writeln!(
        std::io::stdout().lock(),
        "{name} chooses a password at /first with the code {code}; it is good once and not for long"
    );
    Ok(true)
}

/// Makes the code; answers the person's name and the code as it is printed.
///
/// # Errors
/// Where there is no such organisation or person, or they hold no post.
pub async fn issue(
    db: &Db,
    ctx: &Arc<Ctx>,
    vault: Arc<Vault>,
    (org, number): (String, String),
) -> Result<(String, String), String> {
    let sought = (org.clone(), number.clone());
    let done = db.write(ctx, move |ctx, tx| {
        let org = org::queries::named(tx, &sought.0)?.ok_or(Error::NotFound)?;
        let (person, name) = people::queries::by_number(tx, org.number, &sought.1)?.ok_or(Error::NotFound)?;
        let grant = people::policy::may_issue_slip_as_system(tx, ctx, (org.number, person))?;
        let issued = people::actions::issue_slip(tx, ctx, &vault, &grant)?;
        Ok((name, issued.code.printed()))
    });
    done.await.map_err(|error| match error {
        Error::NotFound => format!("nobody of the staff signs in with {number} at {org}"),
        other => other.to_string(),
    })
}
