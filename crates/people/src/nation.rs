//! Brings the people of a made-up nation in, as a roster would: classes with their students, and who teaches.

use db::Tx;
use kernel::vault::Vault;
use kernel::{Ctx, Day, Dice, Error, Result, Role, SchoolId};

use crate::actions::{create_class, set_password, write_people};
pub use crate::intake::Incoming as Newcomer;
use crate::intake::{DETAIL, IDENTITY, Incoming, PHONE, PHONE_KEY, Part};
use crate::model::class::{ClassId, NewClass};
use crate::model::name::PersonName;
use crate::model::nation::{DEPARTMENTS, Made, NATIONS, Names};
use crate::model::roster::certificate::Kind;
use crate::model::roster::codes::StudentStatus;
use crate::model::roster::detail::StudentDetail;
use crate::store::roster::TeacherDetail;
use crate::{policy, queries};

/// A class about to be, with its students sealed and ready to be written.
#[derive(Clone)]
pub struct Cohort {
    /// The class.
    pub class: NewClass,
    /// Its students; the class of each follows when it is made.
    students: Vec<Incoming>,
}

impl Cohort {
    /// How many students it has.
    pub const fn size(&self) -> usize {
        self.students.len()
    }
}

/// What people are made with.
pub struct Maker<'a> {
    /// Seals what is personal.
    pub vault: &'a Vault,
    /// Gives what sealing needs.
    pub ctx: &'a Ctx,
    /// What names are drawn from.
    pub names: &'a Names,
}

impl Maker<'_> {
    /// A class of so many students; `first` is the number in the nation of the first of them, and `prefix` begins every 学号.
    ///
    /// # Errors
    /// Internal ones only.
    pub fn cohort(
        &self,
        dice: &mut Dice,
        class: NewClass,
        (prefix, first, count): (&str, u64, usize),
    ) -> Result<Cohort> {
        // Who enters is fifteen to eighteen.
        let ages = (class.entry_day.plus(-15 * 365), 3 * 365);
        let students = (0..count).map(|place| {
            let made = self.names.person(dice, first + place as u64, ages);
            self.student(
                dice,
                &made,
                (format!("{prefix}{:02}", place + 1), class.entry_day),
            )
        });
        Ok(Cohort {
            students: students.collect::<Result<_>>()?,
            class,
        })
    }

    /// Teachers of a school; numbers begin with `prefix`.
    ///
    /// # Errors
    /// Internal ones only.
    pub fn teachers(
        &self,
        dice: &mut Dice,
        (prefix, first, count): (&str, u64, usize),
    ) -> Result<Vec<Incoming>> {
        let ages = (self.ctx.now.day().plus(-25 * 365), 33 * 365);
        let teacher = |place: usize| {
            let made = self.names.person(dice, first + place as u64, ages);
            let detail = TeacherDetail {
                department: dice.pick(&DEPARTMENTS).map(|name| (*name).to_owned()),
                level: dice.happens(400).then(|| if dice.happens(700) { 3 } else { 2 }),
                practice_months: u32::try_from(dice.below(30)).ok(),
                ..TeacherDetail::default()
            };
            let roles = match dice.below(3) {
                0 => vec![Role::Teacher, Role::ClassTeacher],
                _ => vec![Role::Teacher],
            };
            let part = Part::Teacher { detail, roles };
            self.incoming(&made, format!("{prefix}{:03}", place + 1), part)
        };
        (0..count).map(teacher).collect()
    }

    fn student(&self, dice: &mut Dice, made: &Made, (number, entered): (String, Day)) -> Result<Incoming> {
        let detail = StudentDetail {
            nation: dice.pick(&NATIONS).map(|name| (*name).to_owned()),
            guardian_phone: made.phone.clone(),
            ..StudentDetail::default()
        };
        let detail = serde_json::to_vec(&detail).map_err(Error::internal)?;
        let status = if dice.happens(8) {
            StudentStatus::SUSPENDED
        } else {
            StudentStatus::ENROLLED
        };
        let part = Part::Student {
            class: self.ctx.id(),
            status,
            entered: Some(entered),
            detail: self.vault.seal(DETAIL, &detail, self.ctx.bytes()),
        };
        self.incoming(made, number, part)
    }

    fn incoming(&self, made: &Made, number: String, part: Part) -> Result<Incoming> {
        let (vault, ctx) = (self.vault, self.ctx);
        let sealed = |purpose, text: &str| vault.seal(purpose, text.as_bytes(), ctx.bytes());
        Ok(Incoming {
            person: None,
            changes: Vec::new(),
            name: PersonName::parse(&made.name).map_err(|text| Error::field("name", text))?,
            number,
            sex: Some(made.sex),
            born: Some(made.born),
            identity: Some((
                Kind::Resident.code(),
                sealed(IDENTITY, &made.identity),
                vault.search_key(IDENTITY, &made.identity),
            )),
            phone: made
                .phone
                .as_ref()
                .map(|phone| (sealed(PHONE, phone), vault.search_key(PHONE_KEY, phone))),
            part,
        })
    }
}

/// Writes classes with their students, in the time of the context.
///
/// # Errors
/// The engine's; 404 for everybody but the program itself.
pub fn classes(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (vault, school): (&Vault, SchoolId),
    cohorts: &[Cohort],
) -> Result<()> {
    let managing = policy::may_manage_classes_as_system(ctx, school)?;
    let mut everybody = Vec::new();
    for cohort in cohorts {
        let made = create_class(tx, ctx, &managing, &cohort.class)?;
        everybody.extend(
            cohort
                .students
                .iter()
                .cloned()
                .map(|student| seated(student, made)),
        );
    }
    people(tx, ctx, (vault, school), &everybody)
}

/// Gives every student of a class who has an account the password of this hash.
///
/// # Errors
/// The engine's.
pub fn passwords(tx: &mut Tx<'_>, ctx: &Ctx, (school, class): (SchoolId, ClassId), hash: &str) -> Result<()> {
    for student in queries::students(tx, school, class)? {
        if let Some(account) = student.account {
            set_password(tx, ctx, (school, account), hash)?;
        }
    }
    Ok(())
}

fn seated(mut student: Incoming, made: ClassId) -> Incoming {
    if let Part::Student { class, .. } = &mut student.part {
        *class = made;
    }
    student
}

/// Writes people who are new.
///
/// # Errors
/// As [`classes`].
pub fn people(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (vault, school): (&Vault, SchoolId),
    rows: &[Incoming],
) -> Result<()> {
    let importing = policy::may_import_roster_as_system(ctx, school)?;
    write_people(tx, ctx, vault, (&importing, None), rows)
}
