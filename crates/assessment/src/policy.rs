//! Who may do what to ratings and grades: the teacher of a run leads its sheet, 专业带头人 and 教务 check, 教务 locks, nobody
//! their own submission; students rate in their own seat and read what is theirs; a mentor has a link and no account.

use authz::{Grant, Rule, Scope, Verb, scope_of};
use classroom::queries::{RunHead, SeatRow};
use db::{Tx, params};
use kernel::vault::Vault;
use kernel::{Ctx, Error, Instant, PersonId, Result, Role, SchoolId, Seat, Text};
use people::model::class::ClassId;

use crate::model::{InvitationId, SheetId, invitation};
use crate::queries;
use crate::store::invitations::{self, DoorRow, InvitationRow};
use crate::store::{self, SheetRow};

/// Sees grade sheets.
pub struct ReadSheets;
/// Sees one grade sheet.
pub struct ReadSheet;
/// Fills in a grade sheet: rates, opens the round of self and peers, shows grades, submits, asks for a correction.
pub struct LeadSheet;
/// Makes the grade sheet of a course.
pub struct OpenCourse;
/// Checks a submitted sheet or returns it.
pub struct CheckSheet;
/// Locks a checked sheet.
pub struct LockSheet;
/// Approves or refuses a correction.
pub struct SettleCorrection;
/// Chooses the rule for missing ratings.
pub struct ChooseRule;
/// Rates oneself and peers.
pub struct RateInRound;
/// Reads one's own grades.
pub struct ReadOwnGrades;
/// Rates by the link of an invitation.
pub struct RateByInvitation;

/// Where somebody stands.
#[derive(Clone, Copy, Debug)]
pub struct Desk {
    /// The school.
    pub school: SchoolId,
    /// The person.
    pub person: PersonId,
    /// Whether only what is the person's own is reached.
    pub own: bool,
}

/// A sheet with the class at work behind it; a sheet of a run that nobody has rated in is not begun yet.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The school.
    pub school: SchoolId,
    /// The sheet.
    pub id: SheetId,
    /// Whose sheet it is.
    pub teacher: PersonId,
    /// The class.
    pub class: ClassId,
    /// The run, where it is the sheet of a task.
    pub run: Option<RunHead>,
    /// The sheet, where it has begun.
    pub sheet: Option<SheetRow>,
}

/// A student in the round of a run.
#[derive(Clone, Debug)]
pub struct Bench {
    /// The sheet.
    pub sheet: SheetRow,
    /// The run.
    pub run: RunHead,
    /// The student's seat.
    pub seat: SeatRow,
}

/// A student before a sheet in which they have a line.
#[derive(Clone, Debug)]
pub struct OwnLine {
    /// The student.
    pub student: PersonId,
    /// The sheet.
    pub sheet: SheetRow,
}

macro_rules! verbs {
    ($($verb:ident, $target:ty, $name:literal;)*) => {
        $(impl Verb for $verb {
            type Target = $target;
            const NAME: &'static str = $name;
        })*
    };
}

verbs! {
    ReadSheets, Desk, "assessment.read-sheets";
    ReadSheet, Opened, "assessment.read-sheet";
    LeadSheet, Opened, "assessment.lead-sheet";
    OpenCourse, Desk, "assessment.open-course";
    CheckSheet, SheetRow, "assessment.check-sheet";
    LockSheet, SheetRow, "assessment.lock-sheet";
    SettleCorrection, SheetRow, "assessment.settle-correction";
    ChooseRule, Desk, "assessment.choose-rule";
    RateInRound, Bench, "assessment.rate-in-round";
    ReadOwnGrades, OwnLine, "assessment.read-own-grades";
    RateByInvitation, InvitationRow, "assessment.rate-by-invitation";
}

