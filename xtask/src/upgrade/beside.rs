//! A node of the earlier program and one of today's over one PostgreSQL: the second brings the schema up to date while the first serves,
//! then both serve, then the first ends.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::log::{self, Step};
use super::{Programs, walker};
use crate::Problem;
use crate::nodes::balancer::Balancer;
use crate::nodes::board::Board;
use crate::nodes::load::{self, Came, Explains};
use crate::served::http::Client;
use crate::served::proof;
use crate::served::school;
use crate::served::server::Server;
use crate::test::postgres::Postgres;
use crate::torture::chance::Chance;
use crate::torture::setup;
use crate::torture::tally::Tally;
use crate::torture::worker::{self, Worker};

/// The load before and after each thing that happens.
const MOMENT: Duration = Duration::from_secs(4);
/// How long writes, and what goes on beside the requests, may be away.
const PATIENCE: Duration = Duration::from_secs(90);
/// A search that finds standards and tasks.
const SEARCH: &str = "/search?q=%E9%9B%B6%E4%BB%B6";
/// What waits to be sealed or counted.
const WAITING: &str = "SELECT (SELECT count(*) FROM fact_pending) + (SELECT count(*) FROM audit_pending)";
/// How large the database is.
const SIZE: &str = "SELECT pg_database_size(current_database()) / 1048576";
/// The file with the keys.
const KEYS: &str = "keys-v1.hex";

/// What came of it.
pub struct Beside {
    /// The steps of the schema with their times.
    pub steps: Vec<Step>,
    /// How long the new node took until it served.
    pub started: Duration,
    /// The longest time in which the earlier node answered no write while the new one started.
    pub gap: Duration,
    /// While the schema changed below the earlier node and after.
    pub old: Came,
    /// What a search found: on the earlier node before, on it after, on the new one.
    pub found: [usize; 3],
    /// While both served.
    pub both: Came,
    /// While the earlier node ended, and after.
    pub new: Came,
    /// The longest time without an answered write around the end of the earlier node.
    pub ending: Duration,
    /// What either node complained of in its log, each once.
    pub complaints: Vec<String>,
    /// Every write.
    pub tally: Tally,
    /// The size of the database in MiB.
    pub size: String,
}

/// Everything that acts and is acted upon.
struct Ground<'p> {
    programs: &'p Programs,
    server: Postgres,
    folder: TempDir,
    balancer: Balancer,
    board: Board,
    /// Somebody who searches.
    reader: Client,
    workers: Vec<Box<dyn Worker>>,
    chance: Chance,
    tally: Tally,
}

/// Runs all of it.
///
/// Errors: the first thing that is not as it must be.
pub fn all(programs: &Programs, (schools, seed): (usize, u64)) -> Result<Beside, Problem> {
    let server = Postgres::start()?;
    let folder = super::folder(&programs.new)?;
    let place = folder.path().join("old");
    fs::create_dir(&place)?;
    let url = server.url();
    let shown = place.display().to_string();
    programs.seeded(schools, &["--data", &shown, "--database", &url])?;
    let mut old = Server::start_with(&programs.old, &place, vec!["--database".to_owned(), url])?;
    println!("the earlier node serves; a school is made through it");
    let balancer = Balancer::before(vec![old.address])?;
    let mut chance = Chance::of(seed);
    let mut workers = setup::workers(&balancer, &mut chance)?;
    workers.extend(walker::walkers(&balancer)?);
    let people = school::people(&balancer)?;
    let mut ground = Ground {
        programs,
        server,
        folder,
        board: Board::open(&balancer)?,
        reader: school::signed_in(&balancer, &people, "academic-affairs", 0)?,
        balancer,
        workers,
        chance,
        tally: Tally::default(),
    };
    let before = ground.found(old.address)?;
    let (came, new, started, gap) = ground.upgraded()?;
    let found = [before, ground.found(old.address)?, ground.found(new.address)?];
    let both = ground.both((old.address, new.address))?;
    let (after, ending) = ground.replaced(&mut old, new.address)?;
    let mut complaints = log::complaints(&place)?;
    complaints.extend(log::complaints(&ground.place())?);
    Ok(Beside {
        steps: log::steps(&ground.place())?,
        started,
        gap,
        old: came,
        found,
        both,
        new: after,
        ending,
        complaints,
        tally: ground.tally,
        size: ground.server.asked(SIZE)?,
    })
}

