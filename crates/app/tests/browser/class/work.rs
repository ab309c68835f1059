//! Students at work: on a phone, in a workshop with a bad network.

use tempfile::TempDir;

use super::{fields, lead, photo};
use crate::bench::Browser;
use crate::hands::Network;

/// What a student writes when no other word is needed.
const ANSWERS: [&str; 4] = [
    "图号 LZ-03，版本 B，向生产科追问",
    "数量 5 根，交货日期 11 月 28 日",
    "先查螺纹有效长度和中径",
    "质检员与装配班长签字",
];
/// Written while there is no network.
const OFFLINE: &str = "必须先确认图号与版本、交货日期、材料与热处理";

/// Before the teacher's word the step can be read and not written.
pub async fn waits_at_the_gate(student: &Browser, run: &str) -> Vec<String> {
    student.goto(&format!("/work/{run}")).await;
    let mut faults = student.faults_at("a task on a phone").await;
    student.press(".step-list a", "4.4").await;
    student.at("/steps/").await;
    assert!(
        student
            .text(".notice:not([hidden])")
            .await
            .contains("等待教师确认")
    );
    assert_eq!(student.count("[data-autosave], [data-photo]").await, 0);
    faults.extend(student.faults_at("a step behind its gate").await);
    faults
}

/// One tap from the desk to what is to be done now; the network dies in the middle; two taps hand in.
pub async fn answers(student: &Browser, run: &str) -> Vec<String> {
    student.goto("/").await;
    let mut faults = student.faults_at("the desk of a student").await;
    student
        .press(&format!("a.todo-item[href*='/work/{run}/steps/']"), "1.1")
        .await;
    student.at("/steps/").await;
    let all = fields(student, "[data-autosave]").await;
    for (place, field) in all.iter().enumerate().skip(1) {
        student.type_in(field, ANSWERS[place % ANSWERS.len()]).await;
    }
    for field in &all[1..] {
        student.saved(field).await;
    }
    student.network(Network::Gone).await;
    student.type_in(&all[0], OFFLINE).await;
    student.noted(&all[0], "尚未上传").await;
    student.console().await; // it says that there was no network
    student.network(Network::There).await;
    reload(student).await;
    // Stored in the browser or, when the queue was quicker, in the house already.
    student.holds(&all[0], OFFLINE).await;
    for (place, field) in all.iter().enumerate().skip(1) {
        assert_eq!(
            student.value(field).await,
            ANSWERS[place % ANSWERS.len()],
            "{field}"
        );
    }
    faults.extend(student.faults_at("a step with answers").await);
    student.tap_twice("[data-after-saving] button").await;
    let handed = "return document.querySelector('.step-head .s-handed')?.textContent";
    student.wait(handed, vec![]).await;
    faults.extend(student.faults_at("a step that is handed in").await);
    faults
}

async fn reload(student: &Browser) {
    let here = student.run("return location.pathname", vec![]).await;
    student.goto(here.as_str().unwrap()).await;
}

/// A value out of its tolerance is taken and shown as what it is; photos go up, one of them when the network is back.
pub async fn measures(student: &Browser, run: &str, folder: &TempDir) -> Vec<String> {
    student.goto(&format!("/work/{run}")).await;
    student.press(".step-list a", "4.4").await;
    student.at("/steps/").await;
    let first = photo(student, folder, "first.png").await;
    let value = fields(student, ".measure input").await.remove(0);
    student.type_in(&value, "36.012").await;
    student.saved(&value).await;
    assert!(
        student
            .text(".measure [data-save-state]")
            .await
            .contains("高于上限")
    );
    student.photo(".photo input[capture]", &first).await;
    let up = "return document.querySelectorAll('.photos .photo-item img[src*=\"/files/\"]').length === arguments[0]";
    student.wait(up, vec![1.into()]).await;
    let second = photo(student, folder, "second.png").await;
    student.network(Network::Gone).await;
    student.photo(".photo input[capture]", &second).await;
    let waits = "return document.querySelector('.photo-item.is-bad')?.textContent.includes('没有传上去')";
    student.wait(waits, vec![]).await;
    student.console().await;
    student.network(Network::There).await;
    student.wait(up, vec![2.into()]).await;
    reload(student).await;
    student.wait(up, vec![2.into()]).await;
    assert_eq!(student.value(&value).await, "36.012");
    assert!(
        student
            .text(".measure [data-save-state]")
            .await
            .contains("高于上限")
    );
    student.faults_at("a step with a measure and photos").await
}

/// A table is begun, and then somebody has to come.
pub async fn asks_for_help(student: &Browser, run: &str) -> Vec<String> {
    student.goto(&format!("/work/{run}")).await;
    let mut faults = student.faults_at("a task on a tablet").await;
    student.press(".step-list a", "1.2").await;
    student.at("/steps/").await;
    for field in fields(student, ".fill textarea").await.iter().take(2) {
        student.type_in(field, "φ38 外圆，公差 0/-0.025").await;
        student.saved(field).await;
    }
    student.press(".thumb-bar .btn", "需要帮助").await;
    student
        .wait(
            "return document.querySelector('form[action$=\"/help/removal\"]') !== null",
            vec![],
        )
        .await;
    faults.extend(student.faults_at("a step with a call for help").await);
    faults
}

/// The returned step says why; what was written is still there.
pub async fn mends(student: &Browser, run: &str) -> Vec<String> {
    student.goto("/").await;
    student
        .press(&format!("a.todo-item[href*='/work/{run}/steps/']"), lead::WORD)
        .await;
    student.at("/steps/").await;
    let said = "return [...document.querySelectorAll('.notice')].some(e => e.checkVisibility() && e.textContent.includes(arguments[0]))";
    student.wait(said, vec![lead::WORD.into()]).await;
    let faults = student.faults_at("a returned step").await;
    let first = fields(student, "[data-autosave]").await.remove(0);
    assert_eq!(student.value(&first).await, OFFLINE);
    student.type_in(&first, "、验收标准与验收人").await;
    student.press("[data-after-saving] button", "").await;
    let handed = "return document.querySelector('.step-head .s-handed')?.textContent";
    student.wait(handed, vec![]).await;
    faults
}
