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

/// A tablet, held upright.
const TABLET: (u32, u32) = (768, 1024);

/// Sizes of a window, each in light or dark.
type Looks = [((u32, u32), Theme); 3];

/// Every width is seen light and dark, and in both languages.
const LOOKS: [(Language, Looks); 2] = [
    (
        Language::Chinese,
        [(PHONE, Theme::Light), (TABLET, Theme::Dark), (DESK, Theme::Light)],
    ),
    (
        Language::English,
        [(DESK, Theme::Dark), (TABLET, Theme::Light), (PHONE, Theme::Dark)],
    ),
];

/// What has been looked at: a kind of page with the kinds of things that stand on it, so that what many roles see alike is
/// seen once.
type Seen = Mutex<HashSet<String>>;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_of_page_of_every_role_is_without_a_fault() {
    let served = Served::demo();
    let seen = Seen::default();
    let mut parts = [Vec::new(), Vec::new()];
    for (place, person) in PEOPLE.into_iter().enumerate() {
        parts[place % 2].push(person);
    }
    let (one, two) = tokio::join!(walk(&served, &parts[0], &seen), walk(&served, &parts[1], &seen));
    let faults = [one, two].concat();
    assert!(faults.is_empty(), "{faults:#?}");
    let seen = seen.into_inner().unwrap();
    for kind in [
        "/runs/*/board",
        "/runs/*/c/*",
        "/runs/*/waiting",
        "/runs/*/groups",
        "/work/*/steps/*",
        "/grades/*/students/*",
        "/grades/*/history",
        "/results/*/rating",
        "/tasks/*/nodes/*",
        "/tasks/*/documents/*",
        "/standards/*/versions/*",
        "/courses/plans/*",
        "/counts/regions/*",
        "/search",
    ] {
        let found = seen.iter().any(|page| page.split(' ').next() == Some(kind));
        assert!(found, "no {kind} was seen");
    }
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
        let rail = "return [[...document.querySelectorAll('.rail a')].map(a => a.getAttribute('href')), \
                    document.querySelectorAll('.rail > *').length]";
        let rail = browser.run(rail, vec![]).await;
        let (mut paths, at_once): (Vec<String>, usize) = serde_json::from_value(rail).unwrap();
        assert!(!paths.is_empty() && at_once <= 8, "{number}: {paths:?}");
        paths.extend(["/me".to_owned(), "/search?q=螺纹".to_owned()]);
        let mut kinds: HashSet<String> = paths.iter().map(|path| kind(path)).collect();
        let mut place = 0;
        while place < paths.len() {
            let path = paths[place].clone();
            let (things, links) = glance(&browser, &path).await;
            paths.extend(links.into_iter().filter(|link| kinds.insert(kind(link))));
            if seen.lock().unwrap().insert(format!("{} {things}", kind(&path))) {
                look(&browser, (number, &path), &mut faults).await;
            }
            place += 1;
        }
    }
    browser.close().await;
    faults
}

/// The kind of an address: what names one thing among many is a star.
fn kind(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let piece = |piece: &str| {
        let names_one = piece.len() >= 20 || piece.chars().any(|sign| sign.is_ascii_digit());
        let below_cell =
            !piece.is_empty() && path.contains("/c/") && piece.len() < 8 && piece != "c" && piece != "runs";
        if names_one || below_cell { "*" } else { piece }.to_owned()
    };
    path.split('/').map(piece).collect::<Vec<_>>().join("/")
}

/// What kinds of things stand on a page, and where it leads.
async fn glance(browser: &Browser, path: &str) -> (String, Vec<String>) {
    let script = "const done = arguments[arguments.length - 1]; fetch(arguments[0]).then(async answer => { \
                  if (!(answer.headers.get('content-type') ?? '').startsWith('text/html')) return done(['', []]); \
                  const main = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main'); \
                  if (!main) return done(['', []]); \
                  const things = ['form', 'table', '.empty-state'].filter(thing => main.querySelector(thing)); \
                  const links = [...main.querySelectorAll('a[href^=\"/\"]:not([download])')].map(a => a.getAttribute('href')) \
                  .filter(href => !/\\/(word|pdf|export|files)(\\W|$)/.test(href)); \
                  done([things.join(), links]); })";
    let found = browser
        .driver
        .execute_async(script, vec![json!(path)])
        .await
        .unwrap();
    found.convert().unwrap()
}

/// Looks at a page in all six ways; axe, which costs most, sees a tablet once.
async fn look(browser: &Browser, (who, path): (&str, &str), faults: &mut Vec<String>) {
    for (language, ways) in LOOKS {
        browser.language(language).await;
        browser.resize(ways[0].0).await;
        browser.goto(path).await;
        for (size, theme) in ways {
            browser.resize(size).await;
            browser.theme(theme).await;
            let place = format!("{who} at {path}, {} pixels, {language:?}, {theme:?}", size.0);
            let found = if (language, size) == (Language::Chinese, TABLET) {
                browser.too_wide().await
            } else {
                browser.faults().await
            };
            faults.extend(found.into_iter().map(|fault| format!("{place}: {fault}")));
        }
        let said = browser.console().await;
        faults.extend(said.into_iter().map(|line| format!("{who} at {path}: {line}")));
    }
}
