//! The classes of a school: the list, a new one, one with its students, its slips.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery};
use db::params;
use kernel::{Error, Id, PersonId, Result, Text};
use org::model::calendar::{Term, semester_on};
use org::model::major::Level;
use web::{Answer, Filled, Form, Input, Page, Visit, html, redirect_saying, with_status};

use super::slip::{Bearer, Slip};
use super::words;
use crate::actions::{create_class, end_class, issue_class_slips, set_class_teacher};
use crate::intake::{IDENTITY, opened};
use crate::model::class::{ClassForm, ClassId, EntryKind};
use crate::store::classes::{self as sql, ClassRow, StudentRow};
use crate::{policy, queries};

#[derive(Template)]
#[template(path = "classes.html")]
struct ClassesPage {
    p: Page,
    may_manage: bool,
    rows: Vec<ClassView>,
}

struct ClassView {
    id: String,
    name: String,
    major: String,
    level: String,
    entered: String,
    /// Which semester of theirs today lies in, as words; empty before the first and after the last.
    semester: String,
    teacher: String,
    students: i64,
    ended: bool,
}

#[derive(Template)]
#[template(path = "class_new.html")]
struct NewPage {
    p: Page,
    /// Where it leads back to.
    back: String,
    form: Filled,
    levels: Vec<(String, String)>,
    entries: Vec<(&'static str, String)>,
    teachers: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "class.html")]
struct ClassPage {
    p: Page,
    class: ClassView,
    years: u8,
    entry: String,
    season: String,
    acts: Acts,
    without_password: usize,
    teachers: Vec<(String, String)>,
    rows: Vec<StudentView>,
}

/// What the actor may do on the page of a class.
struct Acts {
    manage: bool,
    slips: bool,
    people: bool,
    identities: bool,
}

struct StudentView {
    id: String,
    name: String,
    number: String,
    sex: String,
    identity: String,
    status: String,
    state: &'static str,
    signed_in: bool,
}

#[derive(Template)]
#[template(path = "class_slips.html")]
struct SlipsPage {
    p: Page,
    title: String,
    slips: Vec<Slip>,
    back: String,
}

fn parsed(id: &str) -> Result<ClassId> {
    id.parse().map_err(|_| Error::NotFound)
}

/// `GET /classes`
pub async fn index(visit: Visit) -> Answer {
    let (rows, sizes, terms) = visit
        .read(|ctx, tx| {
            let within = policy::may_read_classes(ctx)?.into_target();
            let sizes: Vec<(ClassId, i64)> = tx.all(sql::CLASS_SIZES, params![within.school])?;
            let terms = org::queries::terms(tx, within.school)?;
            Ok((queries::classes(tx, within.school, within.teacher)?, sizes, terms))
        })
        .await?;
    let sizes: HashMap<ClassId, i64> = sizes.into_iter().collect();
    let rows = rows
        .into_iter()
        .map(|row| {
            let students = sizes.get(&row.id).copied().unwrap_or(0);
            view(&visit, (&row, &terms), students)
        })
        .collect();
    html(&ClassesPage {
        p: visit.page(),
        may_manage: policy::may_manage_classes(visit.ctx()).is_ok(),
        rows,
    })
}

fn view(visit: &Visit, (row, terms): (&ClassRow, &[Term]), students: i64) -> ClassView {
    let semester = semester_on(terms, row.entry_day, visit.ctx().now.day());
    let semester = semester.filter(|semester| row.ended_at.is_none() && *semester <= 2 * row.years);
    ClassView {
        semester: semester
            .map(|number| visit.text(&Text::new("people-class-semester").with("number", number)))
            .unwrap_or_default(),
        id: row.id.to_string(),
        name: row.name.clone(),
        major: row.major_name.clone(),
        level: words(visit, "org-level-", &row.level.to_string()),
        entered: row.entry_day.to_string(),
        teacher: row.teacher_name.clone().unwrap_or_default(),
        students,
        ended: row.ended_at.is_some(),
    }
}

/// `GET /classes/new`; an address can bring values of the form along, as the preview of a roster does.
pub async fn new(visit: Visit, RawQuery(asked): RawQuery) -> Answer {
    let asked = Input::parse(asked.as_deref().unwrap_or_default());
    form(&visit, Filled::asked(asked)).await
}

