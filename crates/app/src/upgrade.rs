//! `gongxue upgrade`: the schema and nothing else, for the account that owns it.

use db::Settings;

use crate::config::Place;
use crate::{house, keys};

/// Brings the schema up to date, or makes it in an empty database.
///
/// # Errors
/// What kept it from being done, in words for the operator; the steps before it stay done.
pub fn run(place: &Place) -> Result<(), String> {
    let place = place.clone().settled()?;
    place.must_be_whole()?;
    // Whoever serves a file changes it too; nodes over a server wait for each other.
    let lock = match place.database {
        Some(_) => None,
        None => Some(keys::lock(&place.data)?),
    };
    let settings = Settings::new(place.database_url());
    db::sound::check(&settings).map_err(|error| error.to_string())?;
    let steps = house::migrations(&house::modules());
    db::upgrade(&settings, &steps).map_err(|error| error.to_string())?;
    drop(lock);
    tracing::info!("the schema is that of this program");
    Ok(())
}
