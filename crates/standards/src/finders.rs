//! What the search box finds of published standards and of their courses: the newest version of each, by full text.

use db::Tx;
use db::search::{self, Entry, Hit, Within};
use kernel::{Ctx, Result};
use web::{Find, Finder, Found, Marked, Note, Wanted};

use crate::StandardId;
use crate::model::Standard;
use crate::policy;
use crate::store::raw;

/// The kinds of entries in the index.
const STANDARD: &str = "standards.standard";
const COURSE: &str = "standards.course";

/// The groups of results.
pub const FINDERS: &[Finder] = &[
    Finder {
        code: "standards",
        icon: "books",
        label: "standards-nav",
        order: 40,
        find: Find::Indexed {
            kind: STANDARD,
            within,
            show: standard,
        },
    },
    Finder {
        code: "standard-courses",
        icon: "book-2",
        label: "standards-found-courses",
        order: 41,
        find: Find::Indexed {
            kind: COURSE,
            within,
            show: course,
        },
    },
];

/// Puts a version that is now published into the index, in place of the one before.
///
/// # Errors
/// The engine's.
pub(crate) fn index(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (id, content): (StandardId, &Standard),
    before: &[crate::queries::CourseRow],
) -> Result<()> {
    for course in before {
        search::remove(tx, COURSE, course.id.raw())?;
    }
    let put = |tx: &mut Tx<'_>, kind, id, (title, text, place): (&str, &str, &str)| {
        let entry = Entry {
            kind,
            id,
            school: None,
            title,
            text,
            place,
            at: ctx.now,
        };
        search::put(tx, &entry)
    };
    let major = &content.major.name;
    put(tx, STANDARD, id.raw(), (&content.title, &content.words(), major))?;
    for (position, course) in content.courses.iter().enumerate() {
        let place = format!("{id}#part-course-{position} {}", content.title);
        put(
            tx,
            COURSE,
            raw(&course.id)?,
            (&course.name, &course.words(), &place),
        )?;
    }
    Ok(())
}

/// Every version is everybody's who may read standards.
fn within(ctx: &Ctx) -> Result<Within> {
    policy::may_read(ctx)?;
    Ok(Within::Shared)
}

fn found(hit: &Hit, wanted: &Wanted, (place, note): (&str, Note)) -> Found {
    let title = Marked::of(&hit.title, &wanted.text);
    Found {
        href: format!("/standards/{place}"),
        notes: vec![note],
        excerpt: Marked::excerpt(&hit.text, &wanted.text),
        title,
    }
}

fn standard(hit: &Hit, wanted: &Wanted) -> Found {
    let id = StandardId::of(hit.id).to_string();
    found(hit, wanted, (&id, Note::Content(hit.place.clone())))
}

fn course(hit: &Hit, wanted: &Wanted) -> Found {
    let (place, title) = hit.place.split_once(' ').unwrap_or((&hit.place, ""));
    found(hit, wanted, (place, Note::Content(title.to_owned())))
}