/// Where a new class leads back to: the roster that wants it, or the list.
fn roster_of(form: &Filled) -> Option<String> {
    let roster: Id<()> = form.value("roster").parse().ok()?;
    Some(format!("/rosters/{roster}"))
}

async fn form(visit: &Visit, form: Filled) -> Answer {
    let teachers = visit
        .read(|ctx, tx| {
            let school = policy::may_manage_classes(ctx)?.into_target();
            Ok(tx.all::<(PersonId, String)>(sql::CLASS_TEACHERS, params![school, ctx.now.day()])?)
        })
        .await?;
    let level = |level: &Level| {
        (
            level.digit().to_string(),
            words(visit, "org-level-", &level.digit().to_string()),
        )
    };
    let roster = roster_of(&form);
    let p = match &roster {
        Some(roster) => visit
            .page()
            .crumb(roster, visit.text(&Text::new("people-roster-preview"))),
        None => visit
            .page()
            .crumb("/classes", visit.text(&Text::new("people-nav-classes"))),
    };
    let page = NewPage {
        p,
        back: roster.unwrap_or_else(|| "/classes".to_owned()),
        form,
        levels: Level::ALL.iter().map(level).collect(),
        entries: EntryKind::ALL
            .iter()
            .map(|kind| (kind.code(), words(visit, "people-entry-", kind.code())))
            .collect(),
        teachers: chosen_from(teachers),
    };
    with_status(page.form.status(), &page)
}

fn chosen_from(teachers: Vec<(PersonId, String)>) -> Vec<(String, String)> {
    teachers
        .into_iter()
        .map(|(person, name)| (person.to_string(), name))
        .collect()
}

/// `POST /classes`
pub async fn create(Form(visit, input): Form) -> Answer {
    match created(&visit, &input).await {
        Ok(class) => {
            let roster = roster_of(&Filled::asked(input));
            let next = roster.unwrap_or_else(|| format!("/classes/{class}"));
            redirect_saying(&visit, &next, &Text::new("people-class-created"))
        }
        Err(Error::Invalid(problems)) => form(&visit, Filled::refused(&visit, input, &problems)).await,
        Err(other) => Err(other.into()),
    }
}

async fn created(visit: &Visit, input: &Input) -> Result<ClassId> {
    policy::may_manage_classes(visit.ctx())?;
    let form = ClassForm {
        name: input.get("name"),
        major_code: input.get("major-code"),
        major_name: input.get("major-name"),
        level: input.get("level"),
        entry: input.get("entry"),
        years: input.get("years"),
        entry_day: input.get("entry-day"),
        teacher: input.get("teacher"),
    };
    let new = form.parse().map_err(Error::Invalid)?;
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_manage_classes(ctx)?;
            create_class(tx, ctx, &grant, &new)
        })
        .await
}

/// `GET /classes/{id}`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let class = parsed(&id)?;
    let acts = acts(&visit);
    let manage = acts.manage;
    let (class, students, teachers, terms) = visit
        .read(move |ctx, tx| {
            let class = policy::may_read_class(tx, ctx, class)?;
            let students = queries::students(tx, class.school, class.id)?;
            let teachers: Vec<(PersonId, String)> = if manage {
                tx.all(sql::CLASS_TEACHERS, params![class.school, ctx.now.day()])?
            } else {
                Vec::new()
            };
            let terms = org::queries::terms(tx, class.school)?;
            Ok((class, students, teachers, terms))
        })
        .await?;
    let rows: Vec<StudentView> = students
        .iter()
        .map(|row| student(&visit, row, &acts))
        .collect::<Result<_>>()?;
    html(&ClassPage {
        p: visit
            .page()
            .crumb("/classes", visit.text(&Text::new("people-nav-classes"))),
        years: class.years,
        entry: words(&visit, "people-entry-", &class.entry_kind),
        season: words(&visit, "people-season-", &class.season),
        without_password: students.iter().filter(|row| row.password_at.is_none()).count(),
        class: view(
            &visit,
            (&class, &terms),
            i64::try_from(rows.iter().filter(|row| row.state != "mute").count()).unwrap_or_default(),
        ),
        acts,
        teachers: chosen_from(teachers),
        rows,
    })
}

