//! What pages and other modules ask about adoptions and school courses.

use std::collections::HashMap;

use authz::Reach;
use db::{Tx, params};
use kernel::{Error, Hours, Page, RawId, Result, SchoolId, Slice};
use standards::queries::{CourseRow as StandardCourse, HoursRow, TaskRow};

use crate::model::course::{
    Base, Conversion, CourseClass, Decision, ReferenceTask, SchoolCourse, SchoolTask,
};
use crate::model::course_plan::Sums;
use crate::model::{AdoptionId, BaseId, ConversionId, CourseId, Position, SchoolTaskId, StandardId};
use crate::policy::CourseHead;
use crate::store::courses::{self as store, ConversionRow, CourseRow, SchoolTaskRow, SemesterRow};
use crate::store::designed as links;

pub use crate::store::courses::{AdoptedRow, Adoption, AdoptionLine};
pub use crate::store::designed::{DesignedRow, Origin};

/// The adoptions of a school, those that stand first.
///
/// # Errors
/// The engine's.
pub fn adoptions(tx: &mut Tx<'_>, school: SchoolId) -> Result<Vec<AdoptionLine>> {
    Ok(tx.all(store::ADOPTIONS, params![school])?)
}

/// An adoption of a school.
///
/// # Errors
/// `NotFound` for one of another school.
pub fn adoption(tx: &mut Tx<'_>, school: SchoolId, id: AdoptionId) -> Result<Adoption> {
    Ok(tx.one(store::ADOPTION, params![school, id])?)
}

/// The adoptions that stand within a reach and, of those, within regions or a school; how many schools they are of.
///
/// # Errors
/// The engine's.
pub fn adopted(
    tx: &mut Tx<'_>,
    reach: &Reach,
    (regions, school): ((i64, i64), Option<SchoolId>),
    slice: Slice,
) -> Result<(Page<AdoptedRow>, i64)> {
    let (from, until, own) = reach.bounds();
    let only = school.map_or(0, |school| school.0);
    let (total, schools): (i64, i64) = tx.one(
        store::COUNT_ADOPTIONS_WITHIN,
        params![from, until, own, regions.0, regions.1, only],
    )?;
    let rows = tx.all(
        store::ADOPTIONS_WITHIN,
        params![
            from,
            until,
            own,
            regions.0,
            regions.1,
            only,
            slice.limit(),
            slice.offset()
        ],
    )?;
    Ok((Page { rows, total, slice }, schools))
}

/// The courses of one table of a published version in teaching order, with their 参考性学习任务; read once in a process.
///
/// # Errors
/// The engine's.
pub fn bases(tx: &mut Tx<'_>, (standard, number, plan): (StandardId, i64, i64)) -> Result<Vec<Base>> {
    let name = format!("bases {standard} {number} {plan}");
    let bases = tx.kept(name, |tx| read_bases(tx, (standard, number, plan)))?;
    Ok(bases.as_ref().clone())
}

fn read_bases(tx: &mut Tx<'_>, (standard, number, plan): (StandardId, i64, i64)) -> Result<Vec<Base>> {
    let courses = standards::queries::courses(tx, standard, number)?;
    let tasks = standards::queries::tasks(tx, standard, number)?;
    let hours = standards::queries::hours(tx, standard, number, plan)?;
    let mut order: Vec<(i64, BaseId)> = hours.iter().map(|row| (row.position, row.course)).collect();
    order.sort_unstable();
    order.dedup();
    let base = |(_, id): (i64, BaseId)| {
        let course = courses.iter().find(|course| course.id == id)?;
        Some(base_of((standard, number), course, &tasks, &hours))
    };
    Ok(order.into_iter().filter_map(base).collect())
}

fn base_of(
    (standard, number): (StandardId, i64),
    course: &StandardCourse,
    tasks: &[TaskRow],
    hours: &[HoursRow],
) -> Base {
    let (printed, semesters) = spread(hours, course.id);
    Base {
        course: course.id,
        standard,
        number,
        name: course.name.clone(),
        hours: printed.or(course.hours).unwrap_or_default(),
        semesters,
        tasks: references(tasks, course.id),
    }
}

/// The courses of a plan, and what their rows count of changes.
#[derive(Clone, Debug)]
pub struct Courses {
    /// The courses, in their order.
    pub rows: Vec<SchoolCourse>,
    /// Those of the adopted table of the standard, in teaching order.
    pub bases: Vec<Base>,
}

