//! Two versions of a standard: what differs, and which object is which.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use kernel::{Hours, RawId};
use standards::model::{
    Basis, Change, Content, Difference, Goal, Level, Place, Standard, difference, matching,
};

fn identified() -> Standard {
    let mut standard = common::standard();
    let mut next = 0u128;
    standard.identify(|| {
        next += 1;
        RawId::from_u128(next)
    });
    standard
}

fn text(text: &str) -> Content {
    Content::Text(text.to_owned())
}

fn changes(change: impl FnOnce(&mut Standard)) -> Vec<(String, Difference)> {
    let before = common::standard();
    let mut after = before.clone();
    change(&mut after);
    difference(&before, &after)
        .into_iter()
        .map(|Change { place, difference }| (place.to_string(), difference))
        .collect()
}

#[test]
fn a_standard_reads_back_from_what_is_stored() {
    let standard = identified();
    let stored = serde_json::to_string(&standard).unwrap();
    let read: Standard = serde_json::from_str(&stored).unwrap();
    assert_eq!(read, standard);
    assert_eq!(serde_json::to_string(&read).unwrap(), stored);
}

#[test]
fn identity_is_no_content() {
    assert_eq!(identified(), common::standard());
    assert_eq!(difference(&identified(), &common::standard()), []);
}

#[test]
fn a_changed_field_is_one_change_with_both_values() {
    let found = changes(|after| after.courses[2].tasks[1].hours = Some(Hours(9_650)));
    let expected = Difference::Changed {
        before: Content::Hours(Hours::whole(96)),
        after: Content::Hours(Hours(9_650)),
    };
    assert_eq!(found, [("courses.2.tasks.1.hours".to_owned(), expected)]);

    let found = changes(|after| after.plan.tables[0].rows[0].semesters[5] = Some(Hours::ZERO));
    let expected = Difference::Changed {
        before: Content::Blank,
        after: Content::Hours(Hours::ZERO),
    };
    assert_eq!(found, [("plan.tables.0.rows.0.semesters.5".to_owned(), expected)]);

    let found = changes(|after| after.requirements[0].level = Some(Level::Advanced));
    let term = |level: &str| Content::Term(format!("standards-level-{level}"));
    let expected = Difference::Changed {
        before: term("intermediate"),
        after: term("advanced"),
    };
    assert_eq!(found, [("requirements.0.level".to_owned(), expected)]);
}

#[test]
fn added_removed_and_moved_items_are_told_apart() {
    let goal = Goal {
        text: "能使用在线测量系统。".to_owned(),
        ..Goal::default()
    };
    let found = changes(|after| after.courses[0].goals.items.insert(1, goal));
    assert_eq!(
        found,
        [(
            "courses.0.goals.items.1".to_owned(),
            Difference::Added(text("能使用在线测量系统。"))
        )]
    );

    let found = changes(|after| drop(after.courses[0].work.methods.remove(0)));
    assert_eq!(
        found,
        [(
            "courses.0.work.methods.0".to_owned(),
            Difference::Removed(text("任务单与图样的阅读方法；"))
        )]
    );

    let found = changes(|after| {
        let task = after.courses[0].tasks.remove(2);
        after.courses[0].tasks.insert(0, task);
    });
    assert_eq!(
        found,
        [(
            "courses.0.tasks.0".to_owned(),
            Difference::Moved { from: 2, to: 0 }
        )]
    );
}

#[test]
fn the_same_words_keep_every_identity() {
    let (old, mut new) = (identified(), common::standard());
    let found = matching(&old, &new);
    assert_eq!(found.doubtful, []);
    found.carry(&old, &mut new, &[]);
    let ids = |standard: &Standard| serde_json::to_value(standard).unwrap();
    assert_eq!(ids(&new), ids(&old));
}

#[test]
fn a_new_order_and_mended_sentences_keep_identities() {
    let (old, mut new) = (identified(), common::standard());
    new.courses.swap(0, 1);
    new.courses[2].goals.items[0].text.push_str("并记录");
    let task = new.courses[2].tasks.remove(0);
    new.courses[2].tasks.push(task);
    let found = matching(&old, &new);
    assert_eq!(found.doubtful, []);
    found.carry(&old, &mut new, &[]);
    assert_eq!(new.courses[0].id.0, old.courses[1].id.0);
    assert_eq!(
        new.courses[2].goals.items[0].id.0,
        old.courses[2].goals.items[0].id.0
    );
    assert_eq!(
        new.courses[2].tasks.last().unwrap().id.0,
        old.courses[2].tasks[0].id.0
    );
}

#[test]
fn a_renamed_course_is_doubtful_until_a_person_confirms_it() {
    let (old, mut new) = (identified(), common::standard());
    new.rename_course(3, "机械产品质量检验");
    let found = matching(&old, &new);
    let places: Vec<_> = found
        .doubtful
        .iter()
        .map(|link| (link.old.to_string(), link.basis))
        .collect();
    assert_eq!(places, [("courses.3".to_owned(), Basis::Order)]);

    found.carry(&old, &mut new, &[]);
    assert!(new.courses[3].id.is_none() && new.courses[3].tasks[0].id.is_none());
    found.carry(&old, &mut new, &found.doubtful);
    assert_eq!(new.courses[3].id.0, old.courses[3].id.0);

    // The parts of the course follow once it is certain.
    let again = matching(&old, &new);
    assert_eq!(again.doubtful, []);
    again.carry(&old, &mut new, &[]);
    assert_eq!(new.courses[3].tasks[0].id.0, old.courses[3].tasks[0].id.0);
}

#[test]
fn a_code_speaks_louder_than_a_name() {
    let (mut old, mut new) = (identified(), common::standard());
    old.courses[5].code = Some("K06".to_owned());
    new.courses[5].code = Some("Ｋ06".to_owned());
    new.rename_course(5, "套件装配");
    let found = matching(&old, &new);
    let link = found
        .certain
        .iter()
        .find(|link| link.new == Place::of("courses").item(5))
        .unwrap();
    assert_eq!(
        (link.basis, link.old.to_string().as_str()),
        (Basis::Code, "courses.5")
    );
}

#[test]
fn what_is_new_gets_no_old_identity() {
    let (old, mut new) = (identified(), common::standard());
    new.courses.insert(
        4,
        standards::model::Course {
            name: "激光加工".to_owned(),
            ..Default::default()
        },
    );
    let found = matching(&old, &new);
    found.carry(&old, &mut new, &found.doubtful);
    assert!(new.courses[4].id.is_none());
    assert_eq!(new.courses[5].id.0, old.courses[4].id.0);
}
