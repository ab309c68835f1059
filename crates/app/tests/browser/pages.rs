//! Pages of every kind of person, on a phone and at a desk, light and dark.

use crate::bench::{Browser, DESK, Dark, PHONE, Served};

#[tokio::test]
async fn a_teacher_finds_the_desk_on_a_phone_and_at_a_desk() {
    let served = Served::demo();
    for (size, dark, name) in [
        (PHONE, Dark::No, "phone"),
        (DESK, Dark::No, "desk"),
        (DESK, Dark::Yes, "desk-dark"),
    ] {
        let browser = Browser::open(size, dark).await;
        browser.in_chinese(&served).await;
        browser.check("sign-in").await;
        browser.picture(&format!("sign-in-{name}")).await;
        browser.sign_in(&served, "江南市技师学院 · 工学一体化教师").await;
        browser.check("home").await;
        browser.picture(&format!("home-{name}")).await;
        browser.goto(&served, "/me").await;
        browser.check("me").await;
        browser.close().await;
    }
}

#[tokio::test]
async fn every_entry_of_every_rail_opens_a_page_without_a_fault() {
    let served = Served::demo();
    let browser = Browser::open(DESK, Dark::No).await;
    for who in [
        "部级管理员",
        "省级管理员",
        "校领导",
        "教务",
        "工学一体化教师",
        "系统管理员",
        "安全管理员",
        "审计管理员",
    ] {
        browser.sign_in(&served, who).await;
        let links = "return [...document.querySelectorAll('.rail a')].map(a => a.getAttribute('href'))";
        let paths: Vec<String> = browser
            .driver
            .execute(links, vec![])
            .await
            .unwrap()
            .convert()
            .unwrap();
        assert!(paths.len() >= 2, "{who} has a rail: {paths:?}");
        for path in paths {
            browser.goto(&served, &path).await;
            let title = browser
                .driver
                .find(thirtyfour::By::Css("h1"))
                .await
                .unwrap()
                .text()
                .await
                .unwrap();
            assert!(!title.is_empty(), "{who} {path} has a title");
            browser.check(&format!("{who} {path}")).await;
        }
        browser.driver.delete_all_cookies().await.unwrap();
    }
    browser.close().await;
}
