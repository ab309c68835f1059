//! A teacher copies a task, writes in it in Chinese, and gives the enterprise its weight.

use serde_json::{Value, json};

use crate::bench::Browser;
use crate::hands::pause;

/// What the task is called.
pub const NAME: &str = "台阶螺纹轴的数控车床加工";
/// What the teacher adds to the first step.
const WORDS: &str = "，并当面复述一遍";

/// A task, and what was wrong with its pages.
pub struct Written {
    /// Its id.
    pub id: String,
    /// What was found.
    pub faults: Vec<String>,
}

/// Designs the task.
pub async fn write(teacher: &Browser) -> Written {
    teacher.goto("/tasks/new").await;
    let mut faults = teacher.faults_at("a new task").await;
    teacher.fill(&[("#f-source", "sample"), ("#f-name", NAME)]).await;
    teacher.press("main form .btn-primary", "").await;
    let id = teacher.at("/tasks/").await;
    assert!(teacher.text("h1").await.contains(NAME));
    faults.extend(teacher.faults_at("a task").await);
    teacher.press("main nav a", "1.1").await;
    teacher.at("/nodes/").await;
    writes_in_chinese(teacher).await;
    faults.extend(teacher.faults_at("a step").await);
    weighs_the_enterprise(teacher, &id).await;
    faults.extend(teacher.faults_at("an item").await);
    Written { id, faults }
}

/// What stands in a field during Chinese input is not what was meant: it is never saved, and nothing of it stays.
async fn writes_in_chinese(teacher: &Browser) {
    let field = ".panel textarea[data-autosave]";
    let before = teacher.value(field).await;
    let listen = "window.sent = []; const whole = window.fetch; window.fetch = (url, how) => { \
                  if (how?.method === 'POST') window.sent.push(String(how.body)); return whole(url, how); }";
    teacher.run(listen, vec![]).await;
    teacher.enter(field).await;
    for letters in ["bing", "bing'dang", "bing'dang'mian'fu'shu"] {
        teacher.compose(letters).await;
        pause(1200).await; // longer than a field waits for the next key
        assert!(teacher.value(field).await.ends_with(letters));
    }
    let sent: Value = teacher.run("return window.sent", vec![]).await;
    assert_eq!(sent, json!([]), "nothing is saved in the middle of the input");
    teacher
        .command("Input.insertText", json!({ "text": WORDS }))
        .await;
    teacher.saved(field).await;
    let sent: Vec<String> = serde_json::from_value(teacher.run("return window.sent", vec![]).await).unwrap();
    assert!(
        !sent.is_empty() && sent.iter().all(|body| !body.contains("bing")),
        "{sent:?}"
    );
    let here = teacher.run("return location.pathname", vec![]).await;
    teacher.goto(here.as_str().unwrap()).await;
    assert_eq!(
        teacher.value(field).await,
        format!("{before}{WORDS}"),
        "nothing is cut"
    );
}

async fn weighs_the_enterprise(teacher: &Browser, task: &str) {
    teacher.goto(&format!("/tasks/{task}/assessment")).await;
    teacher.press(".order a", "零件质量").await;
    teacher.at("/nodes/").await;
    for (field, value) in [
        ("[name='weights.teacher']", "50"),
        ("[name='weights.enterprise']", "20"),
    ] {
        teacher.fill(&[(field, "")]).await;
        teacher.type_in(field, value).await;
        teacher.saved(field).await;
    }
}
