//! Registers the organisations of a made-up nation of any size, one transaction at a time.

use db::Tx;
use kernel::{Ctx, Error, Result};

use crate::actions::{import_majors, register, set_term};
use crate::demo::terms;
use crate::model::major::read_catalogue;
use crate::model::nation::MAJORS;
use crate::model::registration::Form;
use crate::policy;
use crate::queries::Org;

/// Registers an office or a school.
///
/// # Errors
/// The engine's; `Invalid` for a form that is not right.
pub fn organisation(tx: &mut Tx<'_>, ctx: &Ctx, form: &Form) -> Result<Org> {
    let registration = form.parse().map_err(Error::Invalid)?;
    register(tx, ctx, &policy::may_register_as_system(ctx, registration)?)
}

/// Imports the catalogue of majors.
///
/// # Errors
/// The engine's.
pub fn catalogue(tx: &mut Tx<'_>, ctx: &Ctx, ministry: &Org) -> Result<()> {
    let (name, table) = MAJORS;
    let book = paper::sheet::read(table.as_bytes(), "majors.csv").map_err(Error::internal)?;
    let (majors, _) = read_catalogue(&book).map_err(|findings| Error::internal(format!("{findings:?}")))?;
    let grant = policy::may_import_majors_as_system(ctx, ministry.number)?;
    import_majors(tx, ctx, &grant, (name, &majors)).map(drop)
}

/// Sets the calendar of a school.
///
/// # Errors
/// The engine's.
pub fn calendar(tx: &mut Tx<'_>, ctx: &Ctx, school: &Org) -> Result<()> {
    let grant = policy::may_set_calendar_as_system(ctx, school.clone())?;
    terms()?
        .iter()
        .try_for_each(|term| set_term(tx, ctx, &grant, term).map(drop))
}
