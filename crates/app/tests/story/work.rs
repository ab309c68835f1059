//! Chapters 9 and 10: students work on their phones, the teacher watches the board, returns and accepts.

use testkit::Person;

use crate::hands::{between, done, every, page, said, saves};
use crate::rosters::{Class, School};
use crate::task::Task;

/// A change is on the board within a second; a machine that does other things is given longer.
const SOON: u64 = 10_000;

/// The first phase is worked through; a photo and a measurement come from later ones.
pub async fn done_in_class(school: &School<'_>, task: &Task, class: &Class<'_>) {
    let teacher = &school.small.teacher;
    let first = &class.students[0].1;
    turned(teacher, task, class, 0).await;
    let desk = page(first, "/").await;
    let step = format!("/work/{}/steps/{}", class.run, task.step("1.1"));
    assert!(
        desk.contains(&step) && desk.contains("做 1.1"),
        "one tap from the desk: {}",
        said(&desk)
    );
    board_moves(teacher, task, class).await;
    returned_and_accepted(teacher, task, class).await;
    accepted_at_once(teacher, task, class).await;
    at_the_machine(teacher, task, class).await;
    measured(teacher, task, class).await;
}

/// Opens a phase, by its place.
async fn turned(teacher: &Person<'_>, task: &Task, class: &Class<'_>, phase: usize) {
    let path = format!("/runs/{}/phases/{}", class.run, task.phases[phase]);
    done(teacher, &path, &[("turn", "open")]).await;
}

/// The address of a step for a student.
fn at(class: &Class<'_>, task: &Task, number: &str) -> String {
    format!("/work/{}/steps/{}", class.run, task.step(number))
}

/// Fills in every field that a step asks for, as its page saves them.
async fn filled(student: &Person<'_>, at: &str) {
    let shown = page(student, at).await;
    let mut count = 0;
    for tag in shown.split('<').filter(|tag| tag.contains(" data-autosave=")) {
        let name = between(tag, " name=\"", "\"");
        let version = between(tag, " data-version=\"", "\"");
        let value = if tag.starts_with("input") {
            "1"
        } else {
            "按图样 LZ-03 填写"
        };
        saves(student, at, (name, value), version).await;
        count += 1;
    }
    assert!(count > 0, "nothing is asked: {}", said(&shown));
}

/// The teacher's board is told within a second of a student's act.
async fn board_moves(teacher: &Person<'_>, task: &Task, class: &Class<'_>) {
    let path = format!("/runs/{}/board", class.run);
    let shown = page(teacher, &path).await;
    assert_eq!(shown.matches("board-name").count(), 43);
    let mut board = teacher.listen(between(&shown, "data-live=\"", "\"")).await;
    let (student, at) = (&class.students[0].1, at(class, task, "1.1"));
    filled(student, &at).await;
    let data = cells_told(&mut board)
        .await
        .expect("the board is told of the work");
    // Besides the cell its column's head and the board's sum are told.
    let ids: Vec<&str> = data.split('"').filter(|word| word.len() == 5).collect();
    let [cell] = ids.as_slice() else {
        panic!("one cell in {data}")
    };
    done(student, &format!("{at}/submission"), &[]).await;
    let handed = format!("<td class=h id={cell}>");
    let mut told = String::new();
    while !told.contains(&handed) && cells_told(&mut board).await.is_some() {
        told = page(teacher, &format!("{path}/cells?ids={cell}")).await;
    }
    assert!(told.contains(&handed), "handed in: {told}");
}

/// The cells that are told of next, each within a second; an opened phase, which is told too, reloads the page.
async fn cells_told(board: &mut testkit::Events) -> Option<String> {
    loop {
        let (name, data) = board.next(SOON).await?;
        if name == "cells" {
            return Some(data);
        }
    }
}

/// The cell of the work that waits first, from the page of what waits.
async fn waiting(teacher: &Person<'_>, class: &Class<'_>) -> Vec<String> {
    let shown = page(teacher, &format!("/runs/{}/waiting", class.run)).await;
    every(&shown, "name=\"cell\" value=\"")
}

