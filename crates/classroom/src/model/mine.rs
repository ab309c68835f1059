//! What is mine to do now: the next step of one student, how much waits, and how far each phase is.

use std::collections::{BTreeMap, BTreeSet};

use design::model::{LearningTask, Phase, PhaseId, Step, StepId};
use kernel::{PersonId, Text};

use super::phase::{Door, PhaseState};
use super::roles::{Duties, Part, Role, RolePlan};
use super::work::{Stage, StepWork};
use super::{GroupId, Owner, WorkPlace};

/// A run as it stands.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// The frozen task.
    pub task: &'a LearningTask,
    /// The phases; one that is not there was not opened.
    pub phases: &'a BTreeMap<PhaseId, PhaseState>,
    /// Who holds which roles.
    pub plan: &'a RolePlan,
    /// Which steps are whose by role.
    pub duties: &'a Duties,
    /// All work; what is not there was not begun.
    pub works: &'a BTreeMap<WorkPlace, StepWork>,
}

/// A student in their group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// The student.
    pub student: PersonId,
    /// Their group.
    pub group: GroupId,
}

impl Standing<'_> {
    /// Whether a member does a step or only reads it.
    pub fn part(&self, phase: &Phase, step: &Step, member: Member) -> Part {
        let none = BTreeSet::<Role>::new();
        let roles = self.plan.get(&(phase.id, member.student)).unwrap_or(&none);
        self.duties.part(step.id, roles)
    }

    /// How far a member's work (or their group's) at a step is.
    pub fn stage(&self, step: &Step, member: Member) -> &Stage {
        let place = (Owner::of(step, member.student, member.group), step.id);
        self.works.get(&place).map_or(&Stage::Idle, |work| &work.stage)
    }
}

/// How far a phase is for one student.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The phase.
    pub phase: PhaseId,
    /// Whether it is open.
    pub door: Door,
    /// Steps that are theirs.
    pub steps: usize,
    /// Of these, handed in and waiting.
    pub handed: usize,
    /// Of these, accepted.
    pub accepted: usize,
}

/// What a student sees first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mine {
    /// The step to do now: one that came back before one that is new, otherwise in the task's order.
    pub now: Option<StepId>,
    /// Steps that can be worked at now, `now` among them.
    pub open: usize,
    /// Of these, how many came back.
    pub returned: usize,
    /// The gates that the group waits at.
    pub waiting: Vec<Text>,
    /// Every phase, in order.
    pub phases: Vec<Progress>,
}

/// Tells one student what is theirs to do.
pub fn mine(standing: &Standing, member: Member) -> Mine {
    let mut result = Mine {
        now: None,
        open: 0,
        returned: 0,
        waiting: Vec::new(),
        phases: Vec::new(),
    };
    let (mut back, mut fresh) = (Vec::new(), Vec::new());
    let unopened = PhaseState::default();
    for phase in &standing.task.phases {
        let state = standing.phases.get(&phase.id).unwrap_or(&unopened);
        result.phases.push(progress(standing, member, phase, state.door));
        if state.may_work(phase, member.group).is_err() {
            let gate = phase.gate.as_ref().filter(|_| state.door == Door::Open);
            let texts = gate.map(|gate| Text::new("classroom-gate-waiting").with("gate", &gate.text));
            result.waiting.extend(texts);
            continue;
        }
        for step in phase
            .steps
            .iter()
            .filter(|step| standing.part(phase, step, member) == Part::Does)
        {
            match standing.stage(step, member) {
                Stage::Returned(_) => back.push(step.id),
                Stage::Idle | Stage::Working => fresh.push(step.id),
                Stage::Handed | Stage::Accepted => {}
            }
        }
    }
    result.now = back.first().or(fresh.first()).copied();
    result.open = back.len() + fresh.len();
    result.returned = back.len();
    result
}

fn progress(standing: &Standing, member: Member, phase: &Phase, door: Door) -> Progress {
    let mut progress = Progress {
        phase: phase.id,
        door,
        steps: 0,
        handed: 0,
        accepted: 0,
    };
    for step in phase
        .steps
        .iter()
        .filter(|step| standing.part(phase, step, member) == Part::Does)
    {
        progress.steps += 1;
        match standing.stage(step, member) {
            Stage::Handed => progress.handed += 1,
            Stage::Accepted => progress.accepted += 1,
            Stage::Idle | Stage::Working | Stage::Returned(_) => {}
        }
    }
    progress
}
