//! What a device keeps of somebody is gone when they leave it: drafts of every tab, pages for reading offline, what never arrived.

use serde_json::{Value, json};

use crate::bench::{Browser, PHONE, Served};
use crate::hands::Network;

const SCHOOL: &str = "江南市技师学院";
const TYPED: &str = "王小明的学籍问题";

/// The drafts of this tab.
const DRAFTS: &str = "return Object.keys(sessionStorage).filter(name => name.startsWith('draft:')).length";
/// Whether anything that the tab keeps holds what was typed.
const HOLDS: &str = "return JSON.stringify({...sessionStorage, ...localStorage}).includes(arguments[0])";
/// What the worker keeps for reading offline, without whose it is.
const PAGES: &str = "const done = arguments[arguments.length - 1]; caches.has('pages-1').then(async has => \
     done(has ? (await (await caches.open('pages-1')).keys()).filter(r => !r.url.endsWith('/owner')).length : 0))";
/// A page whose form keeps a draft.
const FORM: &str = "/tasks/new";
const FIELD: &str = "form[data-draft] input[type=text], form[data-draft] input:not([type])";

async fn phone(served: &Served, number: &str) -> Browser {
    let browser = Browser::open(served).await;
    browser.resize(PHONE).await;
    browser.command("Network.enable", json!({})).await;
    browser.sign_in(SCHOOL, number).await;
    browser
}

/// Types into the form and waits until the draft is kept.
async fn drafts(browser: &Browser) {
    browser.goto(FORM).await;
    // The module that keeps drafts comes a moment after the page.
    let ready = "return document.querySelector('form[data-draft]')?.dataset.draftReady === '1'";
    browser.wait(ready, vec![]).await;
    browser.fill(&[(FIELD, TYPED)]).await;
    browser.wait(DRAFTS, vec![]).await;
    assert_eq!(browser.run(HOLDS, vec![json!(TYPED)]).await, json!(true));
}

/// Out by the menu, as a person does.
async fn signs_out(browser: &Browser) {
    let press =
        "const form = document.querySelector('[data-sign-out]'); form?.requestSubmit(); return Boolean(form)";
    browser.wait(press, vec![]).await;
    browser
        .wait("return location.pathname === '/sign-in'", vec![])
        .await;
}

/// Nothing of what was typed is left in this tab.
async fn is_gone(browser: &Browser) {
    assert_eq!(browser.run(DRAFTS, vec![]).await, json!(0));
    assert_eq!(browser.run(HOLDS, vec![json!(TYPED)]).await, json!(false));
}

