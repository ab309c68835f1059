//! A random nation as the modules' own actions make it, and beside it what every row is and whose.

use std::collections::BTreeSet;

use db::{Tx, params};
use kernel::vault::Vault;
use kernel::{AccountId, Actor, Ctx, Dice, Percent, PersonId, PostId, Result, Role, Seat, Tier};
use org::model::major::Level;
use org::model::nation::{Province, office, provinces, school};
use org::model::registration::Form;
use org::queries::Org;
use people::actions::NewPost;
use people::model::class::{ClassId, EntryKind, NewClass};
use people::model::name::PersonName;
use people::model::nation::Names;

use super::thrown::{AT_WORK, School, Stage};
use super::{Kind, Row};

/// Names that are held at every organisation, so that what is found at one could be found at another.
const NAMES: [&str; 5] = ["单小红", "尉迟明", "曾志强", "区嘉怡", "阿依古丽·买买提"];

/// Whoever acts, and every row.
#[derive(Clone, Debug, Default)]
pub struct Made {
    pub orgs: Vec<Org>,
    pub actors: Vec<Actor>,
    pub rows: Vec<Row>,
}

/// Somebody of an organisation's staff.
#[derive(Clone, Debug)]
struct Human {
    person: PersonId,
    posts: BTreeSet<Role>,
}

/// What a school has while it is made.
struct Desk<'a> {
    org: Org,
    thrown: &'a School,
    staff: Vec<Human>,
    /// With their class teachers and students.
    classes: Vec<(ClassId, Option<PersonId>, Vec<PersonId>)>,
}

impl Desk<'_> {
    /// One of the staff who hold one of these posts: somebody does, since each post is held.
    fn one_of(&self, posts: &[Role], place: usize) -> PersonId {
        let held = |human: &&Human| posts.iter().any(|post| human.posts.contains(post));
        let able: Vec<&Human> = self.staff.iter().filter(held).collect();
        able[place % able.len()].person
    }

    fn teacher(&self, place: usize) -> PersonId {
        self.one_of(&[Role::Teacher, Role::ClassTeacher, Role::MajorLeader], place)
    }

    fn row(&self, kind: Kind, id: impl ToString, theirs: impl IntoIterator<Item = PersonId>) -> Row {
        Row {
            kind,
            id: id.to_string(),
            org: self.org.number,
            theirs: theirs.into_iter().collect(),
        }
    }
}

/// Makes all of it in one transaction.
pub fn made(tx: &mut Tx<'_>, ctx: &Ctx, vault: &Vault, thrown: &[School]) -> Result<Made> {
    // Nobody has to choose a password first, where all of them are made up.
    db::memory::remember(tx, web::MADE_UP, ctx.now)?;
    let mut made = Made::default();
    let provinces = provinces(2);
    let offices = [office(None)].into_iter();
    let offices = offices.chain(provinces.iter().map(|province| office(Some(*province))));
    let cities = provinces.iter().map(|province| city(*province));
    for form in offices.chain(cities) {
        let org = org::nation::organisation(tx, ctx, &form)?;
        let officer = match org.tier {
            Tier::Nation => Role::NationalOfficer,
            Tier::Province => Role::ProvincialOfficer,
            _ => Role::CityOfficer,
        };
        let posts = [officer, Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin];
        staff(
            tx,
            ctx,
            vault,
            &org,
            &posts.map(|post| BTreeSet::from([post])),
            &mut made,
        )?;
        made.orgs.push(org);
    }
    org::nation::catalogue(tx, ctx, &made.orgs[0])?;
    for (number, thrown) in thrown.iter().enumerate() {
        let (mut form, _) = school(1, number, &provinces, 100);
        let (province, city) = thrown.place;
        form.region = format!("{}{city:02}00", provinces[province].code);
        let org = org::nation::organisation(tx, ctx, &form)?;
        one_school(tx, ctx, vault, (org, thrown), &mut made)?;
    }
    Ok(made)
}

/// The office of the first city of a province.
fn city(province: Province) -> Form {
    Form {
        code: format!("{}01", province.code),
        name: format!("{}一市", province.office),
        kind: "市".to_owned(),
        region: format!("{}0100", province.code),
        category: String::new(),
        affiliation: String::new(),
        credit: String::new(),
    }
}

