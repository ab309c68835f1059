//! What pages and other modules ask about sheets and grades.

use std::collections::{BTreeMap, HashMap};

use classroom::model::{GroupId, RunId};
use classroom::queries::RunHead;
use db::{Tx, params};
use design::model::Rater;
use kernel::{Error, Page, PersonId, RawId, Result, SchoolId, Slice};
use people::model::class::ClassId;
use people::model::name::told_apart;

use crate::courses;
use crate::grading::{self, Plan};
use crate::model::{MissingRule, SheetId, SheetState};
use crate::policy::Opened;
use crate::store;

use crate::store::LineRow;

pub use crate::store::corrections::CorrectionRow;
pub use crate::store::{ChoiceRow, EventRow, ProfileRow, SheetRow, TotalRow, UnfinishedRow, WaitingRow};

impl SheetRow {
    /// Whether it is the sheet of a course.
    pub fn is_course(&self) -> bool {
        self.kind == "course"
    }

    /// Its state.
    ///
    /// # Errors
    /// An internal one for a stored word that is none.
    pub fn state(&self) -> Result<SheetState> {
        SheetState::from_code(&self.state).ok_or_else(|| Error::internal("a sheet of no state"))
    }

    /// Its rule for missing ratings.
    ///
    /// # Errors
    /// An internal one for a stored word that is none.
    pub fn rule(&self) -> Result<MissingRule> {
        MissingRule::from_code(&self.rule).ok_or_else(|| Error::internal("a rule of no kind"))
    }

    /// Whether its students may see their grades: they were shown, or they are locked.
    pub fn is_public(&self) -> bool {
        self.shown_at.is_some() || matches!(self.state.as_str(), "locked" | "correcting")
    }
}

/// The run of a task's sheet.
pub const fn run_of(id: SheetId) -> RunId {
    RunId::of(id.raw())
}

/// The sheet of a run.
pub const fn sheet_of(run: RunId) -> SheetId {
    SheetId::of(run.raw())
}

/// A sheet, where it has begun.
///
/// # Errors
/// The engine's.
pub fn sheet(tx: &mut Tx<'_>, school: SchoolId, id: SheetId) -> Result<Option<SheetRow>> {
    Ok(tx.opt(store::SHEET, params![school, id])?)
}

/// Which sheets a list holds; what is empty does not narrow it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Which<'a> {
    /// Those in this state.
    pub state: &'a str,
    /// Those of this class.
    pub class: Option<ClassId>,
}

/// The sheets of a school, the latest first.
///
/// # Errors
/// The engine's.
pub fn sheets(tx: &mut Tx<'_>, school: SchoolId, which: Which<'_>, slice: Slice) -> Result<Page<SheetRow>> {
    let (total,): (i64,) = tx.one(store::SHEET_COUNT, params![school, which.state, which.class])?;
    let rows = tx.all(
        store::SHEETS,
        params![school, which.state, which.class, slice.limit(), slice.offset()],
    )?;
    Ok(Page { rows, total, slice })
}

/// The sheets of a teacher, the latest first.
///
/// # Errors
/// The engine's.
pub fn sheets_of_teacher(tx: &mut Tx<'_>, school: SchoolId, teacher: PersonId) -> Result<Vec<SheetRow>> {
    Ok(tx.all(store::SHEETS_OF_TEACHER, params![school, teacher])?)
}

/// The sheets of a class, the latest first.
///
/// # Errors
/// The engine's.
pub fn sheets_of_class(tx: &mut Tx<'_>, school: SchoolId, class: ClassId) -> Result<Vec<SheetRow>> {
    Ok(tx.all(store::SHEETS_OF_CLASS, params![school, class])?)
}

/// The sheets in which a student has a line, the latest first.
///
/// # Errors
/// The engine's.
pub fn sheets_of_student(tx: &mut Tx<'_>, school: SchoolId, student: PersonId) -> Result<Vec<SheetRow>> {
    Ok(tx.all(store::SHEETS_OF_STUDENT, params![school, student])?)
}

