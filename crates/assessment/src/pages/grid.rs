//! A sheet as a grid: the one thing behind the page and its export, so that the export is exactly what is seen.

use std::collections::HashMap;

use authz::Verb as _;
use classroom::model::GroupId;
use db::{Tx, params};
use design::model::Rater;
use kernel::{Ctx, Error, Percent, PersonId, Points, RawId, Result, Text};
use people::queries::Expected;
use web::Visit;

use super::missing::Incomplete;
use crate::grading::Plan;
use crate::model::{Cell, Distribution, PeerMean, SheetId};
use crate::policy::{self, CheckSheet, Opened};
use crate::queries::{self, Line, TotalRow};
use crate::store::{self, CellRow, ItemGradeRow, SumRow};

/// What the cells of a sheet show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// One rater's ratings; the teacher's can be written.
    Rater(Rater),
    /// The teacher's ratings, a row a group.
    Groups,
    /// The points of the marks.
    Points,
    /// What was observed of general abilities.
    Abilities,
}

impl View {
    /// The view of a word in an address.
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "groups" => Some(Self::Groups),
            "points" => Some(Self::Points),
            "abilities" => Some(Self::Abilities),
            code => Rater::from_code(code).map(Self::Rater),
        }
    }

    /// Its word in an address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Rater(rater) => rater.code(),
            Self::Groups => "groups",
            Self::Points => "points",
            Self::Abilities => "abilities",
        }
    }

    /// Whether its cells can be written at all.
    pub const fn is_written(self) -> bool {
        matches!(self, Self::Rater(Rater::Teacher) | Self::Groups | Self::Abilities)
    }

    /// Whether it shows what single raters gave.
    pub const fn is_a_part(self) -> bool {
        matches!(self, Self::Rater(_) | Self::Groups)
    }

    const fn rater(self) -> Option<Rater> {
        match self {
            Self::Rater(rater) => Some(rater),
            Self::Groups => Some(Rater::Teacher),
            Self::Points | Self::Abilities => None,
        }
    }
}

/// A sheet as it was read for one view.
pub struct Loaded {
    pub opened: Opened,
    pub leads: bool,
    /// Whoever gave a part or checks it; the class teacher and the leaders see what the student sees.
    pub sees_parts: bool,
    pub view: View,
    pub class: String,
    pub lines: Vec<Line>,
    /// Who is still expected in class, while the sheet is on its way.
    pub expected: Expected,
    pub plan: Plan,
    pub totals: HashMap<PersonId, TotalRow>,
    values: HashMap<(PersonId, RawId), Value>,
}

/// A cell's value, with its version where it can be written.
#[derive(Clone, Copy, Default)]
struct Value {
    cell: Cell,
    /// How many peers it is the mean of; below three the value is not there.
    raters: u32,
}

/// Reads a task's sheet for a view.
///
/// # Errors
/// `NotFound` for the sheet of a course.
pub fn load(tx: &mut Tx<'_>, ctx: &Ctx, id: SheetId, asked: Option<View>) -> Result<Loaded> {
    let opened = policy::may_read_sheet(tx, ctx, id)?.into_target();
    if opened.run.is_none() {
        return Err(Error::NotFound);
    }
    of(tx, ctx, opened, asked)
}

/// The sheet of a task that was opened.
///
/// # Errors
/// 403.
pub fn of(tx: &mut Tx<'_>, ctx: &Ctx, opened: Opened, asked: Option<View>) -> Result<Loaded> {
    let leads = policy::would_lead(ctx, &opened);
    let sees_parts = leads || policy::would(ctx, CheckSheet::NAME);
    let view = asked.unwrap_or(if sees_parts {
        View::Rater(Rater::Teacher)
    } else {
        View::Points
    });
    if !sees_parts && view.is_a_part() {
        return Err(Error::Denied(Text::new("assessment-denied-parts")));
    }
    let plan = queries::plan_of(tx, &opened)?;
    let (class, lines) = queries::lines(tx, &opened)?;
    let expected = queries::expected(tx, &opened)?;
    let (totals, values) = match &opened.sheet {
        Some(sheet) => (queries::totals(tx, sheet)?, values(tx, sheet, view)?),
        None => (HashMap::new(), HashMap::new()),
    };
    Ok(Loaded {
        opened,
        leads,
        sees_parts,
        view,
        class,
        lines,
        expected,
        plan,
        totals,
        values,
    })
}

