//! Fields alone: what is merged, kept, named and owned.

use super::super::fields::{Attached, Entry, Merge, OPS, Save, Slot, Value, merge, slot_of};
use super::*;

#[test]
fn a_device_that_did_not_hear_of_its_own_save_goes_on_from_it() {
    let stands = Entry {
        version: 2,
        value: Value::Text("外圆".to_owned()),
        ops: vec![id(1), id(2)],
    };
    let save = |before: &[u128]| Save {
        op: id(3),
        seen: 1,
        before: before.iter().map(|op| id(*op)).collect(),
        value: Value::Text("外圆 C".to_owned()),
    };
    let Merge::Changed(entry) = merge(Some(&stands), save(&[2])).unwrap() else {
        panic!("not saved")
    };
    assert_eq!((entry.version, entry.ops.last()), (3, Some(&id(3))));
    // Somebody else wrote after it: the device has to look first.
    assert_eq!(key(merge(Some(&stands), save(&[1]))), "classroom-save-older");
}

#[test]
fn a_field_remembers_its_last_saves_only() {
    let mut entry: Option<Entry> = None;
    for number in 0..30_u32 {
        let save = Save {
            op: id(u128::from(number)),
            seen: number,
            before: Vec::new(),
            value: Value::Text(number.to_string()),
        };
        if let Merge::Changed(next) = merge(entry.as_ref(), save).unwrap() {
            entry = Some(next);
        }
    }
    let entry = entry.unwrap();
    assert_eq!((entry.version, entry.ops.len()), (30, OPS));
    assert_eq!(entry.ops.last(), Some(&id(29)));
}

#[test]
fn a_value_is_read_back_as_it_was_stored() {
    let file = Attached {
        file: id(7),
        hash: "a".repeat(64),
        name: "程序单.docx".to_owned(),
    };
    for value in [
        Value::Text("φ36 0/-0.025\n第二行".to_owned()),
        Value::Measured(Quantity(-240)),
        Value::Files(vec![file]),
    ] {
        assert_eq!(
            Value::from_stored(value.code(), &value.stored().unwrap()).unwrap(),
            value
        );
    }
    assert!(Value::from_stored("song", "la").is_err());
}

#[test]
fn the_name_of_a_field_reads_back() {
    let cell = Slot {
        cell: Some((3, 1)),
        ..slot(121)
    };
    for slot in [slot(121), cell] {
        assert_eq!(slot_of(&slot.field()), Some(slot));
    }
    for name in [
        "",
        "op",
        "version",
        &format!("{}.1", slot(1).field()),
        &format!("{}.1.2.3", slot(1).field()),
    ] {
        assert_eq!(slot_of(name), None, "{name}");
    }
}

#[test]
fn what_the_group_hands_in_is_the_groups_also_where_each_student_is_asked() {
    let mut step = step(
        31,
        vec![
            outcome(311, OutcomeKind::Text, By::Group),
            outcome(312, OutcomeKind::Text, By::Student),
        ],
    );
    step.questions.push(question());
    let (me, group) = (id(1), id(GROUP));
    assert_eq!(Owner::of(&step, me, group), Owner::Student(me));
    let of = |node| Owner::of_field(&step, RawId::from_u128(node), me, group);
    assert_eq!(of(311), Owner::Group(group));
    assert_eq!(of(312), Owner::Student(me));
    assert_eq!(of(step.questions[0].id.raw().as_u128()), Owner::Student(me));
}
