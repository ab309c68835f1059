//! What holds for all hours, marks and weights, and for every order of siblings.

mod common;

use std::collections::BTreeSet;

use common::threaded_shaft;
use design::model::check::check;
use design::model::convert::decided;
use design::model::course::{Decision, ReferenceTask, SchoolTask};
use design::model::course_check::differs_by_a_fifth;
use design::model::spread::spread;
use design::model::{Placement, Position};
use kernel::{Hours, Id, Percent, Points, RawId};
use proptest::prelude::*;

/// Small numbers meet each other often, so that sums that fit come up as well as those that do not.
fn numbers(count: usize) -> impl Strategy<Value = Vec<i64>> {
    prop::collection::vec(0_i64..4, count)
}

fn findings(task: &design::model::LearningTask, key: &str) -> BTreeSet<String> {
    let found = check(task);
    let of_rule = found.iter().filter(|finding| finding.text.key == key);
    of_rule.map(|finding| format!("{:?}", finding.place)).collect()
}

fn reference(hours: i64) -> ReferenceTask {
    ReferenceTask {
        id: Id::of(RawId::from_u128(1)),
        name: "螺纹轴".to_owned(),
        description: "描述".to_owned(),
        hours: Hours(hours),
    }
}

proptest! {
    #[test]
    fn hours_that_do_not_sum_up_are_named_at_their_place_and_no_others(
        phases in numbers(6), steps in prop::collection::vec(numbers(12), 6), base in 0_i64..24,
    ) {
        let mut task = threaded_shaft();
        task.base = Hours(base);
        let mut expected = BTreeSet::new();
        let mut total = 0;
        for (number, phase) in task.phases.iter_mut().enumerate() {
            phase.hours = Hours(phases[number % phases.len()]);
            total += phase.hours.0;
            let mut within = 0;
            for (place, step) in phase.steps.iter_mut().enumerate() {
                step.hours = Hours(steps[number % steps.len()][place % 12]);
                within += step.hours.0;
            }
            if !phase.steps.is_empty() && within != phase.hours.0 {
                expected.insert(format!("{:?}", design::model::Place::Phase(phase.id)));
            }
        }
        prop_assert_eq!(findings(&task, "design-step-hours-sum"), expected);
        prop_assert_eq!(findings(&task, "design-phase-hours-sum").len(), usize::from(total != base));
    }

    #[test]
    fn marks_and_weights_that_are_not_a_hundred_are_named_and_no_others(
        marks in prop::collection::vec(0_i64..60, 1..4), parts in prop::collection::vec(prop::sample::select(vec![0_i64, 20, 30, 50, 100]), 40),
    ) {
        let mut task = threaded_shaft();
        task.items.truncate(marks.len());
        let mut expected = BTreeSet::new();
        for (number, item) in task.items.iter_mut().enumerate() {
            item.marks = Points::whole(marks[number]);
            let part = |rater: usize| Percent::whole(parts[(number * 4 + rater) % parts.len()]);
            item.weights.own = part(0);
            item.weights.peer = part(1);
            item.weights.teacher = part(2);
            item.weights.enterprise = part(3);
            let sum: i64 = (0..4).map(|rater| parts[(number * 4 + rater) % parts.len()]).sum();
            if sum != 100 {
                expected.insert(format!("{:?}", design::model::Place::Item(item.id)));
            }
        }
        prop_assert_eq!(findings(&task, "design-weights-sum"), expected);
        let sum: i64 = marks.iter().take(task.items.len()).sum();
        prop_assert_eq!(findings(&task, "design-marks-sum").len(), usize::from(sum != 100));
    }

    #[test]
    fn what_is_kept_or_split_has_the_hours_of_its_reference(hours in 0_i64..400, done in 0_i64..400) {
        let reference = reference(hours);
        let sum = |tasks: &[SchoolTask], decision| -> i64 {
            decided(&reference, tasks, decision).iter().map(|task| task.hours.0).sum()
        };
        prop_assert_eq!(sum(&[], Decision::Kept), hours);
        prop_assert_eq!(sum(&[], Decision::Split), hours);
        let task = SchoolTask {
            id: Id::of(RawId::from_u128(2)),
            name: "自己的任务".to_owned(),
            description: String::new(),
            hours: Hours(done),
            position: Position::nth(0),
        };
        prop_assert_eq!(sum(std::slice::from_ref(&task), Decision::Split), hours.max(done));
        prop_assert_eq!(sum(std::slice::from_ref(&task), Decision::Changed), done);
        prop_assert_eq!(sum(std::slice::from_ref(&task), Decision::Kept), hours);
    }

    #[test]
    fn hours_that_are_dealt_out_anew_sum_up_exactly_and_keep_their_shares(
        base in 0_i64..20_000, phases in prop::collection::vec(0_i64..4_000, 6), scale in prop::sample::select(vec![1_i64, 50, 100]),
    ) {
        let mut task = threaded_shaft();
        for (phase, hours) in task.phases.iter_mut().zip(&phases) {
            phase.hours = Hours(hours * scale);
        }
        let before: Vec<i64> = task.phases.iter().map(|phase| phase.hours.0).collect();
        let total: i64 = before.iter().sum();
        spread(&mut task, Hours(base));
        let after: Vec<i64> = task.phases.iter().map(|phase| phase.hours.0).collect();
        prop_assert_eq!(task.base, Hours(base));
        prop_assert_eq!(after.iter().sum::<i64>(), if total == 0 { 0 } else { base });
        for phase in task.phases.iter().filter(|phase| !phase.steps.is_empty()) {
            prop_assert_eq!(phase.steps.iter().map(|step| step.hours).sum::<Hours>(), phase.hours);
        }
        for (before, after) in before.iter().zip(&after) {
            // Nobody is further from their share than one unit, the largest of which is a lesson.
            prop_assert!(total == 0 || (i128::from(*after) * i128::from(total) - i128::from(*before) * i128::from(base)).abs() < i128::from(total) * 100);
        }
    }

    #[test]
    fn a_reason_is_asked_for_beyond_a_fifth_and_not_at_it(base in 0_i64..10_000, hours in 0_i64..10_000) {
        let percent = (hours - base).abs() * 100;
        prop_assert_eq!(differs_by_a_fifth(Hours(base), Hours(hours)), percent > base * 20);
    }

    #[test]
    fn siblings_stand_where_they_were_put_after_any_moves(moves in prop::collection::vec((0_usize..9, 0_usize..9), 0..60)) {
        let mut wanted: Vec<usize> = (0..9).collect();
        let mut stored: Vec<(usize, Position)> = wanted.iter().copied().zip(Position::fresh(9)).collect();
        for (from, to) in moves {
            let moved = wanted.remove(from);
            let others: Vec<Position> = stored.iter().filter(|(id, _)| *id != moved).map(|(_, position)| *position).collect();
            wanted.insert(to, moved);
            match Position::place(&others, to) {
                Placement::One(position) => {
                    stored.retain(|(id, _)| *id != moved);
                    stored.push((moved, position));
                }
                Placement::All(positions) => stored = wanted.iter().copied().zip(positions).collect(),
            }
            stored.sort_by_key(|(_, position)| *position);
            prop_assert_eq!(stored.iter().map(|(id, _)| *id).collect::<Vec<_>>(), wanted.clone());
        }
    }

    #[test]
    fn a_new_order_is_what_stands_after_its_rows_are_written(
        wanted in Just((0_usize..8).collect::<Vec<_>>()).prop_shuffle(), gaps in prop::collection::vec(1_i64..4, 8),
    ) {
        let mut at = 0;
        let places = gaps.iter().map(|gap| {
            at += gap;
            Position(at)
        });
        let mut stored: Vec<(usize, Position)> = (0..8).zip(places).collect();
        let written = Position::rearranged(&stored, &wanted).unwrap_or_default();
        for (id, position) in &mut stored {
            if let Some((_, new)) = written.iter().find(|(other, _)| other == id) {
                *position = *new;
            }
        }
        stored.sort_by_key(|(_, position)| *position);
        prop_assert_eq!(stored.iter().map(|(id, _)| *id).collect::<Vec<_>>(), wanted);
    }
}
