//! Grades for the made-up nation: sheets as far as they went, a locked one with a correction, one in work with an open invitation, a course.

use classroom::model::RunId;
use classroom::queries::SeatRow;
use db::Tx;
use design::model::nodes::NodeKind;
use design::model::{Ability, AbilityId, AssessmentItem, ItemId, Rater, TaskId};
use kernel::vault::Vault;
use kernel::{Actor, Ctx, Error, Instant, Percent, Points, Result, SchoolId};

use crate::actions::{
    self, Given, LevelChange, NewCorrection, NewCourse, NewCourseItem, ScoreChange, Settlement, SittingChange,
};
use crate::model::demo as made;
use crate::model::invitation::NewInvitation;
use crate::model::{CourseItemKind, MissingRule, Observed, Score, SheetId, Sitting};
use crate::policy;
use crate::queries;

/// Who acts in a school.
#[derive(Clone, Debug)]
pub struct Cast {
    /// The school.
    pub school: SchoolId,
    /// The teacher of the class.
    pub teacher: Actor,
    /// 专业带头人
    pub leader: Actor,
    /// 教务
    pub office: Actor,
    /// The marks of the class.
    pub marks: made::Marks,
}

/// How far a sheet went that is rated by all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// The 专业带头人 has it.
    Submitted,
    /// The office has it.
    Checked,
    /// It is locked, and was corrected once.
    Locked,
    /// It is locked, and a correction waits for the office.
    Correcting,
}

/// A moment that lies behind, with chance of its own.
fn ago(ctx: &Ctx, actor: &Actor, micros: i64) -> Ctx {
    Ctx::new(ctx.now.plus(-micros), actor.clone(), ctx.bytes())
}

/// Chooses the school's rule, so that its page has a history.
///
/// # Errors
/// The engine's.
pub fn rule(tx: &mut Tx<'_>, ctx: &Ctx, cast: &Cast) -> Result<()> {
    let then = ago(ctx, &cast.office, 70 * Instant::DAY);
    let grant = policy::may_choose_rule(&then)?;
    actions::choose_rule(tx, &then, &grant, (MissingRule::Renormalise, made::RULE_REASON))
}

/// Gives the enterprise its weight in a task that is not taught yet: part quality and the report.
///
/// # Errors
/// The engine's.
pub fn weigh_enterprise(tx: &mut Tx<'_>, ctx: &Ctx, teacher: &Actor, task: TaskId) -> Result<()> {
    let then = ago(ctx, teacher, 40 * Instant::DAY);
    let grant = design::policy::may_edit_task(tx, &then, task)?;
    let rows = design::queries::present(tx, grant.target())?.rows;
    let items: Vec<_> = rows
        .into_iter()
        .filter(|(row, _)| row.kind == NodeKind::Item)
        .collect();
    for (index, fields) in [(3, ["50", "20"]), (5, ["20", "20"])] {
        let Some((row, version)) = items.get(index) else {
            continue;
        };
        for (offset, (field, typed)) in
            (0..).zip(["weights.teacher", "weights.enterprise"].into_iter().zip(fields))
        {
            let edit = design::actions::Edit {
                node: row.id,
                field: field.to_owned(),
                typed: typed.to_owned(),
                version: version + offset,
                op: None,
            };
            design::actions::edit_field(tx, &then, &grant, &edit)?;
        }
    }
    Ok(())
}

/// What a sheet is filled in from.
struct Room {
    sheet: SheetId,
    seats: Vec<SeatRow>,
    items: Vec<AssessmentItem>,
    abilities: Vec<Ability>,
}

fn room(tx: &mut Tx<'_>, cast: &Cast, run: RunId) -> Result<Room> {
    let run = classroom::queries::run(tx, cast.school, run)?;
    let task = classroom::queries::task(tx, &run)?;
    Ok(Room {
        sheet: queries::sheet_of(run.id),
        seats: classroom::queries::seats(tx, &run)?,
        items: task.items.clone(),
        abilities: task.abilities.clone(),
    })
}

fn score(points: i64) -> Result<Option<Score>> {
    Score::new(points * 100)
        .map(Some)
        .map_err(|_| Error::internal("a made-up rating out of range"))
}

