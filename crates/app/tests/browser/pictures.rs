//! Pictures for the documentation; with `GONGXUE_ACCEPT=1` they are taken anew.

use crate::bench::{Browser, Language, PHONE, Served, Theme};

/// One picture: its name, whose it is, where it begins, what is then pressed, and how it looks.
struct Picture {
    name: &'static str,
    who: (&'static str, &'static str),
    path: &'static str,
    press: &'static [(&'static str, &'static str)],
    look: (Language, (u32, u32), Theme),
}

/// As wide as pages with a rail need, so that a picture stays below 150 KB.
const DESK: (u32, u32) = (1080, 620);
/// As wide as a board needs.
const BOARD: (u32, u32) = (1280, 640);
const SCHOOL: &str = "江南市技师学院";
const NATION: &str = "国家技工教育管理部门";
const CHINESE: (Language, (u32, u32), Theme) = (Language::Chinese, DESK, Theme::Light);
const ENGLISH: (Language, (u32, u32), Theme) = (Language::English, DESK, Theme::Light);

const PICTURES: [Picture; 12] = [
    Picture {
        name: "desk",
        who: (SCHOOL, "teacher"),
        path: "/",
        press: &[],
        look: CHINESE,
    },
    Picture {
        name: "desk-en",
        who: (SCHOOL, "teacher"),
        path: "/",
        press: &[],
        look: ENGLISH,
    },
    Picture {
        name: "task",
        who: (SCHOOL, "teacher"),
        path: "/tasks",
        press: &[("tbody th a", "螺纹轴"), ("main nav a", "1.1")],
        look: CHINESE,
    },
    Picture {
        name: "board",
        who: (SCHOOL, "teacher"),
        path: "/runs",
        press: &[("tbody a[href$='/board']", "")],
        look: (Language::Chinese, BOARD, Theme::Light),
    },
    Picture {
        name: "board-dark",
        who: (SCHOOL, "teacher"),
        path: "/runs",
        press: &[("tbody a[href$='/board']", "")],
        look: (Language::Chinese, BOARD, Theme::Dark),
    },
    Picture {
        name: "board-en",
        who: (SCHOOL, "teacher"),
        path: "/runs",
        press: &[("tbody a[href$='/board']", "")],
        look: (Language::English, BOARD, Theme::Light),
    },
    Picture {
        name: "grades",
        who: (SCHOOL, "teacher"),
        path: "/grades",
        press: &[("tbody th a", "圆锥"), ("nav.legend a[href$='points']", "")],
        look: CHINESE,
    },
    Picture {
        name: "phone-task",
        who: (SCHOOL, "25019901"),
        path: "/work",
        press: &[(".work-card h2 a", "")],
        look: (Language::Chinese, PHONE, Theme::Light),
    },
    Picture {
        name: "phone-step",
        who: (SCHOOL, "25019901"),
        path: "/work",
        press: &[(".now-btn", "")],
        look: (Language::Chinese, PHONE, Theme::Light),
    },
    Picture {
        name: "nation",
        who: (NATION, "national-officer"),
        path: "/counts",
        press: &[],
        look: CHINESE,
    },
    Picture {
        name: "nation-en",
        who: (NATION, "national-officer"),
        path: "/counts",
        press: &[],
        look: ENGLISH,
    },
    Picture {
        name: "standard",
        who: (NATION, "national-officer"),
        path: "/standards",
        press: &[("tbody th a", "")],
        look: CHINESE,
    },
];

#[tokio::test]
async fn pictures_of_the_documentation_show_what_is_there() {
    let served = Served::demo();
    let browser = Browser::open(&served).await;
    let mut present = ("", "");
    for picture in &PICTURES {
        let (language, size, theme) = picture.look;
        browser.language(language).await;
        browser.resize(size).await;
        if present != picture.who {
            browser.sign_in(picture.who.0, picture.who.1).await;
            present = picture.who;
        }
        browser.goto(picture.path).await;
        for (selector, text) in picture.press {
            let before = browser.run("return location.href", vec![]).await;
            browser.press(selector, text).await;
            let gone = "return location.href !== arguments[0] && document.readyState === 'complete'";
            browser.wait(gone, vec![before]).await;
        }
        browser.theme(theme).await;
        let wide = browser.too_wide().await;
        assert!(wide.is_empty(), "{}: {wide:?}", picture.name);
        browser.picture(picture.name).await;
    }
    browser.close().await;
}