const READERS: &[(Role, Scope)] = &[
    (Role::SchoolLeader, Scope::Org),
    (Role::PartyOrganisation, Scope::Org),
    (Role::AcademicAffairs, Scope::Org),
    (Role::MajorLeader, Scope::Org),
    (Role::Teacher, Scope::Own),
    (Role::ClassTeacher, Scope::Own),
];
const LEADERS: &[(Role, Scope)] = &[
    (Role::MajorLeader, Scope::Org),
    (Role::Teacher, Scope::Own),
    (Role::ClassTeacher, Scope::Own),
];
const CHECKERS: &[(Role, Scope)] = &[
    (Role::AcademicAffairs, Scope::Org),
    (Role::MajorLeader, Scope::Org),
];
const REGISTRY: &[(Role, Scope)] = &[(Role::AcademicAffairs, Scope::Org)];
const STUDENTS: &[(Role, Scope)] = &[(Role::Student, Scope::Own)];

const fn rule(verb: &'static str, allowed: &'static [(Role, Scope)]) -> Rule {
    Rule { verb, allowed }
}

/// The policy of ratings and grades. Nobody holds the verb of an invitation by their post: the link is the proof.
pub const RULES: &[Rule] = &[
    rule(ReadSheets::NAME, READERS),
    rule(ReadSheet::NAME, READERS),
    rule(LeadSheet::NAME, LEADERS),
    rule(OpenCourse::NAME, LEADERS),
    rule(CheckSheet::NAME, CHECKERS),
    rule(LockSheet::NAME, REGISTRY),
    rule(SettleCorrection::NAME, CHECKERS),
    rule(ChooseRule::NAME, REGISTRY),
    rule(RateInRound::NAME, STUDENTS),
    rule(ReadOwnGrades::NAME, STUDENTS),
    rule(RateByInvitation::NAME, &[]),
];

fn allowed(ctx: &Ctx, verb: &'static str) -> Result<(Scope, Seat, PersonId)> {
    let (Some(role), Some(seat), Some(person)) = (ctx.actor.role(), ctx.actor.seat(), ctx.actor.person())
    else {
        return Err(Error::SignIn);
    };
    match scope_of(RULES, verb, role) {
        Some(scope) => Ok((scope, *seat, person)),
        None => Err(Error::Denied(Text::new("assessment-denied"))),
    }
}

fn desk(ctx: &Ctx, verb: &'static str) -> Result<Desk> {
    let (scope, seat, person) = allowed(ctx, verb)?;
    Ok(Desk {
        school: seat.school,
        person,
        own: scope == Scope::Own,
    })
}

fn denied(key: &'static str) -> Error {
    Error::Denied(Text::new(key))
}

/// # Errors
/// 401 or 403.
pub fn may_read_sheets(ctx: &Ctx) -> Result<Grant<ReadSheets>> {
    desk(ctx, ReadSheets::NAME).map(Grant::issue)
}

fn opened(tx: &mut Tx<'_>, school: SchoolId, id: SheetId) -> Result<Opened> {
    let sheet = queries::sheet(tx, school, id)?;
    let run = match &sheet {
        Some(sheet) if sheet.is_course() => None,
        _ => Some(classroom::queries::run(tx, school, queries::run_of(id))?),
    };
    let sheet_of = sheet.as_ref().map(|sheet| (sheet.teacher, sheet.class));
    let run_of = run.as_ref().map(|run| (run.teacher, run.class));
    // The run's teacher is asked first: the sheet of a run goes with whoever teaches it now.
    let (teacher, class) = run_of.or(sheet_of).ok_or(Error::NotFound)?;
    Ok(Opened {
        school,
        id,
        teacher,
        class,
        run,
        sheet,
    })
}

/// A sheet of the own school: any for the school's offices, one's own as its teacher or as the class teacher.
///
/// # Errors
/// 401, 403, or 404 for a sheet of another school.
pub fn may_read_sheet(tx: &mut Tx<'_>, ctx: &Ctx, id: SheetId) -> Result<Grant<ReadSheet>> {
    let (scope, seat, person) = allowed(ctx, ReadSheet::NAME)?;
    let opened = opened(tx, seat.school, id)?;
    let own = scope == Scope::Org || opened.teacher == person;
    if own || people::queries::class(tx, seat.school, opened.class)?.teacher == Some(person) {
        Ok(Grant::issue(opened))
    } else {
        Err(denied("assessment-denied-sheet"))
    }
}

