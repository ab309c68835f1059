//! A class at work under measure: its teacher opens a task with eighteen items for it, its students save.

use super::html;
use super::http::Client;
use super::load::{self, Shown};
use super::report::Report;
use super::server::Server;
use super::table::{Bar, Figure};
use super::{LOAD, WARM};
use crate::Problem;

/// Items of the sheet.
const ITEMS: usize = 18;

/// A class that works on a task.
pub struct AtWork {
    /// The run's address.
    pub run: String,
    /// Its sheet's.
    pub sheet: String,
}

/// Gives the teacher's first task items up to [`ITEMS`]; gives its address.
///
/// Errors: one is refused.
pub fn long_task(teacher: &mut Client) -> Result<String, Problem> {
    let task = first(&teacher.page("/tasks")?.text(), "/tasks/")?;
    let id = task.rsplit('/').next().unwrap_or_default().to_owned();
    let page = teacher.page(&format!("{task}/assessment"))?.text();
    let token = html::token(&page);
    let rows = page.matches("data-node=\"").count();
    let items = if rows == 0 {
        page.matches("id=\"n-").count()
    } else {
        rows
    };
    for number in items..ITEMS {
        let fields = [("_csrf", token.as_str()), ("parent", &id), ("kind", "item")];
        let node = teacher.form(&format!("{task}/nodes"), &fields, 303)?;
        let node = node.header("location").to_owned();
        let name = format!("考核项目 {}", number + 1);
        let fields = [("_csrf", token.as_str()), ("name", &name), ("version", "1")];
        teacher.form(&node, &fields, 200)?;
    }
    Ok(task)
}

/// Opens the task for a class as the form offers it, and its first phase.
///
/// Errors: it is refused.
pub fn open(teacher: &mut Client, task: &str, class: &str) -> Result<AtWork, Problem> {
    let id = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let address = format!("/runs/new?task={}&class={}", id(task), id(class));
    let mut fields = html::form(&teacher.page(&address)?.text(), "/runs");
    if let Some(place) = fields.iter_mut().find(|(name, _)| name == "place") {
        place.1 = "数控实训中心 2 号车间".to_owned();
    }
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let opened = teacher.form("/runs", &fields, 303)?;
    let run = opened.header("location").to_owned();
    let page = teacher.page(&run)?.text();
    let phases = html::attributes(&page, &format!("action=\"{run}/phases/"), "action");
    let phase = phases.first().ok_or("a run without phases")?;
    let mut fields = html::form(&page, phase);
    fields.retain(|(name, _)| name == "_csrf" || name == "phase");
    fields.push(("turn".to_owned(), "open".to_owned()));
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    teacher.form(phase, &fields, 303)?;
    let sheet = format!("/grades/{}", id(&run));
    Ok(AtWork { run, sheet })
}

/// The first address below `start` that a page links to.
fn first(page: &str, start: &str) -> Result<String, Problem> {
    let found = html::attributes(page, &format!("href=\"{start}"), "href");
    found
        .into_iter()
        .find(|href| href.len() > start.len() + 20 && !href.contains('#'))
        .ok_or_else(|| format!("no link below {start}").into())
}

/// A field that a student saves again and again.
struct Field {
    path: String,
    name: String,
    token: String,
}

/// Students of a class save answers all at once, each their own field.
///
/// Errors: a save is refused.
pub fn saves(server: &Server, students: &[Client], report: &mut Report) -> Result<(), Problem> {
    let mut fields = Vec::new();
    for student in students {
        fields.push(field(&mut student.window("identity"))?);
    }
    let act = |client: &mut Client, number: usize, turn: usize| {
        let field = &fields[number];
        let (value, version) = (format!("先车端面，再车外圆 {turn}"), turn.to_string());
        let sent = [
            ("_csrf", field.token.as_str()),
            (field.name.as_str(), &value),
            ("version", &version),
        ];
        client.form(&field.path, &sent, 200).map(drop)
    };
    let clients = |from: usize, count: usize| -> Vec<Client> {
        let some = students.iter().skip(from).take(count);
        some.map(|student| student.window("identity")).collect()
    };
    // Every load takes students of its own: a field begins at version 0.
    let mut shown: Vec<(usize, Shown)> = Vec::new();
    let mut from = 0;
    for count in [1, 8, 32] {
        let offset = from;
        let act = |client: &mut Client, number: usize, turn: usize| act(client, number + offset, turn);
        let time = if count == 1 { WARM } else { LOAD };
        shown.push((count, load::run(server, clients(from, count), time, act)?));
        from += count;
    }
    for (count, load) in &shown {
        let what = |of: &str| format!("step save, {count} at once: {of}");
        report.add(Figure::plain(what("processor time"), load.cpu, "ms"));
        report.add(Figure::plain(what("p50"), load.p50, "ms"));
        report.add(Figure::plain(what("p99"), load.p99, "ms"));
    }
    let many = shown.last().map_or(0.0, |(_, load)| load.rate);
    report.add(Figure::new(
        "step saves, 32 at once, durable",
        Bar::Least(900.0),
        many,
        "a second",
    ));
    Ok(())
}

/// The first field that saves itself, of the first step that has one.
fn field(student: &mut Client) -> Result<Field, Problem> {
    let work = first(&student.page("/work")?.text(), "/work/")?;
    let run: String = work.split('/').take(3).collect::<Vec<_>>().join("/");
    let steps = html::attributes(
        &student.page(&run)?.text(),
        &format!("href=\"{run}/steps/"),
        "href",
    );
    for step in steps {
        let page = student.page(&step)?.text();
        if let Some(name) = html::attribute(&page, "data-version=\"0\"", "name") {
            return Ok(Field {
                path: step.split(['?', '#']).next().unwrap_or_default().to_owned(),
                name,
                token: html::token(&page),
            });
        }
    }
    Err("no step has a field".into())
}