/// The plan of an adoption.
///
/// # Errors
/// The engine's.
pub fn plan(tx: &mut Tx<'_>, adoption: &Adoption) -> Result<Courses> {
    let (school, id) = (adoption.school, adoption.id);
    let bases = bases(tx, (adoption.standard, adoption.number, adoption.plan))?;
    let courses: Vec<CourseRow> = tx.all(store::COURSES, params![school, id])?;
    let parts = Parts {
        semesters: tx.all(store::SEMESTERS_OF_PLAN, params![school, id])?,
        conversions: tx.all(store::CONVERSIONS_OF_PLAN, params![school, id])?,
        tasks: tx.all(store::TASKS_OF_PLAN, params![school, id])?,
    };
    let rows = courses.iter().map(|row| {
        let base = bases.iter().find(|base| Some(base.course) == row.base).cloned();
        parts.course(row, adoption, base)
    });
    let rows = rows.collect::<Result<_>>()?;
    Ok(Courses { rows, bases })
}

/// A course with what its rows count of changes, and the sums of its level.
#[derive(Clone, Debug)]
pub struct OneCourse {
    /// The course.
    pub course: SchoolCourse,
    /// The version of the course's own row, of each conversion and of each task.
    pub versions: HashMap<RawId, i64>,
    /// The sums of the plan in which it stands.
    pub sums: Sums,
}

/// A course as it stands now, with the standard's descriptions of its 参考性学习任务.
///
/// # Errors
/// The engine's.
pub fn one_course(tx: &mut Tx<'_>, head: &CourseHead) -> Result<OneCourse> {
    assembled(tx, head, described)
}

/// A course as it stands now, as far as the rules look at it: without descriptions of the standard.
///
/// # Errors
/// The engine's.
pub fn checked_course(tx: &mut Tx<'_>, head: &CourseHead) -> Result<OneCourse> {
    assembled(tx, head, named)
}

