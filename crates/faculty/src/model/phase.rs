//! Phases of the policy's plan, as data, and which of them a training result counts in.
//!
//! Person-times (人次) of 人社部函〔2022〕20号 (十五): every passed result counts once, in the phase that its last day lies
//! in. What lies in no phase is shown as 阶段外, never moved into a neighbour.

use kernel::{Day, Problems, Text};

use super::training::Outcome;

/// A phase of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phase {
    /// Its number within the plan, from 1.
    pub number: u8,
    /// First day.
    pub first: Day,
    /// Last day.
    pub last: Day,
}

/// Where a result counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Counted {
    /// In the phase of this number.
    In(u8),
    /// 阶段外: passed, and its last day lies in no phase.
    Outside,
    /// Nowhere: not passed.
    Nowhere,
}

/// Where a result counts, by its last day.
pub fn counts_in(outcome: Outcome, last: Day, phases: &[Phase]) -> Counted {
    if outcome == Outcome::Failed {
        return Counted::Nowhere;
    }
    let phase = phases
        .iter()
        .find(|phase| (phase.first..=phase.last).contains(&last));
    phase.map_or(Counted::Outside, |phase| Counted::In(phase.number))
}

/// Checks the phases of a plan: each ends after it begins, none shares a day with another, numbers rise by one from 1.
///
/// # Errors
/// Every fault, at `phase-<number>`.
pub fn check(phases: &[Phase]) -> Result<(), Problems> {
    let mut problems = Problems::default();
    for (place, phase) in phases.iter().enumerate() {
        let field = format!("phase-{}", place + 1);
        if usize::from(phase.number) != place + 1 {
            problems.add(
                &field,
                Text::new("faculty-phase-number").with("expected", place + 1),
            );
        }
        if phase.last < phase.first {
            problems.add(&field, Text::new("faculty-phase-backwards"));
        }
        if let Some(before) = place.checked_sub(1).map(|before| &phases[before])
            && phase.first <= before.last
        {
            problems.add(
                &field,
                Text::new("faculty-phase-overlap").with("other", before.number),
            );
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phase(number: u8, first: &str, last: &str) -> Phase {
        Phase {
            number,
            first: first.parse().unwrap(),
            last: last.parse().unwrap(),
        }
    }

    /// The three phases of 人社部函〔2022〕20号 (十五).
    fn policy() -> [Phase; 3] {
        [
            phase(1, "2022-04-01", "2023-07-31"),
            phase(2, "2023-09-01", "2024-12-31"),
            phase(3, "2025-01-01", "2025-12-31"),
        ]
    }

    #[test]
    fn a_passed_result_counts_in_the_phase_of_its_last_day() {
        assert_eq!(check(&policy()), Ok(()));
        for (day, counted) in [
            ("2022-03-31", Counted::Outside),
            ("2022-04-01", Counted::In(1)),
            ("2023-07-31", Counted::In(1)),
            ("2023-08-15", Counted::Outside),
            ("2023-09-01", Counted::In(2)),
            ("2024-12-31", Counted::In(2)),
            ("2025-01-01", Counted::In(3)),
            ("2026-01-01", Counted::Outside),
        ] {
            assert_eq!(
                counts_in(Outcome::Passed, day.parse().unwrap(), &policy()),
                counted,
                "{day}"
            );
        }
        assert_eq!(
            counts_in(Outcome::Failed, "2025-06-01".parse().unwrap(), &policy()),
            Counted::Nowhere
        );
        assert_eq!(
            counts_in(Outcome::Passed, "2025-06-01".parse().unwrap(), &[]),
            Counted::Outside
        );
    }

    #[test]
    fn phases_that_overlap_or_run_backwards_are_refused() {
        let faulty = [
            phase(1, "2022-04-01", "2023-09-01"),
            phase(2, "2023-09-01", "2023-08-01"),
            phase(4, "2025-01-01", "2025-12-31"),
        ];
        let found: Vec<_> = check(&faulty)
            .unwrap_err()
            .0
            .into_iter()
            .map(|problem| (problem.field, problem.text.key))
            .collect();
        let expected = [
            ("phase-2", "faculty-phase-backwards"),
            ("phase-2", "faculty-phase-overlap"),
            ("phase-3", "faculty-phase-number"),
        ];
        assert_eq!(found, expected.map(|(field, key)| (field.to_owned(), key.into())));
    }
}
