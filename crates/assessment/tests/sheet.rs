//! The grade sheet goes its way, refuses what is out of turn, and a correction takes two persons.

mod common;

use assessment::model::{Act, Correction, SheetState};
use common::id;
use kernel::{Error, Instant, Points};

#[test]
fn the_way_is_submit_check_lock() {
    let locked = SheetState::Draft
        .after(Act::Submit { open: 0 })
        .and_then(|state| state.after(Act::Check))
        .and_then(|state| state.after(Act::Lock));
    assert_eq!(locked.unwrap(), SheetState::Locked);
    assert_eq!(
        SheetState::Submitted.after(Act::Return).unwrap(),
        SheetState::Draft
    );
    assert_eq!(SheetState::Checked.after(Act::Return).unwrap(), SheetState::Draft);
    assert_eq!(
        SheetState::Locked.after(Act::RequestCorrection).unwrap(),
        SheetState::Correcting
    );
    assert_eq!(
        SheetState::Correcting.after(Act::SettleCorrection).unwrap(),
        SheetState::Locked
    );
}

#[test]
fn every_other_act_is_a_conflict_with_its_reason() {
    let acts = [
        Act::Submit { open: 0 },
        Act::Return,
        Act::Check,
        Act::Lock,
        Act::RequestCorrection,
        Act::SettleCorrection,
    ];
    let table: Vec<String> = SheetState::ALL
        .into_iter()
        .map(|state| {
            acts.iter()
                .map(|act| if state.after(*act).is_ok() { 'x' } else { '.' })
                .collect()
        })
        .collect();
    assert_eq!(table, ["x.....", ".xx...", ".x.x..", "....x.", ".....x"]);
    let refused = SheetState::Locked.after(Act::Return).unwrap_err();
    assert!(matches!(refused, Error::Conflict(text) if text.key == "assessment-sheet-refused-locked"));
}

#[test]
fn a_sheet_with_open_grades_is_not_submitted() {
    let refused = SheetState::Draft.after(Act::Submit { open: 2 }).unwrap_err();
    assert!(
        matches!(refused, Error::Conflict(text) if text.key == "assessment-sheet-open" && text.args[0].1 == "2")
    );
}

#[test]
fn only_a_draft_takes_ratings() {
    let open: Vec<SheetState> = SheetState::ALL
        .into_iter()
        .filter(|state| state.is_open())
        .collect();
    assert_eq!(open, [SheetState::Draft]);
}

#[test]
fn a_correction_keeps_the_old_value_and_takes_a_second_person() {
    let change = (Some(Points::whole(58)), Points::whole(68));
    let request = || Correction::request(change, " 漏记一题 ", id(1), Instant(5)).unwrap();
    assert!(matches!(
        request().approve(id(1), Instant(6)),
        Err(Error::Denied(_))
    ));
    let corrected = request().approve(id(2), Instant(6)).unwrap();
    assert_eq!((corrected.old, corrected.new), change);
    assert_eq!(
        (
            corrected.reason.as_str(),
            corrected.requested_by,
            corrected.approved_by
        ),
        ("漏记一题", id(1), id(2))
    );
}

#[test]
fn a_correction_has_a_reason_and_another_value() {
    let refused = |change, reason| match Correction::request(change, reason, id(1), Instant(5)) {
        Err(Error::Invalid(problems)) => problems.0[0].field.clone(),
        _ => String::new(),
    };
    assert_eq!(
        refused((Some(Points::whole(58)), Points::whole(68)), "  "),
        "reason"
    );
    assert_eq!(refused((Some(Points::whole(58)), Points::whole(58)), "x"), "new");
}
