//! Desks of those who look after people: who waits for a slip, which class for its teacher, which roster for a word.

use db::{Tx, params};
use kernel::{Ctx, Id, Result, Text, Tier};
use web::{Figure, OnDesk, Todo};

use crate::actions::factor_of;
use crate::model::class::ClassId;
use crate::model::sign_in::factor::is_asked;
use crate::store::classes::{self, PresentRow};
use crate::store::roster::{self, UploadRow};
use crate::{policy, queries};

/// What lies on such a desk.
///
/// # Errors
/// The engine's.
pub fn desk(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<OnDesk> {
    let present: Option<Vec<PresentRow>> = match policy::may_read_classes(ctx) {
        Ok(grant) if policy::looks_after_classes(ctx) => {
            let within = grant.target();
            Some(tx.all(classes::PRESENT, params![within.school, within.teacher])?)
        }
        _ => None,
    };
    Ok(OnDesk {
        todos: waiting(tx, ctx, present.as_deref().unwrap_or_default())?,
        figures: figures(tx, ctx, present.as_deref())?,
        ..OnDesk::default()
    })
}

/// Slips to print, classes without a teacher, rosters that wait to be taken.
fn waiting(tx: &mut Tx<'_>, ctx: &Ctx, present: &[PresentRow]) -> Result<Vec<Todo>> {
    let mut todos = Vec::new();
    if let (Some(account), Some(true)) = (ctx.actor.account(), ctx.actor.role().map(is_asked))
        && factor_of(tx, account)?.on_since.is_none()
    {
        todos.push(Todo {
            text: Text::new("people-todo-factor"),
            href: "/me/second-factor".to_owned(),
            due: None,
            icon: "shield-check",
        });
    }
    if let Ok(grant) = policy::may_import_roster(ctx) {
        let uploads: Vec<UploadRow> = tx.all(roster::UPLOADS, params![*grant.target(), ctx.now])?;
        let open = uploads.iter().filter(|upload| upload.confirmed_at.is_none());
        todos.extend(open.map(|upload| {
            Todo {
                text: Text::new(if upload.faults > 0 {
                    "people-todo-roster-mended"
                } else {
                    "people-todo-roster"
                })
                .with("file", &upload.file_name)
                .with("at", upload.created_at.minute_text()),
                href: format!("/rosters/{}", Id::<()>::of(upload.id)),
                due: None,
                icon: "file-import",
            }
        }));
    }
    if policy::may_manage_classes(ctx).is_ok() {
        let alone = present.iter().filter(|class| class.teacher.is_none());
        todos.extend(alone.map(|class| Todo {
            text: Text::new("people-todo-class-teacher").with("class", &class.name),
            href: format!("/classes/{}", class.id),
            due: None,
            icon: "school",
        }));
    }
    if let Ok(within) = policy::slips_within(ctx) {
        let rows: Vec<(ClassId, String, i64)> =
            tx.all(classes::WITHOUT_PASSWORD, params![within.school, within.teacher])?;
        todos.extend(rows.into_iter().map(|(class, name, count)| {
            Todo {
                text: Text::new("people-todo-slips")
                    .with("count", count)
                    .with("class", name),
                href: format!("/classes/{class}"),
                due: None,
                icon: "printer",
            }
        }));
    }
    if policy::may_settle(ctx).1 {
        let count = queries::erasures_to_settle(tx, ctx)?;
        todos.extend((count > 0).then(|| Todo {
            text: Text::new("people-todo-erasures").with("count", count),
            href: "/personal".to_owned(),
            due: None,
            icon: "trash",
        }));
    }
    Ok(todos)
}

/// Classes and their students, or what the administrators watch.
fn figures(tx: &mut Tx<'_>, ctx: &Ctx, present: Option<&[PresentRow]>) -> Result<Vec<Figure>> {
    let figure = |label: &'static str, value: i64, href: &str| Figure {
        label: Text::new(label),
        value: value.to_string(),
        note: None,
        href: href.to_owned(),
    };
    let mut figures = Vec::new();
    // Offices have no classes: to their administrators a nought of them says nothing.
    let at_school = ctx.actor.seat().is_some_and(|seat| seat.tier == Tier::School);
    if let Some(present) = present.filter(|_| at_school) {
        let count = i64::try_from(present.len()).unwrap_or(i64::MAX);
        let students = present.iter().map(|class| class.students).sum();
        figures.push(figure("people-nav-classes", count, "/classes"));
        figures.push(figure("people-figure-students", students, "/classes"));
    }
    if let Ok(grant) = policy::may_end_any_session(ctx) {
        let (open,): (i64,) = tx.one(classes::COUNT_ORG_SESSIONS, params![*grant.target(), ctx.now])?;
        figures.push(figure("people-nav-sessions", open, "/sessions"));
    }
    Ok(figures)
}
