//! What a student or a mentor has to rate: item by item, the students group by group, and what was given already.

use std::collections::HashMap;

use classroom::model::GroupId;
use classroom::queries::SeatRow;
use db::{Tx, params};
use design::model::{AssessmentItem, Peers, Rater};
use kernel::{Percent, PersonId, RawId, Result};

use crate::actions::{Given, kind_of};
use crate::grading;
use crate::model::cell::typed_score;
use crate::policy::Bench;
use crate::store::{self, CellRow, SheetRow};

/// One item to be rated.
#[derive(Clone, Debug)]
pub struct Ballot {
    /// The item.
    pub item: AssessmentItem,
    /// The student's own rating is asked for.
    pub own: Option<PersonId>,
    /// The others to be rated, group by group.
    pub groups: Vec<BallotGroup>,
    /// What was given, in hundredths.
    given: HashMap<PersonId, i64>,
}

/// A group of students to be rated.
#[derive(Clone, Debug)]
pub struct BallotGroup {
    /// The group.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// One rating may stand for all its members.
    pub whole: bool,
    /// Its members with their names.
    pub members: Vec<(PersonId, String)>,
}

impl Ballot {
    /// What was given to a student.
    pub fn given(&self, student: PersonId) -> Option<i64> {
        self.given.get(&student).copied()
    }

    /// What was given to all members of a group alike.
    pub fn common(&self, group: &BallotGroup) -> Option<i64> {
        let first = group
            .members
            .first()
            .and_then(|(student, _)| self.given(*student))?;
        let same = group
            .members
            .iter()
            .all(|(student, _)| self.given(*student) == Some(first));
        same.then_some(first)
    }

    /// Everybody who is to be rated.
    pub fn rated(&self) -> impl Iterator<Item = PersonId> {
        let members = self.groups.iter().flat_map(|group| &group.members);
        self.own.into_iter().chain(members.map(|(student, _)| *student))
    }

    /// Whether everybody was rated.
    pub fn is_done(&self) -> bool {
        self.rated().all(|student| self.given(student).is_some())
    }

    /// The field of a student's rating.
    pub fn field(&self, student: PersonId) -> String {
        format!("m-{}-{student}", self.item.id)
    }

    /// The field of a rating for a whole group.
    pub fn group_field(&self, group: GroupId) -> String {
        format!("g-{}-{group}", self.item.id)
    }

    /// Reads what was typed: a member's own field before the group's; neither takes a rating back.
    ///
    /// # Errors
    /// A text at each field that holds no rating.
    pub fn read<'a>(&self, value: impl Fn(&str) -> &'a str, problems: &mut kernel::Problems) -> Vec<Given> {
        let mut read = |field: &str| problems.take(field, typed_score(value(field))).flatten();
        let mut all = Vec::new();
        let given = |student, score| Given {
            student,
            item: self.item.id,
            score,
        };
        if let Some(own) = self.own {
            all.push(given(own, read(&self.field(own))));
        }
        for group in &self.groups {
            let whole = if group.whole {
                read(&self.group_field(group.id))
            } else {
                None
            };
            for (student, _) in &group.members {
                all.push(given(*student, read(&self.field(*student)).or(whole)));
            }
        }
        all
    }
}

/// What a student has to rate.
///
/// # Errors
/// The engine's.
pub fn of_student(tx: &mut Tx<'_>, bench: &Bench) -> Result<Vec<Ballot>> {
    let (sheet, me) = (&bench.sheet, &bench.seat);
    let task = grading::plan(tx, sheet)?.task;
    let arranged = classroom::queries::arranged(tx, &bench.run)?;
    let rows: Vec<CellRow> = tx.all(store::GIVEN, params![sheet.school, sheet.id, me.student])?;
    let given = by_item(rows);
    let ballot = |item: &AssessmentItem| {
        let peers = arranged
            .seats
            .iter()
            .filter(|seat| kind_of(item, me, seat) == Some(Rater::Peer));
        let whole = item.peers == Some(Peers::OtherGroups);
        Ballot {
            own: kind_of(item, me, me).map(|_| me.student),
            groups: grouped((peers, whole)),
            given: given.get(&item.id.raw()).cloned().unwrap_or_default(),
            item: item.clone(),
        }
    };
    let ballots = task.items.iter().map(ballot);
    Ok(ballots.filter(|ballot| ballot.rated().next().is_some()).collect())
}

/// What a mentor has to rate: every item that gives the enterprise weight, for the whole class.
///
/// # Errors
/// The engine's.
pub fn of_mentor(tx: &mut Tx<'_>, sheet: &SheetRow, seats: &[SeatRow]) -> Result<Vec<Ballot>> {
    let task = grading::plan(tx, sheet)?.task;
    let rows: Vec<CellRow> = tx.all(
        store::CELLS,
        params![sheet.school, sheet.id, Rater::Enterprise.code()],
    )?;
    let given = by_item(rows);
    let weighing = task
        .items
        .iter()
        .filter(|item| item.weights.enterprise != Percent::ZERO);
    let ballot = |item: &AssessmentItem| Ballot {
        own: None,
        groups: grouped((seats.iter(), true)),
        given: given.get(&item.id.raw()).cloned().unwrap_or_default(),
        item: item.clone(),
    };
    Ok(weighing.map(ballot).collect())
}

/// Puts names to the members of ballots.
pub fn named(ballots: &mut [Ballot], names: &HashMap<PersonId, String>) {
    let groups = ballots.iter_mut().flat_map(|ballot| &mut ballot.groups);
    for (student, name) in groups.flat_map(|group| &mut group.members) {
        *name = names.get(student).cloned().unwrap_or_default();
    }
}

fn by_item(rows: Vec<CellRow>) -> HashMap<RawId, HashMap<PersonId, i64>> {
    let mut given: HashMap<RawId, HashMap<PersonId, i64>> = HashMap::new();
    for row in rows {
        if let Some(score) = row.value {
            given.entry(row.item).or_default().insert(row.student, score);
        }
    }
    given
}

/// Seats by their groups, each to be rated as a whole or member by member.
fn grouped<'a>((seats, whole): (impl Iterator<Item = &'a SeatRow>, bool)) -> Vec<BallotGroup> {
    let mut groups: Vec<BallotGroup> = Vec::new();
    for seat in seats {
        let member = (seat.student, String::new());
        match groups.last_mut().filter(|group| group.id == seat.group) {
            Some(group) => group.members.push(member),
            None => groups.push(BallotGroup {
                id: seat.group,
                name: seat.group_name.clone(),
                whole,
                members: vec![member],
            }),
        }
    }
    groups
}

/// Which of these items a student has not rated to the end, and how many peers wait for a rating of this student.
pub fn waiting(ballots: &[Ballot]) -> (Vec<&AssessmentItem>, usize) {
    let open: Vec<&Ballot> = ballots.iter().filter(|ballot| !ballot.is_done()).collect();
    let peers: std::collections::HashSet<PersonId> = open
        .iter()
        .flat_map(|ballot| {
            let unrated = ballot.rated().filter(|student| ballot.given(*student).is_none());
            unrated.filter(|student| Some(*student) != ballot.own)
        })
        .collect();
    (open.iter().map(|ballot| &ballot.item).collect(), peers.len())
}
