//! Short names of the cells of a board. A board has a thousand cells, and each names itself twice: whole ids would be most
//! of the page. A name is the end of the student's id and the end of the step's, as long as it takes to tell them apart
//! within the run; it is the same in every reading of the same run.

use std::collections::{BTreeMap, BTreeSet};

use design::model::{LearningTask, StepId};
use kernel::PersonId;

/// Fewer letters would make it likely that a newcomer lengthens all names.
const STUDENT: usize = 3;
const STEP: usize = 2;

/// The names of a run's students and steps.
#[derive(Clone, Debug)]
pub struct Keys {
    students: BTreeMap<PersonId, String>,
    steps: BTreeMap<StepId, String>,
    width: usize,
}

impl Keys {
    /// The names of these students and of a task's steps.
    pub fn of(students: impl Iterator<Item = PersonId>, task: &LearningTask) -> Self {
        let students = short(students, STUDENT);
        let steps = short(task.steps().map(|(_, _, step)| step.id), STEP);
        let width = students.values().next().map_or(STUDENT, String::len);
        Self {
            students,
            steps,
            width,
        }
    }

    /// A student's name; nothing for somebody without a seat.
    pub fn student(&self, id: PersonId) -> &str {
        self.students.get(&id).map_or("", String::as_str)
    }

    /// A step's name.
    pub fn step(&self, id: StepId) -> &str {
        self.steps.get(&id).map_or("", String::as_str)
    }

    /// The cell of a name.
    pub fn cell(&self, name: &str) -> Option<(PersonId, StepId)> {
        let (student, step) = name.split_at_checked(self.width)?;
        let student = self.students.iter().find(|(_, known)| *known == student)?;
        Some((*student.0, self.step_of(step)?))
    }

    /// The step of a name.
    pub fn step_of(&self, name: &str) -> Option<StepId> {
        let step = self.steps.iter().find(|(_, known)| *known == name)?;
        Some(*step.0)
    }
}

fn short<T: Copy + Ord + ToString>(ids: impl Iterator<Item = T>, least: usize) -> BTreeMap<T, String> {
    let ids: BTreeMap<T, String> = ids.map(|id| (id, id.to_string())).collect();
    let longest = ids.values().map(String::len).max().unwrap_or(least);
    let ends = |width: usize| ids.values().map(move |id| &id[id.len() - width.min(id.len())..]);
    let differ = |width: &usize| ends(*width).collect::<BTreeSet<_>>().len() == ids.len();
    let width = (least..longest).find(differ).unwrap_or(longest);
    let named = ids.keys().copied().zip(ends(width).map(str::to_owned));
    named.collect()
}

#[cfg(test)]
mod tests {
    use kernel::{Hours, Id, RawId};

    use super::*;

    fn person(number: u128) -> PersonId {
        Id::of(RawId::from_u128(number))
    }

    #[test]
    fn a_cell_is_found_by_its_name_and_nothing_else_is() {
        let mut ids = 1_u128..;
        let mut id = || RawId::from_u128(ids.next().unwrap_or_default() * 7_919);
        let task = design::model::sample::threaded_shaft(&mut id).unwrap();
        let people: Vec<PersonId> = (1..=50).map(|number| person(number * 104_729)).collect();
        let keys = Keys::of(people.iter().copied(), &task);
        let mut names = BTreeSet::new();
        for student in &people {
            for (_, _, step) in task.steps() {
                let name = format!("{}{}", keys.student(*student), keys.step(step.id));
                assert_eq!(keys.cell(&name), Some((*student, step.id)));
                assert!(names.insert(name));
            }
        }
        for name in ["", "a", "中文字", "zzzzzzzzzz"] {
            assert_eq!(keys.cell(name), None, "{name}");
        }
    }

    #[test]
    fn names_grow_until_they_differ() {
        let (one, other) = (person(62_u128.pow(5)), person(62_u128.pow(5) * 2));
        let empty = LearningTask::empty(Id::of(RawId::nil()), Id::of(RawId::nil()), "", Hours::ZERO);
        let keys = Keys::of([one, other].into_iter(), &empty);
        assert_eq!((keys.student(one), keys.student(other)), ("100000", "200000"));
    }
}
