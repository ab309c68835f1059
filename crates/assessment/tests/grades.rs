//! Grades come out as computed by hand, and show each reader what it may see.

mod common;

use assessment::model::{
    MissingRule, PartScore, Parts, PeerMean, Ratings, Reader, Seat, TaskGrade, grade_item, grade_task,
    may_rate, phase_profile,
};
use assessment::model::{Observed, means};
use common::{id, item, peers, pupil, ratings, score, threaded_shaft};
use design::model::{AssessmentItem, Peers, Rater};
use kernel::{Percent, Points};

fn three_decimals(points: Option<Points>) -> String {
    points.map_or_else(|| "open".to_owned(), |points| format!("{points:.3}"))
}

fn graded(items: &[(AssessmentItem, Ratings)], rule: MissingRule) -> TaskGrade {
    let mut plan: Vec<AssessmentItem> = items.iter().map(|(item, _)| item.clone()).collect();
    for (item, number) in plan.iter_mut().zip(1..) {
        item.id = id(number);
    }
    let found = |item| {
        plan.iter()
            .position(|other| other.id == item)
            .map(|index| items[index].1)
    };
    grade_task(&plan, |item| found(item).unwrap_or_default(), rule)
}

#[test]
fn classroom_work_page_and_result_make_84_000() {
    let grade = graded(
        &[
            (item(20, [20, 30, 50, 0]), ratings(Some(90), &[85], Some(88))),
            (item(30, [10, 20, 70, 0]), ratings(Some(80), &[82], Some(78))),
            (item(50, [0, 20, 80, 0]), ratings(None, &[84], Some(86))),
        ],
        MissingRule::Renormalise,
    );
    let points: Vec<String> = grade
        .items
        .iter()
        .map(|item| three_decimals(item.points()))
        .collect();
    assert_eq!(points, ["17.500", "23.700", "42.800"]);
    assert_eq!(three_decimals(grade.total()), "84.000");
    assert!(!grade.used_a_stand_in());
}

