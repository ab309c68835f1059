//! Somebody who opens one page after the other, so that every part of a program reads what stands in the schema.

use std::time::Duration;

use crate::Problem;
use crate::served::http::{Client, Reached};
use crate::served::school;
use crate::torture::held::{Acted, Fate, Stopped};
use crate::torture::worker::{Worker, look, reconnect};

/// Who opens which pages.
const WALKS: [(&str, &[&str]); 5] = [
    (
        "teacher",
        &[
            "/",
            "/runs",
            "/tasks",
            "/courses",
            "/grades",
            "/standards",
            "/search?q=%E9%9B%B6%E4%BB%B6",
        ],
    ),
    (
        "academic-affairs",
        &[
            "/",
            "/classes",
            "/people",
            "/people?q=wang",
            "/rosters",
            "/search?q=%E6%95%B0%E6%8E%A7",
        ],
    ),
    ("audit-admin", &["/", "/audit", "/me"]),
    (
        "provincial-officer",
        &["/", "/counts", "/organisations", "/search?q=%E6%95%B0%E6%8E%A7"],
    ),
    (
        "national-officer",
        &[
            "/",
            "/counts",
            "/counts/plan",
            "/standards",
            "/majors",
            "/training",
        ],
    ),
];

/// Somebody with the pages.
pub struct Walker {
    browser: Client,
    post: &'static str,
    pages: &'static [&'static str],
    turn: usize,
}

/// Everybody who walks.
///
/// Errors: somebody cannot sign in, or a page is not there.
pub fn walkers(house: &impl Reached) -> Result<Vec<Box<dyn Worker>>, Problem> {
    let people = school::people(house)?;
    let mut walkers: Vec<Box<dyn Worker>> = Vec::new();
    for (post, pages) in WALKS {
        let mut browser = school::signed_in(house, &people, post, 0)?;
        for page in pages {
            browser
                .page(page)
                .map_err(|problem| format!("{post}: {problem}"))?;
        }
        walkers.push(Box::new(Walker {
            browser,
            post,
            pages,
            turn: 0,
        }));
    }
    Ok(walkers)
}

impl Worker for Walker {
    fn name(&self) -> String {
        format!("the {} who reads", self.post)
    }

    fn act(&mut self) -> Result<Acted, Stopped> {
        let page = self.pages.get(self.turn % self.pages.len()).copied();
        self.turn += 1;
        look(&mut self.browser, page.unwrap_or("/"))?;
        Ok(Acted::Looked)
    }

    fn settle(&mut self) -> Result<Fate, Problem> {
        reconnect(&mut self.browser);
        for page in self.pages {
            self.browser.page(page)?;
        }
        Ok(Fate::Still)
    }

    fn pause(&self) -> Duration {
        Duration::from_millis(120)
    }
}
