//! The desk of who may publish standards: drafts under way.

use db::Tx;
use kernel::{Ctx, Result, Text};
use web::{Figure, OnDesk, Todo};

use crate::queries::DraftLine;
use crate::{policy, queries};

/// What lies on such a desk.
///
/// # Errors
/// The engine's.
pub fn desk(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<OnDesk> {
    Ok(OnDesk {
        todos: waiting(tx, ctx)?,
        figures: figures(tx, ctx)?,
        ..OnDesk::default()
    })
}

/// Drafts of the own organisation.
fn waiting(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Vec<Todo>> {
    let Ok(issuer) = policy::would_import(ctx) else {
        return Ok(Vec::new());
    };
    let todo = |draft: DraftLine| Todo {
        text: Text::new("standards-todo-draft")
            .with("title", &draft.title)
            .with("number", draft.number)
            .with("at", draft.updated_at.minute_text()),
        href: format!("/standards/{}/draft", draft.standard),
        due: None,
        icon: "books",
    };
    let drafts = queries::drafts_of(tx, issuer)?;
    Ok(drafts.into_iter().map(todo).collect())
}

/// How many standards are published, for who publishes for others.
fn figures(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Vec<Figure>> {
    if !policy::issues_for_others(ctx) {
        return Ok(Vec::new());
    }
    Ok(vec![Figure {
        label: Text::new("standards-published-list"),
        value: queries::count_published(tx)?.to_string(),
        note: None,
        href: "/standards".to_owned(),
    }])
}
