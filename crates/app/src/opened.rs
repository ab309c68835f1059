//! An installation opened by a command of its operator: what the place says is there and whole, the schema is today's, and who acts
//! is the program itself.

use std::sync::Arc;

use db::{Db, Settings};
use kernel::outside::{Chance, SystemChance, SystemClock};
use kernel::time::Clock;
use kernel::{Actor, Ctx};

use crate::config::Place;
use crate::house;

/// An open installation.
pub struct Opened {
    /// Where it lives, with what its file of settings says.
    pub place: Place,
    /// Its database.
    pub db: Db,
    /// The program itself acts, now.
    pub ctx: Arc<Ctx>,
}

impl Opened {
    /// Opens the installation of a place.
    ///
    /// # Errors
    /// What an operator has to be told: nothing is there, half of it is, or the database does not open.
    pub fn at(place: Place) -> Result<Self, String> {
        Self::kept(place, |_, _| Ok(())).map(|(opened, ())| opened)
    }

    /// Opens the installation of a place after something else was read of it, such as its keys, which is refused before the
    /// database is touched.
    ///
    /// # Errors
    /// As [`Self::at`], and what the reader answers.
    pub fn kept<T>(
        place: Place,
        first: impl FnOnce(&Place, &Settings) -> Result<T, String>,
    ) -> Result<(Self, T), String> {
        let place = place.settled()?;
        place.must_exist()?;
        place.must_be_whole()?;
        let settings = Settings::new(place.database_url());
        let read = first(&place, &settings)?;
        let db =
            Db::open(&settings, &house::migrations(&house::modules())).map_err(|error| error.to_string())?;
        let seed = SystemChance::new().seed();
        let ctx = Arc::new(Ctx::new(SystemClock.now(), Actor::System, seed));
        Ok((Self { place, db, ctx }, read))
    }
}

/// The runtime of a command.
///
/// # Errors
/// The system gives it no threads.
pub fn runtime() -> Result<tokio::runtime::Runtime, String> {
    tokio::runtime::Runtime::new().map_err(|error| error.to_string())
}
