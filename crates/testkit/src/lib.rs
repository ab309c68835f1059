//! What tests of the whole application stand on: a nation with two alike schools, a clock that stands still, named people
//! with cookies. Everything goes through HTTP, in process; every write runs twice.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a broken test bench should fail loudly"
)]

mod agreed;
mod digests;
mod engine;
mod events;
mod kept;
mod model;
mod nation;
mod person;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use kernel::outside::Chance;
use kernel::time::Clock;
use kernel::vault::Vault;
use kernel::{Actor, Ctx, Instant, Role};
use org::queries::Org;
use people::model::sign_in::factor::Asking;
use web::House;

pub use agreed::{agrees, committed, wide_readings};
pub use digests::{Digests, digests};
pub use engine::{Engine, is_over_a_server};
pub use events::Events;
pub use model::SECOND_CLASS;
pub use nation::Nation;
pub use person::{Person, Reply};

/// 2026-11-24 09:00 in Asia/Shanghai, a Tuesday in term.
pub const NOW: Instant = Instant(1_795_482_000 * Instant::SECOND);

/// The key of every application of the tests.
pub const KEY: [u8; 64] = [7; 64];

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct FakeClock(AtomicI64);

impl Clock for FakeClock {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::SeqCst))
    }
}

impl FakeClock {
    /// Moves it on (or back) by microseconds.
    pub fn advance(&self, micros: i64) {
        self.0.fetch_add(micros, Ordering::SeqCst);
    }
}

/// Chance that is the same in every run.
#[derive(Debug)]
struct Dice(AtomicU64);

impl Chance for Dice {
    fn seed(&self) -> [u8; 32] {
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes());
        seed
    }
}

/// Whether every write runs twice.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Twice {
    Yes,
    No,
}

/// The application in one process over a database of its own.
pub struct TestApp {
    /// What its requests share.
    pub house: Arc<House>,
    /// Its clock.
    pub clock: Arc<FakeClock>,
    /// The made-up organisations: the ministry, its provinces, its schools.
    pub orgs: Vec<Org>,
    pub(crate) router: Router,
    pub(crate) below: Below,
}

/// What nodes share: the database, the files, the time.
#[derive(Clone)]
pub(crate) struct Below {
    pub(crate) engine: Arc<Engine>,
    files: Arc<tempfile::TempDir>,
    clock: Arc<FakeClock>,
    asking: Asking,
    administrators_from: Option<&'static str>,
    requests: u32,
    /// Who is asked about files, and how long it may take.
    scanner: Option<(files::ScannerAddress, Duration)>,
}

impl Below {
    pub(crate) fn new(engine: Arc<Engine>) -> Self {
        Self {
            engine,
            files: Arc::new(tempfile::tempdir().expect("a temporary folder")),
            clock: Arc::new(FakeClock(AtomicI64::new(NOW.0))),
            asking: Asking::Asked,
            administrators_from: None,
            requests: u32::MAX,
            scanner: None,
        }
    }

    fn files(&self) -> files::Settings {
        files::Settings {
            place: files::Place::Folder(self.files.path().join("files")),
        }
    }
}

/// The chance of an application over the made-up nation begins here, so that its ids are none of those that were made with that …
const LATER_CHANCE: u64 = 1 << 31;
/// … and further chance here, so that its ids are none of those that were made before.
pub(crate) const FURTHER_CHANCE: u64 = 1 << 32;

impl TestApp {
    /// An empty installation.
    pub async fn empty() -> Self {
        Self::over(Below::new(Arc::new(Engine::new())), 0, Twice::Yes)
    }

    /// The made-up nation where every write runs once, for tests that look at how writes meet.
    pub async fn at_work() -> Self {
        Self::made_up(Twice::No).await
    }

    /// The application over a database that was filled, with its files in the folder `files` of a folder.
    pub async fn opened(engine: Engine, data: tempfile::TempDir) -> Self {
        let below = Below {
            engine: Arc::new(engine),
            files: Arc::new(data),
            clock: Arc::new(FakeClock(AtomicI64::new(NOW.0))),
            asking: Asking::Asked,
            administrators_from: None,
            requests: u32::MAX,
            scanner: None,
        };
        // What was made in it before may have gone on to another that is opened: none makes the ids of another.
        static OPENED: AtomicU64 = AtomicU64::new(3);
        let chance = FURTHER_CHANCE * OPENED.fetch_add(1, Ordering::SeqCst);
        let mut app = Self::over(below, chance, Twice::Yes);
        app.knows_its_orgs().await;
        app
    }

