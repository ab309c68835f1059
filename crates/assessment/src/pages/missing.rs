//! What keeps a sheet from its way: whose grades wait for a rating, and of what.

use std::collections::HashSet;

use design::model::Rater;
use kernel::{PersonId, RawId, Text};
use web::Visit;

use super::say;
use crate::queries::Missing;

/// Students that are named; the others are counted.
const NAMED: usize = 20;

/// What is said above a sheet that is not complete yet; nothing above any other.
#[derive(Default)]
pub struct Incomplete {
    /// Why the act was refused, or empty.
    pub said: String,
    pub lines: Vec<MissingView>,
    pub more: String,
    cells: HashSet<(PersonId, RawId)>,
}

/// A student and what is missing of them.
pub struct MissingView {
    pub id: String,
    pub name: String,
    pub items: String,
}

impl Incomplete {
    /// What a refusal says, with what is missing.
    pub fn new(visit: &Visit, said: &Text, missing: &[Missing]) -> Self {
        let item = |(_, name, raters): &(RawId, String, Vec<Rater>)| {
            let raters: Vec<String> = raters.iter().map(|rater| say(visit, rater.key())).collect();
            match raters.as_slice() {
                [] => name.clone(),
                raters => visit.text(
                    &Text::new("assessment-missing-item")
                        .with("item", name)
                        .with("raters", raters.join(&say(visit, "assessment-comma"))),
                ),
            }
        };
        let line = |one: &Missing| {
            let items: Vec<String> = one.items.iter().map(item).collect();
            MissingView {
                id: one.student.to_string(),
                name: one.name.clone(),
                items: items.join(&say(visit, "assessment-comma")),
            }
        };
        let more = missing.len().saturating_sub(NAMED);
        let cells = missing
            .iter()
            .flat_map(|one| one.items.iter().map(|(item, ..)| (one.student, *item)));
        Self {
            said: visit.text(said),
            lines: missing.iter().take(NAMED).map(line).collect(),
            more: match more {
                0 => String::new(),
                more => visit.text(&Text::new("assessment-missing-more").with("count", more)),
            },
            cells: cells.collect(),
        }
    }

    /// Whether a student's cell of an item waits for a rating.
    pub fn wants(&self, student: PersonId, item: RawId) -> bool {
        self.cells.contains(&(student, item))
    }
}
