//! The cells of a sheet, saved as they are typed or pasted.

use std::collections::HashMap;

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use design::model::Rater;
use kernel::{Error, Id, PersonId, RawId, Result, Text};
use serde::{Deserialize, Serialize};
use serde_json::json;
use web::{Answer, Form, Visit, json as answer_json};

use super::grid::View;
use super::sheet::total_text;
use super::sheet_id;
use crate::actions::{self, CellAnswer, GroupChange, LevelChange, ScoreChange, SittingChange};
use crate::model::cell::{typed_level, typed_score};
use crate::model::{SheetId, Sitting};
use crate::policy;
use crate::queries;

/// So many cells are saved in one transaction: a pasted sheet holds the writer for milliseconds at a time.
const CHUNK: usize = 200;
/// So many cells a post may bring: a class of a hundred times thirty columns.
const MOST: usize = 3_000;

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    show: String,
}

/// A cell as the page sent it.
#[derive(Clone, Debug, Deserialize)]
struct Sent {
    cell: String,
    #[serde(default)]
    value: String,
    #[serde(default)]
    version: Option<String>,
}

/// What became of a cell, for the page.
#[derive(Debug, Serialize)]
struct Told {
    cell: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

/// A cell to be written, read by the rules of its view.
#[derive(Clone, Debug)]
enum Change {
    Score(ScoreChange),
    Group(GroupChange),
    Level(LevelChange),
    Sitting(SittingChange),
}

/// `POST /grades/{id}/cells?show=`
pub async fn save(Path(id): Path<String>, Query(asked): Query<Asked>, Form(visit, input): Form) -> Answer {
    let id = sheet_id(&id)?;
    let sent: Vec<Sent> = serde_json::from_str(input.get("cells")).map_err(|_| Error::NotFound)?;
    if sent.is_empty() || sent.len() > MOST {
        return Err(Error::NotFound.into());
    }
    let mut told = Vec::with_capacity(sent.len());
    let mut changes = Vec::new();
    for cell in &sent {
        match read(&asked.show, cell)? {
            Ok(change) => changes.push((cell.cell.clone(), change)),
            Err(text) => told.push(refused(&visit, &cell.cell, &text)),
        }
    }
    for chunk in changes.chunks(CHUNK) {
        let answers = write(&visit, id, chunk).await?;
        let pairs = chunk.iter().zip(answers);
        told.extend(pairs.map(|((cell, change), answer)| tell(&visit, cell, (change, answer))));
    }
    let status = status(&told);
    let shown = if changes.is_empty() {
        HashMap::new()
    } else {
        totals(&visit, id).await?
    };
    answer_json(status, &json!({ "cells": told, "shown": shown }))
}

/// Reads a cell: its place must be one of ours, its value may be refused with a text.
fn read(show: &str, sent: &Sent) -> Result<std::result::Result<Change, Text>> {
    let (row, column) = sent.cell.split_once(':').ok_or(Error::NotFound)?;
    let id = |text: &str| text.parse::<Id<()>>().map(Id::raw).map_err(|_| Error::NotFound);
    let (row, column): (RawId, RawId) = (id(row)?, id(column)?);
    let version = match sent.version.as_deref() {
        None | Some("") => 0,
        Some(text) => text.parse().map_err(|_| Error::NotFound)?,
    };
    let value = sent.value.as_str();
    if show == "course" {
        let change = |sitting| {
            Change::Sitting(SittingChange {
                student: Id::of(row),
                item: Id::of(column),
                sitting,
                version,
            })
        };
        return Ok(Sitting::typed(value).map(change));
    }
    Ok(match View::from_code(show).ok_or(Error::NotFound)? {
        View::Rater(Rater::Teacher) => typed_score(value).map(|score| {
            Change::Score(ScoreChange {
                student: Id::of(row),
                item: Id::of(column),
                score,
                version,
            })
        }),
        View::Groups => typed_score(value).map(|score| {
            Change::Group(GroupChange {
                group: Id::of(row),
                item: Id::of(column),
                score,
                version,
            })
        }),
        View::Abilities => typed_level(value).map(|level| {
            Change::Level(LevelChange {
                student: Id::of(row),
                ability: Id::of(column),
                level,
                version,
            })
        }),
        View::Rater(_) | View::Points => return Err(Error::NotFound),
    })
}

async fn write(visit: &Visit, id: SheetId, chunk: &[(String, Change)]) -> Result<Vec<CellAnswer>> {
    let changes: Vec<Change> = chunk.iter().map(|(_, change)| change.clone()).collect();
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_lead_sheet(tx, ctx, id)?;
            // One post is of one view: whatever is of another is none of it.
            macro_rules! all {
                ($kind:ident, $action:path) => {{
                    let of_kind = changes.iter().filter_map(|change| match change {
                        Change::$kind(change) => Some(change.clone()),
                        _ => None,
                    });
                    $action(tx, ctx, &grant, &of_kind.collect::<Vec<_>>())
                }};
            }
            match changes.first() {
                Some(Change::Score(_)) => all!(Score, actions::rate_cells),
                Some(Change::Group(_)) => all!(Group, actions::rate_groups),
                Some(Change::Level(_)) => all!(Level, actions::observe),
                Some(Change::Sitting(_)) => all!(Sitting, actions::sit),
                None => Ok(Vec::new()),
            }
        })
        .await
}

