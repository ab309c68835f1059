//! A killed process: everything that was answered is there.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::bench::{Served, Visitor, until};

const GREETED: &str = "A made-up nation";
/// So many people write at once.
const WRITERS: usize = 4;

/// The phases of the first task of a teacher: where each writer writes.
fn places(served: &Served, teacher: &Visitor) -> Vec<String> {
    let list = served.get_as(teacher, "/tasks").body;
    let task = list
        .split("href=\"/tasks/")
        .find(|rest| rest.chars().nth(22) == Some('"'))
        .expect("a task")[..22]
        .to_owned();
    let page = served.get_as(teacher, &format!("/tasks/{task}")).body;
    let phases = page
        .split("data-order=")
        .nth(1)
        .expect("phases")
        .split("data-id=\"");
    phases
        .skip(1)
        .take(WRITERS)
        .map(|rest| format!("/tasks/{task}/nodes/{}", &rest[..22]))
        .collect()
}

/// The version that a page shows of its first field.
fn version(page: &str) -> u64 {
    let rest = page.split("data-version=\"").nth(1).expect("a field");
    rest.split('"').next().unwrap().parse().unwrap()
}

/// Writes until nobody answers; the number of the last write that was answered.
fn write(served: &Served, teacher: &Visitor, place: &str, answered: &AtomicU64) -> u64 {
    let first = version(&served.get_as(teacher, place).body);
    for (number, seen) in (1..).zip(first..) {
        let (goal, seen) = (format!("目标 {number} 号"), seen.to_string());
        let Some(reply) = served.post_as(teacher, place, &[("goal", &goal), ("version", &seen)]) else {
            return number - 1;
        };
        assert_eq!(reply.status, 200, "{}", reply.body);
        answered.fetch_add(1, Ordering::SeqCst);
    }
    0
}

#[test]
fn whatever_was_answered_before_the_process_was_killed_is_there_after_it() {
    let data = tempfile::tempdir().unwrap();
    let mut served = Served::start(data.path(), &["--demo"], GREETED);
    let teacher = served.sign_in("teacher");
    let places = places(&served, &teacher);
    assert_eq!(places.len(), WRITERS);
    let answered = AtomicU64::new(0);
    let last: Vec<u64> = std::thread::scope(|scope| {
        let writers: Vec<_> = places
            .iter()
            .map(|place| scope.spawn(|| write(&served, &teacher, place, &answered)))
            .collect();
        until("writing", || answered.load(Ordering::SeqCst) >= 200);
        served.signal("-KILL");
        writers.into_iter().map(|writer| writer.join().unwrap()).collect()
    });
    assert_eq!(served.ended(), None, "it did not end by itself");
    assert!(last.iter().all(|number| *number > 0), "{last:?}");
    drop(served);
    let served = Served::start(data.path(), &[], GREETED);
    for (place, number) in places.iter().zip(last) {
        let page = served.get_as(&teacher, place).body;
        // One more may have been written whose answer nobody read.
        let kept = [number, number + 1].map(|number| page.contains(&format!("目标 {number} 号")));
        assert!(kept[0] || kept[1], "{number} was answered and is not there");
    }
}