fn values(tx: &mut Tx<'_>, sheet: &store::SheetRow, view: View) -> Result<HashMap<(PersonId, RawId), Value>> {
    let at = params![sheet.school, sheet.id];
    match view {
        View::Points => {
            let rows: Vec<ItemGradeRow> = tx.all(store::ITEM_GRADES, at)?;
            let value = |row: ItemGradeRow| {
                let value = row.points.map(|points| points.0);
                (
                    (row.student, row.item),
                    Value {
                        cell: Cell { value, version: 0 },
                        raters: 0,
                    },
                )
            };
            Ok(rows.into_iter().map(value).collect())
        }
        View::Rater(Rater::Peer) => {
            let rows: Vec<SumRow> = tx.all(
                store::SUMS_OF_KIND,
                params![sheet.school, sheet.id, Rater::Peer.code()],
            )?;
            let value = |row: SumRow| {
                let mean = PeerMean::summed(row.sum, row.count);
                let value = mean.shown().map(|points| points.0);
                let raters = mean.raters();
                (
                    (row.student, row.item.raw()),
                    Value {
                        cell: Cell { value, version: 0 },
                        raters,
                    },
                )
            };
            Ok(rows.into_iter().map(value).collect())
        }
        View::Abilities => Ok(cells(tx.all(store::OBSERVATIONS, at)?)),
        View::Rater(_) | View::Groups => {
            let kind = view.rater().map_or("", Rater::code);
            Ok(cells(
                tx.all(store::CELLS, params![sheet.school, sheet.id, kind])?,
            ))
        }
    }
}

fn cells(rows: Vec<CellRow>) -> HashMap<(PersonId, RawId), Value> {
    let value = |row: CellRow| {
        let (value, version) = (row.value, row.version);
        (
            (row.student, row.item),
            Value {
                cell: Cell { value, version },
                raters: 0,
            },
        )
    };
    rows.into_iter().map(value).collect()
}

/// A column of the grid.
pub struct Column {
    pub id: String,
    pub head: String,
    pub note: String,
    pub written: bool,
    pub places: u8,
    raw: RawId,
}

/// A row of the grid: a student, or a group.
pub struct Row {
    pub id: String,
    pub name: String,
    pub number: String,
    pub group: String,
    pub cells: Vec<Shown>,
    pub total: Option<Points>,
    pub mark: String,
    /// The sheet does not count for this student.
    pub exempt: bool,
}

/// A cell as it is shown and exported.
#[derive(Clone, Default)]
pub struct Shown {
    pub text: String,
    pub version: i64,
    /// What would be written here keeps the sheet from its way.
    pub missing: bool,
    /// In ten-thousandths, for the export and the means.
    pub units: Option<i64>,
}

/// A sheet to be shown.
pub struct Grid {
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    pub means: Vec<String>,
    pub totals: bool,
    pub distribution: Distribution,
    pub students: usize,
    pub open: i64,
}

/// Makes the grid of a view.
pub fn grid(visit: &Visit, loaded: &Loaded, view: View) -> Grid {
    let draft = loaded
        .opened
        .sheet
        .as_ref()
        .is_none_or(|sheet| sheet.state == "draft");
    let columns = columns(visit, loaded, (view, draft && loaded.leads));
    let rows = match view {
        View::Groups => groups(visit, loaded, &columns),
        _ => students(visit, loaded, (view, &columns)),
    };
    let means = (0..columns.len())
        .map(|index| mean(&rows, &columns[index], index))
        .collect();
    let counted = loaded.lines.iter().filter(|line| !loaded.is_exempt(line.student));
    let grades = counted
        .clone()
        .filter_map(|line| loaded.totals.get(&line.student)?.total);
    Grid {
        means,
        totals: !matches!(view, View::Abilities | View::Groups),
        distribution: Distribution::of(grades),
        students: counted.clone().count(),
        open: counted.map(|line| loaded.open(line.student)).sum(),
        columns,
        rows,
    }
}

