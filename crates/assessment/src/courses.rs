//! The grade of a course as it stands: its items, how students stand in them, and what comes of it.

use std::collections::HashMap;

use db::{Tx, params};
use design::model::Rater;
use kernel::{Error, Percent, PersonId, Points, RawId, Result};

use crate::model::{CourseGrade, CourseItemId, CourseItemKind, SheetId, Sitting, course_grade};
use crate::store::courses::{self, CourseItemRow, SittingRow};
use crate::store::{self, SheetRow, TotalRow};

impl SittingRow {
    /// How the student stands; nothing where the cell was emptied.
    pub fn sitting(&self) -> Option<Sitting> {
        Sitting::from_parts(&self.state, self.points)
    }
}

/// An item of a course's grade.
#[derive(Clone, Debug)]
pub struct CourseItem {
    /// Its id.
    pub id: CourseItemId,
    /// Its type.
    pub kind: CourseItemKind,
    /// Its name.
    pub name: String,
    /// Its weight.
    pub weight: Percent,
    /// The sheet of the task that it takes its points from.
    pub task_sheet: Option<SheetId>,
}

/// A course's grades.
#[derive(Clone, Debug)]
pub struct Course {
    /// The items, in order.
    pub items: Vec<CourseItem>,
    sittings: HashMap<(PersonId, CourseItemId), SittingRow>,
    tasks: HashMap<(PersonId, SheetId), Points>,
}

/// The grades of a course as they stand.
///
/// # Errors
/// The engine's; an internal one for a stored word that is none.
pub fn course(tx: &mut Tx<'_>, sheet: &SheetRow) -> Result<Course> {
    let rows: Vec<CourseItemRow> = tx.all(courses::ITEMS, params![sheet.school, sheet.id])?;
    let items: Vec<CourseItem> = rows.into_iter().map(item).collect::<Result<_>>()?;
    let sittings: Vec<SittingRow> = tx.all(courses::SITTINGS, params![sheet.school, sheet.id])?;
    let mut tasks = HashMap::new();
    for task in items.iter().filter_map(|item| item.task_sheet) {
        let totals: Vec<TotalRow> =
            tx.all(store::COUNTED_TOTALS, params![sheet.school, task, sheet.teacher])?;
        let counted = totals.into_iter().filter(|row| row.exempt.is_empty());
        tasks.extend(counted.filter_map(|row| Some(((row.student, task), row.total?))));
    }
    Ok(Course {
        items,
        sittings: sittings
            .into_iter()
            .map(|row| ((row.student, row.item), row))
            .collect(),
        tasks,
    })
}

fn item(row: CourseItemRow) -> Result<CourseItem> {
    let kind = CourseItemKind::from_code(&row.kind).ok_or_else(|| Error::internal("an item of no kind"))?;
    Ok(CourseItem {
        id: row.id,
        kind,
        name: row.name,
        weight: row.weight,
        task_sheet: row.task_sheet,
    })
}

impl Course {
    /// What is written for a student at an item, with its version.
    pub fn sitting(&self, student: PersonId, item: CourseItemId) -> Option<&SittingRow> {
        self.sittings.get(&(student, item))
    }

    /// How a student stands in an item: as written, or by the grade of its task.
    pub fn stands(&self, student: PersonId, item: &CourseItem) -> Option<Sitting> {
        match item.task_sheet {
            Some(task) => self.tasks.get(&(student, task)).copied().map(Sitting::Sat),
            None => self.sitting(student, item.id).and_then(SittingRow::sitting),
        }
    }

    /// In how many items nothing is said of a student. A deferred exam is said: the sheet goes its way without it, and what
    /// comes of the exam is a correction.
    pub fn open(&self, student: PersonId) -> i64 {
        let stands = self.items.iter().map(|item| self.stands(student, item));
        let open = stands.filter(Option::is_none);
        i64::try_from(open.count()).unwrap_or(i64::MAX)
    }

    /// The items in which nothing is said of a student, each with its name.
    pub fn missing(&self, student: PersonId) -> Vec<(RawId, String, Vec<Rater>)> {
        let open = self
            .items
            .iter()
            .filter(|item| self.stands(student, item).is_none());
        open.map(|item| (item.id.raw(), item.name.clone(), Vec::new()))
            .collect()
    }

    /// A student's grade; an item without anything is as open as a deferred one.
    ///
    /// # Errors
    /// A conflict when the weights do not sum to 100 %.
    pub fn grade(&self, student: PersonId) -> Result<CourseGrade> {
        let sittings: Vec<(Percent, Sitting)> = self
            .items
            .iter()
            .map(|item| {
                (
                    item.weight,
                    self.stands(student, item).unwrap_or(Sitting::Deferred),
                )
            })
            .collect();
        course_grade(&sittings)
    }
}