async fn pages(browser: &Browser) -> Value {
    let found = browser.driver.execute_async(PAGES, vec![]).await.unwrap();
    found.json().clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_drafts_on_a_phone_are_gone_after_the_sign_out_in_every_tab() {
    let served = Served::demo();
    let teacher = phone(&served, "teacher").await;
    drafts(&teacher).await;
    let first = teacher.driver.window().await.unwrap();
    let second = teacher.driver.new_tab().await.unwrap();
    teacher.driver.switch_to_window(second.clone()).await.unwrap();
    drafts(&teacher).await;
    teacher.driver.switch_to_window(first).await.unwrap();
    signs_out(&teacher).await;
    is_gone(&teacher).await;
    teacher.driver.switch_to_window(second).await.unwrap();
    teacher
        .wait("return Object.keys(sessionStorage).length === 0", vec![])
        .await;
    is_gone(&teacher).await;
    // Who signs in next finds an empty form.
    teacher.sign_in(SCHOOL, "teacher").await;
    teacher.goto(FORM).await;
    let ready = "return document.querySelector('form[data-draft]')?.dataset.draftReady === '1'";
    teacher.wait(ready, vec![]).await;
    assert_eq!(teacher.value(FIELD).await, "");
    teacher.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_no_worker_is_to_be_had_the_drafts_are_gone_too_and_nobody_else_finds_those_of_an_expired_sign_in()
 {
    let served = Served::demo();
    let teacher = Browser::open(&served).await;
    teacher.resize(PHONE).await;
    // As on an address in the clear of a workshop's network.
    let without = json!({ "source": "delete Navigator.prototype.serviceWorker; delete window.caches" });
    teacher
        .command("Page.addScriptToEvaluateOnNewDocument", without)
        .await;
    teacher.sign_in(SCHOOL, "teacher").await;
    let bare = "return 'serviceWorker' in navigator || 'caches' in window";
    assert_eq!(teacher.run(bare, vec![]).await, json!(false));
    drafts(&teacher).await;
    signs_out(&teacher).await;
    is_gone(&teacher).await;
    // An expired sign-in keeps what was typed for whoever typed it, and for nobody else.
    teacher.sign_in(SCHOOL, "teacher").await;
    drafts(&teacher).await;
    teacher.sign_in(SCHOOL, "teacher").await;
    assert_eq!(teacher.run(DRAFTS, vec![]).await, json!(1));
    teacher.sign_in(SCHOOL, "major-leader").await;
    is_gone(&teacher).await;
    teacher.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_for_reading_offline_go_with_the_sign_out_and_what_never_arrived_within_a_week() {
    let served = Served::demo();
    let student = phone(&served, "25019901").await;
    student.press("a.todo-item[href*='/steps/']", "").await;
    student.at("/work/").await;
    student
        .wait("return Boolean(document.querySelector('[data-offline]'))", vec![])
        .await;
    let kept = "return Boolean(navigator.serviceWorker.controller)";
    student.wait(kept, vec![]).await;
    for _ in 0..100 {
        if pages(&student).await != json!(0) {
            break;
        }
        crate::hands::pause(50).await;
    }
    assert_ne!(pages(&student).await, json!(0), "the page can be read offline");
    let path = student.run("return location.pathname", vec![]).await;
    // What somebody wrote here more than a week ago, and what they wrote a moment ago.
    let plant = "const done = arguments[arguments.length - 1]; const open = indexedDB.open('gongxue', 1); \
         const op = age => { const h = (Date.now() - age).toString(16).padStart(12, '0'); return `${h.slice(0, 8)}-${h.slice(8)}-7000-8000-00000000000${age ? 1 : 2}`; }; \
         open.onupgradeneeded = () => { for (const s of ['forms', 'photos']) open.result.createObjectStore(s, {keyPath: 'op'}); }; \
         open.onsuccess = () => { const t = open.result.transaction('forms', 'readwrite'); const s = t.objectStore('forms'); \
         for (const age of [8 * 86400000, 0]) s.put({op: op(age), url: '/nowhere', fields: {}, who: 'somebody else', before: []}); \
         t.oncomplete = () => { open.result.close(); done(true); }; }";
    student.driver.execute_async(plant, vec![]).await.unwrap();
    let count = "const done = arguments[arguments.length - 1]; const open = indexedDB.open('gongxue', 1); \
         open.onsuccess = () => { const all = open.result.transaction('forms').objectStore('forms').getAll(); \
         all.onsuccess = () => { open.result.close(); done(all.result.filter(e => e.who === 'somebody else').map(e => e.op.slice(-1)).join('')); }; }";
    // Where one writes, what waits is looked through.
    student.goto(path.as_str().unwrap()).await;
    student
        .wait(
            "return Boolean(document.querySelector('[data-autosave]'))",
            vec![],
        )
        .await;
    let mut left = Value::Null;
    for _ in 0..100 {
        left = student
            .driver
            .execute_async(count, vec![])
            .await
            .unwrap()
            .json()
            .clone();
        if left == json!("2") {
            break;
        }
        crate::hands::pause(50).await;
    }
    assert_eq!(
        left,
        json!("2"),
        "what is older than a week is gone, what is not waits"
    );
    signs_out(&student).await;
    assert_eq!(pages(&student).await, json!(0));
    student.network(Network::Gone).await;
    let told = student
        .driver
        .goto(format!("{}{}", served.base, path.as_str().unwrap()))
        .await;
    let shown = student
        .run("return Boolean(document.querySelector('[data-offline]'))", vec![])
        .await;
    assert!(told.is_err() || shown == json!(false), "nobody reads it offline");
    student.close().await;
}
