//! Every page that a rail leads to, and the first thing that it lists, for every role: at a phone's width and at a desk's,
//! light and dark, in Chinese and in English.

use std::collections::HashSet;
use std::sync::Mutex;

use serde_json::json;

use crate::bench::{Browser, DESK, Language, PHONE, Served, Theme};

/// One made-up person of each role: the organisation as its button names it, and the number.
const PEOPLE: [(&str, &str); 14] = [
    ("国家技工教育管理部门", "national-officer"),
    ("江南市技师学院", "teacher"),
    ("浙江省", "provincial-officer"),
    ("江南市技师学院", "academic-affairs"),
    ("江南市人力资源和社会保障局", "city-officer"),
    ("江南市技师学院", "major-leader"),
    ("江南市技师学院", "school-leader"),
    ("江南市技师学院", "25019901"),
    ("江南市技师学院", "party-organisation"),
    ("江南市技师学院", "class-teacher"),
    ("江南市技师学院", "enterprise-mentor"),
    ("江南市技师学院", "system-admin"),
    ("江南市技师学院", "security-admin"),
    ("江南市技师学院", "audit-admin"),
];

/// Each language is seen in both widths and both themes; the four looks hold every pair of them.
const LOOKS: [(Language, [((u32, u32), Theme); 2]); 2] = [
    (Language::Chinese, [(PHONE, Theme::Light), (DESK, Theme::Dark)]),
    (Language::English, [(DESK, Theme::Light), (PHONE, Theme::Dark)]),
];

/// What has been looked at: the language and a digest of the content, so that what many roles see alike is seen once.
type Seen = Mutex<HashSet<String>>;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_of_every_role_is_without_a_fault() {
    let served = Served::demo();
    let seen = Seen::default();
    let mut parts = [Vec::new(), Vec::new()];
    for (place, person) in PEOPLE.into_iter().enumerate() {
        parts[place % 2].push(person);
    }
    let (one, two) = tokio::join!(walk(&served, &parts[0], &seen), walk(&served, &parts[1], &seen));
    let faults = [one, two].concat();
    assert!(faults.is_empty(), "{faults:#?}");
    let pages = seen.into_inner().unwrap().len();
    assert!(pages > 60, "only {pages} pages were seen");
}

#[tokio::test]
async fn pages_without_a_rail_are_without_a_fault() {
    let served = Served::demo();
    let browser = Browser::open(&served).await;
    let mut faults = Vec::new();
    for path in ["/sign-in", "/first"] {
        look(&browser, ("nobody", path), &mut faults).await;
    }
    browser.close().await;
    assert!(faults.is_empty(), "{faults:#?}");
}

async fn walk(served: &Served, people: &[(&str, &str)], seen: &Seen) -> Vec<String> {
    let browser = Browser::open(served).await;
    let mut faults = Vec::new();
    for (organisation, number) in people {
        browser.sign_in(organisation, number).await;
        let rail = "return [...document.querySelectorAll('.rail a')].map(a => a.getAttribute('href'))";
        let rail = browser.run(rail, vec![]).await;
        let mut paths: Vec<String> = serde_json::from_value(rail).unwrap();
        assert!(!paths.is_empty() && paths.len() <= 8, "{number}: {paths:?}");
        paths.push("/me".to_owned());
        let mut place = 0;
        while place < paths.len() {
            let path = paths[place].clone();
            let (digest, first) = glance(&browser, &path).await;
            let deeper = first.filter(|first| !first.is_empty() && path.matches('/').count() < 2);
            paths.extend(deeper.filter(|first| !paths.contains(first)));
            if seen.lock().unwrap().insert(digest) {
                look(&browser, (number, &path), &mut faults).await;
            }
            place += 1;
        }
    }
    browser.close().await;
    faults
}

/// A digest of a page's content, and the first thing that it lists.
async fn glance(browser: &Browser, path: &str) -> (String, Option<String>) {
    let script = "const done = arguments[arguments.length - 1]; fetch(arguments[0]).then(answer => answer.text()).then(text => { \
                  const main = new DOMParser().parseFromString(text, 'text/html').querySelector('main'); \
                  const first = main.querySelector('tbody th a[href^=\"/\"]')?.getAttribute('href') ?? ''; \
                  main.querySelectorAll('[name=_csrf]').forEach(field => field.remove()); \
                  const content = new TextEncoder().encode(arguments[0] + main.innerHTML); \
                  crypto.subtle.digest('SHA-1', content).then(digest => \
                  done([[...new Uint8Array(digest)].join(), first])); })";
    let found = browser
        .driver
        .execute_async(script, vec![json!(path)])
        .await
        .unwrap();
    let (digest, first): (String, String) = found.convert().unwrap();
    (digest, Some(first))
}

/// Looks at a page in all four ways.
async fn look(browser: &Browser, (who, path): (&str, &str), faults: &mut Vec<String>) {
    for (language, ways) in LOOKS {
        browser.language(language).await;
        browser.resize(ways[0].0).await;
        browser.goto(path).await;
        for (size, theme) in ways {
            browser.resize(size).await;
            browser.theme(theme).await;
            let place = format!("{who} at {path}, {} pixels, {language:?}, {theme:?}", size.0);
            let found = browser.faults().await;
            faults.extend(found.into_iter().map(|fault| format!("{place}: {fault}")));
        }
        let said = browser.console().await;
        faults.extend(said.into_iter().map(|line| format!("{who} at {path}: {line}")));
    }
}
