//! The live board: students × steps, one state a cell, with totals; and marking many cells at once.

use std::collections::{BTreeMap, BTreeSet};

use design::model::StepId;
use kernel::{Day, Error, Text};

use super::mine::{Member, Standing};
use super::roles::Part;
use super::work::{Code, StepWork};
use super::{Owner, WorkPlace};

/// A cell; a group's work stands in the cell of each member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Whose work it shows.
    pub owner: Owner,
    /// Its state.
    pub code: Code,
}

/// One student's line: a cell a step, `None` where the step is another role's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The student.
    pub member: Member,
    /// The cells, in the order of the steps.
    pub cells: Vec<Option<Cell>>,
}

/// The class × steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Board {
    /// The steps, in the task's order.
    pub steps: Vec<StepId>,
    /// The students, in the given order.
    pub rows: Vec<Row>,
    /// How many works of each step are in each state; a group's work counts once.
    pub totals: Vec<BTreeMap<Code, usize>>,
}

/// Makes the board of a day; `due` says by which day a step is to be handed in.
pub fn board(standing: &Standing, class: &[Member], due: &BTreeMap<StepId, Day>, today: Day) -> Board {
    let idle = StepWork::default();
    let row = |member: &Member| {
        let cell = |(phase, step): (_, &design::model::Step)| {
            if standing.part(phase, step, *member) == Part::Sees {
                return None;
            }
            let owner = Owner::of(step, member.student, member.group);
            let work = standing.works.get(&(owner, step.id)).unwrap_or(&idle);
            Some(Cell {
                owner,
                code: work.code(due.get(&step.id).copied(), today),
            })
        };
        let cells = standing
            .task
            .steps()
            .map(|(_, phase, step)| cell((phase, step)))
            .collect();
        Row {
            member: *member,
            cells,
        }
    };
    let rows: Vec<Row> = class.iter().map(row).collect();
    let steps: Vec<StepId> = standing.task.steps().map(|(_, _, step)| step.id).collect();
    let totals = (0..steps.len()).map(|column| total(&rows, column)).collect();
    Board { steps, rows, totals }
}

fn total(rows: &[Row], column: usize) -> BTreeMap<Code, usize> {
    let works: BTreeMap<Owner, Code> = rows
        .iter()
        .filter_map(|row| row.cells[column])
        .map(|cell| (cell.owner, cell.code))
        .collect();
    let mut total = BTreeMap::new();
    for code in works.into_values() {
        *total.entry(code).or_default() += 1;
    }
    total
}

/// What accepting many cells at once would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// What can be accepted, each work once.
    pub accept: Vec<WorkPlace>,
    /// What can't, and why.
    pub refused: Vec<(WorkPlace, Text)>,
}

/// Plans the acceptance of marked cells, in their order; a group's work that was marked at several members is one.
pub fn accept_many(marked: &[WorkPlace], works: &BTreeMap<WorkPlace, StepWork>) -> Plan {
    let mut plan = Plan::default();
    let mut known = BTreeSet::new();
    for place in marked.iter().filter(|place| known.insert(**place)) {
        match works.get(place).cloned().unwrap_or_default().accept() {
            Err(Error::Conflict(text)) => plan.refused.push((*place, text)),
            Err(_) => plan
                .refused
                .push((*place, Text::new("classroom-work-not-handed-in"))),
            Ok(()) => plan.accept.push(*place),
        }
    }
    plan
}