/// The choices of the rule for missing ratings, the latest first.
///
/// # Errors
/// The engine's.
pub fn choices(tx: &mut Tx<'_>, school: SchoolId) -> Result<Vec<ChoiceRow>> {
    Ok(tx.all(store::CHOICES, params![school])?)
}

/// The rule for sheets that begin now: until the school chooses, missing ratings are left out.
///
/// # Errors
/// The engine's.
pub fn present_rule(tx: &mut Tx<'_>, school: SchoolId) -> Result<MissingRule> {
    let latest = choices(tx, school)?.into_iter().next();
    let rule = latest.map(|choice| MissingRule::from_code(&choice.rule));
    rule.unwrap_or(Some(MissingRule::Renormalise))
        .ok_or_else(|| Error::internal("a rule of no kind"))
}

/// By what the grades of an opened sheet are reckoned: as it stands, or as it would begin.
///
/// # Errors
/// `NotFound` for the sheet of a course.
pub fn plan_of(tx: &mut Tx<'_>, opened: &Opened) -> Result<Plan> {
    match (&opened.sheet, &opened.run) {
        (Some(sheet), _) => grading::plan(tx, sheet),
        (None, Some(run)) => Ok(Plan {
            task: classroom::queries::task(tx, run)?,
            rule: present_rule(tx, run.school)?,
        }),
        (None, None) => Err(Error::NotFound),
    }
}

/// A student whose grades of a sheet wait for something.
#[derive(Clone, Debug)]
pub struct Missing {
    /// Who.
    pub student: PersonId,
    /// The name.
    pub name: String,
    /// What waits, in the order of the sheet: the item, its name, and of a task the raters whose ratings nothing stands in for.
    pub items: Vec<(RawId, String, Vec<Rater>)>,
}

/// What is still missing in a sheet, a student each, in the order of its lines. For whom it does not count nothing is missing.
///
/// # Errors
/// The engine's.
pub fn missing(tx: &mut Tx<'_>, opened: &Opened) -> Result<Vec<Missing>> {
    let (_, mut lines) = lines(tx, opened)?;
    if let Some(sheet) = &opened.sheet {
        let totals = totals(tx, sheet)?;
        let exempt = |line: &Line| {
            totals
                .get(&line.student)
                .is_some_and(|row| !row.exempt.is_empty())
        };
        lines.retain(|line| !exempt(line));
    }
    let course = opened.sheet.as_ref().filter(|sheet| sheet.is_course());
    let items: Vec<_> = match course {
        Some(sheet) => {
            let course = courses::course(tx, sheet)?;
            let of = |line: &Line| course.missing(line.student);
            lines.iter().map(of).collect()
        }
        None => {
            let plan = plan_of(tx, opened)?;
            let grades = match &opened.sheet {
                Some(sheet) => grading::grades(tx, sheet, &plan)?,
                None => BTreeMap::new(),
            };
            let none = plan.grade(&HashMap::new());
            let of = |line: &Line| plan.missing(grades.get(&line.student).unwrap_or(&none));
            lines.iter().map(of).collect()
        }
    };
    let missing = |(line, items): (Line, Vec<_>)| Missing {
        student: line.student,
        name: line.name,
        items,
    };
    let all = lines.into_iter().zip(items).map(missing);
    Ok(all.filter(|one| !one.items.is_empty()).collect())
}

/// A student's line, where there is one.
///
/// # Errors
/// The engine's.
pub fn total(tx: &mut Tx<'_>, sheet: &SheetRow, student: PersonId) -> Result<Option<TotalRow>> {
    Ok(tx.opt(store::TOTAL, params![sheet.school, sheet.id, student])?)
}

