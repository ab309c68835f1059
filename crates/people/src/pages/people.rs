//! People of a school: the list, one person, a reading set by hand, the exact search.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query};
use db::params;
use kernel::{Day, Error, Page as List, PersonId, Result, Role, Slice, Text};
use serde::Deserialize;
use web::{Answer, Filled, Form, Page, Pager, Visit, redirect, redirect_saying, with_status};

use super::{masked, status_kind, words};
use crate::actions::{find_by_identity, set_reading};
use crate::intake::{DETAIL, IDENTITY, PHONE, opened};
use crate::model::class::ClassId;
use crate::model::name::Reading;
use crate::model::roster::detail::StudentDetail;
use crate::store::classes::{self as sql, EnrolmentRow, PersonLine, PersonRow};
use crate::store::roster::TeacherDetail;
use crate::{policy, queries, role_text};

#[derive(Template)]
#[template(path = "people.html")]
struct PeoplePage {
    p: Page,
    form: Filled,
    query: String,
    class: String,
    classes: Vec<(String, String)>,
    may_import: bool,
    may_find: bool,
    rows: Vec<LineView>,
    pager: Pager,
}

struct LineView {
    id: String,
    name: String,
    reading: String,
    number: String,
    class: String,
    status: String,
    state: &'static str,
}

#[derive(Template)]
#[template(path = "person.html")]
struct PersonPage {
    p: Page,
    form: Filled,
    id: String,
    name: String,
    subtitle: String,
    may_set_reading: bool,
    by_hand: bool,
    version: i64,
    facts: Vec<(String, String)>,
    enrolments: Vec<EnrolmentView>,
    posts: Vec<(String, String, String)>,
}

struct EnrolmentView {
    class: String,
    class_name: String,
    status: String,
    state: &'static str,
    from: String,
    until: String,
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    class: String,
    #[serde(default)]
    page: u32,
}

/// `GET /people?q=&class=`
pub async fn index(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    list(&visit, asked, Filled::empty()).await
}

async fn list(visit: &Visit, asked: Asked, form: Filled) -> Answer {
    let class: Option<ClassId> = asked.class.parse().ok();
    let slice = Slice::page(asked.page);
    let text = asked.q.clone();
    let (found, classes) = visit
        .read(move |ctx, tx| {
            let within = policy::may_read_people(ctx)?.into_target();
            let (rows, total) = queries::listed(tx, ctx, &within, (class, &text), slice)?;
            Ok((
                List { rows, total, slice },
                queries::classes(tx, within.school, within.teacher)?,
            ))
        })
        .await?;
    let address = format!("/people?{}&", serde_query(&asked));
    let page = PeoplePage {
        p: visit.page(),
        pager: Pager::new(&found, &address),
        form,
        query: asked.q,
        class: asked.class,
        classes: classes
            .into_iter()
            .map(|class| (class.id.to_string(), class.name))
            .collect(),
        may_import: policy::may_import_roster(visit.ctx()).is_ok(),
        may_find: policy::may_find_by_identity(visit.ctx()).is_ok(),
        rows: found.rows.into_iter().map(|row| line(visit, row)).collect(),
    };
    with_status(page.form.status(), &page)
}

fn serde_query(asked: &Asked) -> String {
    let encoded = |text: &str| -> String {
        let byte = |byte: u8| match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        };
        text.bytes().map(byte).collect()
    };
    format!("q={}&class={}", encoded(&asked.q), encoded(&asked.class))
}

fn line(visit: &Visit, row: PersonLine) -> LineView {
    let status = row.status.unwrap_or_default();
    LineView {
        id: row.person.to_string(),
        name: row.name,
        reading: row.reading,
        number: row.number,
        class: row.class.unwrap_or_default(),
        status: words(visit, "people-status-", &status),
        state: status_kind(&status),
    }
}

/// `POST /people/find`: by the exact number of a certificate, which stands in no address and no log.
pub async fn find(Form(visit, input): Form) -> Answer {
    let number = match input.required("identity") {
        Ok(number) => number,
        Err(text) => return refused(&visit, text).await,
    };
    let vault = Arc::clone(&visit.house().vault);
    let found = visit
        .write(move |ctx, tx| {
            let grant = policy::may_find_by_identity(ctx)?;
            find_by_identity(tx, ctx, &vault, &grant, &number)
        })
        .await?;
    match found {
        Some(person) => redirect(&format!("/people/{person}")),
        None => refused(&visit, Text::new("people-identity-unknown")).await,
    }
}

async fn refused(visit: &Visit, text: Text) -> Answer {
    let Error::Invalid(problems) = Error::field("identity", text) else {
        return Err(Error::NotFound.into());
    };
    policy::may_find_by_identity(visit.ctx())?;
    let asked = Asked {
        q: String::new(),
        class: String::new(),
        page: 1,
    };
    list(
        visit,
        asked,
        Filled::refused(visit, web::Input::default(), &problems),
    )
    .await
}

/// `GET /people/{id}`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let person: PersonId = id.parse().map_err(|_| Error::NotFound)?;
    page(&visit, person, Filled::empty()).await
}

struct Known {
    person: PersonRow,
    enrolments: Vec<EnrolmentRow>,
    posts: Vec<(String, Day, Option<Day>)>,
    teacher: Option<TeacherDetail>,
}

