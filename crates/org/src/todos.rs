//! What waits for the affairs office of a school: a calendar without the present term.

use db::Tx;
use kernel::{Ctx, Result, Text};
use web::{OnDesk, Todo};

use crate::model::calendar::TermName;
use crate::{policy, queries};

/// What the office finds on its desk.
///
/// # Errors
/// The engine's.
pub fn desk(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<OnDesk> {
    Ok(OnDesk {
        todos: waiting(tx, ctx)?,
        ..OnDesk::default()
    })
}

/// One entry while the calendar lacks the term that today belongs to.
fn waiting(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Vec<Todo>> {
    let Ok(grant) = policy::may_set_calendar(tx, ctx) else {
        return Ok(Vec::new());
    };
    let name = TermName::around(ctx.now.day());
    if queries::has_term(tx, grant.target().number, name)? {
        return Ok(Vec::new());
    }
    let text = Text::new("org-todo-calendar")
        .with("year", name.year)
        .with("next", name.year + 1);
    Ok(vec![Todo {
        text,
        href: format!("/calendar/edit?term={name}"),
        due: None,
        icon: "calendar",
    }])
}
