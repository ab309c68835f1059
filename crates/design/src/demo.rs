//! The sample task for the made-up nation.

use db::Tx;
use kernel::{Ctx, PersonId, Result, SchoolId};

use crate::actions::{Source, create_task};
use crate::model::TaskId;
use crate::{policy, queries};

/// Puts the sample task (螺纹轴的数控车床加工) into a school, as designed by this teacher.
///
/// # Errors
/// The engine's.
pub fn load(tx: &mut Tx<'_>, ctx: &Ctx, school: SchoolId, teacher: PersonId) -> Result<TaskId> {
    let grant = policy::may_create_as_system(ctx, school, teacher)?;
    create_task(tx, ctx, &grant, &Source::Sample)
}

/// A task that the class did before another, as a copy under a name of its own.
///
/// # Errors
/// The engine's.
pub fn before(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    school: SchoolId,
    (teacher, task): (PersonId, TaskId),
    (name, scenario): (&str, &str),
) -> Result<TaskId> {
    let editing = policy::may_edit_as_system(tx, ctx, school, task)?;
    let mut copy = queries::present(tx, editing.target())?.task;
    copy.scenario = scenario.to_owned();
    let grant = policy::may_create_as_system(ctx, school, teacher)?;
    let source = Source::Copy {
        task: Box::new(copy),
        name: name.to_owned(),
    };
    create_task(tx, ctx, &grant, &source)
}
