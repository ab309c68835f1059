//! One student's line of a sheet, opened for the staff: what each grade is made of, taking the student out of the count, and
//! asking for a correction once the sheet is locked.

use askama::Template;
use axum::extract::Path;
use kernel::{Error, Id, PersonId, Result, Text};
use web::{Answer, Filled, Form, Input, Page, Visit, redirect_saying, with_status};

use super::opened::{self, AbilityView, ItemView, PhaseView, exact};
use super::sheet::total_text;
use super::{courses, person_id, say, sheet_id, state_mark};
use crate::actions::{self, NewCorrection};
use crate::courses::course;
use crate::grading;
use crate::model::breakdown::Reader;
use crate::model::{SheetId, phase_profile};
use crate::policy::{self, CheckSheet};
use crate::queries::{self, SheetRow};

#[derive(Template)]
#[template(path = "student.html")]
struct StudentPage {
    p: Page,
    id: String,
    student: String,
    name: String,
    number: String,
    group: String,
    title: String,
    state: (&'static str, String),
    exempt: String,
    total: String,
    exact: String,
    rule: String,
    items: Vec<ItemView>,
    phases: Vec<PhaseView>,
    abilities: Vec<AbilityView>,
    may_exempt: bool,
    targets: Vec<(String, String)>,
    course: bool,
    form: Filled,
}

impl StudentPage {
    fn total_or_dash(&self) -> &str {
        if self.total.is_empty() { "—" } else { &self.total }
    }