async fn page(visit: &Visit, person: PersonId, form: Filled) -> Answer {
    let known = visit
        .read(move |ctx, tx| {
            let person = policy::may_read_person(tx, ctx, person)?;
            Ok(Known {
                enrolments: queries::enrolments(tx, person.school, person.person)?,
                posts: tx.all(sql::POST_HISTORY, params![person.school, person.person])?,
                teacher: tx.opt(sql::TEACHER_DETAIL, params![person.school, person.person])?,
                person,
            })
        })
        .await?;
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let role = |code: &str| {
        Role::from_code(code)
            .map(|role| visit.text(&role_text(role)))
            .unwrap_or_default()
    };
    let enrolment = |row: &EnrolmentRow| EnrolmentView {
        class: row.class.to_string(),
        class_name: row.class_name.clone(),
        status: words(visit, "people-status-", &row.status),
        state: status_kind(&row.status),
        from: row.from_day.to_string(),
        until: day(row.until_day),
    };
    let page = PersonPage {
        p: visit
            .page()
            .crumb("/people", visit.text(&Text::new("people-nav-people"))),
        id: person.to_string(),
        name: known.person.name.clone(),
        subtitle: format!("{} · {}", known.person.number, known.person.reading),
        may_set_reading: policy::may_see_contacts(visit.ctx()),
        by_hand: known.person.reading_by_hand,
        version: known.person.version,
        facts: facts(visit, &known)?,
        enrolments: known.enrolments.iter().map(enrolment).collect(),
        posts: known
            .posts
            .iter()
            .map(|(code, from, until)| (role(code), from.to_string(), day(*until)))
            .collect(),
        form: if form.errors().is_empty() {
            Filled::with(&[("reading", &known.person.reading)])
        } else {
            form
        },
    };
    with_status(page.form.status(), &page)
}

/// What the reader may see of a person: contacts only those who look after them, identity numbers masked always.
fn facts(visit: &Visit, known: &Known) -> Result<Vec<(String, String)>> {
    let (vault, person) = (&visit.house().vault, &known.person);
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut facts = vec![
        ("sex", words(visit, "people-sex-", &person.sex)),
        ("entered", day(person.entered)),
    ];
    if let Some(teacher) = &known.teacher {
        facts.extend(teacher_facts(visit, teacher));
    }
    if policy::may_see_contacts(visit.ctx()) {
        let identity = opened(vault, IDENTITY, person.identity_sealed.as_deref())?;
        facts.push(("born", day(person.birthday)));
        facts.push((
            "certificate",
            words(visit, "people-certificate-", &person.identity_kind),
        ));
        facts.push(("identity", masked(&person.identity_kind, &identity)));
        facts.push(("phone", opened(vault, PHONE, person.phone_sealed.as_deref())?));
        if let Some(sealed) = &person.detail_sealed {
            let json = vault.open(DETAIL, sealed).map_err(Error::internal)?;
            let detail: StudentDetail = serde_json::from_slice(&json).map_err(Error::internal)?;
            facts.extend(detail.fields());
        }
    }
    let named = |(field, value): (&str, String)| (words(visit, "people-field-", field), value);
    Ok(facts
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(named)
        .collect())
}

fn teacher_facts(visit: &Visit, teacher: &TeacherDetail) -> Vec<(&'static str, String)> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let level = teacher
        .level
        .map(|level| words(visit, "people-teacher-level-", &level.to_string()))
        .unwrap_or_default();
    vec![
        ("department", text(&teacher.department)),
        ("posts", text(&teacher.posts)),
        ("title", text(&teacher.title)),
        ("education", text(&teacher.education)),
        ("skill", text(&teacher.skill)),
        ("level", level),
        ("majors", text(&teacher.majors)),
        ("courses", text(&teacher.courses)),
        (
            "joined",
            teacher.joined.map(|day| day.to_string()).unwrap_or_default(),
        ),
        (
            "practice_months",
            teacher
                .practice_months
                .map(|months| months.to_string())
                .unwrap_or_default(),
        ),
        (
            "employment",
            words(visit, "people-employment-", &text(&teacher.employment)),
        ),
    ]
}

/// `POST /people/{id}/reading`: an empty reading lets the tables read the name again.
pub async fn reading(Path(id): Path<String>, Form(visit, input): Form) -> Answer {
    let person: PersonId = id.parse().map_err(|_| Error::NotFound)?;
    let typed = input.get("reading").to_owned();
    let reading = match typed.as_str() {
        "" => None,
        text => match text.parse::<Reading>() {
            Ok(reading) => Some(reading),
            Err(text) => {
                let Error::Invalid(problems) = Error::field("reading", text) else {
                    return Err(Error::NotFound.into());
                };
                return page(&visit, person, Filled::refused(&visit, input, &problems)).await;
            }
        },
    };
    let version: i64 = input.get("version").parse().unwrap_or_default();
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_set_reading(tx, ctx, person)?;
            if grant.target().version != version {
                return Err(Error::Conflict(Text::new("people-person-stale")));
            }
            set_reading(tx, ctx, &grant, reading.as_ref())
        })
        .await?;
    redirect_saying(
        &visit,
        &format!("/people/{person}"),
        &Text::new("people-reading-set"),
    )
}