fn tell(visit: &Visit, cell: &str, (change, answer): (&Change, CellAnswer)) -> Told {
    let plain = |value, version| Told {
        cell: cell.to_owned(),
        value,
        version: Some(version),
        message: None,
    };
    match answer {
        CellAnswer::Saved(version) => plain(value_of(visit, change), version),
        CellAnswer::Stale(value, version) => Told {
            message: Some(visit.text(&Text::new("assessment-cell-stale"))),
            ..plain(value.map(|value| stale_value(change, value)), version)
        },
        CellAnswer::Refused(text) => refused(visit, cell, &text),
    }
}

/// A saved value as the page shows it: full-width digits and superfluous zeros are gone.
fn value_of(visit: &Visit, change: &Change) -> Option<String> {
    match change {
        Change::Score(change) => change.score.map(|score| score.points().to_string()),
        Change::Group(change) => change.score.map(|score| score.points().to_string()),
        Change::Level(_) => None,
        Change::Sitting(change) => Some(super::courses::sitting_text(visit, change.sitting)),
    }
}

fn stale_value(change: &Change, value: i64) -> String {
    match change {
        Change::Level(_) => value.to_string(),
        _ => kernel::Percent(value).to_string(),
    }
}

fn refused(visit: &Visit, cell: &str, text: &Text) -> Told {
    Told {
        cell: cell.to_owned(),
        value: None,
        version: None,
        message: Some(visit.text(text)),
    }
}

/// Something saved: 200 with a word at the others. Nothing saved: why the first was not.
fn status(told: &[Told]) -> StatusCode {
    let saved = told.iter().any(|told| told.message.is_none());
    let stale = told.iter().any(|told| told.version.is_some());
    match (saved, stale) {
        (true, _) => StatusCode::OK,
        (false, true) => StatusCode::CONFLICT,
        (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// The totals as they stand afterwards, by the ids of their cells.
async fn totals(visit: &Visit, id: SheetId) -> Result<HashMap<String, String>> {
    let totals = visit
        .read(move |ctx, tx| {
            let opened = policy::may_read_sheet(tx, ctx, id)?.into_target();
            opened
                .sheet
                .map_or(Ok(HashMap::new()), |sheet| queries::totals(tx, &sheet))
        })
        .await?;
    let text =
        |(student, row): (PersonId, queries::TotalRow)| (format!("t-{student}"), total_text(row.total));
    Ok(totals.into_iter().map(text).collect())
}
