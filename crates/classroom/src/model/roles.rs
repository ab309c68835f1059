//! Roles in a group (劳动组织): who leads, operates, inspects, keeps safe and records, phase by phase, and which steps
//! are whose by role.

use std::collections::{BTreeMap, BTreeSet};

use design::model::{LearningTask, PhaseId, StepId};
use kernel::{PersonId, Problems, Text};
use serde::{Deserialize, Serialize};

use super::Turn;
use super::groups::Group;

/// A role in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// 组长
    Leader,
    /// 操作
    Operator,
    /// 质检
    Inspector,
    /// 安全
    Safety,
    /// 记录
    Recorder,
}

impl Role {
    /// Every role, as they are dealt.
    pub const ALL: [Self; 5] = [
        Self::Leader,
        Self::Operator,
        Self::Inspector,
        Self::Safety,
        Self::Recorder,
    ];

    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Leader => "leader",
            Self::Operator => "operator",
            Self::Inspector => "inspector",
            Self::Safety => "safety",
            Self::Recorder => "recorder",
        }
    }

    /// The translation key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Leader => "classroom-role-leader",
            Self::Operator => "classroom-role-operator",
            Self::Inspector => "classroom-role-inspector",
            Self::Safety => "classroom-role-safety",
            Self::Recorder => "classroom-role-recorder",
        }
    }

    /// The role of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// Whether roles change hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rotation {
    /// Everybody keeps their role.
    Fixed,
    /// At each phase every role goes to the next member.
    ByPhase,
}

impl Rotation {
    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::ByPhase => "by-phase",
        }
    }

    /// The rotation of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Fixed, Self::ByPhase]
            .into_iter()
            .find(|rotation| rotation.code() == code)
    }
}

/// Who holds which roles, by phase.
pub type RolePlan = BTreeMap<Turn, BTreeSet<Role>>;

/// Proposes the roles of a group: every role is held in every phase; in a small group a member holds several, in a
/// large one who is left over operates.
pub fn propose(group: &Group, phases: &[PhaseId], rotation: Rotation) -> RolePlan {
    let first = first_turn(group.members.len());
    deal(
        &group.members.iter().copied().zip(first).collect::<Vec<_>>(),
        phases,
        rotation,
    )
}

/// The roles of a group's members in the first phase, in their order.
pub fn first_turn(members: usize) -> Vec<BTreeSet<Role>> {
    let held = |seat: usize| {
        let roles = Role::ALL.into_iter().enumerate();
        let held: BTreeSet<Role> = roles
            .filter(|(place, _)| place % members == seat)
            .map(|(_, role)| role)
            .collect();
        if held.is_empty() {
            BTreeSet::from([Role::Operator])
        } else {
            held
        }
    };
    (0..members).map(held).collect()
}

/// Deals the roles of a group from those that its members hold in the first phase. A role that nobody chose goes to
/// whoever holds the fewest, the first in order.
pub fn deal(first: &[(PersonId, BTreeSet<Role>)], phases: &[PhaseId], rotation: Rotation) -> RolePlan {
    let mut sets: Vec<BTreeSet<Role>> = first.iter().map(|(_, roles)| roles.clone()).collect();
    for role in Role::ALL {
        if sets.iter().all(|set| !set.contains(&role))
            && let Some(set) = sets.iter_mut().min_by_key(|set| set.len())
        {
            set.insert(role);
        }
    }
    let mut plan = RolePlan::new();
    for (number, phase) in phases.iter().enumerate() {
        let turn = match rotation {
            Rotation::Fixed => 0,
            Rotation::ByPhase => number % sets.len().max(1),
        };
        for (seat, (member, _)) in first.iter().enumerate() {
            let from = (seat + sets.len() - turn) % sets.len();
            plan.insert((*phase, *member), sets[from].clone());
        }
    }
    plan
}

/// The faults of a group's plan, at the phase's id: a role that nobody holds, a member without a role.
pub fn check(plan: &RolePlan, group: &Group, phases: &[PhaseId]) -> Problems {
    let mut problems = Problems::default();
    for phase in phases {
        let held = |member: &PersonId| plan.get(&(*phase, *member)).filter(|roles| !roles.is_empty());
        let all: BTreeSet<Role> = group.members.iter().filter_map(held).flatten().copied().collect();
        for role in Role::ALL.into_iter().filter(|role| !all.contains(role)) {
            problems.add(
                phase.to_string(),
                Text::new(unheld(role)).with("group", &group.name),
            );
        }
        let idle = group
            .members
            .iter()
            .filter(|member| held(member).is_none())
            .count();
        if idle > 0 {
            let text = Text::new("classroom-role-none")
                .with("group", &group.name)
                .with("count", idle);
            problems.add(phase.to_string(), text);
        }
    }
    problems
}

