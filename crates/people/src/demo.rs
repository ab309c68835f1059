//! The made-up class of a made-up school: twelve students and their class teacher.

use db::{Tx, params};
use kernel::vault::Vault;
use kernel::{Ctx, Day, Error, PersonId, Result, SchoolId};
use org::model::major::Level;

use crate::actions::{create_class, set_password, write_people};
use crate::intake::{DETAIL, Incoming, Part};
use crate::model::class::{ClassId, EntryKind, NewClass};
use crate::model::demo::{CLASS, ENTERED, MAJOR, Made, students};
use crate::model::name::PersonName;
use crate::model::roster::codes::StudentStatus;
use crate::model::roster::detail::StudentDetail;
use crate::store::classes::CLASS_TEACHERS;
use crate::store::roster::ACCOUNT_OF_PERSON;
use crate::{policy, queries};

/// Loads the class into a school that has its staff, every student with the password of this hash.
///
/// # Errors
/// The engine's.
pub fn load_classes(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    vault: &Vault,
    school: SchoolId,
    hash: &str,
) -> Result<ClassId> {
    let managing = policy::may_manage_classes_as_system(ctx, school)?;
    let teachers: Vec<(PersonId, String)> = tx.all(CLASS_TEACHERS, params![school, ctx.now.day()])?;
    let entry_day = Day::from_number(ENTERED).map_err(Error::internal)?;
    let new = NewClass {
        name: CLASS.to_owned(),
        major_code: MAJOR.0.to_owned(),
        major_name: MAJOR.1.to_owned(),
        level: Level::Advanced,
        entry_kind: EntryKind::Junior,
        years: 5,
        entry_day,
        teacher: teachers.first().map(|(person, _)| *person),
    };
    let class = create_class(tx, ctx, &managing, &new)?;
    let rows: Vec<Incoming> = students()
        .map(|(number, made)| incoming(vault, ctx, (number, made), (class, entry_day)))
        .collect::<Result<_>>()?;
    let importing = policy::may_import_roster_as_system(ctx, school)?;
    write_people(tx, ctx, vault, (&importing, None), &rows)?;
    for student in queries::students(tx, school, class)? {
        let (account, _): (Option<kernel::AccountId>, String) =
            tx.one(ACCOUNT_OF_PERSON, params![school, student.person])?;
        if let Some(account) = account {
            set_password(tx, ctx, (school, account), hash)?;
        }
    }
    Ok(class)
}

fn incoming(
    vault: &Vault,
    ctx: &Ctx,
    (number, made): (String, Made),
    (class, entered): (ClassId, Day),
) -> Result<Incoming> {
    let name = PersonName::parse(made.name).map_err(|text| Error::field("name", text))?;
    let detail = StudentDetail {
        guardian_phone: Some(made.guardian_phone.to_owned()),
        ..StudentDetail::default()
    };
    let detail = serde_json::to_vec(&detail).map_err(Error::internal)?;
    Ok(Incoming {
        person: None,
        changes: Vec::new(),
        name,
        number,
        sex: Some(made.sex),
        born: None,
        identity: None,
        phone: None,
        part: Part::Student {
            class,
            status: StudentStatus::ENROLLED,
            entered: Some(entered),
            detail: vault.seal(DETAIL, &detail, ctx.bytes()),
        },
    })
}
