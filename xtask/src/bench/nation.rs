//! `cargo xtask bench --nation`: what the pages of one school cost where it is the only one, one of ten, of a hundred, of a thousand.
//!
//! Each nation is made up once by `gongxue seed` and kept beside the binary. The school whose pages are asked for is the same in
//! all of them, row by row: whatever its pages cost more in a larger nation is the nation's cost.

mod curves;
mod people;
mod rush;
mod sheet;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use sheet::{Nation, PageCost};

use super::{load, pages};
use crate::served::document;
use crate::served::server::Server;
use crate::test::postgres::Postgres;
use crate::{Problem, command};

/// How many schools the nations have.
const SIZES: [usize; 4] = [1, 10, 100, 1_000];
/// Students of a school, as a mean.
const STUDENTS: &str = "4000";
/// Clients at once.
const CLIENTS: [usize; 4] = [1, 8, 32, 128];
/// How often every page is measured, minutes apart: other work on a machine that others share only ever adds, so that the smaller of
/// the figures are the program's.
const ROUNDS: usize = 2;
/// How many rounds there are for a page that misses its bar in the last of these.
const MOST_ROUNDS: usize = 4;
/// How long each load lasts.
const LOAD: Duration = Duration::from_secs(1);
/// How long a page is asked for before it is measured.
const WARM: Duration = Duration::from_millis(400);
/// What stands in a nation's folder when it is whole.
const WHOLE: &str = "seeded.txt";

/// What is measured.
struct Asked {
    /// Schools of the largest nation.
    most: usize,
    /// A binary that is there already.
    binary: Option<PathBuf>,
    engine: Engine,
}

/// Where the nations lie.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// Where its table stands in docs/benchmarks.md, and what its curves are called.
    const fn kept(self) -> (&'static str, &'static str) {
        match self {
            Self::Sqlite => ("nation", "docs/nation-cost.svg"),
            Self::Postgres => ("nation-postgres", "docs/nation-cost-postgres.svg"),
        }
    }
}

/// Where one nation lies, beside the binary.
struct Place<'a> {
    folder: PathBuf,
    /// The server and the name of the database, where it is none of SQLite's.
    postgres: Option<(&'a Postgres, String)>,
}

impl Place<'_> {
    /// What the binary is told besides its folder.
    fn more(&self) -> Result<Vec<String>, Problem> {
        match &self.postgres {
            Some((server, name)) => Ok(vec!["--database".to_owned(), server.database(name)?]),
            None => Ok(Vec::new()),
        }
    }

    fn bytes(&self) -> Result<u64, Problem> {
        match &self.postgres {
            Some((server, name)) => Ok(server
                .asked(&format!("SELECT pg_database_size('{name}')"))?
                .parse()?),
            None => Ok(fs::metadata(self.folder.join("gongxue.db"))?.len()),
        }
    }

    fn remove(&self) -> Result<(), Problem> {
        if let Some((server, name)) = &self.postgres {
            server.drop_database(name)?;
        }
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder)?;
        }
        Ok(())
    }
}

/// Measures the nations: up to so many schools, with a binary that is there already or the release binary, which is built first, on
/// SQLite or on PostgreSQL. They lie beside the binary.
///
/// Errors: a word that it does not know; what keeps the nations from being measured; a missed bar is none.
pub fn run(words: &[&str]) -> Result<(), Problem> {
    let asked = asked(words)?;
    let binary = command::product(asked.binary.as_deref(), command::Built::Release)?;
    let postgres = match asked.engine {
        Engine::Sqlite => None,
        Engine::Postgres => Some(Postgres::kept(&beside(&binary).join("nation-postgres"))?),
    };
    let sizes = SIZES.into_iter().filter(|size| *size <= asked.most);
    let mut served = sizes
        .map(|schools| Served::start(&binary, schools, postgres.as_ref()))
        .collect::<Result<Vec<_>, _>>()?;
    measure(&mut served)?;
    let nations: Vec<Nation> = served.into_iter().map(|served| served.nation).collect();
    let table = sheet::table(&nations);
    println!("\n{table}");
    let (mark, curves) = asked.engine.kept();
    // The table before the drawing: it says of which commit the tree is, and whether anything else stands in it.
    document::keep("docs/benchmarks.md", mark, &table)?;
    Ok(fs::write(command::top().join(curves), curves::drawn(&nations))?)
}

fn asked(words: &[&str]) -> Result<Asked, Problem> {
    let mut asked = Asked {
        most: 1_000,
        binary: None,
        engine: Engine::Sqlite,
    };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match *word {
            "--postgres" => asked.engine = Engine::Postgres,
            "--binary" => {
                let path = words.next().ok_or("bench --nation --binary: no path")?;
                asked.binary = Some(PathBuf::from(path));
            }
            most => {
                let most = most.parse();
                asked.most =
                    most.map_err(|_| format!("bench --nation {word}: that is no number of schools"))?;
            }
        }
    }
    Ok(asked)
}

