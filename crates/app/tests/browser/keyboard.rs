//! Pages without a mouse: the tab key reaches everything, shows where it is, and can skip what every page repeats.

use serde_json::json;

use crate::bench::{Browser, DESK, Served};

/// What the tab key should stop at, counted on the page itself; closed menus and what is hidden do not count.
const STOPS: &str = "return [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex=\"0\"]')] \
     .filter(e => !e.disabled && e.type !== 'hidden' && e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true})).length";

/// Where the focus is: its place among all elements, and how wide its outline is.
const HERE: &str = "const e = document.activeElement; const style = getComputedStyle(e); \
     return [[...document.querySelectorAll('*')].indexOf(e), style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth), \
     e.outerHTML.slice(0, 120), e === document.body]";

async fn tab(browser: &Browser) -> (i64, f64, String, bool) {
    for kind in ["rawKeyDown", "keyUp"] {
        let key = json!({ "type": kind, "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9 });
        browser.command("Input.dispatchKeyEvent", key).await;
    }
    serde_json::from_value(browser.run(HERE, vec![]).await).unwrap()
}

#[tokio::test]
async fn the_tab_key_reaches_everything_and_shows_where_it_is() {
    let served = Served::demo();
    let browser = Browser::open(&served).await;
    browser.resize(DESK).await;
    browser.sign_in("江南市技师学院", "teacher").await;
    for path in ["/", "/standards", "/tasks", "/me"] {
        browser.goto(path).await;
        let stops = browser.run(STOPS, vec![]).await.as_u64().unwrap();
        let mut reached = std::collections::BTreeSet::new();
        for _ in 0..stops + 2 {
            let (place, outline, element, body) = tab(&browser).await;
            if body {
                break;
            }
            assert!(outline >= 2.0, "{path}: no outline on {element}");
            reached.insert(place);
        }
        assert_eq!(
            reached.len() as u64,
            stops,
            "{path}: the tab key misses something"
        );
    }
    browser.close().await;
}

#[tokio::test]
async fn the_first_tab_offers_to_skip_to_the_content() {
    let served = Served::demo();
    let browser = Browser::open(&served).await;
    browser.sign_in("江南市技师学院", "teacher").await;
    browser.goto("/tasks").await;
    let (_, _, element, _) = tab(&browser).await;
    assert!(element.contains("class=\"skip\""), "{element}");
    let seen = "return document.querySelector('.skip').getBoundingClientRect().top >= 0";
    assert_eq!(browser.run(seen, vec![]).await, json!(true));
    for kind in ["keyDown", "keyUp"] {
        let key = json!({ "type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r" });
        browser.command("Input.dispatchKeyEvent", key).await;
    }
    let (_, _, element, _) = tab(&browser).await;
    assert!(!element.contains("rail"), "{element}");
    let inside = "return document.querySelector('main').contains(document.activeElement)";
    assert_eq!(browser.run(inside, vec![]).await, json!(true), "{element}");
    browser.close().await;
}