/// Section 9.3 of the sample task: the ratings and the points it publishes.
fn sample_ratings() -> [(Ratings, &'static str); 6] {
    [
        (ratings(Some(90), &[], Some(85)), "8.600"),
        (ratings(Some(84), &[80], Some(82)), "12.270"),
        (ratings(None, &[], Some(76)), "11.400"),
        (ratings(Some(88), &[84], Some(80)), "32.640"),
        (ratings(Some(95), &[90], Some(92)), "9.200"),
        (ratings(Some(88), &[86], Some(90)), "8.800"),
    ]
}

fn sample_grade() -> TaskGrade {
    let task = threaded_shaft();
    let given = sample_ratings();
    let ratings = |item| {
        task.items
            .iter()
            .position(|other| other.id == item)
            .map_or(given[0].0, |at| given[at].0)
    };
    grade_task(&task.items, ratings, MissingRule::CarryTeacher)
}

#[test]
fn the_sample_task_makes_82_910() {
    let grade = sample_grade();
    for (item, (_, expected)) in grade.items.iter().zip(sample_ratings()) {
        assert_eq!(three_decimals(item.points()), expected);
    }
    assert_eq!(three_decimals(grade.total()), "82.910");
    assert_eq!(format!("{:.1}", grade.total().unwrap()), "82.9");
}

#[test]
fn peers_are_averaged_without_oneself_and_rounded_only_at_the_end() {
    let all = [
        (pupil(), score(100)),
        (id(7), score(80)),
        (id(8), score(81)),
        (id(9), score(81)),
    ];
    let mean = PeerMean::of(pupil(), all);
    assert_eq!((mean.raters(), mean.shown()), (3, Some(Points(806_667))));
    // Three items of 50 marks, all by peers: 50 × 242/300 each. Rounding every item first would give 120.9999.
    let given = Ratings {
        peers: mean,
        ..Ratings::default()
    };
    let items = [0, 1, 2].map(|_| (item(50, [0, 100, 0, 0]), given));
    assert_eq!(
        graded(&items, MissingRule::Renormalise).total(),
        Some(Points::whole(121))
    );
}

#[test]
fn missing_peers_are_left_out_or_the_teacher_stands_in_as_the_school_chose() {
    let plan = item(100, [20, 30, 50, 0]);
    let given = ratings(Some(90), &[], Some(80));
    let left_out = grade_item(&plan, given, MissingRule::Renormalise);
    // (20 × 90 + 50 × 80) / 70 = 82.857142…
    assert_eq!(left_out.points(), Some(Points(828_571)));
    assert_eq!(
        (left_out.stand_in, left_out.missing.as_slice()),
        (Some(MissingRule::Renormalise), [Rater::Peer].as_slice())
    );
    let carried = grade_item(&plan, given, MissingRule::CarryTeacher);
    // 0.2 × 90 + 0.8 × 80 = 82
    assert_eq!(
        (carried.points(), carried.stand_in),
        (Some(Points::whole(82)), Some(MissingRule::CarryTeacher))
    );
    let complete = grade_item(
        &plan,
        ratings(Some(90), &[70], Some(80)),
        MissingRule::CarryTeacher,
    );
    assert_eq!((complete.stand_in, complete.missing.len()), (None, 0));
}

#[test]
fn without_the_teacher_s_rating_there_is_no_grade_yet() {
    let plan = item(100, [20, 30, 50, 0]);
    for rule in MissingRule::ALL {
        let grade = grade_item(&plan, ratings(Some(90), &[80, 80, 80], None), rule);
        assert_eq!((grade.points(), grade.stand_in), (None, None));
        let open = graded(&[(plan.clone(), ratings(None, &[], None))], rule);
        assert_eq!((open.total(), open.open().count()), (None, 1));
    }
    assert_eq!(
        grade_item(
            &item(100, [0, 100, 0, 0]),
            ratings(None, &[], None),
            MissingRule::Renormalise
        )
        .points(),
        None
    );
}

#[test]
fn the_enterprise_counts_with_its_weight() {
    let given = Ratings {
        enterprise: Some(score(90)),
        ..ratings(Some(80), &[70, 70, 70], Some(60))
    };
    let grade = grade_item(&item(100, [10, 20, 30, 40]), given, MissingRule::Renormalise);
    assert_eq!(grade.points(), Some(Points::whole(76)));
}

#[test]
fn below_three_raters_a_student_and_a_leader_see_the_combined_score_only() {
    let plan = item(40, [10, 20, 70, 0]);
    for raters in [1, 2] {
        let grade = grade_item(
            &plan,
            ratings(Some(88), &vec![84; raters], Some(80)),
            MissingRule::Renormalise,
        );
        assert_eq!(peers(&vec![84; raters]).shown(), None);
        for reader in [Reader::Student, Reader::Leader] {
            let shown = grade.breakdown(reader);
            assert_eq!(
                shown.parts,
                Parts::Combined {
                    raters: raters as u32
                }
            );
            assert_eq!(shown.points, Some(Points(326_400)));
        }
        let Parts::Shown(parts) = grade.breakdown(Reader::Teacher).parts else {
            panic!("the teacher sees parts")
        };
        assert_eq!(
            parts[1].score,
            PartScore::Withheld {
                raters: raters as u32
            }
        );
        assert!(!format!("{grade:?}").contains("8400"), "not even a log tells");
    }
}

#[test]
fn from_three_raters_the_mean_and_its_count_are_shown_and_weightless_raters_are_not() {
    let grade = grade_item(
        &item(40, [10, 20, 70, 0]),
        ratings(Some(88), &[80, 84, 88], Some(80)),
        MissingRule::Renormalise,
    );
    let Parts::Shown(parts) = grade.breakdown(Reader::Student).parts else {
        panic!("three raters")
    };
    let scores: Vec<_> = parts
        .iter()
        .map(|part| (part.rater, part.weight, part.score.clone()))
        .collect();
    assert_eq!(
        scores,
        [
            (
                Rater::Own,
                Percent::whole(10),
                PartScore::Single(Points::whole(88))
            ),
            (
                Rater::Peer,
                Percent::whole(20),
                PartScore::Mean {
                    mean: Points::whole(84),
                    raters: 3
                }
            ),
            (
                Rater::Teacher,
                Percent::whole(70),
                PartScore::Single(Points::whole(80))
            ),
        ]
    );
    let nobody = grade_item(
        &item(40, [10, 20, 70, 0]),
        ratings(Some(88), &[], Some(80)),
        MissingRule::Renormalise,
    );
    let Parts::Shown(parts) = nobody.breakdown(Reader::Student).parts else {
        panic!("nothing to hide")
    };
    assert_eq!(parts[1].score, PartScore::Missing);
}

#[test]
fn nobody_rates_oneself_and_groups_are_closed() {
    let seat = |person, group| Seat {
        person: id(person),
        group,
    };
    let own = seat(1, Some(1));
    assert!(!may_rate(own, own, Peers::OwnGroup) && !may_rate(own, own, Peers::OtherGroups));
    assert!(may_rate(own, seat(2, Some(1)), Peers::OwnGroup));
    assert!(!may_rate(own, seat(2, Some(1)), Peers::OtherGroups));
    assert!(may_rate(own, seat(3, Some(2)), Peers::OtherGroups));
    assert!(!may_rate(own, seat(3, Some(2)), Peers::OwnGroup));
    assert!(!may_rate(seat(4, None), seat(5, None), Peers::OwnGroup));
    assert!(!may_rate(own, seat(5, None), Peers::OtherGroups));
}

#[test]
fn the_phase_profile_opens_the_sample_grade_phase_by_phase() {
    let profile = phase_profile(&threaded_shaft(), &sample_grade());
    let rows: Vec<String> = profile
        .iter()
        .map(|phase| {
            format!(
                "{:.3}/{} {:.2}",
                phase.earned,
                phase.possible,
                phase.share().unwrap()
            )
        })
        .collect();
    // Inform: drawing 8.6 + conduct 9.2 of 20; plan and decide: process card 12.27 + 9.2 of 25; execute: program 11.4 +
    // part 32.64 + 9.2 of 65; check: part 32.64 + 9.2 + report 8.8 of 60; evaluate: 9.2 + 8.8 of 20.
    assert_eq!(
        rows,
        [
            "17.800/20 89.00",
            "21.470/25 85.88",
            "21.470/25 85.88",
            "53.240/65 81.91",
            "50.640/60 84.40",
            "18.000/20 90.00",
        ]
    );
}

#[test]
fn open_items_are_in_neither_figure_of_a_profile() {
    let task = threaded_shaft();
    let grade = grade_task(&task.items, |_| Ratings::default(), MissingRule::Renormalise);
    let profile = phase_profile(&task, &grade);
    assert_eq!(
        (profile[0].possible, profile[0].open, profile[0].share()),
        (Points::ZERO, 2, None)
    );
}

#[test]
fn general_abilities_are_means_of_levels_0_to_3() {
    let level = |level| Observed::new(level).unwrap();
    let means = means([
        ("与人交流", level(2)),
        ("与人合作", level(3)),
        ("与人交流", level(3)),
        ("与人交流", level(0)),
    ]);
    assert_eq!(
        (means["与人交流"].count, means["与人交流"].value()),
        (3, Points(16_667))
    );
    assert_eq!(means["与人合作"].value(), Points::whole(3));
    assert!(Observed::new(4).is_err());
}
