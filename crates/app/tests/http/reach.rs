//! What holds of personal data in every nation: a list holds a row exactly when its reader may open it, both are what posts are for,
//! and neither ever holds a row of another school.
//!
//! `crates/programme/tests/reach.rs` shows the same of organisations and confirmed pairs.

mod made;
mod shown;
mod thrown;

use std::collections::BTreeSet;
use std::sync::Arc;

use db::Tx;
use kernel::{Actor, Ctx, Error, Id, OrgId, PersonId, Result, Role, SchoolId, Tier};
use org::queries::Org;
use proptest::prelude::*;
use testkit::{Nation, TestApp};

use made::Made;
use shown::{Denied, LISTS};

/// The number of everybody begins so.
const NUMBERS: &str = "25";
/// The name of every class begins so.
const CLASSES: &str = "数控试";
/// The name of every task begins so.
const TASKS: &str = "螺纹轴";
/// Of the results of training only those from here on, so that those of a school are few.
const TRAINED_FROM: i64 = 20_250_101;

/// What a row is, in the list that it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// Students, and the staff but for those who are administrators only.
    People,
    /// Students and all staff, looked for by their numbers.
    Named,
    /// Classes.
    Classes,
    /// Students on the page of their class.
    Students,
    /// The staff of any organisation.
    Staff,
    /// Classes at work.
    Runs,
    /// Those of a teacher.
    OwnRuns,
    /// Those that a student has a seat in.
    Work,
    /// Grade sheets that have begun.
    Sheets,
    /// Those that have not.
    Unbegun,
    /// A student's own lines in grade sheets.
    Lines,
    /// Learning tasks.
    Tasks,
    /// Those of a teacher.
    OwnTasks,
    /// Results of training.
    Results,
    /// Students that the search box finds.
    FoundStudents,
    /// Staff that it finds.
    FoundStaff,
    /// Classes that it finds.
    FoundClasses,
    /// Tasks that it finds.
    FoundTasks,
}

/// A row of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    kind: Kind,
    /// As addresses have it; of a result of training its certificate.
    id: String,
    org: SchoolId,
    /// Those who look after it, or whose it is.
    theirs: BTreeSet<PersonId>,
}

/// How far a post sees a kind of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sees {
    Nothing,
    Theirs,
    Own,
    City,
    Province,
    Nation,
}

/// What the posts are for, told without the product.
fn sees(role: Role, kind: Kind) -> Sees {
    use Role::{
        AcademicAffairs, CityOfficer, ClassTeacher, MajorLeader, NationalOfficer, PartyOrganisation,
        ProvincialOfficer, SchoolLeader, SecurityAdmin, Student, SystemAdmin, Teacher,
    };
    let office = matches!(role, SchoolLeader | PartyOrganisation | AcademicAffairs);
    let teaches = matches!(role, MajorLeader | Teacher | ClassTeacher);
    match (kind, role) {
        (Kind::People | Kind::Named, SchoolLeader | AcademicAffairs) => Sees::Own,
        (Kind::People | Kind::Named, ClassTeacher) => Sees::Theirs,
        (Kind::Classes | Kind::Students | Kind::FoundClasses | Kind::FoundStudents, _) => match role {
            ClassTeacher => Sees::Theirs,
            MajorLeader | Teacher | SystemAdmin => Sees::Own,
            _ if office => Sees::Own,
            _ => Sees::Nothing,
        },
        (Kind::Staff, NationalOfficer) => Sees::Nation,
        // No province is the ministry's: there it finds its own people only.
        (Kind::FoundStaff, NationalOfficer) => Sees::Own,
        (Kind::Staff | Kind::FoundStaff | Kind::Results, ProvincialOfficer) => Sees::Province,
        (Kind::Staff | Kind::FoundStaff | Kind::Results, CityOfficer) => Sees::City,
        (Kind::Staff | Kind::FoundStaff, SystemAdmin | SecurityAdmin) => Sees::Own,
        (Kind::Staff | Kind::FoundStaff | Kind::Results, _) if office => Sees::Own,
        (Kind::Runs | Kind::Tasks | Kind::FoundTasks, _) if office || teaches => Sees::Own,
        (Kind::OwnRuns | Kind::OwnTasks, _) if office => Sees::Own,
        (Kind::OwnRuns | Kind::OwnTasks, _) if teaches => Sees::Theirs,
        (Kind::Sheets, MajorLeader) => Sees::Own,
        (Kind::Sheets, _) if office => Sees::Own,
        (Kind::Sheets | Kind::Unbegun, Teacher | ClassTeacher) => Sees::Theirs,
        (Kind::Work | Kind::Lines, Student) => Sees::Theirs,
        _ => Sees::Nothing,
    }
}

