//! The search box: what each module finds of a query, in groups, and no more than its policy lets the actor see.

use askama::Template;
use db::Tx;
use db::search::{Hit, Query};
use kernel::{Ctx, Error, Slice};

use crate::module::{Find, Finder, Found, Module, Note, Routes, Wanted};
use crate::{Answer, Input, Marked, Page, Visit, html};

/// Results of a group beside other groups; behind them a link leads to all of the group.
const FEW: i64 = 6;
/// Letters of a query that are looked at.
const LONGEST: usize = 100;

/// The shell's own module: the search, which every module's finders answer.
pub fn module() -> Module {
    Module {
        routes: Routes::default().get("/search", show),
        ..Module::new("web")
    }
}

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    p: Page,
    query: String,
    cut: bool,
    /// The one group that is shown alone.
    alone: Option<Alone>,
    groups: Vec<GroupView>,
    /// What can be looked for.
    kinds: Vec<String>,
}

struct Alone {
    label: String,
    range: String,
    previous: String,
    next: String,
    everything: String,
}

struct GroupView {
    code: &'static str,
    icon: &'static str,
    label: String,
    hits: Vec<HitView>,
    /// The address of all of the group; empty where all of it is shown.
    more: String,
}

struct HitView {
    title: Marked,
    href: String,
    notes: Vec<NoteView>,
    excerpt: Marked,
}

struct NoteView {
    text: String,
    is_content: bool,
}

/// `GET /search?q=&in=&page=`: a few results of every group, or with `in` all of one group, fifty on a page.
async fn show(visit: Visit) -> Answer {
    if visit.admitted().is_none() {
        return Err(Error::SignIn.into());
    }
    let asked = Input::parse(visit.query());
    let typed = asked.get("q").split_whitespace().collect::<Vec<_>>().join(" ");
    let query: String = typed.chars().take(LONGEST).collect();
    let mut finders: Vec<Finder> = visit
        .house()
        .modules
        .iter()
        .flat_map(|module| module.finders)
        .copied()
        .collect();
    finders.sort_by_key(|finder| finder.order);
    let kinds = finders.iter().map(|finder| label(&visit, finder)).collect();
    let chosen = finders
        .iter()
        .find(|finder| finder.code == asked.get("in"))
        .copied();
    let slice = Slice::page(asked.get("page").parse().unwrap_or(1));
    let wanted = Wanted {
        text: query.clone(),
        limit: chosen.map_or(FEW, |_| slice.limit()) + 1,
        offset: chosen.map_or(0, |_| slice.offset()),
    };
    finders.retain(|finder| chosen.is_none_or(|chosen| chosen.code == finder.code) && !query.is_empty());
    let (sought, limit) = (finders.clone(), wanted.limit);
    let found = visit
        .read(move |ctx, tx| {
            let mut indexed = indexed(tx, ctx, &sought, &wanted)?.into_iter();
            let each = |finder: &Finder| match finder.find {
                Find::Indexed { .. } => Ok(indexed.next().unwrap_or_default()),
                Find::Own(find) => allowed(find(tx, ctx, &wanted)).map(Option::unwrap_or_default),
            };
            sought.iter().map(each).collect::<kernel::Result<Vec<_>>>()
        })
        .await?;
    let more = found.first().is_some_and(|hits| hits.len() as i64 == limit);
    let alone = chosen.map(|finder| {
        alone(
            &visit,
            &finder,
            &query,
            (slice, found.first().map_or(0, Vec::len), more),
        )
    });
    let groups = finders
        .iter()
        .zip(found)
        .filter(|(_, hits)| !hits.is_empty())
        .map(|(finder, hits)| group(&visit, finder, &query, (hits, limit)))
        .collect();
    html(&SearchPage {
        p: visit.page(),
        cut: query.len() < typed.len(),
        query,
        alone,
        groups,
        kinds,
    })
}

/// Nothing where the module's policy denies it.
fn allowed<T>(found: kernel::Result<T>) -> kernel::Result<Option<T>> {
    match found {
        Err(Error::Denied(_)) => Ok(None),
        found => found.map(Some),
    }
}

/// What the groups have that are found in the index, in their order.
fn indexed(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    finders: &[Finder],
    wanted: &Wanted,
) -> kernel::Result<Vec<Vec<Found>>> {
    let (mut queries, mut shown) = (Vec::new(), Vec::new());
    for finder in finders {
        let Find::Indexed { kind, within, show } = finder.find else {
            continue;
        };
        let within = allowed(within(ctx))?;
        shown.push(within.map(|_| show));
        queries.extend(within.map(|within| Query {
            text: &wanted.text,
            kind: Some(kind),
            within,
            limit: wanted.limit,
            offset: wanted.offset,
        }));
    }
    let mut hits = db::search::find_all(tx, &queries)?.into_iter();
    let group = |show: Option<fn(&Hit, &Wanted) -> Found>| {
        let Some(show) = show else { return Vec::new() };
        let hits = hits.next().unwrap_or_default();
        hits.iter().map(|hit| show(hit, wanted)).collect()
    };
    Ok(shown.into_iter().map(group).collect())
}

fn label(visit: &Visit, finder: &Finder) -> String {
    visit.house().texts.plain(visit.lang(), finder.label).to_owned()
}

/// The address of one group's results, without its page.
fn address(finder: &Finder, query: &str) -> String {
    format!("/search?{}", crate::query(&[("q", query), ("in", finder.code)]))
}

fn alone(visit: &Visit, finder: &Finder, query: &str, (slice, found, more): (Slice, usize, bool)) -> Alone {
    let address = address(finder, query);
    let page =
        |number: Option<u32>| number.map_or_else(String::new, |number| format!("{address}&page={number}"));
    let shown = (found as i64).min(slice.limit());
    let everything = crate::query(&[("q", query)]);
    Alone {
        label: label(visit, finder),
        range: if shown == 0 {
            "0".to_owned()
        } else {
            format!("{}–{}", slice.offset() + 1, slice.offset() + shown)
        },
        previous: page(slice.number.checked_sub(1).filter(|number| *number > 0)),
        next: page(more.then_some(slice.number + 1)),
        everything: format!("/search?{everything}"),
    }
}

fn group(visit: &Visit, finder: &Finder, query: &str, (mut hits, limit): (Vec<Found>, i64)) -> GroupView {
    let more = hits.len() as i64 == limit;
    if more {
        hits.pop();
    }
    GroupView {
        code: finder.code,
        icon: finder.icon,
        label: label(visit, finder),
        hits: hits.into_iter().map(|hit| hit_view(visit, hit)).collect(),
        more: if more {
            address(finder, query)
        } else {
            String::new()
        },
    }
}

fn hit_view(visit: &Visit, hit: Found) -> HitView {
    let note = |note: Note| match note {
        Note::Content(text) => NoteView {
            text,
            is_content: true,
        },
        Note::Said(text) => NoteView {
            text: visit.text(&text),
            is_content: false,
        },
    };
    let notes = hit.notes.into_iter().map(note);
    HitView {
        title: hit.title,
        href: hit.href,
        notes: notes.filter(|note| !note.text.is_empty()).collect(),
        excerpt: hit.excerpt,
    }
}
