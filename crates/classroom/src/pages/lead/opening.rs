//! Opens a task for a class: first which and for whom, then days, place, groups and roles.

use askama::Template;
use axum::extract::Query;
use design::model::{LearningTask, TaskId};
use kernel::{Day, Error, Result, Slice, Text};
use org::model::calendar::{Term, term_on};
use people::model::class::ClassId;
use serde::Deserialize;
use web::{Answer, Filled, Form, Input, Page, Visit, html, redirect_saying, with_status};

use super::acts::days;
use super::duties::{DutyForm, duty_forms, read_duties};
use super::seats::{self, Seated, Seats};
use super::view::{all_roles, parsed, say};
use crate::actions::{Design, Opening, open_run};
use crate::model::RunId;
use crate::model::roles::{Duties, Rotation};
use crate::policy;

/// Tasks that are offered: those that were changed last.
const CHOICE: Slice = Slice { number: 1, size: 500 };

#[derive(Template)]
#[template(path = "run_choose.html")]
struct ChoosePage {
    p: Page,
    tasks: Vec<(String, String)>,
    classes: Vec<(String, String)>,
    task: String,
    class: String,
}

#[derive(Template)]
#[template(path = "run_new.html")]
struct NewPage {
    p: Page,
    task: (String, String),
    class: (String, String),
    students: usize,
    term: String,
    version: String,
    form: Filled,
    seats: Seats,
    duties: Vec<DutyForm>,
    roles: Vec<(&'static str, String)>,
}

#[derive(Deserialize)]
pub struct Asked {
    task: Option<String>,
    class: Option<String>,
}

/// `GET /runs/new`: with a task and a class the form, else the choice of both.
pub async fn new(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    policy::may_open_run(visit.ctx())?;
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    match (given(&asked.task), given(&asked.class)) {
        (Some(task), Some(class)) => {
            let loaded = load(&visit, (parsed(&task)?, parsed(&class)?)).await?;
            // What would be refused at the end is said before anything is typed.
            if let Some(run) = loaded.under_way {
                let text = Text::new("classroom-open-under-way").with("class", &loaded.class.1);
                return redirect_saying(&visit, &format!("/runs/{run}"), &text);
            }
            if loaded.task.steps().next().is_none() {
                let text = Text::new("classroom-open-no-steps");
                return redirect_saying(&visit, &format!("/tasks/{}", loaded.task.id), &text);
            }
            let form = Input::of(first_fields(&visit, &loaded));
            page(&visit, &loaded, Filled::asked(form), Some(&Duties::default()))
        }
        (task, class) => choose(&visit, task.unwrap_or_default(), class.unwrap_or_default()).await,
    }
}

async fn choose(visit: &Visit, task: String, class: String) -> Answer {
    let (tasks, classes) = visit
        .read(|ctx, tx| {
            let desk = *policy::may_open_run(ctx)?.target();
            let tasks = design::queries::tasks(tx, desk.school, design::queries::Whose::School, CHOICE)?;
            Ok((tasks.rows, people::queries::classes(tx, desk.school, None)?))
        })
        .await?;
    html(&ChoosePage {
        p: visit.page().crumb("/runs", say(visit, "classroom-nav-runs")),
        tasks: tasks
            .into_iter()
            .map(|task| (task.id.to_string(), task.name))
            .collect(),
        classes: classes
            .into_iter()
            .filter(|class| class.ended_at.is_none())
            .map(|class| (class.id.to_string(), class.name))
            .collect(),
        task,
        class,
    })
}

/// What the form reads.
struct Loaded {
    task: LearningTask,
    /// The last frozen version, where the task is only taught and not edited by who opens it.
    frozen: Option<i64>,
    may_edit: bool,
    class: (ClassId, String),
    /// The run in which the class works on the task already.
    under_way: Option<RunId>,
    students: Vec<Seated>,
    terms: Vec<Term>,
}

async fn load(visit: &Visit, (task, class): (TaskId, ClassId)) -> Result<Loaded> {
    visit
        .read(move |ctx, tx| {
            let desk = *policy::may_open_run(ctx)?.target();
            let (_, head) = design::policy::may_read_task(tx, ctx, task)?;
            let may_edit = design::policy::may_edit_task(tx, ctx, task).is_ok();
            let last = design::queries::versions(tx, desk.school, task)?
                .into_iter()
                .next();
            let graph = match &last {
                Some(last) if !may_edit => design::queries::version(tx, desk.school, last.id)?,
                _ => design::queries::present(tx, &head)?.task,
            };
            Ok(Loaded {
                task: graph,
                frozen: last.map(|last| last.number),
                may_edit,
                class: (class, people::queries::class(tx, desk.school, class)?.name),
                under_way: crate::queries::under_way(tx, desk.school, (class, task))?,
                students: people::queries::members(tx, desk.school, class)?
                    .into_iter()
                    .map(Seated::from)
                    .collect(),
                terms: org::queries::calendar(tx, desk.school)?,
            })
        })
        .await
}

/// What stands in the form at first: from today to the end of the term at most, groups and roles as they are proposed.
fn first_fields(visit: &Visit, loaded: &Loaded) -> Vec<(String, String)> {
    let today = visit.ctx().now.day();
    let term = present_term(&loaded.terms, today);
    let first = term.map_or(today, |term| today.max(term.first));
    let last = first.plus(27);
    let last = term.map_or(last, |term| last.min(term.last()));
    let mut fields = vec![
        ("first".to_owned(), first.to_string()),
        ("last".to_owned(), last.to_string()),
        ("rotation".to_owned(), Rotation::ByPhase.code().to_owned()),
    ];
    fields.extend(seats::proposed(visit, &loaded.students, None));
    fields
}

/// The term of a day, else the next one.
fn present_term(terms: &[Term], today: Day) -> Option<&Term> {
    term_on(terms, today).or_else(|| terms.iter().find(|term| term.first > today))
}

fn page(visit: &Visit, loaded: &Loaded, form: Filled, fresh: Option<&Duties>) -> Answer {
    let term = present_term(&loaded.terms, visit.ctx().now.day()).map(|term| {
        Text::new("classroom-open-term")
            .with("first", term.first)
            .with("last", term.last())
    });
    let version = match (loaded.may_edit, loaded.frozen) {
        (true, _) => Text::new("classroom-open-freezes"),
        (false, Some(number)) => Text::new("classroom-open-last").with("number", number),
        (false, None) => Text::new("classroom-open-no-version"),
    };
    let page = NewPage {
        p: visit
            .page()
            .crumb("/runs", say(visit, "classroom-nav-runs"))
            .crumb("", say(visit, "classroom-open")),
        task: (loaded.task.id.to_string(), loaded.task.name.clone()),
        class: (loaded.class.0.to_string(), loaded.class.1.clone()),
        students: loaded.students.len(),
        term: visit.text(&term.unwrap_or_else(|| Text::new("classroom-open-no-calendar"))),
        version: visit.text(&version),
        seats: seats::shown(visit, &form, &loaded.students),
        duties: duty_forms(&loaded.task, &form, fresh),
        roles: all_roles(visit),
        form,
    };
    with_status(page.form.status(), &page)
}

/// `POST /runs`: opens, or (with `again`) proposes as many groups as were asked for and keeps the rest.
pub async fn create(Form(visit, input): Form) -> Answer {
    policy::may_open_run(visit.ctx())?;
    let (task, class) = (parsed(input.get("task"))?, parsed(input.get("class"))?);
    if !input.get("again").is_empty() {
        let loaded = load(&visit, (task, class)).await?;
        let form = Input::of(regrouped(&visit, &loaded, &input));
        return page(&visit, &loaded, Filled::asked(form), None);
    }
    let read = seats::read(&input)?;
    let numbers: Vec<usize> = read.iter().map(|(number, ..)| *number).collect();
    match opened(&visit, &input, (task, class), read).await {
        Ok(run) => redirect_saying(&visit, &format!("/runs/{run}"), &Text::new("classroom-opened")),
        Err(Error::Invalid(problems)) => {
            let loaded = load(&visit, (task, class)).await?;
            let form = Filled::refused(&visit, input, &seats::placed(problems, &numbers));
            page(&visit, &loaded, form, None)
        }
        Err(other) => Err(other.into()),
    }
}

fn regrouped(visit: &Visit, loaded: &Loaded, input: &Input) -> Vec<(String, String)> {
    let is_of_groups = |field: &str| {
        field == "groups"
            || ["g-", "r-", "name-", "id-"]
                .iter()
                .any(|start| field.starts_with(start))
    };
    let kept = input.fields().iter().filter(|(field, _)| !is_of_groups(field));
    let mut fields: Vec<(String, String)> = kept.cloned().collect();
    let wanted = input.get("wanted").parse().ok();
    fields.extend(seats::proposed(visit, &loaded.students, wanted));
    fields
}

type Groups = Vec<(usize, Option<crate::model::GroupId>, crate::actions::NewGroup)>;

async fn opened(
    visit: &Visit,
    input: &Input,
    (task, class): (TaskId, ClassId),
    groups: Groups,
) -> Result<RunId> {
    let opening = Opening {
        class,
        days: days(input)?,
        reason: input.get("reason").to_owned(),
        place: input.get("place").to_owned(),
        groups: groups.into_iter().map(|(_, _, group)| group).collect(),
        group_reason: input.get("group-reason").to_owned(),
        rotation: Rotation::from_code(input.get("rotation")).ok_or(Error::NotFound)?,
        duties: read_duties(input)?,
    };
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_open_run(ctx)?;
            // Who may not know of the task hears so; who may only teach it takes its last version.
            design::policy::may_read_task(tx, ctx, task)?;
            match design::policy::may_edit_task(tx, ctx, task) {
                Ok(editing) => open_run(tx, ctx, &grant, Design::Present(&editing), &opening),
                Err(Error::Denied(_)) => open_run(tx, ctx, &grant, Design::LastVersion(task), &opening),
                Err(other) => Err(other),
            }
        })
        .await
}
