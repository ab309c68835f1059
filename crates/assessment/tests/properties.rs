//! What holds for all ratings and weights.

mod common;

use assessment::model::{MissingRule, PeerMean, Ratings, Score, Seat, grade_item, grade_task, may_rate};
use common::{id, item, pupil};
use design::model::Peers;
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

    /// domain.md 6.1 in whole numbers: marks × Σ weight × rating ÷ Σ weight, over those who rated or whom the teacher stands in for.
    #[test]
    fn points_are_the_formula_in_whole_numbers(
        weights in weights(), marks in 0_i64..=100, own in prop::option::of(0..=Score::FULL),
        peers in prop::collection::vec(0..=Score::FULL, 0..12), teacher in 0..=Score::FULL, rule in rule(),
    ) {
        let score = |hundredths: i64| Score::new(hundredths).unwrap_or_else(|_| unreachable!("within the scale"));
        let values: Vec<Score> = peers.iter().map(|value| score(*value)).collect();
        let ratings = Ratings { own: own.map(score), peers: mean(&values), teacher: Some(score(teacher)), enterprise: None };
        // Each rating times the number of peers, so that their mean is whole.
        let many = i128::from(peers.len().max(1) as i64);
        let times = |value: i64| i128::from(value) * many;
        let peer = (!peers.is_empty()).then(|| i128::from(peers.iter().sum::<i64>()));
        let given = [own.map(times), peer, Some(times(teacher)), None];
        let (mut top, mut weight) = (0_i128, 0_i128);
        for (part, value) in weights.into_iter().map(i128::from).zip(given) {
            let stand_in = (rule == MissingRule::CarryTeacher).then(|| times(teacher));
            if let Some(value) = value.or(stand_in) {
                top += part * value;
                weight += part;
            }
        }
        let expected = (weight > 0).then(|| {
            let (top, bottom) = (top * i128::from(Points::whole(marks).0), weight * many * i128::from(Score::FULL));
            (2 * top + bottom) / (2 * bottom)
        });
        let points = grade_item(&item(marks, weights), ratings, rule).points();
        prop_assert_eq!(points.map(|points| i128::from(points.0)), expected);
    }

    #[test]
    fn nobody_rates_oneself_and_peers_are_of_one_kind_of_group_only(
        rater in 0_u128..4, rated in 0_u128..4, own in prop::option::of(0_u32..3), other in prop::option::of(0_u32..3),
    ) {
        let seat = |person, group| Seat { person: id(person), group };
        let may = |peers| may_rate(seat(rater, own), seat(rated, other), peers);
        let (within, beyond) = (may(Peers::OwnGroup), may(Peers::OtherGroups));
        let both_sit = own.is_some() && other.is_some() && rater != rated;
        prop_assert_eq!(within, both_sit && own == other);
        prop_assert_eq!(beyond, both_sit && own != other);
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
