//! The made-up nation: a ministry, two provinces, a city, three schools with their calendars, an enterprise, a catalogue.
//! Nobody here exists.

use db::Tx;
use kernel::{Ctx, Error, Result};

use crate::actions::{import_majors, register, set_term};
use crate::model::calendar::{Season, Term, TermName, read_typed};
use crate::model::demo::{FORMS, MAJORS, Made, TERMS};
use crate::model::kind::OrgKind;
use crate::model::major::read_catalogue;
use crate::policy;
use crate::queries::Org;

/// Registers every organisation of it.
///
/// # Errors
/// The engine's.
pub fn load(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Vec<Org>> {
    let one = |made: &Made| {
        let registration = made.form().parse().map_err(Error::Invalid)?;
        register(tx, ctx, &policy::may_register_as_system(ctx, registration)?)
    };
    let orgs: Vec<Org> = FORMS.iter().map(one).collect::<Result<_>>()?;
    catalogue(tx, ctx, &orgs)?;
    let terms = terms()?;
    for school in orgs.iter().filter(|org| org.kind == OrgKind::School) {
        let grant = policy::may_set_calendar_as_system(ctx, school.clone())?;
        terms
            .iter()
            .try_for_each(|term| set_term(tx, ctx, &grant, term))?;
    }
    Ok(orgs)
}

fn catalogue(tx: &mut Tx<'_>, ctx: &Ctx, orgs: &[Org]) -> Result<()> {
    let Some(ministry) = orgs.first() else {
        return Ok(());
    };
    let (name, table) = MAJORS;
    let book = paper::sheet::read(table.as_bytes(), "majors.csv").map_err(Error::internal)?;
    let (majors, _) = read_catalogue(&book).map_err(|findings| Error::internal(format!("{findings:?}")))?;
    let grant = policy::may_import_majors_as_system(ctx, ministry.number)?;
    import_majors(tx, ctx, &grant, (name, &majors)).map(drop)
}

pub(crate) fn terms() -> Result<Vec<Term>> {
    let one = |(season, first, weeks, typed): &(&str, &str, u8, &str)| {
        let (holidays, workdays) = read_typed(typed).map_err(Error::Invalid)?;
        let season = Season::from_code(season).ok_or(Error::NotFound)?;
        let first = first.parse().map_err(Error::internal)?;
        Ok(Term {
            name: TermName { year: 2026, season },
            first,
            weeks: *weeks,
            holidays,
            workdays,
        })
    };
    TERMS.iter().map(one).collect()
}
