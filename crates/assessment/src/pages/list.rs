//! The list of grade sheets: a teacher's own (with the runs whose sheet has not begun), or the school's.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Query;
use classroom::queries::RunHead;
use db::Tx;
use kernel::{Page as Rows, Result, Slice};
use people::model::class::ClassId;
use serde::Deserialize;
use web::{Answer, Page, Pager, Visit, html};

use super::{say, state_mark};
use crate::model::{SheetId, SheetState};
use crate::policy::{self, Desk};
use crate::queries::{self, SheetRow, Which};

#[derive(Template)]
#[template(path = "sheets.html")]
struct ListPage {
    p: Page,
    rows: Vec<RowView>,
    states: Vec<(&'static str, String, bool)>,
    own: bool,
    may_choose: bool,
    may_open_course: bool,
    pager: Pager,
}

struct RowView {
    id: String,
    title: String,
    class: String,
    teacher: String,
    last: String,
    state: (&'static str, String),
    course: bool,
}

/// A line of the list before it has its words.
struct Entry {
    id: SheetId,
    title: String,
    class: ClassId,
    teacher: kernel::PersonId,
    last: kernel::Day,
    state: String,
    course: bool,
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    state: String,
    page: Option<u32>,
}

/// `GET /grades`
pub async fn index(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let state = SheetState::from_code(&asked.state).map_or("", SheetState::code);
    let slice = Slice::page(asked.page.unwrap_or(1));
    let (own, found, classes, names) = visit
        .read(move |ctx, tx| {
            let desk = policy::may_read_sheets(ctx)?.into_target();
            let found = if desk.own {
                own_entries(tx, desk)?
            } else {
                school_entries(tx, desk, (state, slice))?
            };
            let classes = people::queries::classes(tx, desk.school, None)?;
            let names = people::queries::staff(tx, ctx, desk.school)?;
            Ok((desk.own, found, classes, names))
        })
        .await?;
    let classes: HashMap<ClassId, String> = classes.into_iter().map(|class| (class.id, class.name)).collect();
    let names: HashMap<_, String> = names.into_iter().map(|row| (row.person, row.name)).collect();
    let pager = Pager::new(&found, &format!("/grades?state={state}&"));
    let view = |entry: Entry| RowView {
        id: entry.id.to_string(),
        title: entry.title,
        class: classes.get(&entry.class).cloned().unwrap_or_default(),
        teacher: names.get(&entry.teacher).cloned().unwrap_or_default(),
        last: entry.last.to_string(),
        state: state_mark(&visit, &entry.state),
        course: entry.course,
    };
    html(&ListPage {
        rows: found.rows.into_iter().map(view).collect(),
        states: states(&visit, state),
        own,
        may_choose: policy::may_choose_rule(visit.ctx()).is_ok(),
        may_open_course: policy::may_open_course(visit.ctx()).is_ok(),
        pager,
        p: visit.page(),
    })
}

fn states(visit: &Visit, chosen: &str) -> Vec<(&'static str, String, bool)> {
    let mut all = vec![("", say(visit, "assessment-states-all"), chosen.is_empty())];
    let state = |state: SheetState| (state.code(), say(visit, state.key()), chosen == state.code());
    all.extend(SheetState::ALL.into_iter().map(state));
    all
}

fn school_entries(tx: &mut Tx<'_>, desk: Desk, (state, slice): (&str, Slice)) -> Result<Rows<Entry>> {
    let found = queries::sheets(tx, desk.school, Which { state, class: None }, slice)?;
    Ok(Rows {
        rows: found.rows.into_iter().map(entry).collect(),
        total: found.total,
        slice,
    })
}

/// A teacher's sheets, those of classes that they are the class teacher of, and the runs whose sheet has not begun.
fn own_entries(tx: &mut Tx<'_>, desk: Desk) -> Result<Rows<Entry>> {
    let mut sheets = queries::sheets_of_teacher(tx, desk.school, desk.person)?;
    for class in people::queries::classes(tx, desk.school, Some(desk.person))? {
        let others = queries::sheets_of_class(tx, desk.school, class.id)?;
        sheets.extend(others.into_iter().filter(|sheet| sheet.teacher != desk.person));
    }
    let which = classroom::queries::Which {
        teacher: Some(desk.person),
        ..classroom::queries::Which::default()
    };
    let runs = classroom::queries::runs(tx, desk.school, which, Slice::page(1))?;
    let begun = |run: &RunHead| sheets.iter().any(|sheet| sheet.id == queries::sheet_of(run.id));
    let mut rows: Vec<Entry> = runs
        .rows
        .into_iter()
        .filter(|run| !begun(run))
        .map(unbegun)
        .collect();
    rows.extend(sheets.into_iter().map(entry));
    rows.sort_by_key(|row| (row.state == "locked", std::cmp::Reverse(row.last)));
    let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    Ok(Rows {
        rows,
        total,
        slice: Slice::page(1),
    })
}

fn entry(sheet: SheetRow) -> Entry {
    Entry {
        course: sheet.is_course(),
        id: sheet.id,
        title: sheet.title,
        class: sheet.class,
        teacher: sheet.teacher,
        last: sheet.last,
        state: sheet.state,
    }
}

fn unbegun(run: RunHead) -> Entry {
    Entry {
        id: queries::sheet_of(run.id),
        title: run.title,
        class: run.class,
        teacher: run.teacher,
        last: run.last,
        state: "begin".to_owned(),
        course: false,
    }
}
