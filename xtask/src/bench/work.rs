//! A class at work under measure: a task with eighteen items for it, and students who save.

use super::load::{self, Shown};
use super::report::Report;
use super::table::{Bar, Figure};
use super::{LOAD, WARM};
use crate::Problem;
use crate::served::http::Client;
use crate::served::server::Server;
use crate::served::{html, school};

/// Items of the sheet.
const ITEMS: usize = 18;

/// Gives the teacher's first task items up to [`ITEMS`]; gives its address.
///
/// Errors: one is refused.
pub fn long_task(teacher: &mut Client) -> Result<String, Problem> {
    let task = school::link(teacher, "/tasks", "/tasks/")?;
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
    let work = school::link(student, "/work", "/work/")?;
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
