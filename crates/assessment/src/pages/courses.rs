//! The grade sheet of a course: how students stand in its items, what comes of it, and a new one.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Query;
use db::Tx;
use kernel::{Ctx, Day, Error, Percent, PersonId, Problems, Result, Text};
use paper::sheet::{ColumnOut, SheetOut, Value, XLSX};
use people::model::class::ClassId;
use people::queries::Expected;
use serde::Deserialize;
use web::{Answer, Filled, Form, Input, Page, Visit, file, redirect_saying, with_status};

use super::missing::Incomplete;
use super::sheet::{Acts, decimal, foot, offered, total_text};
use super::{say, state_mark};
use crate::actions::{NewCourse, NewCourseItem, open_course};
use crate::courses::{Course, course};
use crate::model::{CourseItemKind, Distribution, SheetId, Sitting};
use crate::policy::{self, Opened};
use crate::queries::{self, Line, SheetRow, TotalRow};

#[derive(Template)]
#[template(path = "course.html")]
pub struct CoursePage {
    p: Page,
    id: String,
    title: String,
    subtitle: String,
    state: (&'static str, String),
    acts: Acts,
    view: &'static str,
    hint: String,
    grid: CourseGrid,
    foot: Vec<(String, String)>,
    missing: Incomplete,
}

struct CourseGrid {
    columns: Vec<ColumnView>,
    rows: Vec<RowView>,
    students: usize,
}

struct ColumnView {
    id: String,
    head: String,
    note: String,
    href: String,
    written: bool,
}

struct RowView {
    id: String,
    name: String,
    number: String,
    /// Why the student is not expected in class, or empty.
    away: String,
    /// Text, version, and whether it keeps the sheet from its way.
    cells: Vec<(String, i64, bool)>,
    total: String,
    passed: (&'static str, String),
    grade: Option<kernel::Points>,
}

/// A course's sheet as it was read.
pub struct Loaded {
    sheet: SheetRow,
    leads: bool,
    class: String,
    lines: Vec<Line>,
    expected: Expected,
    course: Course,
    totals: HashMap<PersonId, TotalRow>,
}

async fn load(visit: &Visit, id: SheetId) -> Result<Loaded> {
    visit
        .read(move |ctx, tx| {
            let opened = policy::may_read_sheet(tx, ctx, id)?.into_target();
            of(tx, ctx, &opened)
        })
        .await
}

/// The sheet of a course that was opened.
///
/// # Errors
/// `NotFound` for the sheet of a task.
pub fn of(tx: &mut Tx<'_>, ctx: &Ctx, opened: &Opened) -> Result<Loaded> {
    let sheet = opened.sheet.clone().filter(SheetRow::is_course);
    let sheet = sheet.ok_or(Error::NotFound)?;
    let (class, lines) = queries::lines(tx, opened)?;
    Ok(Loaded {
        expected: queries::expected(tx, opened)?,
        course: course(tx, &sheet)?,
        totals: queries::totals(tx, &sheet)?,
        leads: policy::would_lead(ctx, opened),
        sheet,
        class,
        lines,
    })
}

/// The page of a course's sheet, below the address of any sheet.
pub fn page(visit: &Visit, loaded: &Loaded, missing: Incomplete) -> CoursePage {
    let id = loaded.sheet.id;
    let grid = grid(visit, loaded, &missing);
    let lie = Distribution::of(grid.rows.iter().filter_map(|row| row.grade));
    CoursePage {
        p: visit
            .page()
            .crumb("/grades", say(visit, "assessment-nav-grades"))
            .crumb("", &loaded.sheet.title),
        id: id.to_string(),
        title: loaded.sheet.title.clone(),
        subtitle: visit.text(&Text::new("assessment-course-of").with("class", &loaded.class)),
        state: state_mark(visit, &loaded.sheet.state),
        acts: offered(visit, (Some(&loaded.sheet), loaded.leads)),
        view: "course",
        hint: if writes(loaded) {
            say(visit, "assessment-course-hint")
        } else {
            String::new()
        },
        foot: foot(visit, &lie),
        grid,
        missing,
    }
}

fn writes(loaded: &Loaded) -> bool {
    loaded.leads && loaded.sheet.state == "draft"
}

fn grid(visit: &Visit, loaded: &Loaded, missing: &Incomplete) -> CourseGrid {
    let writes = writes(loaded);
    let column = |item: &crate::courses::CourseItem| {
        let note = Text::new("assessment-course-weight")
            .with("kind", say(visit, item.kind.key()))
            .with("weight", item.weight);
        ColumnView {
            id: item.id.to_string(),
            head: item.name.clone(),
            note: visit.text(&note),
            href: item
                .task_sheet
                .map(|task| format!("/grades/{task}"))
                .unwrap_or_default(),
            written: writes && item.task_sheet.is_none(),
        }
    };
    let rows: Vec<RowView> = loaded
        .lines
        .iter()
        .map(|line| grid_row(visit, loaded, (line, missing)))
        .collect();
    CourseGrid {
        columns: loaded.course.items.iter().map(column).collect(),
        students: rows.iter().filter(|row| row.grade.is_some()).count(),
        rows,
    }
}

/// The line of one student.
fn grid_row(visit: &Visit, loaded: &Loaded, (line, missing): (&Line, &Incomplete)) -> RowView {
    let kept = loaded.totals.get(&line.student);
    // What was submitted stands as it was stored; until then it is what the items make of it.
    let grade = match loaded.sheet.state.as_str() {
        "draft" => loaded
            .course
            .grade(line.student)
            .ok()
            .and_then(|grade| grade.total),
        _ => kept.and_then(|row| row.total),
    };
    let exempt = kept.map_or("", |row| row.exempt.as_str());
    let grade = grade.filter(|_| exempt.is_empty());
    let cell = |item: &crate::courses::CourseItem| {
        let sitting = loaded.course.sitting(line.student, item.id);
        (
            sitting_text(visit, loaded.course.stands(line.student, item)),
            sitting.map_or(0, |row| row.version),
            missing.wants(line.student, item.id.raw()),
        )
    };
    RowView {
        id: line.student.to_string(),
        name: line.name.clone(),
        number: line.number.clone(),
        away: match loaded.expected.away(line.student) {
            "" => String::new(),
            key => say(visit, key),
        },
        cells: loaded.course.items.iter().map(cell).collect(),
        total: total_text(grade),
        passed: passed(visit, grade, exempt),
        grade,
    }
}

/// Whether a grade is a pass, as a mark with its word; of who is exempt (for the given reason) only that.
pub fn passed(visit: &Visit, grade: Option<kernel::Points>, exempt: &str) -> (&'static str, String) {
    if !exempt.is_empty() {
        return ("idle", say(visit, "assessment-mark-exempt"));
    }
    let (kind, key) = match (crate::model::CourseGrade { total: grade }).passed() {
        None => ("idle", "assessment-course-open"),
        Some(true) => ("ok", "assessment-course-passed"),
        Some(false) => ("bad", "assessment-course-failed"),
    };
    (kind, say(visit, key))
}

/// How a student stands, as the sheet shows it: points, or the word of the register, with the points of a 补考 behind it.
pub fn sitting_text(visit: &Visit, sitting: Option<Sitting>) -> String {
    match sitting {
        None => String::new(),
        Some(Sitting::Sat(points)) => points.to_string(),
        Some(sitting @ Sitting::MadeUp(points)) => format!("{} {points}", say(visit, sitting.key())),
        Some(sitting) => say(visit, sitting.key()),
    }
}

/// The export of a course's sheet, below the address of any sheet's.
pub async fn export(visit: Visit, id: SheetId) -> Answer {
    let loaded = load(&visit, id).await?;
    let grid = grid(&visit, &loaded, &Incomplete::default());
    let name = Text::new("assessment-export-name")
        .with("class", &loaded.class)
        .with("title", &loaded.sheet.title);
    let name = visit.text(&name);
    let out = workbook(&visit, &loaded, (&grid, &name));
    let bytes = tokio::task::spawn_blocking(move || paper::sheet::write(&[out])).await;
    let bytes = bytes.map_err(Error::internal)?.map_err(Error::internal)?;
    file(&format!("{name}.xlsx"), XLSX, bytes)
}

fn workbook(visit: &Visit, loaded: &Loaded, (grid, title): (&CourseGrid, &str)) -> SheetOut {
    let heads = ["assessment-number", "assessment-name"].map(|key| ColumnOut::new(say(visit, key)));
    let mut columns: Vec<ColumnOut> = heads.into_iter().collect();
    columns.extend(
        grid.columns
            .iter()
            .map(|column| ColumnOut::new(format!("{}\n{}", column.head, column.note))),
    );
    columns.push(ColumnOut::new(say(visit, "assessment-total")).places(1));
    columns.push(ColumnOut::new(say(visit, "assessment-remark")));
    let text = |text: &str| {
        if text.is_empty() {
            Value::Empty
        } else {
            Value::Text(text.to_owned())
        }
    };
    let row = |(row, line): (&RowView, &Line)| {
        let mut values = vec![text(&row.number), text(&row.name)];
        let stands = loaded
            .course
            .items
            .iter()
            .map(|item| loaded.course.stands(line.student, item));
        values.extend(stands.zip(&row.cells).map(|(sitting, cell)| match sitting {
            Some(Sitting::Sat(points)) => decimal(points),
            _ => text(&cell.0),
        }));
        values.push(row.grade.map_or(Value::Empty, decimal));
        let said = [row.passed.1.as_str(), &row.away]
            .into_iter()
            .filter(|said| !said.is_empty());
        values.push(text(&said.collect::<Vec<_>>().join(" · ")));
        values
    };
    SheetOut {
        name: say(visit, "assessment-course"),
        title: Some(title.to_owned()),
        columns,
        rows: grid.rows.iter().zip(&loaded.lines).map(row).collect(),
        totals: None,
        frozen_columns: 2,
    }
}

#[derive(Template)]
#[template(path = "course_new.html")]
struct NewPage {
    p: Page,
    form: Filled,
    classes: Vec<(String, String)>,
    weights: Vec<WeightView>,
}

/// A field of the form for one weight.
struct WeightView {
    name: String,
    label: String,
    value: String,
    error: String,
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    class: String,
}

/// `GET /grades/courses/new?class=`
pub async fn new(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    form(&visit, Filled::with(&[("class", &asked.class)])).await
}

async fn form(visit: &Visit, form: Filled) -> Answer {
    let chosen: Option<ClassId> = form.value("class").parse().ok();
    let (classes, tasks) = visit
        .read(move |ctx, tx| {
            let school = policy::may_open_course(ctx)?.target().school;
            let classes = people::queries::classes(tx, school, None)?;
            let tasks = match chosen {
                Some(class) => queries::sheets_of_class(tx, school, class)?,
                None => Vec::new(),
            };
            Ok((classes, tasks))
        })
        .await?;
    let running = classes.into_iter().filter(|class| class.ended_at.is_none());
    let page = NewPage {
        p: visit.page().crumb("/grades", say(visit, "assessment-nav-grades")),
        classes: running.map(|class| (class.id.to_string(), class.name)).collect(),
        weights: weights(visit, &form, &tasks),
        form,
    };
    with_status(page.form.status(), &page)
}

/// A field for each type whose points are written into the sheet, and for each task of the class.
fn weights(visit: &Visit, form: &Filled, sheets: &[SheetRow]) -> Vec<WeightView> {
    let written = |kind: CourseItemKind| (kind.code().to_owned(), say(visit, kind.key()));
    let task = |sheet: &SheetRow| {
        let label = Text::new("assessment-course-task-of").with("task", &sheet.title);
        (sheet.id.to_string(), visit.text(&label))
    };
    let mut all = vec![
        written(CourseItemKind::Classroom),
        written(CourseItemKind::Homework),
    ];
    all.extend(sheets.iter().filter(|sheet| !sheet.is_course()).map(task));
    all.push(written(CourseItemKind::Final));
    let view = |(code, label): (String, String)| {
        let name = format!("w-{code}");
        WeightView {
            value: form.value(&name).to_owned(),
            error: form.error(&name).to_owned(),
            name,
            label,
        }
    };
    all.into_iter().map(view).collect()
}

/// `POST /grades/courses`
pub async fn create(Form(visit, input): Form) -> Answer {
    match created(&visit, &input).await {
        Ok(id) => redirect_saying(
            &visit,
            &format!("/grades/{id}"),
            &Text::new("assessment-course-opened"),
        ),
        Err(Error::Invalid(problems)) => form(&visit, Filled::refused(&visit, input, &problems)).await,
        Err(other) => Err(other.into()),
    }
}

async fn created(visit: &Visit, input: &Input) -> Result<SheetId> {
    let school = policy::may_open_course(visit.ctx())?.target().school;
    let class: ClassId = input
        .get("class")
        .parse()
        .map_err(|_| Error::field("class", Text::new("web-required")))?;
    let sheets = visit
        .read(move |_, tx| queries::sheets_of_class(tx, school, class))
        .await?;
    let new = NewCourse {
        class,
        ..typed(visit, input, &sheets)?
    };
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_open_course(ctx)?;
            open_course(tx, ctx, &grant, &new)
        })
        .await
}

