//! The school under torture, made over HTTP as its users would, and everybody who acts in it.

use super::cells::Sheet;
use super::chance::Chance;
use super::hand_ins::HandIn;
use super::imports::Office;
use super::photos::Album;
use super::ratings::Rater;
use super::saves::Saver;
use super::way::Way;
use super::worker::Worker;
use crate::Problem;
use crate::served::http::{Client, Reached};
use crate::served::run::{self, AtWork};
use crate::served::{html, school};

/// Students of the class at work.
const CLASS: usize = 24;
/// Students of the class whose sheets are locked.
const SMALL: usize = 4;
/// Phases that are open from the beginning.
const PHASES: usize = 8;
/// How many students do what.
const SAVERS: usize = 8;
const HAND_INS: usize = 3;
const RATERS: usize = 3;
const ALBUMS: usize = 2;

/// A class with its run, and those who stand before it.
struct Prepared {
    work: AtWork,
    students: Vec<Client>,
    teacher: Client,
}

/// Makes the school and gives those who act in it.
///
/// Errors: something is refused.
pub fn workers(server: &impl Reached, chance: &mut Chance) -> Result<Vec<Box<dyn Worker>>, Problem> {
    let people = school::people(server)?;
    let enter = |post| school::signed_in(server, &people, post, 0);
    let (mut affairs, mut admin) = (enter("academic-affairs")?, enter("system-admin")?);
    let (mut teacher, leader) = (enter("teacher")?, enter("major-leader")?);
    let task = school::link(&teacher, "/tasks", "/tasks/")?;
    let class = class_of(&mut affairs, ("数控2502班", 1, CLASS))?;
    let small = class_of(&mut affairs, ("数控2503班", CLASS + 1, SMALL))?;
    let students = school::first_sign_ins(server, &mut admin, &class)?;
    let work = run::open(&mut teacher, &task, &class)?;
    let mut place = 1;
    while place < PHASES && run::open_phase(&mut teacher, &work, place)? {
        place += 1;
    }
    run::release_gates(&mut teacher, &work)?;
    let token = html::token(&teacher.page(&work.sheet)?.text());
    teacher.form(&format!("{}/round", work.sheet), &[("_csrf", &token)], 303)?;
    let way = Way::of(
        teacher.window("identity"),
        (leader, affairs.window("identity")),
        (&task, &small),
        chance.branch(),
    )?;
    let prepared = Prepared {
        work,
        students,
        teacher,
    };
    let mut workers: Vec<Box<dyn Worker>> = vec![Box::new(Office::of(affairs)?), Box::new(way)];
    workers.extend(of_class(&prepared, chance)?);
    Ok(workers)
}

/// A class with its students; gives its address.
fn class_of(affairs: &mut Client, (name, first, count): (&str, usize, usize)) -> Result<String, Problem> {
    let class = school::class(affairs, name)?;
    school::import(affairs, &school::roster(first, &[name.to_owned()], count))?;
    Ok(class)
}

fn of_class(prepared: &Prepared, chance: &mut Chance) -> Result<Vec<Box<dyn Worker>>, Problem> {
    let Prepared {
        work,
        students,
        teacher,
    } = prepared;
    let base = format!("/work/{}", run::last(&work.run));
    let steps = steps(students, &base)?;
    let first = steps.first().ok_or("the task has no steps")?;
    let mut workers: Vec<Box<dyn Worker>> =
        vec![Box::new(Sheet::of(teacher.window("identity"), &work.sheet)?)];
    let mut everybody = students
        .iter()
        .map(|student| student.window("identity"))
        .enumerate();
    for (number, student) in everybody.by_ref().take(SAVERS) {
        workers.push(Box::new(Saver::of(student, first, number)?));
    }
    for (_, student) in everybody.by_ref().take(HAND_INS) {
        let at = (work, first.as_str());
        workers.push(Box::new(HandIn::of(
            student,
            teacher.window("identity"),
            at,
            chance.branch(),
        )?));
    }
    let result = work.sheet.replace("/grades/", "/results/");
    for (number, student) in everybody.by_ref().take(RATERS) {
        workers.push(Box::new(Rater::of(student, &result, number)?));
    }
    let albums = albums(everybody, &steps)?;
    workers.extend(albums);
    Ok(workers)
}

/// The addresses of the steps, in the order of the task.
fn steps(students: &[Client], base: &str) -> Result<Vec<String>, Problem> {
    let mut student = students
        .first()
        .ok_or("a class without students")?
        .window("identity");
    let page = student.page(base)?.text();
    let mut steps: Vec<String> = Vec::new();
    for href in html::attributes(&page, &format!("href=\"{base}/steps/"), "href") {
        let step = href.split(['?', '#']).next().unwrap_or_default().to_owned();
        if !steps.contains(&step) {
            steps.push(step);
        }
    }
    // The page names what is to be done now before the list of all.
    let list = page.rsplit("<main").next().unwrap_or_default();
    steps.sort_by_key(|step| list.rfind(step.as_str()));
    Ok(steps)
}

/// Students with a step that asks each for photos: not everybody's role takes them.
fn albums(
    students: impl Iterator<Item = (usize, Client)>,
    steps: &[String],
) -> Result<Vec<Box<dyn Worker>>, Problem> {
    let mut albums: Vec<Box<dyn Worker>> = Vec::new();
    for (number, student) in students {
        for step in steps {
            if let Some(album) = Album::of(&student, step, number)? {
                albums.push(Box::new(album));
                break;
            }
        }
        if albums.len() == ALBUMS {
            return Ok(albums);
        }
    }
    Err("too few steps ask for photos".into())
}
