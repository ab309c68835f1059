//! A school's calendar as the rules see it.

use db::{Tx, params};
use kernel::{Day, Error, Result, SchoolId};

use crate::model::calendar::{Holiday, Season, Term, TermName, Workday};
use crate::store;

/// Whether a school's calendar has a term.
///
/// # Errors
/// The engine's.
pub fn has_term(tx: &mut Tx<'_>, school: SchoolId, name: TermName) -> Result<bool> {
    let rows: Vec<(i32, String, Day, u8)> = tx.all(store::TERMS, params![school])?;
    let named = rows.iter().map(|(year, season, ..)| name_of(*year, season));
    let named: Vec<TermName> = named.collect::<Result<_>>()?;
    Ok(named.contains(&name))
}

/// A school's terms without their exceptions, by date: what a class's semester follows from.
///
/// # Errors
/// The engine's.
pub fn terms(tx: &mut Tx<'_>, school: SchoolId) -> Result<Vec<Term>> {
    let rows: Vec<(i32, String, Day, u8)> = tx.all(store::TERMS, params![school])?;
    let mut terms = Vec::new();
    for (year, season, first, weeks) in rows {
        terms.push(Term {
            name: name_of(year, &season)?,
            first,
            weeks,
            holidays: Vec::new(),
            workdays: Vec::new(),
        });
    }
    Ok(terms)
}

/// A school's terms with their exceptions, by date; none where it has set no calendar.
///
/// # Errors
/// The engine's.
pub fn calendar(tx: &mut Tx<'_>, school: SchoolId) -> Result<Vec<Term>> {
    let mut terms = terms(tx, school)?;
    let rows: Vec<(i32, String, Day, Day, String)> = tx.all(store::HOLIDAYS, params![school])?;
    for (year, season, first, last, name) in rows {
        let of = name_of(year, &season)?;
        let term = terms.iter_mut().find(|term| term.name == of);
        term.into_iter().for_each(|term| {
            term.holidays.push(Holiday {
                first,
                last,
                name: name.clone(),
            });
        });
    }
    let rows: Vec<(i32, String, Day, u8)> = tx.all(store::WORKDAYS, params![school])?;
    for (year, season, day, follows) in rows {
        let of = name_of(year, &season)?;
        let term = terms.iter_mut().find(|term| term.name == of);
        term.into_iter()
            .for_each(|term| term.workdays.push(Workday { day, follows }));
    }
    Ok(terms)
}

fn name_of(year: i32, season: &str) -> Result<TermName> {
    let season =
        Season::from_code(season).ok_or_else(|| Error::internal(format!("stored season {season}")))?;
    Ok(TermName { year, season })
}
