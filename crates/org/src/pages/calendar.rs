//! A school's calendar: a term's weeks with its holidays and make-up workdays.

use askama::Template;
use kernel::{Day, Error, OrgId, Text};
use web::{Answer, Input, Page, Visit, html};

use super::Choice;
use crate::model::calendar::{Term, TermName, term_on};
use crate::{policy, queries};

#[derive(Template)]
#[template(path = "calendar.html")]
struct CalendarPage {
    p: Page,
    org_name: String,
    weekdays: Vec<String>,
    terms: Vec<TermLink>,
    term: Option<TermView>,
    may_set: bool,
}

struct TermLink {
    href: String,
    label: String,
    chosen: bool,
}

struct TermView {
    name: String,
    label: String,
    days: String,
    teaching: usize,
    weeks: u8,
    this_week: String,
    unusual: bool,
    rows: Vec<Week>,
    exceptions: Vec<Exception>,
}

struct Week {
    number: u8,
    now: bool,
    days: Vec<Cell>,
}

/// One day: `kind` is `out`, `off`, `free`, `made` or empty for a plain school day.
struct Cell {
    date: String,
    day: String,
    kind: &'static str,
    note: String,
    today: bool,
}

struct Exception {
    days: String,
    what: String,
    made: bool,
}

/// `GET /calendar?org=&term=2026-autumn`
pub async fn show(visit: Visit) -> Answer {
    let asked = Input::parse(visit.query());
    let named: Option<OrgId> = match asked.get("org") {
        "" => None,
        text => Some(text.parse().map_err(|_| Error::NotFound)?),
    };
    let (org, terms, may_set) = visit
        .read(move |ctx, tx| {
            let org = policy::may_read_calendar(tx, ctx, named)?.into_target();
            let terms = queries::calendar(tx, org.number)?;
            let may_set = policy::may_set_calendar(tx, ctx).is_ok_and(|grant| grant.target().id == org.id);
            Ok((org, terms, may_set))
        })
        .await?;
    let today = visit.ctx().now.day();
    let wanted: Option<TermName> = asked.get("term").parse().ok();
    let chosen = chosen(&terms, wanted, today);
    let org_query = named.map(|org| format!("org={org}&")).unwrap_or_default();
    let p = visit.page();
    let link = |term: &Term| TermLink {
        href: format!("/calendar?{org_query}term={}", term.name),
        label: label(&p, term.name),
        chosen: chosen.is_some_and(|chosen| chosen.name == term.name),
    };
    html(&CalendarPage {
        terms: terms.iter().map(link).collect(),
        term: chosen.map(|term| view(&p, term, today)),
        org_name: org.name,
        weekdays: (1..=7)
            .map(|weekday| p.t(weekday_key(weekday)).to_owned())
            .collect(),

        may_set,
        p,
    })
}

/// The term asked for, else today's, else the next one, else the last.
fn chosen(terms: &[Term], wanted: Option<TermName>, today: Day) -> Option<&Term> {
    let asked = wanted.and_then(|wanted| terms.iter().find(|term| term.name == wanted));
    let next = || terms.iter().find(|term| term.first > today);
    asked
        .or_else(|| term_on(terms, today))
        .or_else(next)
        .or(terms.last())
}

/// 2026–2027 第一学期.
pub(super) fn label(p: &Page, name: TermName) -> String {
    let season = p.t(&format!("org-season-{}", name.season.code())).to_owned();
    p.text(
        &Text::new("org-term")
            .with("year", name.year)
            .with("next", name.year + 1)
            .with("season", season),
    )
}

/// The years that a term can be set for: last year's to next year's school year.
pub(super) fn years(p: &Page, today: Day) -> Vec<Choice> {
    let (year, _, _) = today.parts();
    let choice = |year: i32| Choice {
        value: year.to_string(),
        label: p.t2("org-school-year", ("year", &year), ("next", &(year + 1))),
    };
    (year - 1..=year + 1).map(choice).collect()
}

fn view(p: &Page, term: &Term, today: Day) -> TermView {
    let holiday = |one: &crate::model::calendar::Holiday| {
        let days = if one.first == one.last {
            one.first.to_string()
        } else {
            format!("{} – {}", one.first, one.last)
        };
        (
            one.first,
            Exception {
                days,
                what: one.name.clone(),
                made: false,
            },
        )
    };
    let workday = |one: &crate::model::calendar::Workday| {
        let what = p.t1("org-follows", "weekday", p.t(weekday_key(one.follows)));
        (
            one.day,
            Exception {
                days: one.day.to_string(),
                what,
                made: true,
            },
        )
    };
    let mut exceptions: Vec<_> = term
        .holidays
        .iter()
        .map(holiday)
        .chain(term.workdays.iter().map(workday))
        .collect();
    exceptions.sort_by_key(|(day, _)| *day);
    TermView {
        name: term.name.to_string(),
        label: label(p, term.name),
        days: format!("{} – {}", term.first, term.last()),
        teaching: term.teaching_days(term.first, term.last()).len(),
        weeks: term.weeks,
        this_week: term
            .week_of(today)
            .map(|week| week.to_string())
            .unwrap_or_default(),
        unusual: term.is_unusual(),
        rows: (1..=term.weeks)
            .map(|week| week_of(p, term, week, today))
            .collect(),
        exceptions: exceptions.into_iter().map(|(_, exception)| exception).collect(),
    }
}

fn week_of(p: &Page, term: &Term, number: u8, today: Day) -> Week {
    let monday = term.monday().plus(i32::from(number - 1) * 7);
    let days = (0..7).map(|day| cell(p, term, monday.plus(day), today)).collect();
    Week {
        number,
        now: term.week_of(today) == Some(number),
        days,
    }
}

fn cell(p: &Page, term: &Term, day: Day, today: Day) -> Cell {
    let (_, month, date) = day.parts();
    let (kind, note) = if !term.contains(day) {
        ("out", String::new())
    } else if let Some(workday) = term.workdays.iter().find(|workday| workday.day == day) {
        (
            "made",
            p.t1("org-follows-short", "weekday", p.t(weekday_key(workday.follows))),
        )
    } else if let Some(holiday) = term.holiday_on(day) {
        ("free", holiday.name.clone())
    } else if day.weekday() > 5 {
        ("off", String::new())
    } else {
        ("", String::new())
    };
    // The month stands where it begins, and at the first cell of all.
    let shown = if date == 1 || day == term.monday() {
        format!("{month}/{date}")
    } else {
        date.to_string()
    };
    Cell {
        date: day.to_string(),
        day: shown,
        kind,
        note,
        today: day == today,
    }
}

pub(super) const fn weekday_key(weekday: u8) -> &'static str {
    match weekday {
        1 => "org-weekday-1",
        2 => "org-weekday-2",
        3 => "org-weekday-3",
        4 => "org-weekday-4",
        5 => "org-weekday-5",
        6 => "org-weekday-6",
        _ => "org-weekday-7",
    }
}