/// Reads the 参考性学习任务 of a course of the followed version.
type References = fn(&mut Tx<'_>, &Adoption, BaseId) -> Result<Vec<ReferenceTask>>;

fn described(tx: &mut Tx<'_>, adoption: &Adoption, id: BaseId) -> Result<Vec<ReferenceTask>> {
    let block = standards::queries::course(tx, adoption.standard, adoption.number, id)?;
    let task = |task: standards::model::ReferenceTask| {
        Some(ReferenceTask {
            id: task.id.0?,
            name: task.name,
            description: task.description.join("\n"),
            hours: task.hours.unwrap_or_default(),
        })
    };
    Ok(block.tasks.into_iter().filter_map(task).collect())
}

fn named(tx: &mut Tx<'_>, adoption: &Adoption, id: BaseId) -> Result<Vec<ReferenceTask>> {
    let tasks = standards::queries::tasks(tx, adoption.standard, adoption.number)?;
    Ok(references(&tasks, id))
}

/// The 参考性学习任务 of a course, in order and without descriptions.
fn references(tasks: &[TaskRow], course: BaseId) -> Vec<ReferenceTask> {
    let mut of_course: Vec<&TaskRow> = tasks.iter().filter(|task| task.course == course).collect();
    of_course.sort_by_key(|task| task.position);
    let task = |task: &TaskRow| ReferenceTask {
        id: task.id,
        name: task.name.clone(),
        description: String::new(),
        hours: task.hours.unwrap_or_default(),
    };
    of_course.into_iter().map(task).collect()
}

fn assembled(tx: &mut Tx<'_>, head: &CourseHead, references: References) -> Result<OneCourse> {
    let (adoption, row) = (&head.adoption, &head.course);
    let (standard, number) = (adoption.standard, adoption.number);
    let parts = parts_of(tx, head)?;
    let rows = standards::queries::hours(tx, standard, number, adoption.plan)?;
    let printed = printed(tx, adoption, &rows)?;
    let base = match row.base.filter(|id| printed.contains_key(id)) {
        Some(id) => Some(Base {
            course: id,
            standard,
            number,
            // What is taken of the standard is called as it is there.
            name: row.name.clone(),
            hours: printed.get(&id).copied().unwrap_or_default(),
            semesters: spread(&rows, id).1,
            tasks: references(tx, adoption, id)?,
        }),
        None => None,
    };
    Ok(OneCourse {
        course: parts.course(row, adoption, base)?,
        versions: parts.versions(row),
        sums: Sums {
            integrated: head.integrated,
            all: head.all,
            printed: printed.values().copied().sum(),
            plan_hours: adoption.plan_hours,
        },
    })
}

/// The 基准学时 of each course of the adopted table; where the table has none, those of the course's own block.
fn printed(tx: &mut Tx<'_>, adoption: &Adoption, rows: &[HoursRow]) -> Result<HashMap<BaseId, Hours>> {
    let mut hours: HashMap<BaseId, Option<Hours>> = HashMap::new();
    for row in rows {
        let found = hours.entry(row.course).or_default();
        if row.semester == 0 {
            *found = Some(row.hours);
        }
    }
    if hours.values().any(Option::is_none) {
        for course in standards::queries::courses(tx, adoption.standard, adoption.number)? {
            hours
                .entry(course.id)
                .and_modify(|hours| *hours = hours.or(course.hours));
        }
    }
    let hours = hours.into_iter();
    Ok(hours.map(|(id, hours)| (id, hours.unwrap_or_default())).collect())
}

/// A course as the school wrote it, and the version of each of its rows; without what the standard says.
pub(crate) fn rows_of_course(
    tx: &mut Tx<'_>,
    head: &CourseHead,
) -> Result<(SchoolCourse, HashMap<RawId, i64>)> {
    let parts = parts_of(tx, head)?;
    let course = parts.course(&head.course, &head.adoption, None)?;
    Ok((course, parts.versions(&head.course)))
}

fn parts_of(tx: &mut Tx<'_>, head: &CourseHead) -> Result<Parts> {
    let (school, id) = (head.adoption.school, head.course.id);
    Ok(Parts {
        semesters: tx.all(store::SEMESTERS_OF_COURSE, params![school, id])?,
        conversions: tx.all(store::CONVERSIONS_OF_COURSE, params![school, id])?,
        tasks: tx.all(store::TASKS_OF_COURSE, params![school, id])?,
    })
}

/// The learning tasks that are designed for the tasks of a course, the oldest first.
///
/// # Errors
/// The engine's.
pub fn designed(tx: &mut Tx<'_>, school: SchoolId, course: CourseId) -> Result<Vec<DesignedRow>> {
    Ok(tx.all(links::DESIGNED, params![school, course])?)
}

/// A task of a school course, with where it comes from.
///
/// # Errors
/// `NotFound` for one of another school, or of a course that was left out.
pub fn origin(tx: &mut Tx<'_>, school: SchoolId, id: SchoolTaskId) -> Result<Origin> {
    Ok(tx.one(links::ORIGIN, params![school, id])?)
}

/// Every named task of the courses of the plans that stand.
///
/// # Errors
/// The engine's.
pub fn origins(tx: &mut Tx<'_>, school: SchoolId) -> Result<Vec<Origin>> {
    Ok(tx.all(links::ORIGINS, params![school])?)
}

/// The 基准学时 of a course in a table, and its hours semester by semester.
fn spread(hours: &[HoursRow], course: BaseId) -> (Option<Hours>, Vec<Hours>) {
    let (mut printed, mut semesters) = (None, Vec::new());
    for row in hours.iter().filter(|row| row.course == course) {
        match usize::try_from(row.semester) {
            Ok(0) | Err(_) => printed = Some(row.hours),
            Ok(semester) => {
                semesters.resize(semesters.len().max(semester), Hours::ZERO);
                semesters[semester - 1] = row.hours;
            }
        }
    }
    (printed, semesters)
}

/// The rows that courses are made of.
struct Parts {
    semesters: Vec<SemesterRow>,
    conversions: Vec<ConversionRow>,
    tasks: Vec<SchoolTaskRow>,
}

impl Parts {
    fn course(&self, row: &CourseRow, adoption: &Adoption, base: Option<Base>) -> Result<SchoolCourse> {
        let of_course = self.conversions.iter().filter(|part| part.course == row.id);
        Ok(SchoolCourse {
            id: row.id,
            name: row.name.clone(),
            class: CourseClass::from_code(&row.class)
                .ok_or_else(|| Error::internal("a course of no class"))?,
            hours: row.hours,
            semesters: self.semesters(row.id, adoption.semesters),
            base,
            conversions: of_course
                .map(|part| self.conversion(part))
                .collect::<Result<_>>()?,
            note: row.note.clone(),
        })
    }

    fn semesters(&self, course: CourseId, count: i64) -> Vec<Hours> {
        let hours = |semester| {
            let row = self
                .semesters
                .iter()
                .find(|row| row.0 == course && row.1 == semester);
            row.map(|row| row.2).unwrap_or_default()
        };
        (1..=count).map(hours).collect()
    }

    fn conversion(&self, row: &ConversionRow) -> Result<Conversion> {
        Ok(Conversion {
            id: row.id,
            position: Position(row.position),
            reference: row.reference,
            decision: Decision::from_code(&row.decision)
                .ok_or_else(|| Error::internal("a conversion without a decision"))?,
            tasks: self.tasks_of(row.id),
            reason: row.reason.clone(),
        })
    }

    fn tasks_of(&self, conversion: ConversionId) -> Vec<SchoolTask> {
        let rows = self.tasks.iter().filter(|row| row.conversion == conversion);
        rows.map(|row| SchoolTask {
            id: row.id,
            position: Position(row.position),
            name: row.name.clone(),
            description: row.description.clone(),
            hours: row.hours,
        })
        .collect()
    }

    fn versions(&self, row: &CourseRow) -> HashMap<RawId, i64> {
        let own = std::iter::once((row.id.raw(), row.version));
        let conversions = self.conversions.iter().map(|row| (row.id.raw(), row.version));
        let tasks = self.tasks.iter().map(|row| (row.id.raw(), row.version));
        own.chain(conversions).chain(tasks).collect()
    }
}
