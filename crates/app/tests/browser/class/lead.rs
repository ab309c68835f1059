//! A teacher leads the class: opens the task for it, its phases and its gate, and sees the board change by itself.

use serde_json::json;

use super::STUDENTS;
use crate::bench::Browser;

/// A running class, and what was wrong with its pages.
pub struct Opened {
    /// Its id.
    pub id: String,
    /// What was found.
    pub faults: Vec<String>,
}

/// The columns of the steps that the students work at: 1.1, 1.2, 4.4.
const COLUMNS: [usize; 3] = [0, 1, 11];

/// Opens the task for the class, in three groups whose roles stay.
pub async fn open(teacher: &Browser, task: &str) -> Opened {
    teacher.goto("/runs/new").await;
    let mut faults = teacher.faults_at("a task to open").await;
    teacher.fill(&[("#f-task", task)]).await;
    teacher.press("main form .btn-primary", "下一步").await;
    teacher.fill(&[("[name=wanted]", "3")]).await;
    teacher.press("main form .btn", "重新分组").await;
    let three = "return document.querySelectorAll('.seat-table').length === 3";
    teacher.wait(three, vec![]).await;
    faults.extend(teacher.faults_at("a class to open").await);
    let fields = [("#f-place", "数控实训中心 2 号车间"), ("#f-rotation", "fixed")];
    teacher.fill(&fields).await;
    teacher.press("main form .btn-primary", "开课").await;
    let id = teacher.at("/runs/").await;
    faults.extend(teacher.faults_at("a class").await);
    for phase in ["1", "4"] {
        let row = "const row = [...document.querySelectorAll('tr[id^=\"p-\"]')].find(row => row.textContent.trim()[0] === arguments[0]); \
                   row?.querySelector('button[value=open]')?.click(); return Boolean(row?.querySelector('button[value=close]'))";
        teacher.wait(row, vec![json!(phase)]).await;
    }
    Opened { id, faults }
}

/// The word at the gate, for one group.
pub async fn releases(teacher: &Browser, run: &str, group: &str) {
    teacher.goto(&format!("/runs/{run}")).await;
    teacher.press(".gate-row button", group).await;
    let released =
        "return [...document.querySelectorAll('.gate-row .chip')].some(e => e.textContent === arguments[0])";
    teacher.wait(released, vec![json!(group)]).await;
}

/// Opens the board, and marks its window: a page that is loaded anew has no mark.
pub async fn watches(teacher: &Browser, run: &str) -> Vec<String> {
    teacher.goto(&format!("/runs/{run}/board")).await;
    for (_, name, _) in STUDENTS {
        for column in COLUMNS {
            stands(teacher, (name, column), "i").await;
        }
    }
    teacher.run("window.untouched = true", vec![]).await;
    teacher.faults_at("the board").await
}

/// Waits until the cell of a student at a step has this letter.
async fn stands(teacher: &Browser, (name, column): (&str, usize), letter: &str) {
    let cell = "const row = [...document.querySelectorAll('.board tbody tr')].find(row => row.textContent.includes(arguments[0])); \
                return row?.querySelectorAll('td')[arguments[1]]?.classList.contains(arguments[2])";
    teacher
        .wait(cell, vec![json!(name), json!(column), json!(letter)])
        .await;
}

/// While the students act, the board that nobody touches shows it.
pub async fn sees_them_at_work(teacher: &Browser) -> Vec<String> {
    stands(teacher, (STUDENTS[0].1, COLUMNS[0]), "h").await;
    stands(teacher, (STUDENTS[1].1, COLUMNS[2]), "w").await;
    stands(teacher, (STUDENTS[2].1, COLUMNS[1]), "p").await;
    let untouched = teacher.run("return window.untouched === true", vec![]).await;
    assert_eq!(
        untouched,
        json!(true),
        "the board changes without being loaded anew"
    );
    teacher.faults_at("the board with a class at work").await
}

async fn opens_the_cell(teacher: &Browser, run: &str, name: &str) {
    teacher.goto(&format!("/runs/{run}/board")).await;
    stands(teacher, (name, COLUMNS[0]), "h").await;
    let cell = "const row = [...document.querySelectorAll('.board tbody tr')].find(row => row.textContent.includes(arguments[0])); \
                const link = row?.querySelectorAll('td')[arguments[1]]?.querySelector('a'); link?.click(); return Boolean(link)";
    teacher.wait(cell, vec![json!(name), json!(COLUMNS[0])]).await;
    teacher.at("/c/").await;
}

/// What the teacher writes beside returned work.
pub const WORD: &str = "第 1 题少了验收标准，请补上";

/// From the cell to the work in one click, and back to the student with a word; then on to who asked for help.
pub async fn returns(teacher: &Browser, run: &str, name: &str) -> Vec<String> {
    opens_the_cell(teacher, run, name).await;
    let faults = teacher.faults_at("work to judge").await;
    let once = teacher.text(".history").await.matches("提交").count();
    assert_eq!(once, 1, "two taps hand in once");
    teacher.fill(&[("[name=word]", WORD)]).await;
    teacher.press("main button[value=return]", "").await;
    teacher.press("main button[value=helped]", "").await;
    teacher.at("/waiting").await;
    faults
}

/// Accepts the mended work; the board says so.
pub async fn accepts(teacher: &Browser, run: &str, name: &str) -> Vec<String> {
    opens_the_cell(teacher, run, name).await;
    teacher.press("main button[value=accept]", "").await;
    teacher.at("/waiting").await;
    let faults = teacher.faults_at("what waits for judgement").await;
    teacher.goto(&format!("/runs/{run}/board")).await;
    stands(teacher, (name, COLUMNS[0]), "a").await;
    faults
}
