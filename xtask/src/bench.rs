//! `cargo xtask bench`: the house measured against its bars, printed as one table and kept in docs/benchmarks.md.
//!
//! It serves the demonstration with the release binary, fills it over HTTP as users would, and loads it from this process over
//! the loopback. Nothing here is a test: a bar that is missed is printed as such, and the command still ends well.

mod build;
mod imports;
mod load;
pub mod nation;
mod pages;
mod report;
mod table;
mod work;

use std::path::Path;
use std::time::Duration;

use pages::{Bars, DAILY, PageUnder};
use report::Report;
use table::{Bar, Figure};

use crate::command::Built;
use crate::served::http::{Client, Reached as _};
use crate::served::server::Server;
use crate::served::{run, school};
use crate::{Problem, command};

/// How long each load lasts.
const LOAD: Duration = Duration::from_secs(4);
/// How long a page is asked for before it is measured.
const WARM: Duration = Duration::from_secs(1);
/// How long the server rests before its memory is read.
const REST: Duration = Duration::from_secs(5);
/// Students of the class whose sheet and pages are measured.
const CLASS: usize = 100;

/// Builds the release binary and measures it.
///
/// Errors: what keeps it from being measured; a missed bar is none.
pub fn run() -> Result<(), Problem> {
    measure(&command::product(None, Built::Release)?)
}

/// Measures a binary that is there already, such as one of an earlier state.
///
/// Errors: as of [`run`].
pub fn of_binary(path: &str) -> Result<(), Problem> {
    measure(Path::new(path))
}

/// Measures what a clean release build costs, in a folder of its own.
///
/// Errors: it does not build.
pub fn of_build() -> Result<(), Problem> {
    let figures = build::measure()?;
    report::keep("build", &table::of_figures(&figures))
}

fn measure(binary: &Path) -> Result<(), Problem> {
    let mut report = Report::begun();
    let server = Server::start(binary)?;
    std::thread::sleep(REST);
    let first = server.resident()?;
    report.add(Figure::plain(
        "memory at rest, after the start that makes the nation up",
        first,
        "MiB",
    ));
    let server = server.again()?;
    std::thread::sleep(REST);
    report.add(Figure::new(
        "memory at rest, after a start",
        Bar::Most(60.0),
        server.resident()?,
        "MiB",
    ));
    let people = school::people(&server)?;
    imports::measure(&server, &people, &mut report)?;
    let (students, pages) = prepared(&server, &people)?;
    for page in pages {
        report.page(pages::measure(&server, &page)?);
    }
    work::saves(&server, &students, &mut report)?;
    std::thread::sleep(REST);
    let resident = server.resident()?;
    report.add(Figure::plain("memory at rest, after the load", resident, "MiB"));
    report.kept()
}

/// The class with its signed-in students, and every page with those who open it.
fn prepared(server: &Server, people: &[school::Person]) -> Result<(Vec<Client>, Vec<PageUnder>), Problem> {
    let page = |name, path: &str, browsers, peer| PageUnder {
        name,
        path: path.to_owned(),
        browsers,
        bars: Bars { peer, ..DAILY },
    };
    let mut affairs = school::signed_in(server, people, "academic-affairs", 0)?;
    let mut admin = school::signed_in(server, people, "system-admin", 0)?;
    let class = school::class(&mut affairs, "数控2502班")?;
    school::import(
        &mut affairs,
        &school::roster(1, &["数控2502班".to_owned()], CLASS),
    )?;
    let students = school::first_sign_ins(server, &mut admin, &class)?;
    let mut teacher = school::signed_in(server, people, "teacher", 0)?;
    let half = school::class(&mut affairs, "数控2503班")?;
    school::import(
        &mut affairs,
        &school::roster(CLASS + 1, &["数控2503班".to_owned()], CLASS / 2),
    )?;
    let long = work::long_task(&mut teacher)?;
    let whole = run::open(&mut teacher, &long, &class)?;
    let half = run::open(&mut teacher, &long, &half)?;
    let nation = school::signed_in(server, people, "national-officer", 0)?;
    let task = school::link(&teacher, "/tasks", "/tasks/")?;
    let standard = school::link(&teacher, "/standards", "/standards/")?;
    let sheet = PageUnder {
        bars: Bars { cpu: 5.0, ..DAILY },
        ..page(
            "grade sheet 100 × 18",
            &whole.sheet,
            vec![teacher.window("")],
            None,
        )
    };
    let board = page(
        "live board of 50",
        &format!("{}/board", half.run),
        vec![teacher.window("")],
        None,
    );
    let everybody = students.iter().map(|student| student.window("")).collect();
    let pages = vec![
        page(
            "sign-in page",
            "/sign-in",
            vec![server.client()],
            Some(("sign-in page", 16.0)),
        ),
        page("home of a student", "/", students, Some(("dashboard", 243.0))),
        page(
            "home of a teacher",
            "/",
            vec![teacher.window("")],
            Some(("dashboard", 243.0)),
        ),
        page(
            "learning task",
            &task,
            vec![teacher.window("")],
            Some(("course page", 71.0)),
        ),
        page("standard", &standard, vec![teacher], None),
        page("class of 100", &class, vec![affairs], None),
        page("national dashboard", "/counts", vec![nation], None),
        board,
        sheet,
    ];
    Ok((everybody, pages))
}
