//! The sample task for the made-up nation.

use db::Tx;
use kernel::{Ctx, PersonId, Result, SchoolId};

use crate::actions::{Source, create_task};
use crate::model::TaskId;
use crate::policy;

/// Puts the sample task (螺纹轴的数控车床加工) into a school, as designed by this teacher.
///
/// # Errors
/// The engine's.
pub fn load(tx: &mut Tx<'_>, ctx: &Ctx, school: SchoolId, teacher: PersonId) -> Result<TaskId> {
    let grant = policy::may_create_as_system(ctx, school, teacher)?;
    create_task(tx, ctx, &grant, &Source::Sample)
}