    /// What opens its database beside it.
    pub fn settings(&self) -> db::Settings {
        db::Settings::new(self.below.engine.url())
    }

    /// Another node over the same database that takes so many requests of a session in a minute; others take any number, since their
    /// clock stands still.
    pub fn taking(&self, requests: u32) -> Self {
        self.node(Below {
            requests,
            ..self.below.clone()
        })
    }

    /// Another node over the same database that lets administrators without a second factor do nothing but set one up.
    pub fn requiring_second_factors(&self) -> Self {
        self.node(Below {
            asking: Asking::Required,
            ..self.below.clone()
        })
    }

    /// Another node over the same database where administrators work from these networks only, behind a proxy at 10.0.0.2.
    pub fn with_administrators_from(&self, networks: &'static str) -> Self {
        self.node(Below {
            administrators_from: Some(networks),
            ..self.below.clone()
        })
    }

    /// Another node over the same database that asks a scanner about every file and waits so long for what it says.
    pub fn asking_scanner(&self, at: &str, patience: Duration) -> Self {
        let at = at.parse().expect("the address of a scanner");
        self.node(Below {
            scanner: Some((at, patience)),
            ..self.below.clone()
        })
    }

    fn node(&self, below: Below) -> Self {
        let mut node = Self::over(below, FURTHER_CHANCE * 2, Twice::Yes);
        node.orgs.clone_from(&self.orgs);
        node
    }

    /// Where its files lie.
    pub fn files(&self) -> files::Settings {
        self.below.files()
    }

    /// How many files its store holds, with those that no row points at.
    pub fn stored(&self) -> usize {
        fn count(folder: &std::path::Path) -> usize {
            let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
            entries
                .map(|entry| {
                    if entry.path().is_dir() {
                        count(&entry.path())
                    } else {
                        1
                    }
                })
                .sum()
        }
        count(&self.below.files.path().join("files"))
    }

    /// Another node over the same database and files, with the same clock.
    pub fn second_node(&self) -> Self {
        self.node(self.below.clone())
    }

    /// The application over a database, with chance from here on.
    fn over(below: Below, chance: u64, twice: Twice) -> Self {
        let mut settings = db::Settings::new(below.engine.url());
        settings.twice = twice == Twice::Yes;
        settings.threads = if settings.twice { 3 } else { 16 };
        let parts = app::house::Parts {
            settings,
            files: below.files(),
            clock: Arc::clone(&below.clock) as Arc<dyn Clock>,
            chance: Arc::new(Dice(AtomicU64::new(chance))),
            vault: Vault::new(1, &KEY),
            public_url: "https://gongxue.test".to_owned(),
            session_requests: below.requests,
            scanner: below
                .scanner
                .clone()
                .map(|(at, patience)| files::Scanner::new(at, patience)),
            second_factor: below.asking,
            administrators_from: below
                .administrators_from
                .map(|networks| networks.parse().expect("networks")),
            proxies: "10.0.0.2".parse().expect("an address"),
        };
        let (house, router) = app::house::build(parts).expect("the house is built");
        Self {
            house,
            clock: Arc::clone(&below.clock),
            orgs: Vec::new(),
            router,
            below,
        }
    }

    /// The made-up nation: a ministry, two provinces, three schools, a person for every post.
    pub async fn new() -> Self {
        Self::made_up(Twice::Yes).await
    }

    async fn made_up(twice: Twice) -> Self {
        let engine = kept::nation(|| async {
            let app = Self::empty().await;
            let loaded = app::demo::load(&app.house).await;
            loaded.expect("the made-up nation is loaded");
            assert_eq!(app.stored(), 0, "the made-up nation holds no files");
            // Only the first test of a program loads it: what it ran for that is none of what it looks at.
            db::forget_statements();
            app.left()
        });
        let mut app = Self::over(Below::new(Arc::new(engine.await)), LATER_CHANCE, twice);
        app.knows_its_orgs().await;
        app
    }