/// The students' lines by student.
///
/// # Errors
/// The engine's.
pub fn totals(tx: &mut Tx<'_>, sheet: &SheetRow) -> Result<HashMap<PersonId, TotalRow>> {
    let rows: Vec<TotalRow> = tx.all(store::TOTALS, params![sheet.school, sheet.id])?;
    Ok(rows.into_iter().map(|row| (row.student, row)).collect())
}

/// A student of a sheet, in the order of its lines.
#[derive(Clone, Debug)]
pub struct Line {
    /// Who.
    pub student: PersonId,
    /// The name.
    pub name: String,
    /// 学号
    pub number: String,
    /// The group in a run, with its name.
    pub group: Option<(GroupId, String)>,
}

/// The students of a sheet: of a run those with a seat, group by group; of a course the class. With the name of the class.
///
/// # Errors
/// The engine's.
pub fn lines(tx: &mut Tx<'_>, opened: &Opened) -> Result<(String, Vec<Line>)> {
    match &opened.run {
        Some(run) => lines_of_run(tx, run),
        None => lines_of_class(tx, opened.school, opened.class),
    }
}

/// Who is on a sheet now: of a task those with a seat, of a course the class.
///
/// # Errors
/// The engine's.
pub fn students(tx: &mut Tx<'_>, sheet: &SheetRow) -> Result<Vec<PersonId>> {
    if sheet.is_course() {
        let students = people::queries::students(tx, sheet.school, sheet.class)?;
        return Ok(students.into_iter().map(|row| row.person).collect());
    }
    let run = classroom::queries::run(tx, sheet.school, run_of(sheet.id))?;
    let arranged = classroom::queries::arranged(tx, &run)?;
    Ok(arranged.seats.iter().map(|seat| seat.student).collect())
}

/// Who of a sheet's class is still expected in it; of a locked one, whose lines are what they were, nobody is told apart.
///
/// # Errors
/// The engine's.
pub fn expected(tx: &mut Tx<'_>, opened: &Opened) -> Result<people::queries::Expected> {
    let sheet = opened.sheet.as_ref();
    if sheet.is_some_and(|sheet| matches!(sheet.state.as_str(), "locked" | "correcting")) {
        return Ok(people::queries::Expected::default());
    }
    people::queries::expected(tx, opened.school, opened.class)
}

fn lines_of_run(tx: &mut Tx<'_>, run: &RunHead) -> Result<(String, Vec<Line>)> {
    let arranged = classroom::queries::arranged(tx, run)?;
    let classmates = people::queries::classmates(tx, run.school, run.class)?;
    let class = classmates.first().map(|mate| mate.class_name.clone());
    let mut known: HashMap<PersonId, _> = classmates.into_iter().map(|mate| (mate.person, mate)).collect();
    let line = |seat: &classroom::queries::SeatRow| {
        let mate = known.remove(&seat.student);
        let (name, number) = mate.map(|mate| (mate.name, mate.number)).unwrap_or_default();
        Line {
            student: seat.student,
            name,
            number,
            group: Some((seat.group, seat.group_name.clone())),
        }
    };
    Ok((
        class.unwrap_or_default(),
        arranged.seats.iter().map(line).collect(),
    ))
}

fn lines_of_class(tx: &mut Tx<'_>, school: SchoolId, class: ClassId) -> Result<(String, Vec<Line>)> {
    let name = people::queries::class(tx, school, class)?.name;
    let mut students = people::queries::students(tx, school, class)?;
    told_apart(
        students
            .iter_mut()
            .map(|row| (&mut row.name, row.number.as_str())),
    );
    let line = |row: people::queries::StudentRow| Line {
        student: row.person,
        name: row.name,
        number: row.number,
        group: None,
    };
    Ok((name, students.into_iter().map(line).collect()))
}

/// What was done to a sheet, the latest first.
///
/// # Errors
/// The engine's.
pub fn events(tx: &mut Tx<'_>, sheet: &SheetRow) -> Result<Vec<EventRow>> {
    Ok(tx.all(store::EVENTS, params![sheet.school, sheet.id])?)
}