/// What was handed in comes back with a word, is mended and accepted.
async fn returned_and_accepted(teacher: &Person<'_>, task: &Task, class: &Class<'_>) {
    let (student, at) = (&class.students[0].1, at(class, task, "1.1"));
    let cell = waiting(teacher, class).await.remove(0);
    let path = format!("/runs/{}/c/{cell}", class.run);
    assert!(page(teacher, &path).await.contains("按图样 LZ-03 填写"));
    let silent = teacher.post(&path, &[("verdict", "return"), ("word", "")]).await;
    assert_eq!(silent.status, 422, "a return says why");
    let word = "交货日期没有写";
    done(teacher, &path, &[("verdict", "return"), ("word", word)]).await;
    let desk = page(student, "/").await;
    assert!(
        desk.contains("修改退回的 1.1") && desk.contains(word),
        "{}",
        said(&desk)
    );
    let shown = page(student, &at).await;
    assert!(
        shown.contains(word) && shown.contains("按图样 LZ-03 填写"),
        "nothing is lost"
    );
    let tag = shown
        .split('<')
        .find(|tag| tag.contains(" data-autosave="))
        .expect("a field");
    let (name, version) = (
        between(tag, " name=\"", "\""),
        between(tag, " data-version=\"", "\""),
    );
    let first = saves(student, &at, (name, "交货日期 11 月 30 日"), version).await;
    let again = saves(student, &at, (name, "交货日期 11 月 30 日"), version).await;
    assert_eq!(
        first.text(),
        again.text(),
        "a second sending of the same saves once"
    );
    done(student, &format!("{at}/submission"), &[]).await;
    done(teacher, &path, &[("verdict", "accept")]).await;
    assert!(page(student, &at).await.contains("教师已通过这一步"));
    let late = student.post(&at, &[(name, "又改"), ("version", "9")]).await;
    assert_eq!(late.status, 409);
}

/// Two more hand in the same step and are accepted together.
async fn accepted_at_once(teacher: &Person<'_>, task: &Task, class: &Class<'_>) {
    let at = at(class, task, "1.1");
    for (_, student) in &class.students[1..3] {
        filled(student, &at).await;
        done(student, &format!("{at}/submission"), &[]).await;
    }
    let cells = waiting(teacher, class).await;
    assert_eq!(cells.len(), 2);
    let fields: Vec<(&str, &str)> = cells.iter().map(|cell| ("cell", cell.as_str())).collect();
    done(teacher, &format!("/runs/{}/acceptances", class.run), &fields).await;
    assert_eq!(waiting(teacher, class).await, [""; 0]);
}

/// A JPEG of one scan.
fn jpeg() -> Vec<u8> {
    let frame = [0xff, 0xc0, 0, 11, 8, 0x01, 0xe0, 0x02, 0x80, 1, 1, 0x11, 0];
    let scan = [0xff, 0xda, 0, 3, 0, 7, 0xff, 0, 2, 0xff, 0xd9];
    [&[0xff, 0xd8][..], &frame, &scan].concat()
}

/// The gate of the fourth phase needs the teacher's word; then a photo goes up, and only the group and the staff see it.
async fn at_the_machine(teacher: &Person<'_>, task: &Task, class: &Class<'_>) {
    turned(teacher, task, class, 3).await;
    let (student, at) = (&class.students[0].1, at(class, task, "4.2"));
    let before = page(student, &at).await;
    assert!(
        !before.contains("data-photo="),
        "the gate is shut: {}",
        said(&before)
    );
    let shown = page(teacher, &format!("/runs/{}", class.run)).await;
    let gate = between(&shown, "/gates\"", "</form>");
    let group = every(gate, "name=\"group\" value=\"").remove(0);
    let path = format!("/runs/{}/phases/{}/gates", class.run, task.phases[3]);
    done(teacher, &path, &[("group", &group)]).await;
    let shown = page(student, &at).await;
    let upload = between(&shown, "data-photo=\"", "\"").to_owned();
    let op = [("op", "019ab000-0000-7000-8000-000000000001")];
    let sent = student.upload(&upload, &op, ("file", "首件.jpg", &jpeg())).await;
    assert_eq!(sent.status, 200, "{}", said(&sent.text()));
    let photo = format!("/work/{}", between(&sent.text(), "src=\"/work/", "\""));
    for (index, (_, mate)) in class.students.iter().enumerate() {
        let seen = mate.get(&photo).await.status.as_u16();
        let expected = if index < class.groups[0].len() { 200 } else { 404 };
        assert_eq!(seen, expected, "student {index}");
    }
    assert_eq!(teacher.get(&photo).await.status, 200);
}

/// A reading out of tolerance is said at once.
async fn measured(teacher: &Person<'_>, task: &Task, class: &Class<'_>) {
    turned(teacher, task, class, 4).await;
    let at = at(class, task, "5.1");
    for (_, student) in &class.students {
        let shown = page(student, &at).await;
        let Some(tag) = shown
            .split('<')
            .find(|tag| tag.starts_with("input") && tag.contains(" data-autosave="))
        else {
            continue;
        };
        let name = between(tag, " name=\"", "\"");
        let above = saves(student, &at, (name, "36.012"), "0").await.text();
        assert!(above.contains("高于上限"), "{above}");
        let within = saves(student, &at, (name, "35.988"), "1").await.text();
        assert!(within.contains("合格"), "{within}");
        return;
    }
    panic!("nobody measures");
}