/// The teacher of the sheet, or the 专业带头人.
///
/// # Errors
/// 401, 403, or 404 for a sheet of another school.
pub fn may_lead_sheet(tx: &mut Tx<'_>, ctx: &Ctx, id: SheetId) -> Result<Grant<LeadSheet>> {
    let (scope, seat, person) = allowed(ctx, LeadSheet::NAME)?;
    let opened = opened(tx, seat.school, id)?;
    if leads(scope, &opened, person) {
        Ok(Grant::issue(opened))
    } else {
        Err(denied("assessment-denied-teacher"))
    }
}

fn leads(scope: Scope, opened: &Opened, person: PersonId) -> bool {
    scope == Scope::Org || opened.teacher == person
}

/// Whether the actor could lead a sheet that was opened to read: decides what a page offers, and proves nothing.
pub fn would_lead(ctx: &Ctx, opened: &Opened) -> bool {
    allowed(ctx, LeadSheet::NAME).is_ok_and(|(scope, _, person)| leads(scope, opened, person))
}

/// For the made-up nation: the sheet of a run.
///
/// # Errors
/// 403 for anybody but the system.
pub fn may_lead_as_system(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    school: SchoolId,
    id: SheetId,
) -> Result<Grant<LeadSheet>> {
    match ctx.actor {
        kernel::Actor::System => Ok(Grant::issue(opened(tx, school, id)?)),
        _ => Err(denied("assessment-denied")),
    }
}

/// # Errors
/// 401 or 403.
pub fn may_open_course(ctx: &Ctx) -> Result<Grant<OpenCourse>> {
    desk(ctx, OpenCourse::NAME).map(Grant::issue)
}

/// For the made-up nation: a course of this teacher.
///
/// # Errors
/// 403 for anybody but the system.
pub fn may_open_course_as_system(ctx: &Ctx, school: SchoolId, person: PersonId) -> Result<Grant<OpenCourse>> {
    match ctx.actor {
        kernel::Actor::System => Ok(Grant::issue(Desk {
            school,
            person,
            own: true,
        })),
        _ => Err(denied("assessment-denied")),
    }
}

/// The sheet that somebody other than the submitter works on.
fn of_others(tx: &mut Tx<'_>, ctx: &Ctx, verb: &'static str, id: SheetId) -> Result<SheetRow> {
    let (_, seat, person) = allowed(ctx, verb)?;
    let sheet: SheetRow = tx.one(store::SHEET, params![seat.school, id])?;
    if sheet.submitted_by == Some(person) {
        return Err(denied("assessment-denied-own-submission"));
    }
    Ok(sheet)
}

/// 专业带头人 or 教务, never on their own submission.
///
/// # Errors
/// 401, 403, or 404 for a sheet of another school.
pub fn may_check_sheet(tx: &mut Tx<'_>, ctx: &Ctx, id: SheetId) -> Result<Grant<CheckSheet>> {
    of_others(tx, ctx, CheckSheet::NAME, id).map(Grant::issue)
}

/// 教务, never on their own submission.
///
/// # Errors
/// 401, 403, or 404 for a sheet of another school.
pub fn may_lock_sheet(tx: &mut Tx<'_>, ctx: &Ctx, id: SheetId) -> Result<Grant<LockSheet>> {
    of_others(tx, ctx, LockSheet::NAME, id).map(Grant::issue)
}

/// 专业带头人 or 教务; that it is another person than the one who asked is the correction's own rule.
///
/// # Errors
/// 401, 403, or 404 for a sheet of another school.
pub fn may_settle_correction(tx: &mut Tx<'_>, ctx: &Ctx, id: SheetId) -> Result<Grant<SettleCorrection>> {
    let (_, seat, _) = allowed(ctx, SettleCorrection::NAME)?;
    Ok(Grant::issue(tx.one(store::SHEET, params![seat.school, id])?))
}

/// Whether the actor's post could do a verb at all: decides what a page offers, and proves nothing.
pub fn would(ctx: &Ctx, verb: &'static str) -> bool {
    allowed(ctx, verb).is_ok()
}

