//! What holds for all ratings and weights.

mod common;

use assessment::model::{MissingRule, PeerMean, Ratings, Score, grade_item, grade_task};
use common::{id, item, pupil};
use kernel::Points;
use proptest::prelude::*;

/// Four weights that sum to 100.
fn weights() -> impl Strategy<Value = [i64; 4]> {
    [0_i64..=100, 0..=100, 0..=100].prop_map(|mut cuts| {
        cuts.sort_unstable();
        [cuts[0], cuts[1] - cuts[0], cuts[2] - cuts[1], 100 - cuts[2]]
    })
}

fn score() -> impl Strategy<Value = Score> {
    (0..=Score::FULL).prop_filter_map("a score", |hundredths| Score::new(hundredths).ok())
}

fn ratings() -> impl Strategy<Value = Ratings> {
    let peers = prop::collection::vec(score(), 0..12);
    (
        prop::option::of(score()),
        peers,
        prop::option::of(score()),
        prop::option::of(score()),
    )
        .prop_map(|(own, peers, teacher, enterprise)| Ratings {
            own,
            peers: mean(&peers),
            teacher,
            enterprise,
        })
}

fn mean(scores: &[Score]) -> PeerMean {
    PeerMean::of(
        pupil(),
        scores.iter().zip(100..).map(|(score, rater)| (id(rater), *score)),
    )
}

fn rule() -> impl Strategy<Value = MissingRule> {
    prop::sample::select(MissingRule::ALL.to_vec())
}

proptest! {
    #[test]
    fn points_stay_between_nothing_and_the_marks(
        weights in weights(), marks in 0_i64..=100, ratings in ratings(), rule in rule(),
    ) {
        if let Some(points) = grade_item(&item(marks, weights), ratings, rule).points() {
            prop_assert!(points >= Points::ZERO && points <= Points::whole(marks));
        }
    }

    #[test]
    fn equal_ratings_give_that_share_of_the_marks_whoever_is_missing(
        weights in weights(), score in score(), gone in 0_u8..8, rule in rule(),
    ) {
        let some = |bit: u8| (gone & bit == 0).then_some(score);
        let peers = if gone & 2 == 0 { mean(&[score; 5]) } else { PeerMean::default() };
        let ratings = Ratings { own: some(1), peers, teacher: Some(score), enterprise: some(4) };
        if let Some(points) = grade_item(&item(100, weights), ratings, rule).points() {
            prop_assert_eq!(points, score.points());
        }
    }

    #[test]
    fn a_stand_in_is_named_exactly_when_a_graded_item_misses_a_rating(
        weights in weights(), ratings in ratings(), rule in rule(),
    ) {
        let grade = grade_item(&item(100, weights), ratings, rule);
        prop_assert_eq!(grade.stand_in.is_some(), grade.points().is_some() && !grade.missing.is_empty());
    }

    #[test]
    fn the_order_of_raters_and_of_items_changes_nothing(
        scores in prop::collection::vec(score(), 1..40),
        rows in prop::collection::vec((weights(), ratings()), 1..8),
        rule in rule(),
    ) {
        let mut turned = scores.clone();
        turned.reverse();
        prop_assert_eq!(mean(&scores), mean(&turned));
        let mut plan: Vec<_> = rows.iter().map(|(weights, _)| item(10, *weights)).collect();
        for (item, number) in plan.iter_mut().zip(0..) {
            item.id = id(number);
        }
        let by_id = |wanted| plan.iter().zip(&rows).find(|(item, _)| item.id == wanted).map(|(_, row)| row.1);
        let total = grade_task(&plan, |item| by_id(item).unwrap_or_default(), rule).total();
        let turned = grade_task(plan.iter().rev(), |item| by_id(item).unwrap_or_default(), rule).total();
        prop_assert_eq!(total, turned);
    }

    #[test]
    fn a_better_rating_never_lowers_a_grade(weights in weights(), ratings in ratings(), rule in rule()) {
        let Some(teacher) = ratings.teacher else { return Ok(()) };
        let best = Ratings { teacher: Score::new(Score::FULL).ok(), ..ratings };
        prop_assert!(teacher <= best.teacher.unwrap_or(teacher));
        let points = |ratings| grade_item(&item(100, weights), ratings, rule).points();
        prop_assert!(points(ratings) <= points(best));
    }
}
