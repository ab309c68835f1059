//! Ratings by students, a mentor without an account and the teacher; the sheet goes its way; a student reads the result.

use serde_json::json;

use super::SCHOOL;
use crate::bench::{Browser, DESK, PHONE};

/// Students may rate now.
pub async fn opens_the_round(teacher: &Browser, run: &str) -> Vec<String> {
    teacher.goto(&format!("/grades/{run}")).await;
    let faults = teacher.faults_at("an empty sheet").await;
    teacher.act("/round", "学生现在可以自评和互评").await;
    faults
}

/// A link for somebody of the enterprise.
pub async fn invites(teacher: &Browser, run: &str) -> String {
    teacher.goto(&format!("/grades/{run}/invitations")).await;
    let fields = [
        ("#f-enterprise", "江南市恒进液压元件有限公司"),
        ("#f-mentor", "周建业"),
    ];
    teacher.fill(&fields).await;
    teacher.press("main form .btn-primary", "邀请").await;
    let link = "return document.querySelector('[id^=f-link]')?.value";
    let link = teacher.wait(link, vec![]).await;
    let link = link.as_str().unwrap();
    link[link.find("/mentor/").unwrap()..].to_owned()
}

/// Writes a mark into every field that can be seen.
const MARK: &str = "const seen = [...document.querySelectorAll('.rate input')].filter(e => e.checkVisibility()); \
                    seen.forEach((e, place) => { e.value = String(78 + place * 3); }); return seen.length";

/// From the desk through every item: oneself and others, never by name beside a mark.
pub async fn rates(student: &Browser, run: &str) -> Vec<String> {
    student.goto("/").await;
    student
        .press(&format!("a.todo-item[href*='/results/{run}/rating']"), "")
        .await;
    let mut faults = Vec::new();
    for item in 1..=5 {
        let here = "return document.querySelectorAll('.phases li.now').length === 1 \
                    && [...document.querySelectorAll('.phases li')].findIndex(e => e.classList.contains('now')) + 1 === arguments[0]";
        student.wait(here, vec![json!(item)]).await;
        assert!(student.run(MARK, vec![]).await.as_u64().unwrap() > 0);
        faults.extend(student.faults_at("a rating on a phone").await);
        student.press(".thumb-bar .btn-primary", "").await;
    }
    let done = "return location.pathname === '/results'";
    student.wait(done, vec![]).await;
    faults.extend(student.faults_at("the results of a student").await);
    faults
}

/// Nothing but the link: no account, no organisation.
pub async fn rates_by_link(mentor: &Browser, link: &str) -> Vec<String> {
    mentor.resize(PHONE).await;
    mentor.goto(link).await;
    assert_eq!(
        mentor.count(".panel .rate-group").await,
        3,
        "the groups, at one item"
    );
    let mut faults = mentor.faults_at("the page of a mentor").await;
    mentor.run(MARK, vec![]).await;
    mentor.press(".thumb-bar .btn-primary", "").await;
    assert!(mentor.text(".notice-ok").await.contains("已保存"));
    faults.extend(mentor.faults_at("what a mentor has rated").await);
    faults
}

/// A block from Excel into the teacher's column, one mark typed, and the sheet is handed on.
pub async fn fills_the_sheet(teacher: &Browser, run: &str) -> Vec<String> {
    teacher.goto(&format!("/grades/{run}?show=teacher")).await;
    let ready = "return document.querySelectorAll('[data-cell][tabindex]').length === 72";
    teacher.wait(ready, vec![]).await;
    let paste = "const first = document.querySelector('[data-cell]'); first.focus(); const data = new DataTransfer(); \
                 const line = row => Array.from({length: 6}, (_, column) => 70 + (row * 7 + column * 5) % 30).join('\\t'); \
                 data.setData('text/plain', Array.from({length: 12}, (_, row) => line(row)).join('\\n')); \
                 first.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}))";
    teacher.run(paste, vec![]).await;
    let kept = "return document.querySelectorAll('.cell-wait').length === 0 \
                && [...document.querySelectorAll('[data-cell]')].every(e => e.dataset.version > 0)";
    teacher.wait(kept, vec![]).await;
    assert_eq!(teacher.count(".cell-bad").await, 0);
    for (key, code) in [("9", "Digit9"), ("6", "Digit6"), ("Enter", "Enter")] {
        let text = if key == "Enter" { "\r" } else { key };
        for kind in ["keyDown", "keyUp"] {
            let pressed = json!({ "type": kind, "key": key, "code": code, "text": text });
            teacher.command("Input.dispatchKeyEvent", pressed).await;
        }
    }
    let typed = "const first = document.querySelector('[data-cell]'); return first.textContent === '96' && !first.classList.contains('cell-wait')";
    teacher.wait(typed, vec![]).await;
    teacher.goto(&format!("/grades/{run}?show=teacher")).await;
    assert_eq!(teacher.text("[data-cell]").await, "96");
    let faults = teacher.faults_at("a sheet").await;
    teacher.act("/round/end", "自评与互评已结束").await;
    teacher.act("/submission", "已提交 12 名学生的成绩").await;
    faults
}

/// Somebody else checks, the office locks.
pub async fn locks(browser: &Browser, run: &str) -> Vec<String> {
    browser.resize(DESK).await;
    browser.sign_in(SCHOOL, "major-leader").await;
    browser.goto(&format!("/grades/{run}")).await;
    let mut faults = browser.faults_at("a sheet to check").await;
    browser.act("/check", "已审核 12 名学生的成绩").await;
    browser.sign_in(SCHOOL, "academic-affairs").await;
    browser.goto(&format!("/grades/{run}")).await;
    browser.act("/lock", "已锁定 12 名学生的成绩").await;
    faults.extend(browser.faults_at("a locked sheet").await);
    browser.goto(&format!("/grades/{run}/history")).await;
    faults.extend(browser.faults_at("the history of a sheet").await);
    faults
}

/// Locked is shown: every figure of the own result opens to what it is made of.
pub async fn reads_the_result(student: &Browser, run: &str) -> Vec<String> {
    student.goto("/results").await;
    student.press(&format!("a[href='/results/{run}']"), "").await;
    let total = student.text(".stat-value").await;
    assert!(
        total.trim().parse::<f64>().is_ok_and(|total| total > 60.0),
        "{total}"
    );
    assert!(student.text(".opened-body code").await.contains('%'));
    let mut faults = student.faults_at("a result on a phone").await;
    student.goto("/results/abilities").await;
    faults.extend(student.faults_at("abilities on a phone").await);
    faults
}