/// Where a list is narrower than what its reader may open: a desk of one's own, and what the ministry looks for.
fn is_narrowed(role: Role, kind: Kind) -> bool {
    matches!(kind, Kind::OwnRuns | Kind::OwnTasks | Kind::Unbegun)
        || (kind == Kind::FoundStaff && role == Role::NationalOfficer)
}

/// Whether a post sees a row.
fn is_seen(made: &Made, actor: &Actor, row: &Row) -> bool {
    let (Some(role), Some(seat), Some(person)) = (actor.role(), actor.seat(), actor.person()) else {
        return false;
    };
    let region = |number: SchoolId| {
        let org = made.orgs.iter().find(|org| org.number == number).unwrap();
        format!("{:06}", org.region)
    };
    let alike = |digits: usize| region(seat.school)[..digits] == region(row.org)[..digits];
    match sees(role, row.kind) {
        Sees::Nothing => false,
        Sees::Theirs => row.org == seat.school && row.theirs.contains(&person),
        Sees::Own => row.org == seat.school,
        Sees::City => alike(4),
        Sees::Province => alike(2),
        Sees::Nation => true,
    }
}

/// A read that may be denied.
fn allowed<T>(read: Result<T>) -> Option<T> {
    match read {
        Ok(value) => Some(value),
        Err(Error::Denied(_) | Error::NotFound) => None,
        Err(other) => panic!("{other:?}"),
    }
}

/// Whether the policy opens a row by itself.
fn opens(tx: &mut Tx<'_>, ctx: &Ctx, orgs: &[Org], row: &Row) -> Result<bool> {
    fn id<T: ?Sized>(row: &Row) -> Id<T> {
        row.id.parse().unwrap()
    }
    let org = || -> OrgId { orgs.iter().find(|org| org.number == row.org).unwrap().id };
    Ok(match row.kind {
        Kind::People | Kind::Named => allowed(people::policy::may_read_person(tx, ctx, id(row))).is_some(),
        Kind::Classes | Kind::FoundClasses => {
            allowed(people::policy::may_read_class(tx, ctx, id(row))).is_some()
        }
        Kind::Students | Kind::FoundStudents => {
            let enrolled = people::queries::enrolments(tx, row.org, id(row))?;
            allowed(people::policy::may_read_class(tx, ctx, enrolled[0].class)).is_some()
        }
        Kind::Staff | Kind::FoundStaff => {
            allowed(people::policy::may_read_staff(tx, ctx, Some(org()))).is_some()
        }
        Kind::Runs | Kind::OwnRuns => allowed(classroom::policy::may_read_run(tx, ctx, id(row))).is_some(),
        Kind::Work => allowed(classroom::policy::may_work(tx, ctx, id(row))).is_some(),
        Kind::Sheets | Kind::Unbegun => {
            allowed(assessment::policy::may_read_sheet(tx, ctx, id(row))).is_some()
        }
        Kind::Lines => allowed(assessment::policy::may_read_own_grades(tx, ctx, id(row))).is_some(),
        Kind::Tasks | Kind::OwnTasks | Kind::FoundTasks => {
            allowed(design::policy::may_read_task(tx, ctx, id(row))).is_some()
        }
        Kind::Results => allowed(faculty::policy::may_read_results(tx, ctx, org())).is_some(),
    })
}

