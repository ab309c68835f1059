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
use crate::{Problem, command};

/// How many schools the nations have.
const SIZES: [usize; 4] = [1, 10, 100, 1_000];
/// Students of a school, as a mean.
const STUDENTS: &str = "4000";
/// Clients at once.
const CLIENTS: [usize; 4] = [1, 8, 32, 128];
/// How long each load lasts.
const LOAD: Duration = Duration::from_secs(2);
/// How long a page is asked for before it is measured.
const WARM: Duration = Duration::from_millis(700);
/// What stands in a nation's folder when it is whole.
const WHOLE: &str = "seeded.txt";

/// Builds the release binary and measures the nations up to so many schools.
///
/// Errors: as of [`of_binary`].
pub fn run(most: usize) -> Result<(), Problem> {
    command::succeed(command::cargo().args(["build", "--release", "--locked"]))?;
    of_binary(most, &command::top().join("target/release/gongxue"))
}

/// Measures the nations with a binary that is there already; they lie beside it.
///
/// Errors: what keeps them from being measured; a missed bar is none.
pub fn of_binary(most: usize, binary: &Path) -> Result<(), Problem> {
    let sizes = SIZES.into_iter().filter(|size| *size <= most);
    let nations: Vec<Nation> = sizes
        .map(|size| measured(binary, size))
        .collect::<Result<_, _>>()?;
    let table = sheet::table(&nations);
    println!("\n{table}");
    fs::write(
        command::top().join("docs/nation-cost.svg"),
        curves::drawn(&nations),
    )?;
    document::keep("docs/benchmarks.md", "nation", &table)
}

fn measured(binary: &Path, schools: usize) -> Result<Nation, Problem> {
    let folder = seeded(binary, schools)?;
    let server = Server::start_in(binary, &folder)?;
    let cast = people::cast(&server)?;
    let mut nation = Nation {
        schools,
        seeded: fs::read_to_string(folder.join(WHOLE))?,
        bytes: fs::metadata(folder.join("gongxue.db"))?.len(),
        pages: Vec::new(),
        rush: rush::measure(&server, &cast)?,
        resident: 0.0,
    };
    for page in people::pages(&cast)? {
        let cost = cost(&server, &page)?;
        println!("{schools:>5} schools: {cost}");
        nation.pages.push(cost);
    }
    nation.resident = server.resident()?;
    Ok(nation)
}

fn cost(server: &Server, page: &people::Page<'_>) -> Result<PageCost, Problem> {
    let act =
        |client: &mut crate::served::http::Client, _: usize, _: usize| client.page(&page.path).map(drop);
    load::run(server, pages::windows(page.browsers, 8), WARM, act)?;
    let mut loads = Vec::new();
    for clients in CLIENTS {
        loads.push(load::run(
            server,
            pages::windows(page.browsers, clients),
            LOAD,
            act,
        )?);
    }
    Ok(PageCost {
        name: page.name,
        kind: page.kind,
        loads,
    })
}

/// The folder of a nation of so many schools, made up where it is not there or not whole.
fn seeded(binary: &Path, schools: usize) -> Result<PathBuf, Problem> {
    let beside = binary.parent().unwrap_or(binary);
    let folder = beside.join(format!("nation-{schools}"));
    if folder.join(WHOLE).exists() {
        return Ok(folder);
    }
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    println!("{schools} schools are made up in {}", folder.display());
    let mut seed = Command::new(binary);
    seed.args(["seed", "--students", STUDENTS, "--schools"])
        .arg(schools.to_string())
        .arg("--data")
        .arg(&folder);
    let said = command::output(&mut seed)?;
    fs::write(folder.join(WHOLE), said)?;
    Ok(folder)
}