fn typed(visit: &Visit, input: &Input, sheets: &[SheetRow]) -> Result<NewCourse> {
    let mut problems = Problems::default();
    let last = input.parsed::<Day>("last", Text::new("assessment-course-last"));
    let last = problems.take("last", last).flatten();
    let mut items = Vec::new();
    let mut take = |field: String, item: NewCourseItem| {
        let weight = input.parsed::<Percent>(&field, Text::new("assessment-course-weight-range"));
        if let Some(Some(weight)) = problems.take(&field, weight)
            && weight != Percent::ZERO
        {
            items.push(NewCourseItem { weight, ..item });
        }
    };
    for kind in [CourseItemKind::Classroom, CourseItemKind::Homework] {
        take(format!("w-{}", kind.code()), item(kind, say(visit, kind.key())));
    }
    for sheet in sheets.iter().filter(|sheet| !sheet.is_course()) {
        let task = NewCourseItem {
            task_sheet: Some(sheet.id),
            ..item(CourseItemKind::Task, sheet.title.clone())
        };
        take(format!("w-{}", sheet.id), task);
    }
    let exam = CourseItemKind::Final;
    take(format!("w-{}", exam.code()), item(exam, say(visit, exam.key())));
    problems.check()?;
    Ok(NewCourse {
        class: ClassId::of(kernel::RawId::nil()),
        name: input.get("name").to_owned(),
        last: last.unwrap_or_else(|| visit.ctx().now.day()),
        items,
    })
}

const fn item(kind: CourseItemKind, name: String) -> NewCourseItem {
    NewCourseItem {
        kind,
        name,
        weight: Percent::ZERO,
        task_sheet: None,
    }
}
