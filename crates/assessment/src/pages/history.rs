//! What was done to a sheet, and its corrections with the values before them.

use std::collections::{BTreeSet, HashMap};

use askama::Template;
use axum::extract::Path;
use kernel::{Error, PersonId, Points, Text};
use web::{Answer, Form, Page, Visit, html, redirect_saying};

use super::courses::sitting_text;
use super::sheet::total_text;
use super::{say, sheet_id, state_mark, word};
use crate::actions::{Settlement, settle_correction};
use crate::model::{CorrectionId, Sitting};
use crate::policy::{self, SettleCorrection};
use crate::queries::{self, CorrectionRow, EventRow};

#[derive(Template)]
#[template(path = "history.html")]
struct HistoryPage {
    p: Page,
    id: String,
    title: String,
    state: (&'static str, String),
    corrections: Vec<CorrectionView>,
    events: Vec<EventView>,
}

struct CorrectionView {
    id: String,
    student: String,
    what: String,
    old: String,
    new: String,
    totals: String,
    reason: String,
    asked: String,
    settled: String,
    word: String,
    outcome: (&'static str, String),
    may_settle: bool,
}

struct EventView {
    at: String,
    who: String,
    what: String,
    word: String,
}

/// `GET /grades/{id}/history`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let id = sheet_id(&id)?;
    let (sheet, corrections, events, items, names) = visit
        .read(move |ctx, tx| {
            let opened = policy::may_read_sheet(tx, ctx, id)?.into_target();
            let sheet = opened.sheet.ok_or(Error::NotFound)?;
            let corrections = queries::corrections(tx, &sheet)?;
            let events = queries::events(tx, &sheet)?;
            let items = queries::item_names(tx, &sheet)?;
            let corrected = corrections
                .iter()
                .flat_map(|row| [Some(row.student), Some(row.requested_by), row.settled_by]);
            let noted = events.iter().flat_map(|row| [row.student, Some(row.by)]);
            let people: BTreeSet<PersonId> = corrected.chain(noted).flatten().collect();
            let people: Vec<PersonId> = people.into_iter().collect();
            let names = people::queries::names_of(tx, sheet.school, &people)?;
            Ok((sheet, corrections, events, items, names))
        })
        .await?;
    let corrections = corrections.iter().map(|row| {
        let item = items.get(&row.item).cloned().unwrap_or_default();
        correction(&visit, row, (&item, &names))
    });
    let events = events.iter().map(|row| event(&visit, row, &names));
    html(&HistoryPage {
        p: visit
            .page()
            .crumb("/grades", say(&visit, "assessment-nav-grades"))
            .crumb(format!("/grades/{id}"), &sheet.title)
            .crumb("", say(&visit, "assessment-history")),
        id: id.to_string(),
        state: state_mark(&visit, &sheet.state),
        corrections: corrections.collect(),
        events: events.collect(),
        title: sheet.title,
    })
}

fn named(names: &HashMap<PersonId, String>, person: PersonId) -> &str {
    names.get(&person).map_or("", String::as_str)
}

fn correction(
    visit: &Visit,
    row: &CorrectionRow,
    (item, names): (&str, &HashMap<PersonId, String>),
) -> CorrectionView {
    use authz::Verb as _;
    let waits = row.outcome.is_empty();
    let (kind, code) = match row.outcome.as_str() {
        "approved" => ("ok", "approved"),
        "refused" => ("bad", "refused"),
        _ => ("wait", "waits"),
    };
    let rater = if row.kind == "sitting" {
        String::new()
    } else {
        format!(" · {}", word(visit, "design-rater-", &row.kind))
    };
    let by = |person, at: kernel::Instant| {
        let text = Text::new("assessment-by-at")
            .with("name", named(names, person))
            .with("at", at.minute_text());
        visit.text(&text)
    };
    let own = visit.ctx().actor.person() == Some(row.requested_by);
    let totals = Text::new("assessment-totals-changed")
        .with("old", total_text(row.old_total))
        .with("new", total_text(row.new_total));
    CorrectionView {
        id: row.id.to_string(),
        student: named(names, row.student).to_owned(),
        what: format!("{item}{rater}"),
        old: value(visit, row, (&row.old_state, row.old_score)),
        new: value(visit, row, (&row.new_state, row.new_score)),
        totals: if row.outcome == "approved" {
            visit.text(&totals)
        } else {
            String::new()
        },
        reason: row.reason.clone(),
        asked: by(row.requested_by, row.requested_at),
        settled: row
            .settled_by
            .zip(row.settled_at)
            .map(|(person, at)| by(person, at))
            .unwrap_or_default(),
        word: row.word.clone(),
        outcome: (kind, word(visit, "assessment-correction-", code)),
        may_settle: waits && !own && policy::would(visit.ctx(), SettleCorrection::NAME),
    }
}

fn value(visit: &Visit, row: &CorrectionRow, (state, score): (&str, Option<i64>)) -> String {
    if row.kind == "sitting" {
        return sitting_text(visit, Sitting::from_parts(state, score.map(Points)));
    }
    score.map_or_else(
        || say(visit, "assessment-part-missing"),
        |score| kernel::Percent(score).to_string(),
    )
}

fn event(visit: &Visit, row: &EventRow, names: &HashMap<PersonId, String>) -> EventView {
    let what = Text {
        key: format!("assessment-event-{}", row.act).into(),
        args: Vec::new(),
    };
    let student = row.student.map_or("", |student| named(names, student));
    EventView {
        at: row.at.minute_text(),
        who: named(names, row.by).to_owned(),
        what: visit.text(&what.with("count", row.figure).with("student", student)),
        word: row.word.clone(),
    }
}

/// `POST /grades/{id}/corrections/{correction}/approval`
pub async fn approve(Path((id, correction)): Path<(String, String)>, Form(visit, _): Form) -> Answer {
    settle(&visit, (&id, &correction), Settlement::Approved).await
}

/// `POST /grades/{id}/corrections/{correction}/refusal`
pub async fn refuse(Path((id, correction)): Path<(String, String)>, Form(visit, input): Form) -> Answer {
    let word = input.get("reason").to_owned();
    settle(&visit, (&id, &correction), Settlement::Refused(word)).await
}

async fn settle(visit: &Visit, (id, correction): (&str, &str), settlement: Settlement) -> Answer {
    let sheet = sheet_id(id)?;
    let correction: CorrectionId = correction.parse().map_err(|_| Error::NotFound)?;
    let done = match settlement {
        Settlement::Approved => "assessment-correction-done",
        Settlement::Refused(_) => "assessment-correction-declined",
    };
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_settle_correction(tx, ctx, sheet)?;
            settle_correction(tx, ctx, &grant, (correction, &settlement))
        })
        .await?;
    redirect_saying(visit, &format!("/grades/{id}/history"), &Text::new(done))
}
