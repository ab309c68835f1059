//! Classes: made, given a class teacher, ended.

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Error, PersonId, Result, Text};
use serde_json::json;

use crate::model::class::{ClassId, NewClass, season_of};
use crate::policy::ManageClasses;
use crate::store::classes;

/// Makes a class.
///
/// # Errors
/// At the field `name` when the school has one of that name; at `teacher` for somebody who is no class teacher.
pub fn create_class(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<ManageClasses>,
    new: &NewClass,
) -> Result<ClassId> {
    let school = *grant.target();
    check_teacher(tx, ctx, grant, new.teacher)?;
    let id: ClassId = ctx.id();
    let added = tx.run(
        classes::ADD_CLASS,
        params![
            school,
            id,
            &new.name,
            &new.major_code,
            &new.major_name,
            new.level.digit(),
            new.entry_kind.code(),
            new.years,
            new.entry_day,
            season_of(new.entry_day),
            new.teacher,
            ctx.now
        ],
    )?;
    if added == 0 {
        return Err(Error::field(
            "name",
            Text::new("people-class-taken").with("name", &new.name),
        ));
    }
    let after = json!({ "name": new.name, "major": new.major_name, "level": new.level.digit(), "entered": new.entry_day.to_string() });
    ledger::record(
        tx,
        ctx,
        school,
        ledger::Entry::new("people.create-class", "class", id.raw()).after(&after),
    )?;
    Ok(id)
}

/// Names the class teacher of a class, or none.
///
/// # Errors
/// `NotFound` for a class of another school or one that has ended; at `teacher` as above.
pub fn set_class_teacher(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<ManageClasses>,
    class: ClassId,
    teacher: Option<PersonId>,
) -> Result<()> {
    check_teacher(tx, ctx, grant, teacher)?;
    let school = *grant.target();
    if tx.run(classes::SET_TEACHER, params![school, class, teacher])? == 0 {
        return Err(Error::NotFound);
    }
    let after = json!({ "teacher": teacher.map(|teacher| teacher.to_string()) });
    ledger::record(
        tx,
        ctx,
        school,
        ledger::Entry::new("people.set-class-teacher", "class", class.raw()).after(&after),
    )?;
    Ok(())
}

/// Ends a class; its people and their history stay.
///
/// # Errors
/// `NotFound` for a class of another school or one that has ended.
pub fn end_class(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<ManageClasses>,
    class: ClassId,
    reason: &str,
) -> Result<()> {
    let school = *grant.target();
    if tx.run(classes::END_CLASS, params![school, class, ctx.now])? == 0 {
        return Err(Error::NotFound);
    }
    ledger::record(
        tx,
        ctx,
        school,
        ledger::Entry::new("people.end-class", "class", class.raw()).reason(reason),
    )?;
    Ok(())
}

fn check_teacher(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<ManageClasses>,
    teacher: Option<PersonId>,
) -> Result<()> {
    let Some(teacher) = teacher else {
        return Ok(());
    };
    let known: Vec<(PersonId, String)> =
        tx.all(classes::CLASS_TEACHERS, params![*grant.target(), ctx.now.day()])?;
    if known.iter().any(|(person, _)| *person == teacher) {
        return Ok(());
    }
    Err(Error::field("teacher", Text::new("people-class-teacher-unknown")))
}