const fn unheld(role: Role) -> &'static str {
    match role {
        Role::Leader => "classroom-role-unheld-leader",
        Role::Operator => "classroom-role-unheld-operator",
        Role::Inspector => "classroom-role-unheld-inspector",
        Role::Safety => "classroom-role-unheld-safety",
        Role::Recorder => "classroom-role-unheld-recorder",
    }
}

/// What a member has to do with a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// They do it and hand it in.
    Does,
    /// They may read it; another role does it.
    Sees,
}

/// The steps that only some roles do; every other step is everybody's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Duties(pub BTreeMap<StepId, BTreeSet<Role>>);

impl Duties {
    /// What a member with these roles has to do with a step.
    pub fn part(&self, step: StepId, roles: &BTreeSet<Role>) -> Part {
        match self.0.get(&step) {
            Some(doers) if doers.is_disjoint(roles) => Part::Sees,
            _ => Part::Does,
        }
    }

    /// The faults at the steps' ids: a step whose design doesn't differ by role, or that no role does.
    pub fn check(&self, task: &LearningTask) -> Problems {
        let mut problems = Problems::default();
        for (id, roles) in &self.0 {
            let differs = task
                .steps()
                .any(|(_, _, step)| step.id == *id && step.differs_by_role);
            if !differs {
                problems.add(id.to_string(), Text::new("classroom-duty-same-for-all"));
            } else if roles.is_empty() {
                problems.add(id.to_string(), Text::new("classroom-duty-nobody"));
            }
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use kernel::RawId;
    use proptest::prelude::*;

    use super::super::GroupId;
    use super::*;

    fn group(size: u128) -> Group {
        let members = (1..=size)
            .map(|number| PersonId::of(RawId::from_u128(number)))
            .collect();
        Group {
            id: GroupId::of(RawId::from_u128(1)),
            name: "第1组".to_owned(),
            members,
        }
    }

    fn phases(count: u128) -> Vec<PhaseId> {
        (1..=count)
            .map(|number| PhaseId::of(RawId::from_u128(number)))
            .collect()
    }

    proptest! {
        #[test]
        fn every_role_is_held_in_every_phase_and_nobody_is_without_one(size in 1_u128..9, count in 1_u128..8) {
            let (group, phases) = (group(size), phases(count));
            for rotation in [Rotation::Fixed, Rotation::ByPhase] {
                prop_assert!(check(&propose(&group, &phases, rotation), &group, &phases).is_empty());
            }
        }
    }

    #[test]
    fn roles_go_round_by_phase_so_that_all_five_lead_once() {
        let (group, phases) = (group(5), phases(6));
        let plan = propose(&group, &phases, Rotation::ByPhase);
        let leaders: Vec<PersonId> = phases
            .iter()
            .flat_map(|phase| {
                group
                    .members
                    .iter()
                    .filter(|member| plan[&(*phase, **member)].contains(&Role::Leader))
            })
            .copied()
            .collect();
        let again = [&group.members[..], &group.members[..1]].concat();
        assert_eq!(leaders, again);
    }

    #[test]
    fn in_a_group_of_four_one_holds_two_roles_and_in_a_group_of_six_two_operate() {
        let phases = phases(1);
        let four = propose(&group(4), &phases, Rotation::Fixed);
        let both = BTreeSet::from([Role::Leader, Role::Recorder]);
        assert_eq!(four.values().filter(|roles| **roles == both).count(), 1);
        let six = propose(&group(6), &phases, Rotation::Fixed);
        assert_eq!(
            six.values()
                .filter(|roles| roles.contains(&Role::Operator))
                .count(),
            2
        );
    }

    #[test]
    fn a_role_that_nobody_holds_is_named() {
        let (group, phases) = (group(4), phases(1));
        let mut plan = propose(&group, &phases, Rotation::Fixed);
        plan.remove(&(phases[0], group.members[3]));
        let problems = check(&plan, &group, &phases);
        let keys: Vec<_> = problems
            .0
            .iter()
            .map(|problem| problem.text.key.as_ref())
            .collect();
        assert_eq!(keys, ["classroom-role-unheld-safety", "classroom-role-none"]);
    }

    #[test]
    fn a_step_of_one_role_is_only_seen_by_the_others() {
        let step = StepId::of(RawId::from_u128(9));
        let duties = Duties(BTreeMap::from([(step, BTreeSet::from([Role::Inspector]))]));
        assert_eq!(
            duties.part(step, &BTreeSet::from([Role::Inspector, Role::Leader])),
            Part::Does
        );
        assert_eq!(duties.part(step, &BTreeSet::from([Role::Leader])), Part::Sees);
        assert_eq!(
            duties.part(StepId::of(RawId::from_u128(8)), &BTreeSet::new()),
            Part::Does
        );
    }

    #[test]
    fn codes_read_back() {
        for role in Role::ALL {
            assert_eq!(Role::from_code(role.code()), Some(role));
        }
        assert_eq!(Role::from_code("boss"), None);
    }
}
