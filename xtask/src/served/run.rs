//! A class at work: its teacher opens a task for it, and the task's phases one after the other.

use super::html;
use super::http::Client;
use crate::Problem;

/// A class that works on a task.
pub struct AtWork {
    /// The run's address.
    pub run: String,
    /// Its sheet's.
    pub sheet: String,
}

impl AtWork {
    /// By the address of a run.
    pub fn of(run: String) -> Self {
        Self {
            sheet: format!("/grades/{}", last(&run)),
            run,
        }
    }
}

/// Opens the task for a class as the form offers it, and its first phase.
///
/// Errors: it is refused.
pub fn open(teacher: &mut Client, task: &str, class: &str) -> Result<AtWork, Problem> {
    let fields = opening(teacher, task, class)?;
    let opened = teacher.form("/runs", &borrowed(&fields), 303)?;
    let work = AtWork::of(opened.header("location").to_owned());
    open_phase(teacher, &work, 0)?;
    Ok(work)
}

/// What the form sends that opens a task for a class, as it stands.
///
/// Errors: it is not offered.
pub fn opening(teacher: &mut Client, task: &str, class: &str) -> Result<Vec<(String, String)>, Problem> {
    let address = format!("/runs/new?task={}&class={}", last(task), last(class));
    let mut fields = html::form(&teacher.page(&address)?.text(), "/runs");
    if let Some(place) = fields.iter_mut().find(|(name, _)| name == "place") {
        place.1 = "数控实训中心 2 号车间".to_owned();
    }
    Ok(fields)
}

/// Opens a phase, by its place from nought; answers whether there is one.
///
/// Errors: it is refused.
pub fn open_phase(teacher: &mut Client, work: &AtWork, place: usize) -> Result<bool, Problem> {
    let page = teacher.page(&work.run)?.text();
    let mark = format!("action=\"{}/phases/", work.run);
    let mut phases = html::attributes(&page, &mark, "action");
    phases.retain(|path| !path.ends_with("/gates"));
    let Some(phase) = phases.get(place) else {
        return Ok(false);
    };
    let mut fields = html::form(&page, phase);
    fields.retain(|(name, _)| name == "_csrf" || name == "phase");
    fields.push(("turn".to_owned(), "open".to_owned()));
    teacher.form(phase, &borrowed(&fields), 303)?;
    Ok(true)
}

/// Gives every group that waits at a gate the teacher's word.
///
/// Errors: it is refused.
pub fn release_gates(teacher: &mut Client, work: &AtWork) -> Result<(), Problem> {
    let page = teacher.page(&work.run)?.text();
    let token = html::token(&page);
    for form in page.split("<form ").skip(1) {
        let form = form.split("</form").next().unwrap_or_default();
        let tag = form.split('>').next().unwrap_or_default();
        let Some((_, action)) = tag.split_once("action=\"") else {
            continue;
        };
        let action = action.split('"').next().unwrap_or_default();
        if action.starts_with(&work.run) && action.ends_with("/gates") {
            for group in html::attributes(form, "name=\"group\"", "value") {
                teacher.form(action, &[("_csrf", &token), ("group", &group)], 303)?;
            }
        }
    }
    Ok(())
}

/// Fields as a form sends them.
pub fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

/// The id at the end of an address.
pub fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}