impl Loaded {
    fn is_exempt(&self, student: PersonId) -> bool {
        self.totals
            .get(&student)
            .is_some_and(|row| !row.exempt.is_empty())
    }

    fn open(&self, student: PersonId) -> i64 {
        let row = self.totals.get(&student);
        row.map_or_else(|| self.plan.width(), |row| row.open)
    }

    fn value(&self, student: PersonId, column: &Column) -> Value {
        self.values
            .get(&(student, column.raw))
            .copied()
            .unwrap_or_default()
    }
}

fn columns(visit: &Visit, loaded: &Loaded, (view, may_write): (View, bool)) -> Vec<Column> {
    let task = &loaded.plan.task;
    if view == View::Abilities {
        let column = |ability: &design::model::Ability| Column {
            id: ability.id.to_string(),
            head: ability.dimension.clone(),
            note: visit.text(&Text::new("assessment-levels")),
            written: may_write,
            places: 0,
            raw: ability.id.raw(),
        };
        return task.abilities.iter().map(column).collect();
    }
    let column = |item: &design::model::AssessmentItem| {
        let weight = view.rater().map(|rater| item.weights.of(rater));
        let note = match weight {
            Some(weight) => Text::new("assessment-column-weight").with("weight", weight),
            None => Text::new("assessment-column-marks"),
        };
        Column {
            id: item.id.to_string(),
            head: item.name.clone(),
            note: visit.text(&note.with("marks", item.marks)),
            written: may_write && view.is_written() && weight != Some(Percent::ZERO),
            places: if view == View::Points { 3 } else { 2 },
            raw: item.id.raw(),
        }
    };
    let weighs = |item: &&design::model::AssessmentItem| {
        view.rater()
            .is_none_or(|rater| item.weights.of(rater) != Percent::ZERO)
    };
    task.items.iter().filter(weighs).map(column).collect()
}

fn students(visit: &Visit, loaded: &Loaded, (view, columns): (View, &[Column])) -> Vec<Row> {
    let row = |line: &Line| {
        let total = loaded.totals.get(&line.student);
        Row {
            id: line.student.to_string(),
            name: line.name.clone(),
            number: line.number.clone(),
            group: line
                .group
                .as_ref()
                .map(|(_, name)| name.clone())
                .unwrap_or_default(),
            cells: columns
                .iter()
                .map(|column| shown(visit, view, loaded.value(line.student, column)))
                .collect(),
            total: total
                .filter(|row| row.exempt.is_empty())
                .and_then(|row| row.total),
            mark: mark(visit, total, loaded.expected.away(line.student)),
            exempt: total.is_some_and(|row| !row.exempt.is_empty()),
        }
    };
    loaded.lines.iter().map(row).collect()
}

/// What is to be said of a line besides its total.
fn mark(visit: &Visit, total: Option<&TotalRow>, away: &'static str) -> String {
    let of_total = match total {
        Some(row) if !row.exempt.is_empty() => "assessment-mark-exempt",
        Some(row) if row.stand_ins > 0 && row.total.is_some() => "assessment-mark-stand-in",
        _ => "",
    };
    let said = [away, of_total].into_iter().filter(|key| !key.is_empty());
    let said: Vec<String> = said.map(|key| super::say(visit, key)).collect();
    said.join(" · ")
}