fn beside(binary: &Path) -> &Path {
    binary.parent().unwrap_or(binary)
}

/// A nation at work.
struct Served<'a> {
    nation: Nation,
    server: Server,
    cast: people::Cast,
    /// The database server, where it is none of SQLite's.
    postgres: Option<&'a Postgres>,
}

impl<'a> Served<'a> {
    /// Starts the server of a nation, and lets many come at once.
    fn start(binary: &Path, schools: usize, postgres: Option<&'a Postgres>) -> Result<Self, Problem> {
        let engine = if postgres.is_some() { "-postgres" } else { "" };
        let place = Place {
            folder: beside(binary).join(format!("nation{engine}-{schools}")),
            postgres: postgres.map(|server| (server, format!("nation_{schools}"))),
        };
        let more = seeded(binary, schools, &place)?;
        let server = Server::start_with(binary, &place.folder, more)?;
        let cast = people::cast(&server)?;
        let nation = Nation {
            schools,
            seeded: fs::read_to_string(place.folder.join(WHOLE))?,
            bytes: place.bytes()?,
            pages: Vec::new(),
            rush: rush::measure(&server, &cast)?,
            resident: [0.0; 2],
            engine: postgres.map_or(Engine::Sqlite, |_| Engine::Postgres),
        };
        Ok(Self {
            nation,
            server,
            cast,
            postgres,
        })
    }
}

/// Measures the pages of all nations, lets many come at once again, minutes after the first time, and reads what their servers hold after that.
fn measure(served: &mut [Served<'_>]) -> Result<(), Problem> {
    let costs = costs(served)?;
    for (served, pages) in served.iter_mut().zip(costs) {
        let Served {
            nation, server, cast, ..
        } = served;
        nation.pages = pages;
        nation.rush.or_better(&rush::measure(server, cast)?);
        rush::check_in(server, cast, &mut nation.rush)?;
        nation.resident = [server.resident()?, server.most_resident()?];
    }
    Ok(())
}

/// Asks for each page in all nations one after the other, so that what else the machine does meets all of them alike.
fn costs(served: &[Served<'_>]) -> Result<Vec<Vec<PageCost>>, Problem> {
    let pages = served.iter().map(|served| people::pages(&served.cast));
    let pages = pages.collect::<Result<Vec<_>, _>>()?;
    let mut costs: Vec<Vec<PageCost>> = served.iter().map(|_| Vec::new()).collect();
    for round in 1..=MOST_ROUNDS {
        for place in 0..pages.first().map_or(0, Vec::len) {
            if round > ROUNDS && kept(&costs, place) {
                continue;
            }
            for ((served, pages), costs) in served.iter().zip(&pages).zip(&mut costs) {
                let cost = cost(served, &pages[place])?;
                println!("{:>5} schools, round {round}: {cost}", served.nation.schools);
                match costs.get_mut(place) {
                    Some(before) => before.or_less(&cost),
                    None => costs.push(cost),
                }
            }
        }
    }
    Ok(costs)
}

/// Whether a page keeps its bar in the largest nation, by what it costs in the smallest.
fn kept(costs: &[Vec<PageCost>], place: usize) -> bool {
    match (costs.first(), costs.last()) {
        (Some(alone), Some(among)) => among[place].keeps(&alone[place]),
        _ => true,
    }
}

fn cost(Served { server, postgres, .. }: &Served<'_>, page: &people::Page<'_>) -> Result<PageCost, Problem> {
    let used = || postgres.map_or(Ok(Duration::ZERO), Postgres::used);
    let act =
        |client: &mut crate::served::http::Client, _: usize, _: usize| client.page(&page.path).map(drop);
    load::run(server, pages::windows(page.browsers, 8), WARM, act)?;
    let (mut loads, mut database) = (Vec::new(), Vec::new());
    for clients in CLIENTS {
        let before = used()?;
        let shown = load::run(server, pages::windows(page.browsers, clients), LOAD, act)?;
        // The first request of each client opens its connection and is not among those that are counted.
        let asked = (shown.count + clients).max(1) as f64;
        database.push((used()? - before).as_secs_f64() * 1_000.0 / asked);
        loads.push(shown);
    }
    Ok(PageCost {
        name: page.name,
        kind: page.kind,
        loads,
        database,
    })
}

/// Makes up the nation where it is not there or not whole; gives what the binary is told to find it.
fn seeded(binary: &Path, schools: usize, place: &Place<'_>) -> Result<Vec<String>, Problem> {
    let folder = &place.folder;
    if folder.join(WHOLE).exists() {
        return place.more();
    }
    place.remove()?;
    let more = place.more()?;
    println!("{schools} schools are made up in {}", folder.display());
    let mut seed = Command::new(binary);
    seed.args(["seed", "--students", STUDENTS, "--schools"])
        .arg(schools.to_string())
        .arg("--data")
        .arg(folder)
        .args(&more);
    let said = command::output(&mut seed)?;
    fs::write(folder.join(WHOLE), said)?;
    Ok(more)
}
