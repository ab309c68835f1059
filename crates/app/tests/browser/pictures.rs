//! Pictures for the documentation; with `GONGXUE_ACCEPT=1` they are taken anew.

use crate::bench::{Browser, DESK, Served};

#[tokio::test]
async fn pictures_of_the_documentation_show_what_is_there() {
    let served = Served::demo();
    let browser = Browser::open(&served).await;
    browser.resize(DESK).await;
    browser.sign_in("江南市技师学院", "teacher").await;
    for (path, name) in [("/", "home"), ("/standards", "standard"), ("/tasks", "task")] {
        browser.goto(path).await;
        open_first(&browser, name).await;
        browser.picture(name).await;
    }
    browser.sign_in("国家技工教育管理部门", "national-officer").await;
    browser.goto("/counts").await;
    browser.picture("national-dashboard").await;
    browser.close().await;
}

/// Of a list the first thing that it lists is shown.
async fn open_first(browser: &Browser, name: &str) {
    let open = "const link = document.querySelector('main tbody th a'); link?.click(); return Boolean(link)";
    let opened = browser.run(open, vec![]).await;
    assert_eq!(opened.as_bool(), Some(name != "home"), "{name}");
}
