//! The dashboards of nation, region and school: the result as a sentence, then each phase against its targets, then
//! where and when.

use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use kernel::{Day, Error, Role, Tier};
use org::model::region::PROVINCES;
use web::{Answer, Page, Visit, html};

use super::{first_plan, present_plan, view_name};
use crate::model::{Measure, Mode, Phase, Plan, grouped, progress};
use crate::policy;
use crate::queries::{self, Counts, View};

#[derive(Template)]
#[template(path = "counts.html")]
struct CountsPage {
    p: Page,
    name: String,
    result: String,
    stats: Vec<Stat>,
    nation: bool,
    phases: Vec<PhaseView>,
    outside: Vec<Outside>,
    adopted: i64,
    running: i64,
    tiles: Vec<Tile>,
    provinces: Vec<ProvinceRow>,
    months: Vec<Month>,
    pairs_href: String,
    training_href: String,
    second_href: String,
}

struct Stat {
    label: &'static str,
    value: String,
    note: String,
    href: String,
}

struct PhaseView {
    name: String,
    days: String,
    state: (&'static str, &'static str),
    /// It is the phase of today, or the one that ended last.
    current: bool,
    rows: Vec<TargetRow>,
}

struct TargetRow {
    measure: &'static str,
    mode: &'static str,
    actual: String,
    target: String,
    share: String,
    /// For the bar: never over 10 000.
    bar: i64,
    schedule: Option<(&'static str, String)>,
    href: String,
}

/// Days in no phase that have person-times.
struct Outside {
    days: String,
    count: String,
    href: String,
}

struct Tile {
    class: String,
    name: String,
    schools: i64,
    href: String,
}

struct ProvinceRow {
    name: String,
    href: String,
    /// Where the rows behind its numbers stand.
    pairs: String,
    training: String,
    majors: String,
    schools: String,
    trained: String,
    heads: String,
}

/// The person-times of a month.
struct Month {
    name: String,
    count: i64,
    href: String,
}

/// `GET /counts`: the reader's own reach.
pub async fn index(visit: Visit) -> Answer {
    let first = first_plan(&visit);
    let read = visit
        .read(move |ctx, tx| {
            let view = policy::may_read(tx, ctx)?.into_target();
            Ok((present_plan(tx, &first)?.1, queries::counts(tx, &view)?, view))
        })
        .await?;
    show(&visit, read)
}

/// `GET /counts/regions/{code}`: a province or a city.
pub async fn region(visit: Visit, Path(code): Path<String>) -> Answer {
    let code: i64 = code.parse().map_err(|_| Error::NotFound)?;
    let first = first_plan(&visit);
    let read = visit
        .read(move |ctx, tx| {
            let view = policy::may_read_region(ctx, code)?.into_target();
            Ok((present_plan(tx, &first)?.1, queries::counts(tx, &view)?, view))
        })
        .await?;
    show(&visit, read)
}

/// `GET /counts/schools/{id}`
pub async fn school(visit: Visit, Path(id): Path<String>) -> Answer {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let first = first_plan(&visit);
    let read = visit
        .read(move |ctx, tx| {
            let view = policy::may_read_school(tx, ctx, id)?.into_target();
            Ok((present_plan(tx, &first)?.1, queries::counts(tx, &view)?, view))
        })
        .await?;
    show(&visit, read)
}

fn show(visit: &Visit, (plan, counts, view): (Plan, Arc<Counts>, View)) -> Answer {
    let today = visit.ctx().now.day();
    let links = Links::of(visit, &view);
    let nation = matches!(view, View::Nation);
    let board = Board {
        visit,
        plan: &plan,
        counts: &counts,
        links: &links,
        nation,
        today,
    };
    let own = visit.ctx().actor.seat().map(|seat| seat.tier);
    let deeper = !matches!(
        (&view, own),
        (View::Nation, _)
            | (View::Region(_), Some(Tier::Province | Tier::City))
            | (View::School(_), Some(Tier::School))
    );
    let name = view_name(visit, &view);
    let mut p = visit.page();
    if deeper {
        let label = p.t("programme-nav").to_owned();
        p = p.crumb("/counts", label).crumb("", name.clone());
    }
    html(&CountsPage {
        result: board.result(),
        stats: board.stats(),
        phases: board.phases(),
        outside: board.outside(),
        tiles: if nation { board.tiles() } else { Vec::new() },
        provinces: if nation { board.provinces() } else { Vec::new() },
        months: board.months(),
        adopted: counts.adopted,
        running: counts.running,
        pairs_href: links.pairs(None),
        training_href: links.training(None),
        second_href: links.second,
        p,
        name,
        nation,
    })
}

/// Where the rows behind a number stand.
struct Links {
    pairs: String,
    second: String,
    training: String,
}

impl Links {
    fn of(visit: &Visit, view: &View) -> Self {
        let national = visit.ctx().actor.role() == Some(Role::NationalOfficer);
        match view {
            View::Nation => Self {
                pairs: "/counts/pairs?".to_owned(),
                second: "/counts/second".to_owned(),
                training: "/training?".to_owned(),
            },
            View::Region(code) => Self {
                pairs: format!("/counts/pairs?region={code}&"),
                second: format!("/counts/second?region={code}"),
                training: format!("/training?region={}&", code / 10_000 * 10_000),
            },
            View::School(school) => Self {
                pairs: format!("/counts/pairs?school={}&", school.id),
                second: format!("/counts/second?school={}", school.id),
                // The ministry reads counts of schools, no names.
                training: if national {
                    format!("/training?region={}&", school.region / 10_000 * 10_000)
                } else {
                    format!("/training/schools/{}?", school.id)
                },
            },
        }
    }

