//! The pages of sheets, ratings and grades.

mod ballot;
mod cells;
mod courses;
mod grid;
mod history;
mod invitations;
mod list;
mod mentor;
mod missing;
mod opened;
mod rating;
mod results;
mod rule;
mod sheet;
mod student;
mod way;

pub use cells::save as save_cells;
pub use courses::{create as create_course, new as new_course};
pub use history::{approve, refuse, show as history};
pub use invitations::{create as invite, end as end_invitation, show as invitations};
pub use list::index;
pub use mentor::{save as mentor_save, show as mentor};
pub use rating::{save as save_rating, show as rating};
pub use results::{abilities, index as results, show as result};
pub use rule::{choose as choose_rule, show as rule};
pub use sheet::{export, show as sheet};
pub use student::{correct, count_again, exempt, show as student};
pub use way::{adopt, check, end_round, lock, open_round, send_back, show_grades, submit};

use kernel::{Error, PersonId, Result, Text};
use web::Visit;

use crate::model::SheetId;

/// A sheet's id in an address.
fn sheet_id(text: &str) -> Result<SheetId> {
    text.parse().map_err(|_| Error::NotFound)
}

/// A person's id in an address.
fn person_id(text: &str) -> Result<PersonId> {
    text.parse().map_err(|_| Error::NotFound)
}

/// A text without arguments.
fn say(visit: &Visit, key: &'static str) -> String {
    visit.text(&Text::new(key))
}

/// A text whose key ends with a stored code.
fn word(visit: &Visit, start: &str, code: &str) -> String {
    visit.text(&Text {
        key: format!("{start}{code}").into(),
        args: Vec::new(),
    })
}

/// The state of a sheet as a mark with its word.
fn state_mark(visit: &Visit, code: &str) -> (&'static str, String) {
    let kind = match code {
        "submitted" | "correcting" => "wait",
        "checked" => "ok",
        "locked" => "lock",
        "begin" => "idle",
        _ => "working",
    };
    (kind, word(visit, "assessment-sheet-", code))
}
