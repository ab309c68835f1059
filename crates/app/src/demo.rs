//! The made-up nation: a ministry, two provinces, three schools, and people for every post.

use std::sync::Arc;

use db::Tx;
use kernel::{Actor, Ctx, Error, Result, Role, Tier};
use org::queries::Org;
use people::actions::{NewPost, appoint, set_password};
use people::model::name::PersonName;
use people::{password, policy};
use web::House;

/// The password of every made-up person.
pub const PASSWORD: &str = "Gongxue-2026";

/// Loads it into an empty installation.
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
            let orgs = org::demo::load(tx, ctx)?;
            orgs.iter()
                .try_for_each(|org| staff(tx, ctx, &inner, org, &hash))?;
            faculty::demo::load(tx, ctx, &inner.vault, &orgs)?;
            programme::demo::load(tx, ctx, &plan, &orgs)?;
            if let Some(ministry) = orgs.iter().find(|org| org.tier == Tier::Nation) {
                standards::demo::load(tx, ctx, ministry, &standard)?;
            }
            class_at_work(tx, ctx, &orgs)
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

/// The sample task, as designed by a teacher of the first school and taught to its class.
fn class_at_work(tx: &mut Tx<'_>, ctx: &Ctx, orgs: &[Org]) -> Result<()> {
    let Some(school) = orgs.iter().find(|org| org.tier == Tier::School) else {
        return Ok(());
    };
    let staff = people::queries::staff(tx, ctx, school.number)?;
    let teacher = staff.iter().find(|row| row.role == Role::Teacher.code());
    let classes = people::queries::classes(tx, school.number, None)?;
    let (Some(teacher), Some(class)) = (teacher, classes.first()) else {
        return Ok(());
    };
    let task = design::demo::load(tx, ctx, school.number, teacher.person)?;
    let scene = classroom::demo::Scene {
        school: school.number,
        teacher: teacher.person,
        class: class.id,
        task,
        place: classroom::model::demo::PLACES[0],
        done: 8,
    };
    classroom::demo::load(tx, ctx, &scene).map(drop)
}

fn staff(tx: &mut Tx<'_>, ctx: &Ctx, house: &House, org: &Org, hash: &str) -> Result<()> {
    let grant = policy::may_appoint_as_system(ctx, org.clone())?;
    for (role, name, number) in people::model::demo::staff_of(org.tier, org.number.0) {
        let name = PersonName::parse(&name).map_err(|text| Error::field("name", text))?;
        let appointed = appoint(tx, ctx, &house.vault, &grant, &NewPost { name, number, role })?;
        if appointed.code.is_some() {
            set_password(tx, ctx, (org.number, appointed.account), hash)?;
        }
    }
    if org.tier == Tier::School {
        people::demo::load_classes(tx, ctx, &house.vault, org.number, hash)?;
    }
    Ok(())
}