    /// What the field of the new value takes.
    fn hint(&self) -> &str {
        self.p.t(if self.course {
            "assessment-course-hint"
        } else {
            "assessment-score-range"
        })
    }
}

/// What a student's page is made of.
struct Loaded {
    sheet: SheetRow,
    leads: bool,
    name: String,
    number: String,
    group: String,
    exempt: String,
    total: Option<kernel::Points>,
    rule: String,
    items: Vec<ItemView>,
    phases: Vec<PhaseView>,
    abilities: Vec<AbilityView>,
    targets: Vec<(String, String)>,
}

/// `GET /grades/{id}/students/{student}`
pub async fn show(visit: Visit, Path((id, student)): Path<(String, String)>) -> Answer {
    page(&visit, (sheet_id(&id)?, person_id(&student)?), Filled::empty()).await
}

async fn page(visit: &Visit, (id, student): (SheetId, PersonId), form: Filled) -> Answer {
    let loaded = load(visit, (id, student)).await?;
    let locked = loaded.sheet.state == "locked";
    let page = StudentPage {
        p: visit
            .page()
            .crumb("/grades", say(visit, "assessment-nav-grades"))
            .crumb(format!("/grades/{id}"), &loaded.sheet.title)
            .crumb("", &loaded.name),
        id: id.to_string(),
        student: student.to_string(),
        name: loaded.name,
        number: loaded.number,
        group: loaded.group,
        title: loaded.sheet.title.clone(),
        state: state_mark(visit, &loaded.sheet.state),
        total: total_text(loaded.total),
        exact: loaded.total.map(exact).unwrap_or_default(),
        rule: loaded.rule,
        items: loaded.items,
        phases: loaded.phases,
        abilities: loaded.abilities,
        may_exempt: loaded.leads && loaded.sheet.state == "draft",
        exempt: loaded.exempt,
        targets: if loaded.leads && locked {
            loaded.targets
        } else {
            Vec::new()
        },
        course: loaded.sheet.is_course(),
        form,
    };
    with_status(page.form.status(), &page)
}

async fn load(visit: &Visit, (id, student): (SheetId, PersonId)) -> Result<Loaded> {
    let asking = visit.clone();
    visit
        .read(move |ctx, tx| {
            let opened = policy::may_read_sheet(tx, ctx, id)?.into_target();
            let sheet = opened.sheet.clone().ok_or(Error::NotFound)?;
            let (_, lines) = queries::lines(tx, &opened)?;
            let line = lines
                .into_iter()
                .find(|line| line.student == student)
                .ok_or(Error::NotFound)?;
            let total = queries::total(tx, &sheet, student)?;
            let mut loaded = Loaded {
                leads: policy::would_lead(ctx, &opened),
                name: line.name,
                number: line.number,
                group: line.group.map(|(_, name)| name).unwrap_or_default(),
                exempt: total
                    .as_ref()
                    .map(|total| total.exempt.clone())
                    .unwrap_or_default(),
                total: total.and_then(|total| total.total),
                rule: String::new(),
                items: Vec::new(),
                phases: Vec::new(),
                abilities: Vec::new(),
                targets: Vec::new(),
                sheet,
            };
            if loaded.sheet.is_course() {
                of_course(tx, &asking, (&mut loaded, student))?;
            } else {
                of_task(tx, &asking, (&mut loaded, student))?;
            }
            Ok(loaded)
        })
        .await
}

fn of_task(tx: &mut db::Tx<'_>, visit: &Visit, (loaded, student): (&mut Loaded, PersonId)) -> Result<()> {
    use authz::Verb as _;
    let plan = grading::plan(tx, &loaded.sheet)?;
    let grade = grading::grade_of(tx, &loaded.sheet, &plan, student)?;
    let seen = queries::observed(tx, &loaded.sheet, student)?;
    // Whoever gave a part or checks it sees the parts; the class teacher and the leaders see what the student sees.
    let sees_parts = loaded.leads || policy::would(visit.ctx(), CheckSheet::NAME);
    let reader = if sees_parts {
        Reader::Teacher
    } else {
        Reader::Leader
    };
    let items = grade.breakdown(reader);
    loaded.items = items
        .iter()
        .map(|item| opened::item(visit, &plan.task, item))
        .collect();
    loaded.phases = opened::phases(visit, &plan.task, &phase_profile(&plan.task, &grade));
    loaded.abilities = opened::abilities(visit, &plan.task, &seen);
    if grade.used_a_stand_in() {
        loaded.rule = opened::rule_text(visit, grade.rule);
    }
    let target = |(item, kind, name, rater): (String, &str, String, design::model::Rater)| {
        (
            format!("{item}:{kind}"),
            format!("{name} · {}", say(visit, rater.key())),
        )
    };
    loaded.targets = opened::correctable(&plan.task).into_iter().map(target).collect();
    Ok(())
}

fn of_course(tx: &mut db::Tx<'_>, visit: &Visit, (loaded, student): (&mut Loaded, PersonId)) -> Result<()> {
    let course = course(tx, &loaded.sheet)?;
    let item = |item: &crate::courses::CourseItem| ItemView {
        name: item.name.clone(),
        marks: format!("{}%", item.weight),
        points: courses::sitting_text(visit, course.stands(student, item)),
        parts: Vec::new(),
        formula: String::new(),
        note: String::new(),
    };
    loaded.items = course.items.iter().map(item).collect();
    let written = course.items.iter().filter(|item| item.task_sheet.is_none());
    loaded.targets = written
        .map(|item| (format!("{}:sitting", item.id), item.name.clone()))
        .collect();
    Ok(())
}

/// `POST /grades/{id}/students/{student}/exemption`
pub async fn exempt(Path((id, student)): Path<(String, String)>, Form(visit, input): Form) -> Answer {
    let (sheet, person) = (sheet_id(&id)?, person_id(&student)?);
    let reason = input.get("reason").to_owned();
    let done = visit
        .write(move |ctx, tx| {
            let grant = policy::may_lead_sheet(tx, ctx, sheet)?;
            actions::exempt(tx, ctx, &grant, (person, &reason))
        })
        .await;
    match done {
        Ok(()) => redirect_saying(
            &visit,
            &format!("/grades/{id}/students/{student}"),
            &Text::new("assessment-exempted"),
        ),
        Err(Error::Invalid(problems)) => {
            page(&visit, (sheet, person), Filled::refused(&visit, input, &problems)).await
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /grades/{id}/students/{student}/exemption/end`
pub async fn count_again(Path((id, student)): Path<(String, String)>, Form(visit, _): Form) -> Answer {
    let (sheet, person) = (sheet_id(&id)?, person_id(&student)?);
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_lead_sheet(tx, ctx, sheet)?;
            actions::count_again(tx, ctx, &grant, person)
        })
        .await?;
    redirect_saying(
        &visit,
        &format!("/grades/{id}/students/{student}"),
        &Text::new("assessment-counted-again"),
    )
}

/// `POST /grades/{id}/students/{student}/corrections`
pub async fn correct(Path((id, student)): Path<(String, String)>, Form(visit, input): Form) -> Answer {
    let (sheet, person) = (sheet_id(&id)?, person_id(&student)?);
    match corrected(&visit, (sheet, person), &input).await {
        Ok(()) => redirect_saying(
            &visit,
            &format!("/grades/{id}/history"),
            &Text::new("assessment-correction-requested"),
        ),
        Err(Error::Invalid(problems)) => {
            page(&visit, (sheet, person), Filled::refused(&visit, input, &problems)).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn corrected(visit: &Visit, (sheet, student): (SheetId, PersonId), input: &Input) -> Result<()> {
    let (item, kind) = input.get("target").split_once(':').unwrap_or_default();
    let item = item.parse::<Id<()>>().map_err(|_| Error::NotFound);
    let new = NewCorrection {
        student,
        item: item.map(Id::raw).unwrap_or_default(),
        kind: kind.to_owned(),
        value: input.get("new").to_owned(),
        reason: input.get("reason").to_owned(),
    };
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_lead_sheet(tx, ctx, sheet)?;
            actions::request_correction(tx, ctx, &grant, &new).map(drop)
        })
        .await
}
