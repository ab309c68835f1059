//! The grade sheet of a class at work: class × items, and its export of exactly what is seen.

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use design::model::Rater;
use kernel::{Error, Percent, Points, Text};
use paper::sheet::{ColumnOut, SheetOut, Value, XLSX};
use serde::Deserialize;
use web::{Answer, Page, Visit, file, with_status};

use super::grid::{self, Grid, Loaded, View};
use super::missing::Incomplete;
use super::{courses, say, sheet_id, state_mark};
use crate::model::{Distribution, MissingRule, SheetId, SheetState};
use crate::policy::{self, CheckSheet, LockSheet};
use crate::queries::{self, SheetRow};

#[derive(Template)]
#[template(path = "sheet.html")]
struct SheetPage {
    p: Page,
    id: String,
    title: String,
    subtitle: String,
    state: (&'static str, String),
    acts: Acts,
    notices: Vec<(&'static str, String)>,
    views: Vec<ViewLink>,
    view: &'static str,
    hint: String,
    grid: Grid,
    foot: Vec<(String, String)>,
    missing: Incomplete,
}

struct ViewLink {
    code: &'static str,
    label: String,
    active: bool,
}

/// What the reader may do now, in the order of the way.
#[derive(Default)]
pub struct Acts {
    pub submit: bool,
    pub open_round: bool,
    pub end_round: bool,
    pub show: bool,
    pub adopt: bool,
    pub check: bool,
    pub lock: bool,
    pub send_back: bool,
    pub invitations: bool,
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    show: String,
}

/// What a sheet turned out to be.
enum Found {
    Task(Box<Loaded>),
    Course(Box<courses::Loaded>),
}

impl Asked {
    /// The view that was asked for; none where the reader's own first one is meant.
    fn view(&self) -> Result<Option<View>, Error> {
        match self.show.as_str() {
            "" => Ok(None),
            code => View::from_code(code).map(Some).ok_or(Error::NotFound),
        }
    }
}

/// `GET /grades/{id}?show=`: the sheet of a task; that of a course has its own page.
pub async fn show(visit: Visit, Path(id): Path<String>, Query(asked): Query<Asked>) -> Answer {
    let id = sheet_id(&id)?;
    let view = asked.view()?;
    let loaded = visit
        .read(move |ctx, tx| {
            let opened = policy::may_read_sheet(tx, ctx, id)?.into_target();
            Ok(match opened.run {
                Some(_) => Found::Task(Box::new(grid::of(tx, ctx, opened, view)?)),
                None => Found::Course(Box::new(courses::of(tx, ctx, &opened)?)),
            })
        })
        .await?;
    shown(&visit, &loaded, Incomplete::default())
}

/// The sheet as it stands, where it was refused its way for what is missing in it: what that is stands above it and in its cells.
pub async fn incomplete(visit: &Visit, id: SheetId, said: &Text) -> Answer {
    let (found, missing) = visit
        .read(move |ctx, tx| {
            let opened = policy::may_read_sheet(tx, ctx, id)?.into_target();
            let missing = queries::missing(tx, &opened)?;
            let found = if opened.run.is_some() {
                // The ratings of the first whom the sheet waits for.
                let rater = missing
                    .iter()
                    .flat_map(|one| &one.items)
                    .find_map(|item| item.2.first());
                Found::Task(Box::new(grid::of(
                    tx,
                    ctx,
                    opened,
                    rater.copied().map(View::Rater),
                )?))
            } else {
                Found::Course(Box::new(courses::of(tx, ctx, &opened)?))
            };
            Ok((found, missing))
        })
        .await?;
    let missing = Incomplete::new(visit, said, &missing);
    shown(visit, &found, missing)
}

/// The page of a sheet; 409 where it was refused its way.
fn shown(visit: &Visit, found: &Found, missing: Incomplete) -> Answer {
    let status = if missing.said.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::CONFLICT
    };
    match found {
        Found::Task(loaded) => with_status(status, &task_page(visit, loaded, missing)),
        Found::Course(loaded) => with_status(status, &courses::page(visit, loaded, missing)),
    }
}

fn task_page(visit: &Visit, loaded: &Loaded, missing: Incomplete) -> SheetPage {
    let view = loaded.view;
    let mut grid = grid::grid(visit, loaded, view);
    grid.mark_missing(&missing);
    SheetPage {
        p: visit
            .page()
            .crumb("/grades", say(visit, "assessment-nav-grades"))
            .crumb("", title(loaded)),
        id: loaded.opened.id.to_string(),
        title: title(loaded).to_owned(),
        subtitle: loaded.class.clone(),
        state: state_mark(visit, state_code(loaded)),
        acts: acts(visit, loaded),
        notices: notices(visit, loaded, &grid),
        views: views(visit, loaded, view),
        view: view.code(),
        hint: if grid.columns.iter().any(|column| column.written) {
            say(visit, "assessment-sheet-hint")
        } else {
            String::new()
        },
        foot: foot(visit, &grid.distribution),
        grid,
        missing,
    }
}

fn title(loaded: &Loaded) -> &str {
    loaded.opened.run.as_ref().map_or("", |run| &run.title)
}

fn state_code(loaded: &Loaded) -> &str {
    loaded.opened.sheet.as_ref().map_or("begin", |sheet| &sheet.state)
}

/// A total as the sheet shows it.
pub fn total_text(total: Option<Points>) -> String {
    total.map(|total| format!("{total:.1}")).unwrap_or_default()
}

fn acts(visit: &Visit, loaded: &Loaded) -> Acts {
    let sheet = loaded.opened.sheet.as_ref();
    let mut acts = offered(visit, (sheet, loaded.leads));
    let draft = sheet.is_none_or(|sheet| sheet.state == "draft");
    let weighs = |rater| {
        loaded
            .plan
            .task
            .items
            .iter()
            .any(|item| item.weights.of(rater) != Percent::ZERO)
    };
    let round = weighs(Rater::Own) || weighs(Rater::Peer);
    let open = sheet.is_some_and(|sheet| sheet.round_open);
    let shown = sheet.is_some_and(|sheet| sheet.shown_at.is_some());
    acts.open_round = loaded.leads && draft && round && !open && !shown;
    acts.end_round = loaded.leads && draft && open;
    acts.invitations = loaded.leads && weighs(Rater::Enterprise);
    acts.adopt = loaded.leads && draft && version_differs(loaded);
    acts
}

/// What the way of any sheet offers its reader.
pub fn offered(visit: &Visit, (sheet, leads): (Option<&SheetRow>, bool)) -> Acts {
    use authz::Verb as _;
    let ctx = visit.ctx();
    let state = sheet.and_then(|sheet| SheetState::from_code(&sheet.state));
    let own =
        sheet.is_some_and(|sheet| sheet.submitted_by.is_some() && sheet.submitted_by == ctx.actor.person());
    let checks = policy::would(ctx, CheckSheet::NAME) && !own;
    let locks = policy::would(ctx, LockSheet::NAME) && !own;
    let begun = state == Some(SheetState::Draft);
    Acts {
        submit: leads && begun,
        show: leads && sheet.is_some_and(|sheet| !sheet.is_public()),
        check: checks && state == Some(SheetState::Submitted),
        lock: locks && state == Some(SheetState::Checked),
        send_back: checks && matches!(state, Some(SheetState::Submitted | SheetState::Checked)),
        ..Acts::default()
    }
}

fn version_differs(loaded: &Loaded) -> bool {
    let (run, sheet) = (&loaded.opened.run, &loaded.opened.sheet);
    run.as_ref()
        .zip(sheet.as_ref())
        .is_some_and(|(run, sheet)| sheet.task_version != Some(run.version))
}

fn notices(visit: &Visit, loaded: &Loaded, grid: &Grid) -> Vec<(&'static str, String)> {
    let mut notices = Vec::new();
    let sheet = loaded.opened.sheet.as_ref();
    if version_differs(loaded) {
        notices.push(("wait", say(visit, "assessment-version-differs")));
    }
    if sheet.is_some_and(|sheet| sheet.round_open) {
        notices.push(("plain", say(visit, "assessment-round-is-open")));
    }
    if let Some(at) = sheet.and_then(|sheet| sheet.shown_at) {
        notices.push((
            "plain",
            visit.text(&Text::new("assessment-shown-since").with("at", at.minute_text())),
        ));
    }
    if sheet.is_some_and(|sheet| sheet.state == "correcting") {
        notices.push(("wait", say(visit, "assessment-correcting-notice")));
    }
    let rule = visit.text(&Text::new(loaded.plan.rule.key()));
    let used = loaded
        .totals
        .values()
        .filter(|row| row.stand_ins > 0 && row.total.is_some())
        .count();
    let text = match loaded.plan.rule {
        _ if used > 0 => Text::new("assessment-rule-used")
            .with("rule", rule)
            .with("count", used),
        MissingRule::Renormalise | MissingRule::CarryTeacher => {
            Text::new("assessment-rule-stands").with("rule", rule)
        }
    };
    notices.push(("plain", visit.text(&text)));
    if grid.open > 0 && sheet.is_none_or(|sheet| sheet.state == "draft") {
        notices.push((
            "wait",
            visit.text(&Text::new("assessment-open-count").with("count", grid.open)),
        ));
    }
    notices
}

fn views(visit: &Visit, loaded: &Loaded, view: View) -> Vec<ViewLink> {
    let task = &loaded.plan.task;
    let weighs = |rater| {
        task.items
            .iter()
            .any(|item| item.weights.of(rater) != Percent::ZERO)
    };
    let raters = [Rater::Teacher, Rater::Own, Rater::Peer, Rater::Enterprise].into_iter();
    let mut all: Vec<(View, &'static str)> = raters
        .filter(|rater| *rater == Rater::Teacher || weighs(*rater))
        .map(|rater| (View::Rater(rater), rater.key()))
        .collect();
    all.insert(1, (View::Groups, "assessment-view-groups"));
    all.push((View::Points, "assessment-view-points"));
    if !task.abilities.is_empty() {
        all.push((View::Abilities, "assessment-view-abilities"));
    }
    let link = |(other, key): (View, &'static str)| ViewLink {
        code: other.code(),
        label: say(visit, key),
        active: other == view,
    };
    let seen = |(view, _): &(View, &str)| loaded.sees_parts || !view.is_a_part();
    all.into_iter().filter(seen).map(link).collect()
}

/// How the grades lie, as words with their figures.
pub fn foot(visit: &Visit, lie: &Distribution) -> Vec<(String, String)> {
    if lie.count == 0 {
        return Vec::new();
    }
    let keys = [
        "assessment-band-90",
        "assessment-band-80",
        "assessment-band-70",
        "assessment-band-60",
        "assessment-band-0",
    ];
    let mut foot = vec![
        (say(visit, "assessment-graded"), lie.count.to_string()),
        (say(visit, "assessment-mean"), format!("{:.1}", lie.mean)),
        (say(visit, "assessment-highest"), format!("{:.1}", lie.highest)),
        (say(visit, "assessment-lowest"), format!("{:.1}", lie.lowest)),
    ];
    let rate = lie.pass_rate().unwrap_or_default();
    foot.push((say(visit, "assessment-pass-rate"), format!("{rate:.1}%")));
    foot.extend(
        keys.iter()
            .zip(lie.bands)
            .map(|(key, count)| (say(visit, key), count.to_string())),
    );
    foot
}

/// `GET /grades/{id}/export?show=`
pub async fn export(visit: Visit, Path(id): Path<String>, Query(asked): Query<Asked>) -> Answer {
    let id = sheet_id(&id)?;
    if asked.show == "course" {
        return courses::export(visit, id).await;
    }
    let view = asked.view()?;
    let loaded = visit.read(move |ctx, tx| grid::load(tx, ctx, id, view)).await?;
    let view = loaded.view;
    let grid = grid::grid(&visit, &loaded, view);
    let name = visit.text(
        &Text::new("assessment-export-name")
            .with("class", &loaded.class)
            .with("title", title(&loaded)),
    );
    let label = views(&visit, &loaded, view).into_iter().find(|link| link.active);
    let out = workbook(
        &visit,
        &grid,
        (&name, label.map(|link| link.label).unwrap_or_default()),
    );
    let bytes = tokio::task::spawn_blocking(move || paper::sheet::write(&[out])).await;
    let bytes = bytes.map_err(Error::internal)?.map_err(Error::internal)?;
    file(&format!("{name}.xlsx"), XLSX, bytes)
}

fn workbook(visit: &Visit, grid: &Grid, (title, tab): (&str, String)) -> SheetOut {
    let mut columns = vec![
        ColumnOut::new(say(visit, "assessment-number")),
        ColumnOut::new(say(visit, "assessment-name")),
        ColumnOut::new(say(visit, "assessment-group")),
    ];
    let item = |column: &grid::Column| {
        let head = format!("{}\n{}", column.head, column.note);
        if column.places == 3 {
            ColumnOut::new(head).places(3)
        } else {
            ColumnOut::new(head)
        }
    };
    columns.extend(grid.columns.iter().map(item));
    if grid.totals {
        columns.push(ColumnOut::new(say(visit, "assessment-total")).places(1));
        columns.push(ColumnOut::new(say(visit, "assessment-remark")));
    }
    let text = |text: &str| Value::Text(text.to_owned());
    let row = |row: &grid::Row| {
        let mut values = vec![text(&row.number), text(&row.name), text(&row.group)];
        values.extend(row.cells.iter().map(value));
        if grid.totals {
            values.push(row.total.map_or(Value::Empty, decimal));
            values.push(text(&row.mark));
        }
        values
    };
    let mut means = vec![text(&say(visit, "assessment-mean")), Value::Empty, Value::Empty];
    means.extend(
        grid.means
            .iter()
            .map(|mean| mean.parse().map_or(Value::Empty, decimal)),
    );
    if grid.totals && grid.distribution.count > 0 {
        means.push(decimal(grid.distribution.mean));
    }
    SheetOut {
        name: tab,
        title: Some(title.to_owned()),
        columns,
        rows: grid.rows.iter().map(row).collect(),
        totals: Some(means),
        frozen_columns: 2,
    }
}

fn value(shown: &grid::Shown) -> Value {
    match shown.units {
        Some(units) => decimal(Points(units)),
        None if shown.text.is_empty() => Value::Empty,
        None => Value::Text(shown.text.clone()),
    }
}

/// With as many decimals as the number has.
pub fn decimal(points: Points) -> Value {
    let text = points.to_string();
    let places = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let places = u8::try_from(places).unwrap_or(4);
    Value::Decimal {
        units: points.0 / 10_i64.pow(4 - u32::from(places)),
        places,
    }
}
