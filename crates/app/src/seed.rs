//! `gongxue seed`: a made-up nation of any size, the same for the same seed on the same day, for trying and measuring.
//!
//! One thread makes people up and seals what is personal, this one writes; a few thousand students wait between them, so that the
//! memory that a nation takes does not hang on its size. Everything is written by the actions of the modules, so that it is as it
//! would be after years of work: with its audit lines, its facts, and its counts.

mod made;
mod school;

use std::io::Write as _;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

use db::{Settings, Tx};
use kernel::outside::{SystemChance, SystemClock};
use kernel::time::Clock as _;
use kernel::{Actor, Ctx, Dice, Instant};
use org::model::nation::{self, Province};
use org::queries::Org;
use web::{House, MADE_UP};

use crate::config::Seed;
use crate::demo::{PASSWORD, posts};
use crate::house::{Parts, build};
use crate::{keys, upkeep};
use made::Piece;

/// How much waits between making up and writing: pieces of at most a thousand people.
const WAITING: usize = 4;

/// What every write of a seed is made with.
struct Nation {
    house: Arc<House>,
    /// Its contexts are counted, so that ids follow each other as they are written.
    seed: u64,
    now: Instant,
    /// Rows that were written.
    rows: u64,
    /// Students that were written.
    students: usize,
    /// What a password is stored as.
    hash: String,
    standard: Option<standards::StandardId>,
    /// Provinces whose office is not there yet.
    waiting: Vec<Option<Province>>,
}

/// Seeds an empty place, and prints what came of it.
///
/// # Errors
/// A place that holds anybody; the engine's.
pub fn run(seed: &Seed) -> Result<(), String> {
    let lock = keys::lock(&seed.place.data)?;
    let chance = SystemChance::new();
    let vault = keys::vault(&seed.place.data, &chance)?;
    let settings = Settings {
        filling: true,
        ..Settings::new(seed.place.database_url())
    };
    let parts = Parts {
        settings: settings.clone(),
        files: seed.place.files(),
        clock: Arc::new(SystemClock),
        chance: Arc::new(chance),
        vault,
        scanner: None,
        session_requests: web::MOST_REQUESTS,
        second_factor: people::model::sign_in::factor::Asking::default(),
        administrators_from: None,
        proxies: kernel::network::Networks::default(),
        public_url: String::new(),
    };
    let (house, _) = build(parts)?;
    let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
    let began = SystemClock.now();
    let salt = Dice::of(seed.seed, &[9]).seed();
    let salt = std::array::from_fn(|place| salt[place]);
    let hash = runtime.block_on(people::password::hash(PASSWORD.to_owned(), salt));
    let mut nation = Nation {
        house,
        seed: seed.seed,
        now: began.day().start(),
        rows: 0,
        students: 0,
        hash: hash.map_err(told)?,
        standard: None,
        waiting: Vec::new(),
    };
    let filled = nation.fill(seed);
    // Also where it was broken off: what rows point at is looked for again from here on.
    let whole = db::filled(&settings).map_err(|error| error.to_string());
    filled.and(whole)?;
    let written = SystemClock.now();
    say(&format!(
        "{} students, {} rows in {:.1} s, {:.0} rows/s; now the chains are sealed and the facts added up",
        nation.students,
        nation.rows,
        seconds(began, written),
        nation.rows as f64 / seconds(began, written).max(0.001),
    ));
    runtime
        .block_on(upkeep::until_still(&nation.house))
        .map_err(told)?;
    let ctx = nation.house.ctx(Actor::System);
    let one = |_: &Ctx, tx: &mut Tx<'_>| Ok(db::search::merge_all(tx)?);
    runtime.block_on(nation.house.db.write(&ctx, one)).map_err(told)?;
    let still = SystemClock.now();
    say(&format!(
        "  which took {:.1} s. Serve it as any other; every password is {PASSWORD}.",
        seconds(written, still)
    ));
    drop(lock);
    Ok(())
}

fn seconds(from: Instant, until: Instant) -> f64 {
    (until.0 - from.0) as f64 / 1_000_000.0
}

fn say(line: &str) {
    // Whoever started it may not listen; that is no reason to stop.
    drop(writeln!(std::io::stdout(), "{line}"));
}

fn told(error: kernel::Error) -> String {
    match error {
        kernel::Error::Invalid(problems) => format!("{problems:?}"),
        other => other.to_string(),
    }
}