/// A sheet that was rated by all and went so far.
///
/// # Errors
/// The engine's.
pub fn rated(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    vault: &Vault,
    (cast, run, reached): (&Cast, RunId, Reached),
) -> Result<()> {
    let room = room(tx, cast, run)?;
    let round = ago(ctx, &cast.teacher, 26 * Instant::DAY);
    let lead = policy::may_lead_sheet(tx, &round, room.sheet)?;
    actions::open_round(tx, &round, &lead)?;
    rate_each_other(tx, ctx, vault, (cast, &room, room.seats.len()))?;
    let teaching = ago(ctx, &cast.teacher, 25 * Instant::DAY);
    teacher_rates(tx, &teaching, (cast, &room), |_, _| true)?;
    observe(tx, &teaching, (cast, &room))?;
    let lead = policy::may_lead_sheet(tx, &teaching, room.sheet)?;
    actions::submit_sheet(tx, &teaching, &lead)?;
    if reached == Reached::Submitted {
        return Ok(());
    }
    let checking = ago(ctx, &cast.leader, 24 * Instant::DAY);
    let check = policy::may_check_sheet(tx, &checking, room.sheet)?;
    actions::check_sheet(tx, &checking, &check)?;
    if reached == Reached::Checked {
        return Ok(());
    }
    let locking = ago(ctx, &cast.office, 23 * Instant::DAY);
    let lock = policy::may_lock_sheet(tx, &locking, room.sheet)?;
    actions::lock_sheet(tx, &locking, &lock)?;
    correct(tx, ctx, (cast, &room, reached))
}

fn correct(tx: &mut Tx<'_>, ctx: &Ctx, (cast, room, reached): (&Cast, &Room, Reached)) -> Result<()> {
    let (Some(item), Some(seat)) = (room.items.get(3), room.seats.get(1)) else {
        return Ok(());
    };
    let asking = ago(ctx, &cast.teacher, 21 * Instant::DAY);
    let lead = policy::may_lead_sheet(tx, &asking, room.sheet)?;
    let new = NewCorrection {
        student: seat.student,
        item: item.id.raw(),
        kind: Rater::Teacher.code().to_owned(),
        value: cast.marks.corrected(1, 3).to_string(),
        reason: cast.marks.reason(&made::CORRECTIONS).to_owned(),
    };
    let id = actions::request_correction(tx, &asking, &lead, &new)?;
    if reached == Reached::Correcting {
        return Ok(());
    }
    let settling = ago(ctx, &cast.office, 20 * Instant::DAY);
    let settle = policy::may_settle_correction(tx, &settling, room.sheet)?;
    actions::settle_correction(tx, &settling, &settle, (id, &Settlement::Approved))
}

/// A sheet in work: half the class has rated, the teacher has begun, a mentor is invited where the enterprise has weight.
///
/// # Errors
/// The engine's.
pub fn in_work(tx: &mut Tx<'_>, ctx: &Ctx, vault: &Vault, (cast, run): (&Cast, RunId)) -> Result<()> {
    let room = room(tx, cast, run)?;
    let then = ago(ctx, &cast.teacher, 2 * Instant::DAY);
    let lead = policy::may_lead_sheet(tx, &then, room.sheet)?;
    actions::open_round(tx, &then, &lead)?;
    // The first student still has everything to rate.
    rate_each_other(tx, ctx, vault, (cast, &room, room.seats.len() / 2))?;
    teacher_rates(tx, &then, (cast, &room), |seat, item| {
        item < 2 || (item == 2 && seat % 3 != 1)
    })?;
    if let Some(seat) = room.seats.last() {
        let lead = policy::may_lead_sheet(tx, &then, room.sheet)?;
        actions::exempt(
            tx,
            &then,
            &lead,
            (seat.student, cast.marks.reason(&made::EXEMPTIONS)),
        )?;
    }
    if room
        .items
        .iter()
        .all(|item| item.weights.enterprise == Percent::ZERO)
    {
        return Ok(());
    }
    let (enterprise, mentor) = cast.marks.mentor();
    let new = NewInvitation {
        enterprise: enterprise.to_owned(),
        mentor: mentor.to_owned(),
        days: 21,
    };
    let lead = policy::may_lead_sheet(tx, &then, room.sheet)?;
    actions::invite(tx, &then, vault, (&lead, &new)).map(drop)
}

