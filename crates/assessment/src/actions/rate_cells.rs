//! The teacher rates in the sheet, cell by cell or a whole group at once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use authz::Grant;
use classroom::model::GroupId;
use classroom::queries::RunHead;
use db::{Tx, params};
use design::model::{ItemId, Rater};
use kernel::{Ctx, Error, Percent, PersonId, RawId, Result, Text};
use serde_json::json;

use super::{CellAnswer, begin, log};
use crate::grading::{self, Plan};
use crate::model::{Cell, Score, Settled};
use crate::policy::{LeadSheet, Opened};
use crate::queries;
use crate::ratings::{self, Rating};
use crate::store::{self, CellRow, SheetRow};

/// A cell and what is wanted in it; no score empties it.
#[derive(Clone, Debug)]
pub struct ScoreChange {
    /// The student.
    pub student: PersonId,
    /// The item.
    pub item: ItemId,
    /// The rating.
    pub score: Option<Score>,
    /// The version that the page showed.
    pub version: i64,
}

/// A group's cell and what is wanted for every member.
#[derive(Clone, Debug)]
pub struct GroupChange {
    /// The group.
    pub group: GroupId,
    /// The item.
    pub item: ItemId,
    /// The rating.
    pub score: Option<Score>,
    /// The sum of the members' versions that the page showed.
    pub version: i64,
}

/// The teacher's cells of a sheet.
struct Cells(HashMap<(PersonId, RawId), Cell>);

impl Cells {
    fn of(tx: &mut Tx<'_>, sheet: Option<&SheetRow>) -> Result<Self> {
        let Some(sheet) = sheet else {
            return Ok(Self(HashMap::new()));
        };
        let rows: Vec<CellRow> = tx.all(
            store::CELLS,
            params![sheet.school, sheet.id, Rater::Teacher.code()],
        )?;
        let cell = |row: CellRow| {
            let (value, version) = (row.value, row.version);
            ((row.student, row.item), Cell { value, version })
        };
        Ok(Self(rows.into_iter().map(cell).collect()))
    }

    fn at(&self, student: PersonId, item: ItemId) -> Cell {
        self.0.get(&(student, item.raw())).copied().unwrap_or_default()
    }
}

/// What a sheet is filled in with.
struct Desk<'a> {
    opened: &'a Opened,
    run: &'a RunHead,
    plan: Plan,
    seats: HashMap<PersonId, GroupId>,
    cells: Cells,
}

impl<'a> Desk<'a> {
    /// Nothing begins here: a sheet whose every cell is refused stays unbegun.
    fn open(tx: &mut Tx<'_>, grant: &'a Grant<LeadSheet>) -> Result<Self> {
        let opened = grant.target();
        let run = opened.run.as_ref().ok_or(Error::NotFound)?;
        if let Some(sheet) = &opened.sheet {
            begin::takes_ratings(sheet)?;
        }
        let seats = classroom::queries::seats(tx, run)?;
        Ok(Self {
            opened,
            run,
            plan: queries::plan_of(tx, opened)?,
            seats: seats.into_iter().map(|seat| (seat.student, seat.group)).collect(),
            cells: Cells::of(tx, opened.sheet.as_ref())?,
        })
    }

    fn weighs(&self, item: ItemId) -> Result<(), Text> {
        match self.plan.task.items.iter().find(|other| other.id == item) {
            None => Err(Text::new("assessment-cell-gone")),
            Some(item) if item.weights.teacher == Percent::ZERO => {
                Err(Text::new("assessment-cell-no-weight"))
            }
            Some(_) => Ok(()),
        }
    }
}

