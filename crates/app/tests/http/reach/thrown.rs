//! What a random nation is thrown from.

use std::collections::BTreeSet;

use kernel::Role;
use proptest::prelude::*;

/// The posts of a school's everyday work; the three administrators are there beside them.
pub const AT_WORK: [Role; 7] = [
    Role::SchoolLeader,
    Role::PartyOrganisation,
    Role::AcademicAffairs,
    Role::MajorLeader,
    Role::Teacher,
    Role::ClassTeacher,
    Role::EnterpriseMentor,
];

/// A school as it is thrown. What names somebody or something is a place in a list, which goes round where the list is shorter.
#[derive(Clone, Debug)]
pub struct School {
    /// Which of the provinces, and which city of it.
    pub place: (usize, u8),
    /// Who holds several posts, beside one person for each.
    pub staff: Vec<BTreeSet<Role>>,
    /// The class teacher, where there is one, and how many students.
    pub classes: Vec<(Option<usize>, usize)>,
    /// The owner of each task.
    pub tasks: Vec<usize>,
    /// Teacher, class and task of each run, and how far it has come.
    pub runs: Vec<(usize, usize, usize, Stage)>,
    /// Teacher and class of each course that is graded.
    pub courses: Vec<(usize, usize)>,
}

/// How far a run has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nobody has rated yet.
    Begun,
    /// Its grade sheet is there.
    Rated,
    /// Its grade sheet is there, and it has ended.
    Over,
}

/// Two or three schools in two provinces: so often two of one province, and of one city.
pub fn nation() -> impl Strategy<Value = Vec<School>> {
    prop::collection::vec(school(), 2..4)
}

fn school() -> impl Strategy<Value = School> {
    let posts = prop::sample::subsequence(AT_WORK.to_vec(), 1..4).prop_map(BTreeSet::from_iter);
    let stage = prop::sample::select(vec![Stage::Begun, Stage::Rated, Stage::Over]);
    (
        (0..2_usize, 1..3_u8),
        prop::collection::vec(posts, 1..3),
        prop::collection::vec((prop::option::weighted(0.8, 0..4_usize), 1..3_usize), 1..4),
        prop::collection::vec(0..4_usize, 1..3),
        prop::collection::vec((0..4_usize, 0..3_usize, 0..2_usize, stage), 1..4),
        prop::collection::vec((0..4_usize, 0..3_usize), 0..3),
    )
        .prop_map(|(place, staff, classes, tasks, runs, courses)| School {
            place,
            staff,
            classes,
            tasks,
            runs,
            courses,
        })
}
