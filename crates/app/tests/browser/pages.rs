//! Pages at a desk, light and dark.

use crate::bench::{Browser, DESK, Dark, Served};

#[tokio::test]
async fn a_teacher_signs_in_and_finds_desk_tasks_and_standards_without_a_fault() {
    let served = Served::demo();
    for (dark, name) in [(Dark::No, "light"), (Dark::Yes, "dark")] {
        let browser = Browser::open(DESK, dark).await;
        browser.sign_in(&served, "江南市技师学院 · 工学一体化教师").await;
        for (path, page) in [("/", "home"), ("/tasks", "tasks"), ("/standards", "standards")] {
            browser.goto(&served, path).await;
            browser.check(page).await;
            browser.picture(&format!("{page}-{name}")).await;
        }
        browser.close().await;
    }
}
