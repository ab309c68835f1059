//! 工作台: what waits first, then what was worked on last.

use askama::Template;

use crate::{Answer, Page, Recent, Todo, Visit, html, redirect};

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    p: Page,
    todos: Vec<TodoRow>,
    recent: Vec<RecentRow>,
}

struct TodoRow {
    text: String,
    href: String,
    icon: &'static str,
    due: String,
    late: bool,
}

struct RecentRow {
    title: String,
    kind: String,
    href: String,
    at: String,
}

/// `GET /`: the actor's own desk; somebody unknown is led to the sign-in.
pub async fn show(visit: Visit) -> Answer {
    if visit.admitted().is_none() {
        return redirect("/sign-in");
    }
    let asked: Vec<_> = visit
        .house()
        .modules
        .iter()
        .map(|module| (module.todos, module.recent))
        .collect();
    let (todos, recent) = visit
        .read(move |ctx, tx| {
            let (mut todos, mut recent) = (Vec::new(), Vec::new());
            for (waiting, last) in &asked {
                if let Some(waiting) = waiting {
                    todos.extend(waiting(tx, ctx)?);
                }
                if let Some(last) = last {
                    recent.extend(last(tx, ctx)?);
                }
            }
            todos.sort_by_key(|todo| todo.due.map_or(i64::MAX, |due| due.0));
            recent.sort_by_key(|recent| std::cmp::Reverse(recent.at));
            recent.truncate(6);
            Ok((todos, recent))
        })
        .await?;
    let todos = todos.iter().map(|todo| todo_row(&visit, todo)).collect();
    let recent = recent.iter().map(|recent| recent_row(&visit, recent)).collect();
    html(&HomePage {
        p: visit.page(),
        todos,
        recent,
    })
}

fn todo_row(visit: &Visit, todo: &Todo) -> TodoRow {
    TodoRow {
        text: visit.text(&todo.text),
        href: todo.href.clone(),
        icon: todo.icon,
        due: todo.due.map(|due| due.day().to_string()).unwrap_or_default(),
        late: todo.due.is_some_and(|due| due < visit.ctx().now),
    }
}

fn recent_row(visit: &Visit, recent: &Recent) -> RecentRow {
    RecentRow {
        title: recent.title.clone(),
        kind: visit.text(&recent.kind),
        href: recent.href.clone(),
        at: recent.at.minute_text(),
    }
}