    /// The database, at rest; the house is gone.
    fn left(self) -> Arc<Engine> {
        let engine = Arc::clone(&self.below.engine);
        drop(self);
        engine.comes_to_rest();
        engine
    }

    async fn knows_its_orgs(&mut self) {
        let ctx = self.house.ctx(Actor::System);
        let read = self.house.db.read(&ctx, |_, tx| org::queries::all(tx));
        self.orgs = read.await.expect("organisations");
    }

    /// The schools, in order of their numbers.
    pub fn schools(&self) -> Vec<&Org> {
        self.orgs
            .iter()
            .filter(|org| org.tier == kernel::Tier::School)
            .collect()
    }

    /// Somebody who has not signed in.
    pub fn stranger(&self) -> Person<'_> {
        Person::new(self, None)
    }

    /// The person with this post in an organisation, signed in.
    pub async fn person(&self, role: Role, org: &Org) -> Person<'_> {
        let ctx = self.house.ctx(Actor::System);
        let (school, code) = (org.number, role.code());
        let new = self
            .house
            .db
            .write(&ctx, move |ctx, tx| {
                let row: (kernel::AccountId,) = tx.one(
                    "SELECT account_id FROM post WHERE school_id = $1 AND role = $2 UNION ALL \
                     SELECT account_id FROM student_post WHERE school_id = $1 AND 'student' = $2 ORDER BY 1 LIMIT 1",
                    db::params![school, code],
                )?;
                session(ctx, tx, row.0, school)
            })
            .await;
        Person::new(self, Some(new.expect("the post is filled")))
    }

    /// The person with this post in the school of this index.
    pub async fn at_school(&self, role: Role, school: usize) -> Person<'_> {
        self.person(role, self.schools()[school]).await
    }

    /// This person of a school, signed in: one of several that hold the same post.
    pub async fn known(&self, school: kernel::SchoolId, person: kernel::PersonId) -> Person<'_> {
        let ctx = self.house.ctx(Actor::System);
        let new = self.house.db.write(&ctx, move |ctx, tx| {
            let row: (kernel::AccountId,) = tx.one(
                "SELECT account_id FROM person WHERE school_id = $1 AND id = $2",
                db::params![school, person],
            )?;
            session(ctx, tx, row.0, school)
        });
        Person::new(self, Some(new.await.expect("the person has an account")))
    }

    /// The first organisation of a tier.
    pub fn org(&self, tier: kernel::Tier) -> &Org {
        self.orgs
            .iter()
            .find(|org| org.tier == tier)
            .expect("an organisation of this tier")
    }

    /// How many rows every table has: a refused request leaves it as it was.
    pub async fn rows(&self) -> Vec<(String, i64)> {
        let ctx = self.house.ctx(Actor::System);
        let modules: Vec<&'static str> = self.house.modules.iter().map(|module| module.columns).collect();
        let tables: Vec<String> = modules
            .iter()
            .flat_map(|columns| columns.lines())
            .filter_map(|line| line.split_once(" = ").map(|(table, _)| table.to_owned()))
            // Tests sign people in between two looks; that is no change of what they look at.
            .filter(|table| !["session", "known_device"].contains(&table.as_str()))
            .chain(["audit_line WHERE verb <> 'people.sign-in'".to_owned(), "fact".to_owned()])
            .collect();
        let counted = self.house.db.read(&ctx, move |_, tx| {
            let count = |table: &String, tx: &mut db::Tx<'_>| {
                tx.one::<(i64,)>(&format!("SELECT CAST(count(*) AS BIGINT) FROM {table}"), &[])
                    .map(|row| (table.clone(), row.0))
            };
            Ok(tables
                .iter()
                .map(|table| count(table, tx))
                .collect::<db::Result<Vec<_>>>()?)
        });
        counted.await.expect("tables are counted")
    }
}

fn session(
    ctx: &Ctx,
    tx: &mut db::Tx<'_>,
    account: kernel::AccountId,
    school: kernel::SchoolId,
) -> kernel::Result<String> {
    let new = people::actions::NewSession {
        account,
        school,
        device: people::model::sign_in::Device::Own,
        browser: vec![1],
        agent: "test".to_owned(),
        address: String::new(),
        whence: people::model::sign_in::whence::Whence::Near,
    };
    people::actions::open_session(tx, ctx, &new)
}
