//! 工作台: what waits first, then what was worked on last.

use askama::Template;
use kernel::Text;

use crate::{Answer, Figure, Page, Recent, Todo, Visit, html, redirect};

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    p: Page,
    today: String,
    todos: Vec<TodoRow>,
    recent: Vec<RecentRow>,
    figures: Vec<FigureRow>,
}

struct TodoRow {
    what: String,
    why: String,
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

struct FigureRow {
    label: String,
    value: String,
    note: String,
    href: String,
}

/// One row of figures is enough at a desk.
const FIGURES: usize = 4;

/// `GET /`: the actor's own desk; somebody unknown is led to the sign-in.
pub async fn show(visit: Visit) -> Answer {
    if visit.admitted().is_none() {
        return redirect("/sign-in");
    }
    let asker = visit.clone();
    let (todos, recent, figures) = visit
        .read(move |ctx, tx| {
            let (mut todos, mut recent, mut figures) = (Vec::new(), Vec::new(), Vec::new());
            for desk in asker.house().modules.iter().filter_map(|module| module.desk) {
                let laid = desk(tx, ctx)?;
                todos.extend(laid.todos);
                recent.extend(laid.recent);
                figures.extend(laid.figures);
            }
            todos.sort_by_key(|todo| todo.due.map_or(i64::MAX, |due| due.0));
            recent.sort_by_key(|recent| std::cmp::Reverse(recent.at));
            recent.truncate(6);
            figures.truncate(FIGURES);
            Ok((todos, recent, figures))
        })
        .await?;
    let todos = todos.iter().map(|todo| todo_row(&visit, todo)).collect();
    let recent = recent.iter().map(|recent| recent_row(&visit, recent)).collect();
    let figures = figures.iter().map(|figure| figure_row(&visit, figure)).collect();
    html(&HomePage {
        p: visit.page(),
        today: today(&visit),
        todos,
        recent,
        figures,
    })
}

fn todo_row(visit: &Visit, todo: &Todo) -> TodoRow {
    let text = visit.text(&todo.text);
    let (what, why) = text.split_once(" · ").unwrap_or((&text, ""));
    TodoRow {
        what: what.to_owned(),
        why: why.to_owned(),
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

fn figure_row(visit: &Visit, figure: &Figure) -> FigureRow {
    FigureRow {
        label: visit.text(&figure.label),
        value: figure.value.clone(),
        note: figure
            .note
            .as_ref()
            .map(|note| visit.text(note))
            .unwrap_or_default(),
        href: figure.href.clone(),
    }
}

fn today(visit: &Visit) -> String {
    let day = visit.ctx().now.day();
    let weekday = Text {
        key: format!("web-weekday-{}", day.weekday()).into(),
        args: Vec::new(),
    };
    let weekday = visit.text(&weekday);
    visit.text(&Text::new("web-today").with("day", day).with("weekday", weekday))
}