fn one_school(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    vault: &Vault,
    (org, thrown): (Org, &School),
    made: &mut Made,
) -> Result<()> {
    org::nation::calendar(tx, ctx, &org)?;
    let administrators = [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin];
    let one_each = AT_WORK
        .iter()
        .chain(&administrators)
        .map(|post| BTreeSet::from([*post]));
    let posts: Vec<BTreeSet<Role>> = one_each.chain(thrown.staff.iter().cloned()).collect();
    let staff = staff(tx, ctx, vault, &org, &posts, made)?;
    let mut desk = Desk {
        org: org.clone(),
        thrown,
        staff,
        classes: Vec::new(),
    };
    classes(tx, ctx, vault, &mut desk, made)?;
    work(tx, ctx, &desk, made)?;
    faculty::demo::load(tx, ctx, vault, std::slice::from_ref(&org))?;
    let results: Vec<(String,)> = tx.all(
        "SELECT certificate FROM training_result WHERE school_id = $1 AND certificate IS NOT NULL AND last_day >= $2",
        params![org.number, super::TRAINED_FROM],
    )?;
    made.rows.extend(
        results
            .into_iter()
            .map(|(certificate,)| desk.row(Kind::Results, certificate, [])),
    );
    made.orgs.push(org);
    Ok(())
}

/// Appoints people, one for each set of posts. Whoever is only an administrator is not on the list of people.
fn staff(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    vault: &Vault,
    org: &Org,
    posts: &[BTreeSet<Role>],
    made: &mut Made,
) -> Result<Vec<Human>> {
    let grant = people::policy::may_appoint_as_system(ctx, org.clone())?;
    let mut staff = Vec::new();
    for (place, posts) in posts.iter().enumerate() {
        let mut human = None;
        for role in posts {
            let new = NewPost {
                name: PersonName::parse(NAMES[place % NAMES.len()])
                    .map_err(|text| kernel::Error::field("name", text))?,
                number: format!("{}00{place:02}", super::NUMBERS),
                role: *role,
            };
            let appointed = people::actions::appoint(tx, ctx, vault, &grant, &new)?;
            made.actors.push(acting(
                org,
                (appointed.account, appointed.person, appointed.post),
                *role,
            ));
            human = Some(appointed.person);
        }
        let Some(person) = human else { continue };
        let row = |kind| Row {
            kind,
            id: person.to_string(),
            org: org.number,
            theirs: BTreeSet::new(),
        };
        if org.tier == Tier::School {
            made.rows.push(row(Kind::Named));
            if posts.iter().any(|role| !role.is_administrator()) {
                made.rows.push(row(Kind::People));
            }
        }
        made.rows.extend([row(Kind::Staff), row(Kind::FoundStaff)]);
        staff.push(Human {
            person,
            posts: posts.clone(),
        });
    }
    Ok(staff)
}

fn acting(org: &Org, (account, person, post): (AccountId, PersonId, PostId), role: Role) -> Actor {
    Actor::Person {
        account,
        person,
        post,
        role,
        seat: Seat {
            org: org.id,
            school: org.number,
            tier: org.tier,
            region: org.region,
        },
    }
}

/// Makes the classes with their students.
fn classes(tx: &mut Tx<'_>, ctx: &Ctx, vault: &Vault, desk: &mut Desk<'_>, made: &mut Made) -> Result<()> {
    let (school, names) = (desk.org.number, Names::default());
    let maker = people::nation::Maker {
        vault,
        ctx,
        names: &names,
    };
    let mut dice = Dice::of(7, &[school.0.unsigned_abs()]);
    for (number, (teacher, students)) in desk.thrown.classes.iter().enumerate() {
        let teacher = teacher.map(|place| desk.one_of(&[Role::ClassTeacher], place));
        let class = new_class(format!("{}{number}班", super::CLASSES), teacher, ctx)?;
        let prefix = format!("{}9{number}", super::NUMBERS);
        let first = school.0.unsigned_abs() * 1_000 + number as u64 * 10;
        let cohort = maker.cohort(&mut dice, class, (&prefix, first, *students))?;
        people::nation::classes(tx, ctx, (vault, school), &[cohort])?;
    }
    for class in people::queries::classes(tx, school, None)? {
        let students = people::queries::students(tx, school, class.id)?;
        let students: Vec<PersonId> = students.iter().map(|student| student.person).collect();
        for kind in [Kind::Classes, Kind::FoundClasses] {
            made.rows.push(desk.row(kind, class.id, class.teacher));
        }
        for student in &students {
            for kind in [Kind::People, Kind::Named, Kind::Students, Kind::FoundStudents] {
                made.rows.push(desk.row(kind, student, class.teacher));
            }
            let posts: Vec<(PostId, AccountId)> = tx.all(
                "SELECT id, account_id FROM student_post WHERE school_id = $1 AND person_id = $2",
                params![school, *student],
            )?;
            let actor = |(post, account)| acting(&desk.org, (account, *student, post), Role::Student);
            made.actors.extend(posts.into_iter().map(actor));
        }
        desk.classes.push((class.id, class.teacher, students));
    }
    Ok(())
}

