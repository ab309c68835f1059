//! The made-up nation: a ministry, two provinces, three schools, and people for every post.

use std::sync::Arc;

use db::Tx;
use kernel::{Actor, Ctx, Error, Result, Role, Tier};
use org::queries::Org;
use people::actions::{NewPost, appoint, set_password};
use people::model::name::PersonName;
use people::{password, policy};
use web::{House, MADE_UP};

use assessment::model::demo as made;

/// The password of every made-up person.
pub const PASSWORD: &str = "Gongxue-2026";

/// Whether the data of an installation are made up.
///
/// # Errors
/// The engine's.
pub async fn is_loaded(house: &House) -> Result<bool> {
    let ctx = house.ctx(Actor::System);
    let read = house.db.read(&ctx, |_, tx| Ok(db::memory::recall(tx, MADE_UP)?));
    Ok(read.await?.is_some())
}

/// Loads it into an empty installation, which remembers that its data are made up.
///
/// # Errors
/// The engine's; nothing is half-loaded.
pub async fn load(house: &Arc<House>) -> Result<()> {
    let salt = house.ctx(Actor::System).bytes::<16>();
    let hash = password::hash(PASSWORD.to_owned(), salt).await?;
    let (ctx, inner) = (house.ctx(Actor::System), Arc::clone(house));
    let standard = standards::demo::prepare()?;
    let plan = programme::model::policy(|key| house.texts.plain(kernel::Lang::Zh, key).to_owned());
    house
        .db
        .write(&ctx, move |ctx, tx| {
            db::memory::remember(tx, MADE_UP, ctx.now)?;
            let orgs = org::demo::load(tx, ctx)?;
            orgs.iter()
                .try_for_each(|org| staff(tx, ctx, &inner, org, &hash))?;
            faculty::demo::load(tx, ctx, &inner.vault, &orgs)?;
            programme::demo::load(tx, ctx, &plan, &orgs)?;
            if let Some(ministry) = orgs.iter().find(|org| org.tier == Tier::Nation) {
                let standard = standards::demo::load(tx, ctx, ministry, &standard)?;
                adoptions(tx, ctx, &orgs, standard)?;
            }
            class_at_work(tx, ctx, &inner, &orgs)
        })
        .await
}

/// Whom to sign in as: a line for each organisation, with the number of one person of each post.
///
/// # Errors
/// The engine's.
pub fn sign_ins(tx: &mut Tx<'_>) -> Result<Vec<String>> {
    let mut lines: Vec<(kernel::SchoolId, String)> = Vec::new();
    for (school, _, number) in people::queries::one_of_each_post(tx)? {
        match lines.last_mut() {
            Some((last, line)) if *last == school => {
                line.push_str(", ");
                line.push_str(&number);
            }
            _ => {
                let name = org::queries::by_number(tx, school)?.name;
                lines.push((school, format!("{name}: {number}")));
            }
        }
    }
    Ok(lines.into_iter().map(|(_, line)| line).collect())
}

/// What the schools adopt of the standard, each by its 专业带头人.
fn adoptions(tx: &mut Tx<'_>, ctx: &Ctx, orgs: &[Org], standard: standards::StandardId) -> Result<()> {
    let schools = orgs.iter().filter(|org| org.tier == Tier::School);
    for (school, made) in schools.zip(&design::model::demo::PLANS) {
        let staff = people::queries::staff(tx, ctx, school.number)?;
        let leader = staff.iter().find(|row| row.role == Role::MajorLeader.code());
        if let Some(leader) = leader {
            design::demo::adopt(tx, ctx, (school, leader.person), (standard, made))?;
        }
    }
    Ok(())
}

/// Two tasks as designed by a teacher of the first school and taught to its class: one to the end and graded, one in work.
fn class_at_work(tx: &mut Tx<'_>, ctx: &Ctx, house: &House, orgs: &[Org]) -> Result<()> {
    let Some(school) = orgs.iter().find(|org| org.tier == Tier::School) else {
        return Ok(());
    };
    let staff = people::queries::staff(tx, ctx, school.number)?;
    let classes = people::queries::classes(tx, school.number, None)?;
    let acting = |role: Role| {
        let row = staff.iter().find(|row| row.role == role.code())?;
        Some(acting(school, role, row))
    };
    let (Some(teacher), Some(leader), Some(office)) = (
        acting(Role::Teacher),
        acting(Role::MajorLeader),
        acting(Role::AcademicAffairs),
    ) else {
        return Ok(());
    };
    let (Some(person), Some(class)) = (teacher.person(), classes.first()) else {
        return Ok(());
    };
    let cast = assessment::demo::Cast {
        school: school.number,
        teacher,
        leader,
        office,
        marks: made::Marks::SAMPLE,
    };
    assessment::demo::rule(tx, ctx, &cast)?;
    let scene = |task, done| classroom::demo::Scene {
        school: school.number,
        teacher: person,
        class: class.id,
        task,
        place: classroom::model::demo::PLACES[0],
        done,
        drawn: 0,
    };
    let task = design::demo::load(tx, ctx, school.number, person)?;
    design::demo::place(tx, ctx, school.number, task)?;
    let earlier = Ctx::new(
        ctx.now.plus(-45 * kernel::Instant::DAY),
        Actor::System,
        ctx.bytes(),
    );
    let before = design::demo::before(
        tx,
        &earlier,
        school.number,
        (person, task),
        (made::BEFORE, made::SCENARIO),
    )?;
    design::demo::place(tx, &earlier, school.number, before)?;
    let over = classroom::demo::load(tx, &earlier, &scene(before, 18))?;
    let reached = assessment::demo::Reached::Locked;
    assessment::demo::rated(tx, ctx, &house.vault, (&cast, over, reached))?;
    classroom::demo::end(tx, ctx, school.number, over)?;
    assessment::demo::weigh_enterprise(tx, ctx, &cast.teacher, task)?;
    let run = classroom::demo::load(tx, ctx, &scene(task, 8))?;
    assessment::demo::in_work(tx, ctx, &house.vault, (&cast, run))?;
    assessment::demo::course(tx, ctx, (&cast, over))
}

/// Somebody of the staff in their post.
pub(crate) fn acting(school: &Org, role: Role, row: &people::queries::StaffRow) -> Actor {
    Actor::Person {
        account: row.account,
        person: row.person,
        post: row.post,
        role,
        seat: kernel::Seat {
            org: school.id,
            school: school.number,
            tier: school.tier,
            region: school.region,
        },
    }
}

fn staff(tx: &mut Tx<'_>, ctx: &Ctx, house: &House, org: &Org, hash: &str) -> Result<()> {
    posts(tx, ctx, house, org, hash)?;
    if org.tier == Tier::School {
        people::demo::load_classes(tx, ctx, &house.vault, org.number, hash)?;
    }
    Ok(())
}

/// One person for every post of an organisation, with the password of this hash.
pub(crate) fn posts(tx: &mut Tx<'_>, ctx: &Ctx, house: &House, org: &Org, hash: &str) -> Result<()> {
    let grant = policy::may_appoint_as_system(ctx, org.clone())?;
    for (role, name, number) in people::model::demo::staff_of(org.tier, org.number.0) {
        let name = PersonName::parse(&name).map_err(|text| Error::field("name", text))?;
        let appointed = appoint(tx, ctx, &house.vault, &grant, &NewPost { name, number, role })?;
        if appointed.code.is_some() {
            set_password(tx, ctx, (org.number, appointed.account), hash)?;
        }
    }
    Ok(())
}