/// The places of the rows that the policy opens to somebody.
async fn opened(app: &TestApp, made: &Arc<Made>, actor: &Actor) -> BTreeSet<usize> {
    let (ctx, made) = (app.house.ctx(actor.clone()), Arc::clone(made));
    let read = app.house.db.read(&ctx, move |ctx, tx| {
        let mut opened = BTreeSet::new();
        for (place, row) in made.rows.iter().enumerate() {
            if opens(tx, ctx, &made.orgs, row)? {
                opened.insert(place);
            }
        }
        Ok(opened)
    });
    read.await.unwrap()
}

/// What one actor's lists hold, what opens, and what their post is for: all alike.
async fn one_reads(app: &TestApp, made: &Arc<Made>, (actor, token): (&Actor, &str), denied: &mut Denied) {
    let opened = opened(app, made, actor).await;
    let (role, seat) = (actor.role().unwrap(), *actor.seat().unwrap());
    for (place, list) in LISTS.iter().enumerate() {
        let of = |wanted: &dyn Fn(usize, &Row) -> bool| -> BTreeSet<&str> {
            let rows = made.rows.iter().enumerate();
            let rows = rows.filter(|(place, row)| list.kinds.contains(&row.kind) && wanted(*place, row));
            rows.map(|(_, row)| row.id.as_str()).collect()
        };
        let shown = shown::by(app, made, (actor, token), place, denied).await;
        let shown: BTreeSet<&str> = shown.iter().map(String::as_str).collect();
        let told = of(&|_, row| is_seen(made, actor, row));
        assert_eq!(shown, told, "{list:?} shown to {role:?} of {}", seat.school.0);
        let open = of(&|place, row| opened.contains(&place) && !is_narrowed(role, row.kind));
        let whole = of(&|_, row| is_seen(made, actor, row) && !is_narrowed(role, row.kind));
        assert_eq!(open, whole, "{list:?} opened by {role:?} of {}", seat.school.0);
        let shut = of(&|place, row| is_seen(made, actor, row) && !opened.contains(&place));
        assert_eq!(
            shut,
            BTreeSet::new(),
            "{list:?} shut to {role:?} of {}",
            seat.school.0
        );
        if seat.tier == Tier::School {
            let foreign = of(&|place, row| row.org != seat.school && opened.contains(&place));
            assert_eq!(foreign, BTreeSet::new(), "{list:?} of other schools to {role:?}");
        }
    }
}

async fn everybody_reads(app: &TestApp, thrown: Vec<thrown::School>) {
    let (ctx, house) = (app.house.ctx(Actor::System), Arc::clone(&app.house));
    let make = move |ctx: &Ctx, tx: &mut Tx<'_>| {
        let made = made::made(tx, ctx, &house.vault, &thrown)?;
        let tokens = shown::sessions(tx, ctx, &made.actors)?;
        Ok((made, tokens))
    };
    let (made, tokens) = app.house.db.write(&ctx, make).await.unwrap();
    let made = Arc::new(made);
    let mut denied = Denied::new();
    for (actor, token) in made.actors.iter().zip(&tokens) {
        one_reads(app, &made, (actor, token), &mut denied).await;
    }
}

#[test]
fn a_list_of_personal_data_holds_a_row_exactly_when_its_reader_may_open_it() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let empty = runtime.block_on(async { Nation::of(TestApp::empty().await) });
    let few = ProptestConfig {
        cases: 2,
        max_shrink_iters: 8,
        ..ProptestConfig::default()
    };
    proptest!(few, |(thrown in thrown::nation())| {
        runtime.block_on(async { everybody_reads(&empty.copy().await, thrown).await });
    });
}