fn new_class(name: String, teacher: Option<PersonId>, ctx: &Ctx) -> Result<NewClass> {
    Ok(NewClass {
        name,
        major_code: "0106".to_owned(),
        major_name: "数控加工（数控车工）".to_owned(),
        level: Level::Advanced,
        entry_kind: EntryKind::Junior,
        years: 5,
        entry_day: ctx.now.day().plus(-85),
        teacher,
    })
}

/// Designs tasks, opens runs and grades.
fn work(tx: &mut Tx<'_>, ctx: &Ctx, desk: &Desk<'_>, made: &mut Made) -> Result<()> {
    let school = desk.org.number;
    let mut tasks = Vec::new();
    for (number, place) in desk.thrown.tasks.iter().enumerate() {
        let owner = desk.teacher(*place);
        let task = match tasks.first() {
            None => design::demo::load(tx, ctx, school, owner)?,
            Some(first) => {
                let name = format!("{}之{number}", super::TASKS);
                design::demo::before(tx, ctx, school, (owner, *first), (&name, "再做一次"))?
            }
        };
        for kind in [Kind::Tasks, Kind::OwnTasks, Kind::FoundTasks] {
            made.rows.push(desk.row(kind, task, [owner]));
        }
        tasks.push(task);
    }
    let mut opened = BTreeSet::new();
    for (teacher, class, task, stage) in &desk.thrown.runs {
        let (class, task) = (class % desk.classes.len(), task % tasks.len());
        // A class works at a task once at a time.
        if opened.insert((class, task)) {
            let at = (desk.teacher(*teacher), class, tasks[task]);
            run(tx, ctx, desk, (at, *stage), made)?;
        }
    }
    for (teacher, class) in &desk.thrown.courses {
        course(
            tx,
            ctx,
            desk,
            (desk.teacher(*teacher), class % desk.classes.len()),
            made,
        )?;
    }
    Ok(())
}

fn run(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk<'_>,
    ((teacher, class, task), stage): ((PersonId, usize, design::model::TaskId), Stage),
    made: &mut Made,
) -> Result<()> {
    let school = desk.org.number;
    let (class, led_by, students) = &desk.classes[class];
    let scene = classroom::demo::Scene {
        school,
        teacher,
        class: *class,
        task,
        place: "B203",
        done: 0,
        drawn: 0,
    };
    let run = classroom::demo::load(tx, ctx, &scene)?;
    made.rows.push(desk.row(Kind::Runs, run, []));
    made.rows.push(desk.row(Kind::OwnRuns, run, [teacher]));
    made.rows
        .push(desk.row(Kind::Work, run, students.iter().copied()));
    let sheet = assessment::queries::sheet_of(run);
    if stage == Stage::Begun {
        made.rows.push(desk.row(Kind::Unbegun, sheet, [teacher]));
        return Ok(());
    }
    let grant = assessment::policy::may_lead_as_system(tx, ctx, school, sheet)?;
    assessment::actions::open_round(tx, ctx, &grant)?;
    if stage == Stage::Over {
        classroom::demo::end(tx, ctx, school, run)?;
    }
    made.rows
        .push(desk.row(Kind::Sheets, sheet, [teacher].into_iter().chain(*led_by)));
    made.rows
        .push(desk.row(Kind::Lines, sheet, students.iter().copied()));
    Ok(())
}

fn course(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk<'_>,
    (teacher, class): (PersonId, usize),
    made: &mut Made,
) -> Result<()> {
    let (class, led_by, students) = &desk.classes[class];
    let grant = assessment::policy::may_open_course_as_system(ctx, desk.org.number, teacher)?;
    let new = assessment::actions::NewCourse {
        class: *class,
        name: "数控车削".to_owned(),
        last: ctx.now.day().plus(30),
        items: vec![assessment::actions::NewCourseItem {
            kind: assessment::model::CourseItemKind::Final,
            name: "期末".to_owned(),
            weight: Percent::whole(100),
            task_sheet: None,
        }],
    };
    let sheet = assessment::actions::open_course(tx, ctx, &grant, &new)?;
    made.rows
        .push(desk.row(Kind::Sheets, sheet, [teacher].into_iter().chain(*led_by)));
    made.rows
        .push(desk.row(Kind::Lines, sheet, students.iter().copied()));
    Ok(())
}