/// The last so many seats rate themselves and each other.
fn rate_each_other(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    vault: &Vault,
    (cast, room, count): (&Cast, &Room, usize),
) -> Result<()> {
    let rating = ago(ctx, &Actor::System, Instant::DAY);
    for (rater, seat) in room.seats.iter().enumerate().skip(room.seats.len() - count) {
        let mut given = Vec::new();
        for (number, item) in room.items.iter().enumerate() {
            for (rated, other) in room.seats.iter().enumerate() {
                let points = match actions::kind_of(item, seat, other) {
                    Some(Rater::Own) => cast.marks.own(rater, number),
                    Some(_) => cast.marks.peer(rater, rated, number),
                    None => continue,
                };
                given.push(Given {
                    student: other.student,
                    item: item.id,
                    score: score(points)?,
                });
            }
        }
        let grant = policy::may_rate_as_system(tx, &rating, cast.school, (room.sheet, seat.student))?;
        actions::rate_in_round(tx, &rating, vault, &grant, &given)?;
    }
    Ok(())
}

fn teacher_rates(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (cast, room): (&Cast, &Room),
    rated: fn(usize, usize) -> bool,
) -> Result<()> {
    let mut changes = Vec::new();
    for (seat, row) in room.seats.iter().enumerate() {
        for (number, item) in room
            .items
            .iter()
            .enumerate()
            .filter(|(number, _)| rated(seat, *number))
        {
            let (student, item): (_, ItemId) = (row.student, item.id);
            changes.push(ScoreChange {
                student,
                item,
                score: score(cast.marks.teacher(seat, number))?,
                version: 0,
            });
        }
    }
    let lead = policy::may_lead_sheet(tx, ctx, room.sheet)?;
    actions::rate_cells(tx, ctx, &lead, &changes).map(drop)
}

fn observe(tx: &mut Tx<'_>, ctx: &Ctx, (cast, room): (&Cast, &Room)) -> Result<()> {
    let mut changes = Vec::new();
    for (seat, row) in room.seats.iter().enumerate() {
        for (number, ability) in room.abilities.iter().enumerate() {
            let (student, ability): (_, AbilityId) = (row.student, ability.id);
            let level = Observed::new(cast.marks.observed(seat, number)).ok();
            changes.push(LevelChange {
                student,
                ability,
                level,
                version: 0,
            });
        }
    }
    let lead = policy::may_lead_sheet(tx, ctx, room.sheet)?;
    actions::observe(tx, ctx, &lead, &changes).map(drop)
}

/// The grade sheet of the course that the task belongs to: classroom work, homework, the locked task, a final exam with one
/// student absent and one deferred.
///
/// # Errors
/// The engine's.
pub fn course(tx: &mut Tx<'_>, ctx: &Ctx, (cast, run): (&Cast, RunId)) -> Result<()> {
    let run = classroom::queries::run(tx, cast.school, run)?;
    let then = ago(ctx, &cast.teacher, 3 * Instant::DAY);
    let item = |kind: CourseItemKind, name: &str, weight: i64, task_sheet| NewCourseItem {
        kind,
        name: name.to_owned(),
        weight: Percent::whole(weight),
        task_sheet,
    };
    let new = NewCourse {
        class: run.class,
        name: made::COURSE.to_owned(),
        last: ctx.now.day().plus(30),
        items: vec![
            item(CourseItemKind::Classroom, made::COURSE_ITEMS[0], 10, None),
            item(CourseItemKind::Homework, made::COURSE_ITEMS[1], 20, None),
            item(
                CourseItemKind::Task,
                &run.title,
                30,
                Some(queries::sheet_of(run.id)),
            ),
            item(CourseItemKind::Final, made::COURSE_ITEMS[2], 40, None),
        ],
    };
    let id = actions::open_course(tx, &then, &policy::may_open_course(&then)?, &new)?;
    let grant = policy::may_lead_sheet(tx, &then, id)?;
    let sheet = grant.target().sheet.clone().ok_or(Error::NotFound)?;
    let course = crate::courses::course(tx, &sheet)?;
    let written: Vec<_> = course
        .items
        .iter()
        .filter(|item| item.task_sheet.is_none())
        .collect();
    let (absent, deferred) = cast.marks.missed();
    let mut changes = Vec::new();
    for (seat, student) in people::queries::students(tx, cast.school, run.class)?
        .iter()
        .enumerate()
    {
        for (number, item) in written.iter().enumerate() {
            let points = Points(cast.marks.course(seat, number) * (Points::SCALE / 10));
            let sitting = match (number, seat) {
                (2, seat) if seat == absent => Sitting::Absent,
                (2, seat) if seat == deferred => Sitting::Deferred,
                _ => Sitting::Sat(points),
            };
            changes.push(SittingChange {
                student: student.person,
                item: item.id,
                sitting: Some(sitting),
                version: 0,
            });
        }
    }
    actions::sit(tx, &then, &grant, &changes).map(drop)
}