impl Nation {
    fn fill(&mut self, seed: &Seed) -> Result<(), String> {
        let provinces = nation::provinces(seed.provinces);
        self.begin()?;
        self.waiting = provinces.iter().copied().map(Some).collect();
        let (send, take) = sync_channel(WAITING);
        let vault = Arc::clone(&self.house.vault);
        let wanted = made::Wanted {
            provinces,
            schools: seed.schools,
            students: seed.students,
            seed: seed.seed,
            now: self.now,
        };
        let maker = std::thread::Builder::new()
            .name("maker".to_owned())
            .spawn(move || made::all(&wanted, &vault, &send))
            .map_err(|error| error.to_string())?;
        let mut school = None;
        for piece in &take {
            self.take(piece, &mut school, seed)?;
        }
        for place in 0..self.waiting.len() {
            self.office(place)?;
        }
        maker
            .join()
            .map_err(|_| "the thread that makes people up stopped".to_owned())?
            .map_err(told)
    }

    fn take(&mut self, piece: Piece, school: &mut Option<Org>, seed: &Seed) -> Result<(), String> {
        match piece {
            Piece::School(head) => {
                if head.number % 100 == 0 && head.number > 0 {
                    say(&format!("  {} schools, {} rows", head.number, self.rows));
                }
                self.office(head.number % self.waiting.len().max(1))?;
                *school = Some(self.school(head)?);
            }
            Piece::Classes { at, cohorts } => {
                let Some(school) = school.as_ref().map(|school| school.number) else {
                    return Ok(());
                };
                let vault = Arc::clone(&self.house.vault);
                self.students += cohorts.iter().map(people::nation::Cohort::size).sum::<usize>();
                self.write(at, move |ctx, tx| {
                    people::nation::classes(tx, ctx, (&vault, school), &cohorts)
                })?;
            }
            Piece::End { number, majors } => {
                if let Some(school) = school.take() {
                    self.work(&school, majors, (number, seed))?;
                }
            }
        }
        Ok(())
    }

    /// The ministry with the catalogue, the plan and the standard.
    fn begin(&mut self) -> Result<(), String> {
        let source = standards::demo::prepare().map_err(told)?;
        let texts = Arc::clone(&self.house);
        let plan = programme::model::policy(|key| texts.texts.plain(kernel::Lang::Zh, key).to_owned());
        let (house, hash) = (Arc::clone(&self.house), self.hash.clone());
        let standard = self.write(self.at(3 * 365, 0), move |ctx, tx| {
            if !people::queries::is_empty(tx)? {
                return Ok(None);
            }
            db::memory::remember(tx, MADE_UP, ctx.now)?;
            let ministry = org::nation::organisation(tx, ctx, &nation::office(None))?;
            org::nation::catalogue(tx, ctx, &ministry)?;
            posts(tx, ctx, &house, &ministry, &hash)?;
            programme::nation::plan(tx, ctx, &plan, &ministry)?;
            standards::demo::load(tx, ctx, &ministry, &source).map(Some)
        })?;
        if standard.is_none() {
            return Err(
                "somebody is there already; a seed wants an empty place: name another with --data".to_owned(),
            );
        }
        self.standard = standard;
        Ok(())
    }

    /// The office of a province, before its first school: so the first numbers are of every kind, and a sign-in page that offers the
    /// first organisations shows all kinds.
    fn office(&mut self, place: usize) -> Result<(), String> {
        let Some(province) = self.waiting.get_mut(place).and_then(Option::take) else {
            return Ok(());
        };
        let (house, hash) = (Arc::clone(&self.house), self.hash.clone());
        self.write(self.at(3 * 365, place as u64 + 1), move |ctx, tx| {
            let office = org::nation::organisation(tx, ctx, &nation::office(Some(province)))?;
            posts(tx, ctx, &house, &office, &hash)
        })
    }

    /// A moment so many days ago, the `place`-th of that day: what is written later has larger ids.
    fn at(&self, days: i64, place: u64) -> Instant {
        let place = i64::try_from(place).unwrap_or_default();
        self.now.plus(place * 1_000 - days * Instant::DAY)
    }

    fn write<T: Send + 'static>(
        &mut self,
        at: Instant,
        act: impl Fn(&Ctx, &mut Tx<'_>) -> kernel::Result<T> + Send + 'static,
    ) -> Result<T, String> {
        let seed = Dice::of(self.seed, &[2, self.rows]).seed();
        let ctx = Arc::new(Ctx::new(at, Actor::System, seed));
        let counted = move |ctx: &Ctx, tx: &mut Tx<'_>| {
            let before = tx.written();
            let done = act(ctx, tx)?;
            Ok((done, tx.written() - before))
        };
        let (done, rows) = self.house.db.write_now(&ctx, counted).map_err(told)?;
        self.rows += rows;
        Ok(done)
    }
}
