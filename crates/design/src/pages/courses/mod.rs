//! The pages of adopted standards and school courses.

mod adopt;
mod checked;
mod course;
mod course_view;
mod difference;
mod list;
mod own;
mod plan;

pub use adopt::{create as adopt, new as adoption_form};
pub use course::{add, check, decide, keep, leave_out, remove, save, show as course};
pub(super) use course_view::differs;
pub use difference::show as difference;
pub use list::index;
pub use own::{create as add_own, new as own_form};
pub use plan::{check as plan_check, set as set_plan, show as plan, take, withdraw};

use kernel::{Error, Hours, Result, Text};
use web::Visit;

use crate::model::{AdoptionId, CourseId};

fn adoption_id(text: &str) -> Result<AdoptionId> {
    text.parse().map_err(|_| Error::NotFound)
}

fn course_id(text: &str) -> Result<CourseId> {
    text.parse().map_err(|_| Error::NotFound)
}

fn say(visit: &Visit, key: &'static str) -> String {
    visit.text(&Text::new(key))
}

/// 高级技能 · 初中起点 5 年
pub(super) fn level_name(visit: &Visit, (level, entry, years): (&str, &str, i64)) -> String {
    let part = |kind: &str, code: &str| match code {
        "" => say(visit, "design-level-unnamed"),
        code => visit.page().t(&format!("standards-{kind}-{code}")).to_owned(),
    };
    let (level, entry) = (part("level", level), part("entry", entry));
    let name = match years {
        0 => Text::new("design-level-name-short"),
        years => Text::new("design-level-name").with("years", years),
    };
    visit.text(&name.with("level", level).with("entry", entry))
}

/// The semesters that have hours: 第 3 学期 120 · 第 4 学期 240
fn semesters_line(visit: &Visit, semesters: &[Hours]) -> String {
    let taught = (1..).zip(semesters).filter(|(_, hours)| **hours != Hours::ZERO);
    let parts: Vec<String> = taught
        .map(|(n, hours): (usize, &Hours)| {
            visit.text(
                &Text::new("design-semester-hours")
                    .with("n", n)
                    .with("hours", hours),
            )
        })
        .collect();
    parts.join(" · ")
}
