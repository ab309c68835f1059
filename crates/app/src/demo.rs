//! The made-up nation: a ministry, two provinces, three schools, and people for every post.

use std::sync::Arc;

use db::Tx;
use kernel::{Actor, Ctx, Error, Result};
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
    house
        .db
        .write(&ctx, move |ctx, tx| {
            let orgs = org::demo::load(tx, ctx)?;
            orgs.iter().try_for_each(|org| staff(tx, ctx, &inner, org, &hash))
        })
        .await
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
    Ok(())
}
