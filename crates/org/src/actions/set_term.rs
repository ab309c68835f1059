//! Sets a term of a school's calendar with its holidays and make-up workdays.

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Error, Result};
use ledger::Entry;
use serde_json::{Value, json};

use crate::model::calendar::Term;
use crate::policy::SetCalendar;
use crate::queries;
use crate::store;

/// Sets a term, in place of what the calendar said of it before.
///
/// # Errors
/// [`Error::Invalid`] with every fault of [`Term::check`].
pub fn set_term(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<SetCalendar>, term: &Term) -> Result<()> {
    let school = grant.target();
    let terms = queries::calendar(tx, school.number)?;
    term.check(&terms).map_err(Error::Invalid)?;
    let (number, year, season) = (school.number, term.name.year, term.name.season.code());
    tx.run(
        store::SET_TERM,
        params![number, year, season, term.first, term.weeks],
    )?;
    tx.run(store::CLEAR_HOLIDAYS, params![number, year, season])?;
    tx.run(store::CLEAR_WORKDAYS, params![number, year, season])?;
    for holiday in &term.holidays {
        tx.run(
            store::ADD_HOLIDAY,
            params![number, year, season, holiday.first, holiday.last, &holiday.name],
        )?;
    }
    for workday in &term.workdays {
        tx.run(
            store::ADD_WORKDAY,
            params![number, year, season, workday.day, workday.follows],
        )?;
    }
    let entry = Entry::new("org.set-term", "calendar", school.id.raw()).after(&state_of(term));
    let entry = match terms.iter().find(|known| known.name == term.name) {
        Some(known) => entry.before(&state_of(known)),
        None => entry,
    };
    ledger::record(tx, ctx, number, entry)?;
    Ok(())
}

fn state_of(term: &Term) -> Value {
    let holidays: Vec<Value> = term
        .holidays
        .iter()
        .map(|one| json!([one.name, one.first, one.last]))
        .collect();
    let workdays: Vec<Value> = term
        .workdays
        .iter()
        .map(|one| json!([one.day, one.follows]))
        .collect();
    json!({
        "year": term.name.year, "season": term.name.season.code(), "first": term.first, "weeks": term.weeks,
        "holidays": holidays, "workdays": workdays,
    })
}