    fn pairs(&self, until: Option<Day>) -> String {
        let until = until
            .map(|day| format!("until={}", day.number()))
            .unwrap_or_default();
        format!("{}{until}", self.pairs)
    }

    fn training(&self, days: Option<(Day, Day)>) -> String {
        let days = days.map(|(from, until)| format!("from={}&until={}", from.number(), until.number()));
        format!("{}{}", self.training, days.unwrap_or_default())
    }
}

struct Board<'a> {
    visit: &'a Visit,
    plan: &'a Plan,
    counts: &'a Counts,
    links: &'a Links,
    nation: bool,
    today: Day,
}

impl Board<'_> {
    /// The days that a target of a phase counts.
    fn days(&self, phase: &Phase, mode: Mode) -> (Day, Day) {
        let begin = self.plan.phases.first().map_or(phase.from, |first| first.from);
        match mode {
            Mode::PerPhase => (phase.from, phase.until),
            Mode::Cumulative => (begin, phase.until),
        }
    }

    /// The phase of today, else the last that has begun, else the first.
    fn current(&self) -> Option<usize> {
        let phases = &self.plan.phases;
        let begun = phases.iter().rposition(|phase| phase.from <= self.today);
        begun.or((!phases.is_empty()).then_some(0))
    }

    /// The sentence that says the result.
    fn result(&self) -> String {
        let page = self.visit.page();
        let Some((index, phase)) = self
            .current()
            .and_then(|index| Some((index, self.plan.phases.get(index)?)))
        else {
            return page.t("programme-no-plan").to_owned();
        };
        let mut parts = Vec::new();
        for target in &phase.targets {
            let (from, until) = self.days(phase, target.mode);
            let actual = self.counts.between(target.measure, from, until);
            let Some(found) = progress(
                self.plan,
                index,
                target.measure,
                actual,
                self.today.min(phase.until),
            ) else {
                continue;
            };
            let mut said = page.text(&found.sentence());
            if self.nation {
                said = page.t2(
                    "programme-result-part",
                    ("what", &said),
                    ("schedule", &page.text(&found.schedule())),
                );
            }
            parts.push(said);
        }
        let state = page.t(state_of(phase, self.today).1).to_owned();
        let joined = parts.join(page.t("programme-result-and"));
        let head = page.t2("programme-result-head", ("phase", &phase.name), ("state", &state));
        format!("{head}{joined}{}", page.t("programme-result-end"))
    }

    fn stats(&self) -> Vec<Stat> {
        let (first, last) = ends();
        let number = |measure| grouped(self.counts.between(measure, first, last));
        let note = |key: &str| self.visit.page().t(key).to_owned();
        vec![
            Stat {
                label: "programme-measure-majors",
                value: number(Measure::Majors),
                note: note("programme-note-majors"),
                href: self.links.pairs(None),
            },
            Stat {
                label: "programme-measure-schools",
                value: number(Measure::Schools),
                note: note("programme-note-schools"),
                href: self.links.pairs(None),
            },
            Stat {
                label: "programme-measure-trained",
                value: number(Measure::Trained),
                note: note("programme-note-trained"),
                href: self.links.training(None),
            },
            Stat {
                label: "programme-heads",
                value: grouped(self.counts.heads),
                note: note("programme-note-heads"),
                href: self.links.training(None),
            },
        ]
    }

    fn phases(&self) -> Vec<PhaseView> {
        let view = |(index, phase): (usize, &Phase)| PhaseView {
            name: phase.name.clone(),
            days: format!("{} – {}", phase.from, phase.until),
            state: state_of(phase, self.today),
            current: self.current() == Some(index),
            rows: self.targets(index, phase),
        };
        self.plan.phases.iter().enumerate().map(view).collect()
    }

    fn targets(&self, index: usize, phase: &Phase) -> Vec<TargetRow> {
        let row = |target: &crate::model::Target| {
            let (from, until) = self.days(phase, target.mode);
            let actual = self.counts.between(target.measure, from, until);
            let found = progress(
                self.plan,
                index,
                target.measure,
                actual,
                self.today.min(phase.until),
            )?;
            let kind = match (found.missing, found.behind.0) {
                (0, _) => "ok",
                (_, 0) => "info",
                _ => "wait",
            };
            let begun = phase.from <= self.today;
            Some(TargetRow {
                measure: target.measure.key(),
                mode: target.mode.key(),
                actual: grouped(actual),
                target: grouped(target.value),
                share: format!("{:.1}%", found.share),
                bar: found.share.0.min(10_000),
                schedule: (self.nation && begun).then(|| (kind, self.visit.text(&found.schedule()))),
                href: match target.measure {
                    Measure::Trained => self.links.training(Some((from, until))),
                    Measure::Majors | Measure::Schools => self.links.pairs(Some(until)),
                },
            })
        };
        phase.targets.iter().filter_map(row).collect()
    }

    /// The days before, between and after the phases that have person-times.
    fn outside(&self) -> Vec<Outside> {
        let (mut from, last) = ends();
        let mut gaps = Vec::new();
        for phase in &self.plan.phases {
            gaps.push((from, phase.from.plus(-1)));
            from = phase.until.plus(1);
        }
        gaps.push((from, last));
        let shown = |(from, until): (Day, Day)| {
            let count = self.counts.between(Measure::Trained, from, until);
            (count > 0).then(|| Outside {
                days: self.gap_text(from, until),
                count: grouped(count),
                href: self.links.training(Some((from, until))),
            })
        };
        gaps.into_iter().filter_map(shown).collect()
    }

    fn gap_text(&self, from: Day, until: Day) -> String {
        let (page, (first, last)) = (self.visit.page(), ends());
        match (from == first, until == last) {
            (true, _) => page.t1("programme-gap-before", "day", until.plus(1)),
            (_, true) => page.t1("programme-gap-after", "day", from.plus(-1)),
            _ => format!("{from} – {until}"),
        }
    }

    fn tiles(&self) -> Vec<Tile> {
        let of = |code: i64| self.counts.provinces.get(&code).copied().unwrap_or_default();
        let most = PROVINCES
            .iter()
            .map(|province| of(province.code).schools)
            .max()
            .unwrap_or_default()
            .max(1);
        let tile = |province: &org::model::region::Province| {
            let schools = of(province.code).schools;
            let level = if schools == 0 { 0 } else { 1 + schools * 4 / most };
            Tile {
                class: format!("tile t-{} lv-{level}", province.code / 10_000),
                name: self.region_name(province.code),
                schools,
                href: format!("/counts/regions/{}", province.code),
            }
        };
        PROVINCES.iter().map(tile).collect()
    }

    fn provinces(&self) -> Vec<ProvinceRow> {
        let row = |(code, counts): (&i64, &queries::ProvinceCounts)| ProvinceRow {
            name: self.region_name(*code),
            href: format!("/counts/regions/{code}"),
            pairs: format!("/counts/pairs?region={code}"),
            training: format!("/training?region={code}"),
            majors: grouped(counts.majors),
            schools: grouped(counts.schools),
            trained: grouped(counts.trained),
            heads: grouped(counts.heads),
        };
        self.counts.provinces.iter().map(row).collect()
    }

    fn region_name(&self, code: i64) -> String {
        self.visit.page().t(&format!("org-region-{code}")).to_owned()
    }

    /// Every month from the first to the last that has person-times.
    fn months(&self) -> Vec<Month> {
        let months = self.counts.months();
        let (Some((first, _)), Some((last, _))) = (months.first_key_value(), months.last_key_value()) else {
            return Vec::new();
        };
        let (mut month, mut shown) = (*first, Vec::new());
        while month <= *last {
            let next = month + if month % 100 == 12 { 89 } else { 1 };
            let first = |month: i64| Day::from_number(month * 100 + 1).ok();
            let days = first(month).zip(first(next).map(|day| day.plus(-1)));
            shown.push(Month {
                name: format!("{}-{:02}", month / 100, month % 100),
                count: months.get(&month).copied().unwrap_or_default(),
                href: self.links.training(days),
            });
            month = next;
        }
        shown
    }
}

/// The days between which everything lies.
fn ends() -> (Day, Day) {
    let day = |number| Day::from_number(number).unwrap_or_else(|_| kernel::Instant(0).day());
    (day(19_000_101), day(22_001_231))
}

fn state_of(phase: &Phase, today: Day) -> (&'static str, &'static str) {
    if today < phase.from {
        ("mute", "programme-phase-coming")
    } else if phase.until < today {
        ("lock", "programme-phase-over")
    } else {
        ("info", "programme-phase-running")
    }
}
