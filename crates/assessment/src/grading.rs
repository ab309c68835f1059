//! Keeps the stored grades: whoever changes a rating has the grades of that student and item reckoned anew, in the same
//! transaction. [`differences`] reckons everything from the ratings and must find what is stored.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use db::{Bind as _, Tx, Value, params};
use design::model::{AssessmentItem, ItemId, LearningTask, Rater};
use kernel::{Error, PersonId, RawId, Result};

use crate::model::{ItemGrade, MissingRule, PeerMean, Ratings, Score, TaskGrade, grade_task, veiled};
use crate::store::{self, ItemGradeRow, SheetRow, SumRow, TotalRow};

/// By what a sheet's grades are reckoned.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The frozen task.
    pub task: Arc<LearningTask>,
    /// The rule for missing ratings.
    pub rule: MissingRule,
}

impl Plan {
    /// How many grades a student's line has.
    pub fn width(&self) -> i64 {
        i64::try_from(self.task.items.len()).unwrap_or(i64::MAX)
    }

    /// The items of a grade that wait for a rating, each with its name and the raters who keep it waiting: the teacher alone, for
    /// whom nothing stands in, where that rating is missing.
    pub fn missing(&self, grade: &TaskGrade) -> Vec<(RawId, String, Vec<Rater>)> {
        let open = self.task.items.iter().zip(&grade.items);
        let open = open.filter(|(_, grade)| grade.points().is_none());
        let waits = |(item, grade): (&AssessmentItem, &ItemGrade)| {
            let raters = if grade.missing.contains(&Rater::Teacher) {
                vec![Rater::Teacher]
            } else {
                grade.missing.clone()
            };
            (item.id.raw(), item.name.clone(), raters)
        };
        open.map(waits).collect()
    }

    /// The grade of these ratings.
    pub fn grade(&self, ratings: &HashMap<ItemId, Ratings>) -> TaskGrade {
        let found = |item| ratings.get(&item).copied().unwrap_or_default();
        grade_task(&self.task.items, found, self.rule)
    }
}

/// The plan of a task's sheet.
///
/// # Errors
/// `NotFound` for the sheet of a course.
pub fn plan(tx: &mut Tx<'_>, sheet: &SheetRow) -> Result<Plan> {
    let version = sheet.task_version.ok_or(Error::NotFound)?;
    Ok(Plan {
        task: design::queries::frozen(tx, sheet.school, version)?,
        rule: sheet.rule()?,
    })
}

/// The grade of one student as the ratings stand.
///
/// # Errors
/// The engine's.
pub fn grade_of(tx: &mut Tx<'_>, sheet: &SheetRow, plan: &Plan, student: PersonId) -> Result<TaskGrade> {
    let sums: Vec<SumRow> = tx.all(store::SUMS_OF_STUDENT, params![sheet.school, sheet.id, student])?;
    let ratings = ratings_of(&sums)?;
    Ok(plan.grade(ratings.get(&student).unwrap_or(&HashMap::new())))
}

/// The grades of every student with a rating.
///
/// # Errors
/// The engine's.
pub fn grades(tx: &mut Tx<'_>, sheet: &SheetRow, plan: &Plan) -> Result<BTreeMap<PersonId, TaskGrade>> {
    let sums: Vec<SumRow> = tx.all(store::SUMS, params![sheet.school, sheet.id])?;
    let ratings = ratings_of(&sums)?;
    Ok(ratings
        .iter()
        .map(|(student, ratings)| (*student, plan.grade(ratings)))
        .collect())
}

fn ratings_of(sums: &[SumRow]) -> Result<HashMap<PersonId, HashMap<ItemId, Ratings>>> {
    let mut all: HashMap<PersonId, HashMap<ItemId, Ratings>> = HashMap::new();
    for row in sums {
        let ratings = all.entry(row.student).or_default().entry(row.item).or_default();
        let single = || Score::new(row.sum).map_err(|_| Error::internal("a rating out of range"));
        match Rater::from_code(&row.kind).ok_or_else(|| Error::internal("a rater of no kind"))? {
            Rater::Own => ratings.own = Some(single()?),
            Rater::Peer => ratings.peers = PeerMean::summed(row.sum, row.count),
            Rater::Teacher => ratings.teacher = Some(single()?),
            Rater::Enterprise => ratings.enterprise = Some(single()?),
        }
    }
    Ok(all)
}

