//! What the search box finds of published standards and of their courses: the newest version of each, by full text.

use db::Tx;
use db::search::{self, Entry, Query, Within};
use kernel::{Ctx, Result};
use web::{Finder, Found, Marked, Note, Wanted};

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
        find: standards,
    },
    Finder {
        code: "standard-courses",
        icon: "book-2",
        label: "standards-found-courses",
        order: 41,
        find: courses,
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

fn hits(tx: &mut Tx<'_>, ctx: &Ctx, kind: &str, wanted: &Wanted) -> Result<Vec<search::Hit>> {
    policy::may_read(ctx)?;
    let query = Query {
        text: &wanted.text,
        kind: Some(kind),
        within: Within::Shared,
        limit: wanted.limit,
        offset: wanted.offset,
    };
    Ok(search::find(tx, &query)?)
}

fn found(hit: &search::Hit, wanted: &Wanted, (place, note): (&str, Note)) -> Found {
    let title = Marked::of(&hit.title, &wanted.text);
    Found {
        href: format!("/standards/{place}"),
        notes: vec![note],
        excerpt: Marked::excerpt(&hit.text, &wanted.text),
        title,
    }
}

fn standards(tx: &mut Tx<'_>, ctx: &Ctx, wanted: &Wanted) -> Result<Vec<Found>> {
    let hits = hits(tx, ctx, STANDARD, wanted)?;
    let view = |hit: &search::Hit| {
        let id = StandardId::of(hit.id).to_string();
        found(hit, wanted, (&id, Note::Content(hit.place.clone())))
    };
    Ok(hits.iter().map(view).collect())
}

fn courses(tx: &mut Tx<'_>, ctx: &Ctx, wanted: &Wanted) -> Result<Vec<Found>> {
    let hits = hits(tx, ctx, COURSE, wanted)?;
    let view = |hit: &search::Hit| {
        let (place, title) = hit.place.split_once(' ').unwrap_or((&hit.place, ""));
        found(hit, wanted, (place, Note::Content(title.to_owned())))
    };
    Ok(hits.iter().map(view).collect())
}
