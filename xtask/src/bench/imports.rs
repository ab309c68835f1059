//! What comes in and goes out whole: a roster, a standard in Word, a work page as PDF, a cold page.

use std::fs;
use std::time::Instant;

use super::pages;
use super::report::Report;
use super::table::{Bar, Figure};
use crate::served::html;
use crate::served::school::{self, Person};
use crate::served::server::Server;
use crate::{Problem, command};

/// Classes of the large roster, and students in each.
const CLASSES: usize = 40;
const EACH: usize = 50;

/// Measures them and adds their figures.
///
/// Errors: one of them is refused.
pub fn measure(server: &Server, people: &[Person], report: &mut Report) -> Result<(), Problem> {
    roster(server, people, report)?;
    standard(server, people, report)?;
    work_page(server, people, report)?;
    let cold = pages::cold(&school::signed_in(server, people, "teacher", 0)?, "/")?;
    report.add(Figure::new(
        "cold home page: requests",
        Bar::Most(8.0),
        cold.requests as f64,
        "",
    ));
    report.add(Figure::new(
        "cold home page: brotli",
        Bar::Most(120.0),
        cold.bytes as f64 / 1_000.0,
        "KB",
    ));
    Ok(())
}

/// 2,000 students of 40 classes, into the school whose pages are measured later: they have to be quick in a school of its size.
fn roster(server: &Server, people: &[Person], report: &mut Report) -> Result<(), Problem> {
    let mut affairs = school::signed_in(server, people, "academic-affairs", 0)?;
    let names: Vec<String> = (1..=CLASSES)
        .map(|number| format!("机电25{number:02}班"))
        .collect();
    for name in &names {
        school::class(&mut affairs, name)?;
    }
    let csv = school::roster(100_000, &names, EACH);
    let took = school::import(&mut affairs, &csv)?;
    let students = (CLASSES * EACH) as f64;
    report.add(Figure::new(
        "roster of 2,000 students: written",
        Bar::Least(2_000.0),
        students / took.written.as_secs_f64(),
        "people/s",
    ));
    report.add(Figure::plain(
        "roster of 2,000 students: read, checked and shown",
        took.preview.as_secs_f64(),
        "s",
    ));
    Ok(())
}

/// The ministry's standard, from its file to the draft beside its findings.
fn standard(server: &Server, people: &[Person], report: &mut Report) -> Result<(), Problem> {
    let file = command::top().join("crates/standards/demo/standard-cnc-turning.docx");
    let bytes = fs::read(file)?;
    let mut officer = school::signed_in(server, people, "national-officer", 0)?;
    let token = html::token(&officer.page("/standards/new")?.text());
    let began = Instant::now();
    let sent = officer.upload("/standards", &[("_csrf", &token)], ("standard.docx", &bytes), 303)?;
    let stored = began.elapsed();
    let draft = sent.header("location").to_owned();
    officer.page(&draft)?;
    report.add(Figure::new(
        "standard in Word: sent, read, stored and shown",
        Bar::Most(2.0),
        began.elapsed().as_secs_f64(),
        "s",
    ));
    report.add(Figure::plain(
        "standard in Word: sent, read and stored",
        stored.as_secs_f64(),
        "s",
    ));
    Ok(())
}

/// The work page as PDF, when the fonts are loaded: the middle of nine.
fn work_page(server: &Server, people: &[Person], report: &mut Report) -> Result<(), Problem> {
    let mut teacher = school::signed_in(server, people, "teacher", 0)?;
    let task = school::link(&teacher, "/tasks", "/tasks/")?;
    let path = format!("{task}/documents/9/pdf");
    let began = Instant::now();
    let size = teacher.page(&path)?.body.len();
    let cold = began.elapsed();
    let mut times = Vec::new();
    for _ in 0..9 {
        let began = Instant::now();
        teacher.page(&path)?;
        times.push(began.elapsed());
    }
    times.sort_unstable();
    report.add(Figure::new(
        "work page as PDF: warm",
        Bar::Most(150.0),
        times[4].as_secs_f64() * 1_000.0,
        "ms",
    ));
    report.add(Figure::plain(
        "work page as PDF: the first",
        cold.as_secs_f64() * 1_000.0,
        "ms",
    ));
    report.add(Figure::plain(
        "work page as PDF: size",
        size as f64 / 1_000.0,
        "KB",
    ));
    Ok(())
}
