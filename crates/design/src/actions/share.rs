//! Names the colleagues who design a task together with its owner.

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Error, PersonId, Result, Role, Text};
use serde_json::json;

use super::log;
use crate::policy::ManageTask;
use crate::store;

/// Names a colleague.
///
/// # Errors
/// `Invalid` at `person` for somebody who teaches nothing here.
pub fn add_editor(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<ManageTask>, person: PersonId) -> Result<()> {
    let head = grant.target();
    let teaches = |role: &str| {
        matches!(
            Role::from_code(role),
            Some(Role::Teacher | Role::ClassTeacher | Role::MajorLeader)
        )
    };
    let staff = people::queries::staff(tx, ctx, head.school)?;
    if !staff.iter().any(|row| row.person == person && teaches(&row.role)) {
        return Err(Error::field("person", Text::new("design-no-colleague")));
    }
    let by = log::person(ctx)?;
    if tx.run(
        store::ADD_EDITOR,
        params![head.school, head.id, person, by, ctx.now],
    )? == 0
    {
        return Ok(());
    }
    let entry = ledger::Entry::new("design.manage-task", "learning-task", head.id.raw())
        .after(&json!({ "editor": person }));
    ledger::record(tx, ctx, head.school, entry)?;
    Ok(())
}

/// Takes a colleague off the task.
///
/// # Errors
/// `NotFound` for somebody who was not named.
pub fn drop_editor(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<ManageTask>, person: PersonId) -> Result<()> {
    let head = grant.target();
    if tx.run(store::DROP_EDITOR, params![head.school, head.id, person])? == 0 {
        return Err(Error::NotFound);
    }
    let entry = ledger::Entry::new("design.manage-task", "learning-task", head.id.raw())
        .before(&json!({ "editor": person }));
    ledger::record(tx, ctx, head.school, entry)?;
    Ok(())
}