/// What was observed of a student's general abilities in sheets that the student may look at, the oldest first.
///
/// # Errors
/// The engine's.
pub fn profile(tx: &mut Tx<'_>, school: SchoolId, student: PersonId) -> Result<Vec<ProfileRow>> {
    Ok(tx.all(store::PROFILE, params![school, student])?)
}

/// A student's sheets with the student's line of each.
///
/// # Errors
/// The engine's.
pub fn with_lines(
    tx: &mut Tx<'_>,
    school: SchoolId,
    (student, sheets): (PersonId, Vec<SheetRow>),
) -> Result<Vec<(SheetRow, TotalRow)>> {
    let rows: Vec<LineRow> = tx.all(store::LINES_OF_STUDENT, params![school, student])?;
    let mut lines: HashMap<SheetId, TotalRow> = rows
        .into_iter()
        .map(|row| (row.sheet, row.line(student)))
        .collect();
    let with_line = |sheet: SheetRow| {
        let line = lines.remove(&sheet.id)?;
        Some((sheet, line))
    };
    Ok(sheets.into_iter().filter_map(with_line).collect())
}

/// What was observed of one student in a sheet: the rows of its plan with their levels.
///
/// # Errors
/// The engine's.
pub fn observed(tx: &mut Tx<'_>, sheet: &SheetRow, student: PersonId) -> Result<Vec<(RawId, u8)>> {
    let rows: Vec<(RawId, u8)> = tx.all(
        store::OBSERVED_OF_STUDENT,
        params![sheet.school, sheet.id, student],
    )?;
    Ok(rows)
}

/// What was asked to be corrected in a sheet, the latest first.
///
/// # Errors
/// The engine's.
pub fn corrections(tx: &mut Tx<'_>, sheet: &SheetRow) -> Result<Vec<CorrectionRow>> {
    Ok(tx.all(store::corrections::OF_SHEET, params![sheet.school, sheet.id])?)
}

/// How many sheets that are still filled in began under another rule than this.
///
/// # Errors
/// The engine's.
pub fn open_under_other_rule(tx: &mut Tx<'_>, school: SchoolId, rule: MissingRule) -> Result<i64> {
    let (count,): (i64,) = tx.one(store::OPEN_UNDER_OTHER_RULE, params![school, rule.code()])?;
    Ok(count)
}

/// The sheets whose round waits for a student.
///
/// # Errors
/// The engine's.
pub fn rounds_of_student(tx: &mut Tx<'_>, school: SchoolId, student: PersonId) -> Result<Vec<SheetId>> {
    let rows: Vec<(SheetId,)> = tx.all(store::ROUNDS_OF_STUDENT, params![school, student])?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The sheets that a teacher still fills in.
///
/// # Errors
/// The engine's.
pub fn unfinished(tx: &mut Tx<'_>, school: SchoolId, teacher: PersonId) -> Result<Vec<UnfinishedRow>> {
    Ok(tx.all(store::UNFINISHED, params![school, teacher])?)
}

/// The sheets that wait for somebody who checks, locks or settles, but for their own submissions.
///
/// # Errors
/// The engine's.
pub fn waiting(tx: &mut Tx<'_>, school: SchoolId, person: PersonId) -> Result<Vec<WaitingRow>> {
    Ok(tx.all(store::WAITING, params![school, person])?)
}

/// The names of a sheet's items, of a task or a course.
///
/// # Errors
/// The engine's.
pub fn item_names(tx: &mut Tx<'_>, sheet: &SheetRow) -> Result<HashMap<RawId, String>> {
    if sheet.is_course() {
        let course = courses::course(tx, sheet)?;
        return Ok(course
            .items
            .into_iter()
            .map(|item| (item.id.raw(), item.name))
            .collect());
    }
    let task = grading::plan(tx, sheet)?.task;
    Ok(task
        .items
        .iter()
        .map(|item| (item.id.raw(), item.name.clone()))
        .collect())
}
