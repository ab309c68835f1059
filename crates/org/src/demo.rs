//! The made-up nation: a ministry, two provinces, three schools. Nobody here exists.

use db::Tx;
use kernel::{Ctx, Error, Result};

use crate::actions::register;
use crate::model::demo::FORMS;
use crate::policy;
use crate::queries::Org;

/// Registers every organisation of it.
///
/// # Errors
/// The engine's.
pub fn load(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Vec<Org>> {
    let one = |form: &crate::model::demo::Made| {
        let registration = form.form().parse().map_err(Error::Invalid)?;
        register(tx, ctx, &policy::may_register_as_system(ctx, registration)?)
    };
    FORMS.iter().map(one).collect()
}