/// # Errors
/// 401 or 403.
pub fn may_choose_rule(ctx: &Ctx) -> Result<Grant<ChooseRule>> {
    desk(ctx, ChooseRule::NAME).map(Grant::issue)
}

/// A student in their own seat. A sheet without one is none that they may know of.
///
/// # Errors
/// 401, 403, or 404.
pub fn may_rate_in_round(tx: &mut Tx<'_>, ctx: &Ctx, id: SheetId) -> Result<Grant<RateInRound>> {
    let (_, seat, person) = allowed(ctx, RateInRound::NAME)?;
    bench(tx, seat.school, id, person).map(Grant::issue)
}

/// For the made-up nation: a student in the round.
///
/// # Errors
/// 403 for anybody but the system, 404 for somebody without a seat.
pub fn may_rate_as_system(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    school: SchoolId,
    (id, student): (SheetId, PersonId),
) -> Result<Grant<RateInRound>> {
    match ctx.actor {
        kernel::Actor::System => bench(tx, school, id, student).map(Grant::issue),
        _ => Err(denied("assessment-denied")),
    }
}

fn bench(tx: &mut Tx<'_>, school: SchoolId, id: SheetId, student: PersonId) -> Result<Bench> {
    let sheet = queries::sheet(tx, school, id)?.ok_or(Error::NotFound)?;
    if sheet.is_course() {
        return Err(Error::NotFound);
    }
    let run = classroom::queries::run(tx, school, queries::run_of(id))?;
    let arranged = classroom::queries::arranged(tx, &run)?;
    let seat = arranged.seats.iter().find(|seat| seat.student == student);
    let seat = seat.cloned().ok_or(Error::NotFound)?;
    Ok(Bench { sheet, run, seat })
}

/// Who reads their own grades.
///
/// # Errors
/// 401 or 403.
pub fn may_read_own(ctx: &Ctx) -> Result<Desk> {
    desk(ctx, ReadOwnGrades::NAME)
}

/// A student's own line. A sheet without one is none that they may know of.
///
/// # Errors
/// 401, 403, or 404.
pub fn may_read_own_grades(tx: &mut Tx<'_>, ctx: &Ctx, id: SheetId) -> Result<Grant<ReadOwnGrades>> {
    let (_, seat, person) = allowed(ctx, ReadOwnGrades::NAME)?;
    let sheet: SheetRow = tx.one(store::SHEET, params![seat.school, id])?;
    queries::total(tx, &sheet, person)?.ok_or(Error::NotFound)?;
    Ok(Grant::issue(OwnLine {
        student: person,
        sheet,
    }))
}

/// Whoever holds the link of an invitation: its id and its code. Wrong codes delay the next try, and only for this
/// invitation; the caller notes them with [`crate::actions::note_wrong_code`].
///
/// # Errors
/// 404 for no invitation, 429 too soon after wrong codes, 403 for a wrong code, a conflict for one that was ended or is too old.
pub fn may_rate_by_invitation(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    vault: &Vault,
    (id, code): (InvitationId, &str),
) -> Result<Grant<RateByInvitation>> {
    let door: DoorRow = tx.one(invitations::DOOR, params![id])?;
    if let Some(next) = invitation::next_try(door.failures, door.latest).filter(|next| ctx.now < *next) {
        let seconds = (next.0 - ctx.now.0 + Instant::SECOND - 1) / Instant::SECOND;
        return Err(Error::TooMany(
            Text::new("assessment-link-wait").with("seconds", seconds),
        ));
    }
    let row: InvitationRow = tx.one(invitations::ONE, params![door.school, id])?;
    let known = vault
        .open(invitation::PURPOSE, &row.code_sealed)
        .map_err(Error::internal)?;
    if !invitation::same(&known, code) {
        return Err(denied("assessment-link-wrong"));
    }
    if row.revoked_at.is_some() || row.expires_at <= ctx.now {
        return Err(Error::Conflict(Text::new("assessment-link-ended")));
    }
    Ok(Grant::issue(row))
}