fn acts(visit: &Visit) -> Acts {
    Acts {
        manage: policy::may_manage_classes(visit.ctx()).is_ok(),
        slips: policy::may_slip_classes(visit.ctx()),
        people: policy::may_read_people(visit.ctx()).is_ok(),
        identities: policy::may_see_contacts(visit.ctx()),
    }
}

fn student(visit: &Visit, row: &StudentRow, acts: &Acts) -> Result<StudentView> {
    let sealed = row.identity_sealed.as_deref().filter(|_| acts.identities);
    Ok(StudentView {
        id: row.person.to_string(),
        name: row.name.clone(),
        number: row.number.clone(),
        sex: words(visit, "people-sex-", &row.sex),
        identity: super::masked(
            &row.identity_kind,
            &opened(&visit.house().vault, IDENTITY, sealed)?,
        ),
        status: words(visit, "people-status-", &row.status),
        state: super::status_kind(&row.status),
        signed_in: row.password_at.is_some(),
    })
}

/// `POST /classes/{id}/teacher`
pub async fn teacher(Path(id): Path<String>, Form(visit, input): Form) -> Answer {
    let class = parsed(&id)?;
    let teacher: Option<PersonId> = match input.get("teacher") {
        "" => None,
        id => Some(id.parse().map_err(|_| Error::NotFound)?),
    };
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_manage_classes(ctx)?;
            set_class_teacher(tx, ctx, &grant, class, teacher)
        })
        .await?;
    redirect_saying(
        &visit,
        &format!("/classes/{class}"),
        &Text::new("people-class-teacher-set"),
    )
}

/// `POST /classes/{id}/end`
pub async fn end(Path(id): Path<String>, Form(visit, input): Form) -> Answer {
    let class = parsed(&id)?;
    let reason = input.get("reason").to_owned();
    visit
        .write(move |ctx, tx| {
            // Whoever may not is refused before anything is said about the form.
            let grant = policy::may_manage_classes(ctx)?;
            if reason.is_empty() {
                return Err(Error::field("reason", Text::new("web-required")));
            }
            end_class(tx, ctx, &grant, class, &reason)
        })
        .await?;
    redirect_saying(&visit, "/classes", &Text::new("people-class-was-ended"))
}

/// `POST /classes/{id}/slips`: a code for every student who has chosen no password yet.
pub async fn slips(Path(id): Path<String>, Form(visit, _): Form) -> Answer {
    issued(&visit, parsed(&id)?, None).await
}

/// `POST /classes/{id}/students/{person}/slip`: a code for one, whoever it is.
pub async fn slip(Path((id, person)): Path<(String, String)>, Form(visit, _): Form) -> Answer {
    let person: PersonId = person.parse().map_err(|_| Error::NotFound)?;
    issued(&visit, parsed(&id)?, Some(person)).await
}

async fn issued(visit: &Visit, class: ClassId, one: Option<PersonId>) -> Answer {
    let vault = Arc::clone(&visit.house().vault);
    let (class, org, codes) = visit
        .write(move |ctx, tx| {
            let grant = policy::may_issue_class_slips(tx, ctx, class, one)?;
            let codes = issue_class_slips(tx, ctx, &vault, &grant)?;
            let class = grant.into_target().class;
            let org = org::queries::by_number(tx, class.school)?;
            Ok((class, org, codes))
        })
        .await?;
    let back = format!("/classes/{}", class.id);
    if codes.is_empty() {
        return redirect_saying(visit, &back, &Text::new("people-slips-none"));
    }
    let slips: Vec<Slip> = codes
        .iter()
        .map(|(row, issued)| {
            let bearer = Bearer {
                org: org.name.clone(),
                name: row.name.clone(),
                number: row.number.clone(),
                role: class.name.clone(),
            };
            Slip::new(visit, bearer, issued)
        })
        .collect::<Result<_>>()?;
    html(&SlipsPage {
        p: visit.page().crumb(back.as_str(), class.name.as_str()),
        title: class.name,
        slips,
        back,
    })
}
