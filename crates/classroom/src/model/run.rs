//! A run: a class works on a frozen version of a task, from a day until a day, at a place.

use design::model::VersionId;
use kernel::{Day, Problems, Text};
use serde::{Deserialize, Serialize};

/// Days from the first to the last, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Days {
    /// The first day.
    pub first: Day,
    /// The last day.
    pub last: Day,
}

impl Days {
    /// Whether all of `other` lies within.
    pub fn hold(self, other: Self) -> bool {
        self.first <= other.first && other.last <= self.last
    }
}

/// What a class agrees on before it begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The frozen version of the task; it moves only by [`super::moving`].
    pub version: VersionId,
    /// When the class works.
    pub days: Days,
    /// Why the days leave the term, where they do.
    pub reason: String,
    /// Where: a workshop, a classroom.
    pub place: String,
}

impl Run {
    /// The faults of the form, at its fields `last`, `reason` and `place`; empty when the run can begin.
    pub fn check(&self, term: Days) -> Problems {
        let mut problems = Problems::default();
        if self.days.last < self.days.first {
            problems.add("last", Text::new("classroom-run-ends-before-start"));
        } else if !term.hold(self.days) && self.reason.trim().is_empty() {
            let text = Text::new("classroom-run-outside-term")
                .with("first", term.first)
                .with("last", term.last);
            problems.add("reason", text);
        }
        if self.place.trim().is_empty() {
            problems.add("place", Text::new("classroom-run-no-place"));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(first: &str, last: &str) -> Days {
        Days {
            first: first.parse().unwrap(),
            last: last.parse().unwrap(),
        }
    }

    fn run(first: &str, last: &str) -> Run {
        let version = VersionId::of(kernel::RawId::from_u128(1));
        Run {
            version,
            days: days(first, last),
            reason: String::new(),
            place: "数控车间".to_owned(),
        }
    }

    #[test]
    fn days_outside_the_term_need_a_reason() {
        let term = days("2026-09-01", "2027-01-15");
        assert!(run("2026-09-01", "2027-01-15").check(term).is_empty());
        let mut late = run("2027-01-10", "2027-01-16");
        assert_eq!(
            late.check(term).at("reason").unwrap().key,
            "classroom-run-outside-term"
        );
        late.reason = "企业设备检修".to_owned();
        assert!(late.check(term).is_empty());
    }

    #[test]
    fn a_run_ends_after_its_start_and_has_a_place() {
        let term = days("2026-09-01", "2027-01-15");
        let mut run = run("2026-10-09", "2026-10-08");
        run.place = " ".to_owned();
        let problems = run.check(term);
        assert_eq!(
            problems.at("last").unwrap().key,
            "classroom-run-ends-before-start"
        );
        assert_eq!(problems.at("place").unwrap().key, "classroom-run-no-place");
    }
}