fn shown(visit: &Visit, view: View, value: Value) -> Shown {
    let (number, version) = (value.cell.value, value.cell.version);
    let (text, units) = match (view, number) {
        (View::Abilities, Some(level)) => (level.to_string(), Some(level * Points::SCALE)),
        (View::Points, Some(units)) => (format!("{:.3}", Points(units)), Some(units)),
        // A mean of peers is kept in ten-thousandths already.
        (View::Rater(Rater::Peer), Some(units)) => (format!("{:.1}", Points(units)), Some(units)),
        (View::Rater(Rater::Peer), None) if value.raters > 0 => {
            let few = Text::new("assessment-peers-few").with("count", value.raters);
            (visit.text(&few), None)
        }
        (_, Some(hundredths)) => {
            let points = Points(hundredths * (Points::SCALE / 100));
            (points.to_string(), Some(points.0))
        }
        (_, None) => (String::new(), None),
    };
    Shown {
        text,
        version,
        units,
        missing: false,
    }
}

fn groups(visit: &Visit, loaded: &Loaded, columns: &[Column]) -> Vec<Row> {
    let mut order: Vec<(GroupId, String)> = Vec::new();
    for line in &loaded.lines {
        if let Some(group) = line.group.as_ref().filter(|group| !order.contains(group)) {
            order.push(group.clone());
        }
    }
    let row = |(id, name): (GroupId, String)| {
        let members: Vec<&Line> = loaded
            .lines
            .iter()
            .filter(|line| line.group.as_ref().is_some_and(|(group, _)| *group == id))
            .collect();
        Row {
            id: id.to_string(),
            number: visit.text(&Text::new("assessment-members").with("count", members.len())),
            group: String::new(),
            cells: columns
                .iter()
                .map(|column| common(visit, loaded, (&members, column)))
                .collect(),
            total: None,
            mark: String::new(),
            exempt: false,
            name,
        }
    };
    order.into_iter().map(row).collect()
}

/// What all members of a group have in common at an item; where they differ, a word says so.
fn common(visit: &Visit, loaded: &Loaded, (members, column): (&[&Line], &Column)) -> Shown {
    let values: Vec<Value> = members
        .iter()
        .map(|line| loaded.value(line.student, column))
        .collect();
    let version = values.iter().map(|value| value.cell.version).sum();
    let first = values.first().copied().unwrap_or_default();
    let same = values.iter().all(|value| value.cell.value == first.cell.value);
    if same {
        return Shown {
            version,
            ..shown(visit, View::Groups, first)
        };
    }
    Shown {
        text: super::say(visit, "assessment-differs"),
        version,
        units: None,
        missing: false,
    }
}

fn mean(rows: &[Row], column: &Column, index: usize) -> String {
    let counting = rows.iter().filter(|row| !row.exempt);
    let units: Vec<i64> = counting.filter_map(|row| row.cells[index].units).collect();
    if units.is_empty() {
        return String::new();
    }
    let sum: i128 = units.iter().map(|units| i128::from(*units)).sum();
    let mean = kernel::number::divide_half_up(sum, units.len() as i128);
    let places = if column.places == 0 { 2 } else { 1 };
    format!("{:.places$}", Points(i64::try_from(mean).unwrap_or_default()))
}

impl Grid {
    /// Marks the cells that keep the sheet from its way; those of groups stand for several students, and are not marked.
    pub fn mark_missing(&mut self, missing: &Incomplete) {
        for row in &mut self.rows {
            let Ok(student) = row.id.parse::<PersonId>() else {
                continue;
            };
            for (cell, column) in row.cells.iter_mut().zip(&self.columns) {
                cell.missing = cell.text.is_empty() && missing.wants(student, column.raw);
            }
        }
    }
}

impl Row {
    /// The total as it is shown.
    pub fn total_text(&self) -> String {
        super::sheet::total_text(self.total)
    }
}

impl Grid {
    /// The mean of the totals as it is shown.
    pub fn mean_text(&self) -> String {
        super::sheet::total_text((self.distribution.count > 0).then_some(self.distribution.mean))
    }
}
