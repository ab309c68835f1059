//! A student rates oneself and peers, while the teacher has the round open.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use authz::Grant;
use classroom::queries::SeatRow;
use db::{Tx, params};
use design::model::{AssessmentItem, ItemId, Rater};
use kernel::vault::Vault;
use kernel::{Ctx, Error, Percent, PersonId, RawId, Result, Text};
use serde_json::json;

use crate::grading;
use crate::model::peers::{self, Seat};
use crate::model::{Score, SheetState};
use crate::policy::RateInRound;
use crate::ratings::{self, Rating};
use crate::store::{self, CellRow, SheetRow};

/// A rating that a student (or a mentor) gave; no score takes it back.
#[derive(Clone, Debug)]
pub struct Given {
    /// The rated student.
    pub student: PersonId,
    /// The item.
    pub item: ItemId,
    /// The rating.
    pub score: Option<Score>,
}

/// # Errors
/// A conflict that says why students rate no more in this sheet.
pub(crate) fn round_is_open(sheet: &SheetRow) -> Result<()> {
    let open = sheet.round_open && sheet.state()? == SheetState::Draft && sheet.shown_at.is_none();
    if open {
        Ok(())
    } else {
        Err(Error::Conflict(Text::new("assessment-round-closed")))
    }
}

/// A seat as the rules look at it.
pub fn seat(row: &SeatRow) -> Seat {
    Seat {
        person: row.student,
        group: u32::try_from(row.group_position).ok(),
    }
}

/// How a student rates another (or oneself) at an item, if at all.
pub(crate) fn kind_of(item: &AssessmentItem, rater: &SeatRow, rated: &SeatRow) -> Option<Rater> {
    if rater.student == rated.student {
        return (item.weights.own != Percent::ZERO).then_some(Rater::Own);
    }
    let peers = item.peers.filter(|_| item.weights.peer != Percent::ZERO)?;
    peers::may_rate(seat(rater), seat(rated), peers).then_some(Rater::Peer)
}

/// Saves a student's ratings; answers how many changed. Who rated whom and what is in no audit line that can be read:
/// the line holds their number, and the ratings themselves sealed with the rater's key.
///
/// # Errors
/// A conflict while the round is closed; `NotFound` for somebody (or an item) that this student does not rate.
pub fn rate_in_round(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    vault: &Vault,
    grant: &Grant<RateInRound>,
    given: &[Given],
) -> Result<usize> {
    let bench = grant.target();
    let (sheet, me) = (&bench.sheet, &bench.seat);
    round_is_open(sheet)?;
    let plan = grading::plan(tx, sheet)?;
    let seats: HashMap<PersonId, SeatRow> = classroom::queries::seats(tx, &bench.run)?
        .into_iter()
        .map(|seat| (seat.student, seat))
        .collect();
    let rows: Vec<CellRow> = tx.all(store::GIVEN, params![sheet.school, sheet.id, me.student])?;
    let before: HashMap<(PersonId, RawId), Option<i64>> = rows
        .into_iter()
        .map(|row| ((row.student, row.item), row.value))
        .collect();
    let mut touched: BTreeMap<PersonId, BTreeSet<ItemId>> = BTreeMap::new();
    let mut first = BTreeSet::new();
    let mut given_now = Vec::new();
    let mut told = Vec::new();
    for rating in given {
        let item = plan.task.items.iter().find(|item| item.id == rating.item);
        let rated = seats.get(&rating.student);
        let kind = item.zip(rated).and_then(|(item, rated)| kind_of(item, me, rated));
        let kind = kind.ok_or(Error::NotFound)?;
        let wanted = rating.score.map(Score::hundredths);
        let present = before.get(&(rating.student, rating.item.raw()));
        if present.copied().flatten() == wanted {
            continue;
        }
        given_now.push(Rating {
            student: rating.student,
            item: rating.item,
            kind: kind.code(),
            slot: me.student.raw(),
            by: me.student.raw(),
            score: wanted,
        });
        if present.is_none() {
            first.insert(rating.item);
        }
        touched.entry(rating.student).or_default().insert(rating.item);
        told.push(json!([
            rating.student,
            rating.item,
            present.copied().flatten(),
            wanted
        ]));
    }
    if told.is_empty() {
        return Ok(0);
    }
    ratings::put(tx, ctx, sheet, &given_now)?;
    for item in first {
        classroom::actions::note_rated(tx, ctx, &bench.run, item)?;
    }
    grading::regrade(tx, sheet, &plan, &touched)?;
    let count = told.len();
    let sealed = json!(told).to_string();
    let entry = ledger::Entry::new("assessment.rate-in-round", "grade-sheet", sheet.id.raw())
        .after(&json!({ "ratings": count }))
        .personal(vault, me.student, "ratings", &sealed);
    ledger::record(tx, ctx, sheet.school, entry)?;
    Ok(count)
}