/// Saves the teacher's ratings; answers for each cell what became of it. Grades are reckoned anew for what was touched.
///
/// # Errors
/// A conflict where the sheet takes no ratings any more; `NotFound` for the sheet of a course.
pub fn rate_cells(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<LeadSheet>,
    changes: &[ScoreChange],
) -> Result<Vec<CellAnswer>> {
    let desk = Desk::open(tx, grant)?;
    let mut written = Vec::new();
    let answers = changes.iter().map(|change| {
        if let Err(text) = desk.weighs(change.item) {
            return CellAnswer::Refused(text);
        }
        if !desk.seats.contains_key(&change.student) {
            return CellAnswer::Refused(Text::new("assessment-cell-gone"));
        }
        let cell = desk.cells.at(change.student, change.item);
        let wanted = change.score.map(Score::hundredths);
        match cell.settle(wanted, change.version) {
            Settled::Same => CellAnswer::Saved(cell.version),
            Settled::Stale => CellAnswer::Stale(cell.value, cell.version),
            Settled::Write(version) => {
                written.push((change.student, change.item, cell, wanted));
                CellAnswer::Saved(version)
            }
        }
    });
    let answers = answers.collect();
    save(tx, ctx, &desk, &written)?;
    Ok(answers)
}

/// Saves one rating for all members of a group.
///
/// # Errors
/// As [`rate_cells`].
pub fn rate_groups(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<LeadSheet>,
    changes: &[GroupChange],
) -> Result<Vec<CellAnswer>> {
    let desk = Desk::open(tx, grant)?;
    let mut written = Vec::new();
    let answers = changes.iter().map(|change| {
        if let Err(text) = desk.weighs(change.item) {
            return CellAnswer::Refused(text);
        }
        let members = desk.seats.iter().filter(|(_, group)| **group == change.group);
        let cells: Vec<(PersonId, Cell)> = members
            .map(|(student, _)| (*student, desk.cells.at(*student, change.item)))
            .collect();
        if cells.is_empty() {
            return CellAnswer::Refused(Text::new("assessment-cell-gone"));
        }
        let wanted = change.score.map(Score::hundredths);
        let present: i64 = cells.iter().map(|(_, cell)| cell.version).sum();
        let differing: Vec<_> = cells.iter().filter(|(_, cell)| cell.value != wanted).collect();
        if differing.is_empty() {
            return CellAnswer::Saved(present);
        }
        if present != change.version {
            return CellAnswer::Stale(None, present);
        }
        let count = i64::try_from(differing.len()).unwrap_or_default();
        written.extend(
            differing
                .into_iter()
                .map(|(student, cell)| (*student, change.item, *cell, wanted)),
        );
        CellAnswer::Saved(present + count)
    });
    let answers = answers.collect();
    save(tx, ctx, &desk, &written)?;
    Ok(answers)
}

type Written = (PersonId, ItemId, Cell, Option<i64>);

fn save(tx: &mut Tx<'_>, ctx: &Ctx, desk: &Desk<'_>, written: &[Written]) -> Result<()> {
    if written.is_empty() {
        return Ok(());
    }
    let sheet = &begin::open_for_ratings(tx, ctx, desk.opened)?;
    let by = log::who(ctx, desk.run.teacher);
    let mut touched: BTreeMap<PersonId, BTreeSet<ItemId>> = BTreeMap::new();
    let mut first = BTreeSet::new();
    let given = written.iter().map(|(student, item, _, wanted)| Rating {
        student: *student,
        item: *item,
        kind: Rater::Teacher.code(),
        slot: RawId::nil(),
        by: by.raw(),
        score: *wanted,
    });
    ratings::put(tx, ctx, sheet, &given.collect::<Vec<_>>())?;
    for (student, item, cell, _) in written {
        touched.entry(*student).or_default().insert(*item);
        if cell.version == 0 {
            first.insert(*item);
        }
    }
    for item in first {
        classroom::actions::note_rated(tx, ctx, desk.run, item)?;
    }
    grading::regrade(tx, sheet, &desk.plan, &touched)?;
    let told = |value: fn(&Written) -> Option<i64>| {
        let cells = written.iter().map(|cell| json!([cell.0, cell.1, value(cell)]));
        json!({ "rater": Rater::Teacher.code(), "cells": cells.collect::<Vec<_>>() })
    };
    let entry = ledger::Entry::new("assessment.rate", "grade-sheet", sheet.id.raw())
        .before(&told(|cell| cell.2.value))
        .after(&told(|cell| cell.3));
    ledger::record(tx, ctx, sheet.school, entry)?;
    Ok(())
}
