//! Which object of a newer import is which of the last version, so that identities survive.
//!
//! Objects are matched by identity (where one was already carried over), then code, then name, then order. What only
//! order speaks for is doubtful and a person's to confirm, but for sentences (goals, requirements) that are nearly the
//! same at the same place: a mended comma makes no new goal.
//!
//! Goals and tasks are matched within courses that are certain. After a person has confirmed a course, carry its
//! identity and match again: the course is then certain and its parts are matched.

use kernel::{Id, RawId};
use serde::{Deserialize, Serialize};

use super::align::{Basis, Key, Pair, align};
use super::course::Course;
use super::identity::Identity;
use super::place::{Place, Step};
use super::standard::{RequirementRow, Standard};

/// An object of the last version and the object of the newer one that it is, or may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Where it stands in the last version.
    pub old: Place,
    /// Where it stands in the newer one.
    pub new: Place,
    /// What speaks for it.
    pub basis: Basis,
    /// How alike the names or texts are, in per cent.
    pub likeness: usize,
}

/// The result of matching. What is in no link is new, or gone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matching {
    /// Links that need no confirmation.
    pub certain: Vec<Link>,
    /// Links for a person to confirm or refuse.
    pub doubtful: Vec<Link>,
}

/// Sentences at the same place that share as many letter pairs, in per cent, are the same sentence mended.
const MENDED: usize = 80;

/// Matches the courses, goals, reference tasks and requirements of two versions.
pub fn matching(old: &Standard, new: &Standard) -> Matching {
    let mut found = Matching::default();
    let courses = found.list(
        &Place::of("courses"),
        &course_keys(&old.courses),
        &Place::of("courses"),
        &course_keys(&new.courses),
    );
    for (before, after) in courses {
        let (Some(one), Some(other)) = (old.courses.get(before), new.courses.get(after)) else {
            continue;
        };
        let (from, to) = (
            Place::of("courses").item(before),
            Place::of("courses").item(after),
        );
        let goals = |course: &Course| {
            course
                .goals
                .items
                .iter()
                .map(|goal| key(goal.id, &goal.text))
                .collect::<Vec<_>>()
        };
        let path = |place: &Place| place.field("goals").field("items");
        found.sentences(&path(&from), &goals(one), &path(&to), &goals(other));
        let tasks = |course: &Course| {
            course
                .tasks
                .iter()
                .map(|task| key(task.id, &task.name))
                .collect::<Vec<_>>()
        };
        found.list(
            &from.field("tasks"),
            &tasks(one),
            &to.field("tasks"),
            &tasks(other),
        );
    }
    found.requirements(old, new);
    found
}

impl Matching {
    /// Gives the objects of the newer version the identities of the last: those of certain links, and of the links
    /// that a person has confirmed.
    pub fn carry(&self, old: &Standard, new: &mut Standard, confirmed: &[Link]) {
        for link in self.certain.iter().chain(confirmed) {
            if let Some(id) = identity(old, &link.old) {
                set_identity(new, &link.new, id);
            }
        }
    }

    /// Requirements stand in rows, which are matched by the name of their task.
    fn requirements(&mut self, old: &Standard, new: &Standard) {
        let rows = |rows: &[RequirementRow]| {
            rows.iter()
                .map(|row| Key {
                    name: row.name.clone(),
                    ..Key::default()
                })
                .collect::<Vec<_>>()
        };
        for pair in align(&rows(&old.requirements), &rows(&new.requirements)) {
            let (Some(one), Some(other)) = (old.requirements.get(pair.old), new.requirements.get(pair.new))
            else {
                continue;
            };
            let keys = |row: &RequirementRow| {
                row.requirements
                    .iter()
                    .map(|one| key(one.id, &one.text))
                    .collect::<Vec<_>>()
            };
            let path = |index: usize| Place::of("requirements").item(index).field("requirements");
            self.sentences(&path(pair.old), &keys(one), &path(pair.new), &keys(other));
        }
    }

    /// Matches two lists of named objects, and returns the certain pairs.
    fn list(&mut self, from: &Place, old: &[Key], to: &Place, new: &[Key]) -> Vec<(usize, usize)> {
        self.sort(from, to, align(old, new), |pair| pair.basis != Basis::Order)
    }

    fn sentences(&mut self, from: &Place, old: &[Key], to: &Place, new: &[Key]) {
        self.sort(from, to, align(old, new), |pair| {
            pair.basis != Basis::Order || pair.likeness >= MENDED
        });
    }

    fn sort(
        &mut self,
        from: &Place,
        to: &Place,
        pairs: Vec<Pair>,
        certain: impl Fn(&Pair) -> bool,
    ) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for pair in pairs {
            let link = Link {
                old: from.item(pair.old),
                new: to.item(pair.new),
                basis: pair.basis,
                likeness: pair.likeness,
            };
            if certain(&pair) {
                found.push((pair.old, pair.new));
                self.certain.push(link);
            } else {
                self.doubtful.push(link);
            }
        }
        found
    }
}

fn course_keys(courses: &[Course]) -> Vec<Key> {
    courses
        .iter()
        .map(|course| Key {
            code: course.code.clone(),
            ..key(course.id, &course.name)
        })
        .collect()
}

fn key<T: ?Sized>(id: Identity<T>, name: &str) -> Key {
    Key {
        id: id.0.map(|id| id.to_string()),
        code: None,
        name: name.to_owned(),
    }
}

fn identity(standard: &Standard, place: &Place) -> Option<RawId> {
    match place.steps().collect::<Vec<_>>().as_slice() {
        [Step::Field("courses"), Step::Item(course)] => Some(standard.courses.get(*course)?.id.0?.raw()),
        [
            Step::Field("courses"),
            Step::Item(course),
            Step::Field("goals"),
            Step::Field("items"),
            Step::Item(goal),
        ] => Some(standard.courses.get(*course)?.goals.items.get(*goal)?.id.0?.raw()),
        [
            Step::Field("courses"),
            Step::Item(course),
            Step::Field("tasks"),
            Step::Item(task),
        ] => Some(standard.courses.get(*course)?.tasks.get(*task)?.id.0?.raw()),
        [
            Step::Field("requirements"),
            Step::Item(row),
            Step::Field("requirements"),
            Step::Item(index),
        ] => Some(
            standard
                .requirements
                .get(*row)?
                .requirements
                .get(*index)?
                .id
                .0?
                .raw(),
        ),
        _ => None,
    }
}

fn set_identity(standard: &mut Standard, place: &Place, id: RawId) -> Option<()> {
    match place.steps().collect::<Vec<_>>().as_slice() {
        [Step::Field("courses"), Step::Item(course)] => {
            standard.courses.get_mut(*course)?.id.0 = Some(Id::of(id));
        }
        [
            Step::Field("courses"),
            Step::Item(course),
            Step::Field("goals"),
            Step::Field("items"),
            Step::Item(goal),
        ] => {
            standard
                .courses
                .get_mut(*course)?
                .goals
                .items
                .get_mut(*goal)?
                .id
                .0 = Some(Id::of(id));
        }
        [
            Step::Field("courses"),
            Step::Item(course),
            Step::Field("tasks"),
            Step::Item(task),
        ] => {
            standard.courses.get_mut(*course)?.tasks.get_mut(*task)?.id.0 = Some(Id::of(id));
        }
        [
            Step::Field("requirements"),
            Step::Item(row),
            Step::Field("requirements"),
            Step::Item(index),
        ] => {
            standard
                .requirements
                .get_mut(*row)?
                .requirements
                .get_mut(*index)?
                .id
                .0 = Some(Id::of(id));
        }
        _ => return None,
    }
    Some(())
}