/// Reckons and stores the grades that changed ratings touch: the named items of each student, and their totals.
///
/// # Errors
/// The engine's.
pub fn regrade(
    tx: &mut Tx<'_>,
    sheet: &SheetRow,
    plan: &Plan,
    touched: &BTreeMap<PersonId, BTreeSet<ItemId>>,
) -> Result<()> {
    for (student, items) in touched {
        let grade = grade_of(tx, sheet, plan, *student)?;
        keep(tx, (sheet, plan), *student, (&grade, Some(items)))?;
    }
    Ok(())
}

/// Reckons and stores all grades of a sheet anew, for another version of the task or another rule.
///
/// # Errors
/// The engine's.
pub fn regrade_all(tx: &mut Tx<'_>, sheet: &SheetRow, plan: &Plan) -> Result<()> {
    tx.run(store::DROP_ITEM_GRADES, params![sheet.school, sheet.id])?;
    let grades = grades(tx, sheet, plan)?;
    let lines: Vec<TotalRow> = tx.all(store::TOTALS, params![sheet.school, sheet.id])?;
    let ungraded = plan.grade(&HashMap::new());
    for line in lines {
        let grade = grades.get(&line.student).unwrap_or(&ungraded);
        keep(tx, (sheet, plan), line.student, (grade, None))?;
    }
    Ok(())
}

fn keep(
    tx: &mut Tx<'_>,
    (sheet, plan): (&SheetRow, &Plan),
    student: PersonId,
    (grade, only): (&TaskGrade, Option<&BTreeSet<ItemId>>),
) -> Result<()> {
    let items = grade.items.iter();
    let rows: Vec<_> = items
        .filter(|item| only.is_none_or(|only| only.contains(&item.item)))
        .map(|item| {
            let points = item.points().map_or(Value::Null, |points| Value::Int(points.0));
            let stand_in = Value::Text(item.stand_in.map_or("", MissingRule::code));
            [
                sheet.school.bind(),
                sheet.id.bind(),
                student.bind(),
                item.item.bind(),
                points,
                stand_in,
            ]
        })
        .collect();
    tx.run_all(store::PUT_ITEM_GRADE, &rows)?;
    let line = line(plan, student, grade);
    tx.run(
        store::PUT_TOTAL,
        params![
            sheet.school,
            sheet.id,
            student,
            line.total,
            line.open,
            line.stand_ins,
            line.veiled
        ],
    )?;
    Ok(())
}

fn line(plan: &Plan, student: PersonId, grade: &TaskGrade) -> TotalRow {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    TotalRow {
        student,
        total: grade.total(),
        open: count(grade.open().count()),
        stand_ins: count(grade.items.iter().filter(|item| item.stand_in.is_some()).count()),
        veiled: veiled(&plan.task, grade).total_withheld,
        exempt: String::new(),
    }
}

/// Reckons a sheet from its ratings and compares it with what is stored: the students whose lines differ.
///
/// # Errors
/// The engine's.
pub fn differences(tx: &mut Tx<'_>, sheet: &SheetRow) -> Result<BTreeSet<PersonId>> {
    let plan = plan(tx, sheet)?;
    let grades = grades(tx, sheet, &plan)?;
    let ungraded = plan.grade(&HashMap::new());
    let stored: Vec<ItemGradeRow> = tx.all(store::ITEM_GRADES, params![sheet.school, sheet.id])?;
    let lines: Vec<TotalRow> = tx.all(store::TOTALS, params![sheet.school, sheet.id])?;
    let mut differing = BTreeSet::new();
    for kept in lines {
        let grade = grades.get(&kept.student).unwrap_or(&ungraded);
        let wanted = TotalRow {
            exempt: kept.exempt.clone(),
            ..line(&plan, kept.student, grade)
        };
        let same_items = grade.items.iter().all(|item| {
            let row = stored
                .iter()
                .find(|row| row.student == kept.student && row.item == item.item.raw());
            let points = row.and_then(|row| row.points);
            let stand_in = row.map_or("", |row| row.stand_in.as_str());
            points == item.points() && stand_in == item.stand_in.map_or("", MissingRule::code)
        });
        if wanted != kept || !same_items {
            differing.insert(kept.student);
        }
    }
    Ok(differing)
}
