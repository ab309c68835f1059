//! The catalogue of majors in its versions.

use askama::Template;
use kernel::{Slice, Text};
use web::{Answer, Filled, Input, Page, Pager, Visit, html};

use super::{Choice, query_field};
use crate::model::major::{CLASSES, Major, normalise_name};
use crate::model::reading::Reading;
use crate::policy;
use crate::queries::{self, Catalogue};

#[derive(Template)]
#[template(path = "majors.html")]
struct MajorsPage {
    p: Page,
    form: Filled,
    versions: Vec<Choice>,
    classes: Vec<Choice>,
    lead: String,
    rows: Vec<MajorView>,
    pager: Pager,
    none: bool,
    may_import: bool,
}

/// A major for people.
pub(super) struct MajorView {
    pub code: String,
    pub name: String,
    pub class: String,
    pub levels: String,
    pub occupations: String,
}

pub(super) fn view(p: &Page, major: &Major) -> MajorView {
    let levels: Vec<&str> = major
        .levels
        .iter()
        .map(|level| p.t(level_key(level.digit())))
        .collect();
    MajorView {
        code: major.code.to_string(),
        name: major.name.clone(),
        class: p
            .t(&format!("org-major-class-{:02}", major.code.class()))
            .to_owned(),
        levels: levels.join(p.t("org-list-comma")),
        occupations: major.occupations.join("、"),
    }
}

const fn level_key(digit: u8) -> &'static str {
    match digit {
        4 => "org-level-4",
        3 => "org-level-3",
        _ => "org-level-2",
    }
}

/// `GET /majors?version=&q=&class=&page=`
pub async fn index(visit: Visit) -> Answer {
    let asked = Input::parse(visit.query());
    let wanted: Option<i64> = asked.get("version").parse().ok();
    let (versions, version, majors) = visit
        .read(move |ctx, tx| {
            policy::may_read_majors(ctx)?;
            let versions = queries::catalogues(tx)?;
            let version = wanted
                .or(versions.first().map(|latest| latest.version))
                .unwrap_or(0);
            let majors = queries::majors(tx, version)?;
            Ok((versions, version, majors))
        })
        .await?;
    let found: Vec<&Major> = majors
        .iter()
        .filter(|major| matches(major, asked.get("q"), asked.get("class")))
        .collect();
    let slice = Slice::page(asked.get("page").parse().unwrap_or(1));
    let shown = sliced(&found, slice);
    let p = visit.page();
    let kept = ["q", "class"]
        .map(|name| query_field(name, asked.get(name)))
        .concat();
    let address = format!("/majors?version={version}&{kept}");
    let class = |class: u8| Choice {
        value: format!("{class:02}"),
        label: p.t(&format!("org-major-class-{class:02}")).to_owned(),
    };
    html(&MajorsPage {
        form: Filled::with(&[
            ("q", &asked.get("q")),
            ("class", &asked.get("class")),
            ("version", &version),
        ]),
        lead: versions
            .iter()
            .find(|one| one.version == version)
            .map(|one| lead(&p, one))
            .unwrap_or_default(),
        classes: CLASSES.map(class).collect(),
        none: versions.is_empty(),
        versions: versions
            .iter()
            .map(|one| Choice {
                value: one.version.to_string(),
                label: one.name.clone(),
            })
            .collect(),
        rows: shown.rows.iter().map(|major| view(&p, major)).collect(),
        pager: Pager::new(&shown, &address),
        may_import: policy::may_import_majors(visit.ctx()).is_ok(),
        p,
    })
}

fn lead(p: &Page, catalogue: &Catalogue) -> String {
    let text = Text::new("org-majors-lead")
        .with("name", &catalogue.name)
        .with("version", catalogue.version);
    p.text(
        &text
            .with("count", catalogue.majors)
            .with("day", catalogue.imported_at.day()),
    )
}

fn sliced<'a>(majors: &[&'a Major], slice: Slice) -> kernel::Page<&'a Major> {
    let (skip, take) = (
        usize::try_from(slice.offset()).unwrap_or(0),
        usize::try_from(slice.limit()).unwrap_or(0),
    );
    let rows = majors.iter().skip(skip).take(take).copied().collect();
    kernel::Page {
        rows,
        total: i64::try_from(majors.len()).unwrap_or(i64::MAX),
        slice,
    }
}

/// By the beginning of the code, part of the name or an occupation, or the beginning of the name's initials.
fn matches(major: &Major, text: &str, class: &str) -> bool {
    let wanted = normalise_name(text);
    let is_class = class.is_empty() || class.parse() == Ok(major.code.class());
    let is_found = major.code.to_string().starts_with(&wanted)
        || major.name.contains(&wanted)
        || major
            .occupations
            .iter()
            .any(|occupation| occupation.contains(&wanted))
        || Reading::of(&major.name)
            .initials
            .starts_with(&wanted.to_lowercase());
    is_class && is_found
}