impl Ground<'_> {
    /// The new node starts while the earlier one serves; gives what came of the load, the node, how long it took, and the longest time
    /// without an answered write meanwhile.
    fn upgraded(&mut self) -> Result<(Came, Server, Duration, Duration), Problem> {
        let place = self.place();
        joined(&self.folder.path().join("old"), &place)?;
        let (program, url) = (&self.programs.new, self.server.url());
        let board = &self.board;
        let who = (self.workers.as_mut_slice(), &mut self.chance);
        let (came, (new, took, gap)) = load::acting(who, Explains::Refusals, |acks| {
            std::thread::sleep(MOMENT);
            let began = Instant::now();
            let new = Server::start_with(program, &place, vec!["--database".to_owned(), url])?;
            let took = began.elapsed();
            acks.after(Instant::now(), PATIENCE)?;
            board.told_after(Instant::now(), PATIENCE)?;
            std::thread::sleep(MOMENT);
            Ok((new, took, acks.gap(began)))
        })?;
        self.looked_at(&came.tally)?;
        println!(
            "upgraded in {:.1} s under load; longest without a write {:.1} s",
            took.as_secs_f64(),
            gap.as_secs_f64()
        );
        Ok((came, new, took, gap))
    }

    /// Both serve the same clients.
    fn both(&mut self, (old, new): (SocketAddr, SocketAddr)) -> Result<Came, Problem> {
        self.balancer.lead_to(vec![old, new]);
        worker::settled(&mut self.workers)?;
        let who = (self.workers.as_mut_slice(), &mut self.chance);
        let board = &self.board;
        let (came, ()) = load::acting(who, Explains::Refusals, |_| {
            std::thread::sleep(MOMENT);
            board.told_after(Instant::now(), PATIENCE)?;
            std::thread::sleep(MOMENT);
            Ok(())
        })?;
        self.looked_at(&came.tally)?;
        println!("both served");
        Ok(came)
    }

    /// The earlier node is told to end under load; what it was writing is there whole or not at all.
    fn replaced(&mut self, old: &mut Server, new: SocketAddr) -> Result<(Came, Duration), Problem> {
        let (balancer, board) = (&self.balancer, &self.board);
        let who = (self.workers.as_mut_slice(), &mut self.chance);
        let (mut came, ended) = load::acting(who, Explains::Cuts, |acks| {
            std::thread::sleep(MOMENT);
            balancer.lead_to(vec![new]);
            let told = Instant::now();
            let took = old.stop()?;
            acks.after(Instant::now(), PATIENCE)?;
            board.told_after(Instant::now(), PATIENCE)?;
            std::thread::sleep(MOMENT);
            println!("the earlier node ended in {:.1} s", took.as_secs_f64());
            Ok(acks.gap(told))
        })?;
        self.looked_at(&came.tally)?;
        // Those whose connection ended with the node go on at the other.
        let who = (self.workers.as_mut_slice(), &mut self.chance);
        let (more, ()) = load::acting(who, Explains::Refusals, |_| {
            std::thread::sleep(MOMENT);
            Ok(())
        })?;
        self.looked_at(&more.tally)?;
        came.add(&more);
        Ok((came, ended))
    }

    /// Everything that was answered is there, what goes on beside the requests comes to its end, and both proofs pass.
    fn looked_at(&mut self, answered: &Tally) -> Result<(), Problem> {
        self.tally.add(answered);
        let began = Instant::now();
        while self.server.asked(WAITING)? != "0" {
            if began.elapsed() > PATIENCE {
                return Err("what waits to be sealed and counted does not come to its end".into());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        self.tally.add(&worker::settled(&mut self.workers)?);
        let (place, url) = (self.place(), self.server.url());
        for what in ["facts", "audit"] {
            let words = [
                "--data",
                place.to_str().unwrap_or_default(),
                "--database",
                url.as_str(),
            ];
            proof::passes(&self.programs.new, what, words)?;
        }
        log::quiet(&self.folder.path().join("old"))?;
        log::quiet(&place)
    }

    /// How much a search finds at a node.
    fn found(&self, node: SocketAddr) -> Result<usize, Problem> {
        let page = self.reader.at(node).page(SEARCH)?.text();
        Ok(page.matches("class=\"found-item\"").count())
    }

    /// The folder of the new node.
    fn place(&self) -> PathBuf {
        self.folder.path().join("new")
    }
}

/// A folder for another node of the installation: the same keys, and the same files.
fn joined(old: &Path, new: &Path) -> Result<(), Problem> {
    fs::create_dir(new)?;
    fs::copy(old.join(KEYS), new.join(KEYS))?;
    std::os::unix::fs::symlink(old.join("files"), new.join("files"))?;
    Ok(())
}
