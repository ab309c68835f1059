//! What stands around every page of one task: its structure on the left, its sums above.

use std::sync::Arc;

use db::Tx;
use kernel::{Ctx, Hours, Instant, Percent, Points, Result, Text};
use web::{Page, Visit};

use crate::model::check::check;
use crate::model::documents::of_task;
use crate::model::{Finding, LearningTask, Place, TaskId};
use crate::queries::courses::{self, Origin};
use crate::queries::{Head, Present};
use crate::{policy, queries};

/// What a page of a task reads.
pub struct Loaded {
    pub head: Head,
    pub present: Arc<Present>,
    pub may_edit: bool,
    pub may_manage: bool,
    pub others: Vec<(String, Instant)>,
    pub owner: String,
    pub origin: Option<Origin>,
}

/// Reads a task for its pages.
///
/// # Errors
/// 401, 403, 404.
pub fn load(tx: &mut Tx<'_>, ctx: &Ctx, id: TaskId) -> Result<Loaded> {
    let (grant, head) = policy::may_read_task(tx, ctx, id)?;
    let present = queries::seen(tx, &head)?;
    let (may_edit, may_manage) = policy::offers(ctx, &head);
    let since = ctx.now.plus(-10 * Instant::MINUTE);
    let others = queries::others_since(tx, &head, grant.target().person, since)?;
    let named: Vec<_> = others
        .iter()
        .map(|(person, _)| *person)
        .chain([head.owner])
        .collect();
    let mut names = people::queries::names_of(tx, head.school, &named)?;
    let others = others
        .into_iter()
        .filter_map(|(person, at)| Some((names.get(&person)?.clone(), at)))
        .collect();
    let owner = names.remove(&head.owner).unwrap_or_default();
    let origin = match head.course_task {
        Some(id) => Some(courses::origin(tx, head.school, id)?),
        None => None,
    };
    Ok(Loaded {
        head,
        present,
        may_edit,
        may_manage,
        others,
        owner,
        origin,
    })
}

/// The way to a task: over its course where it has one.
pub fn crumbs(visit: &Visit, loaded: &Loaded) -> Page {
    let page = visit
        .page()
        .crumb("/tasks", visit.text(&Text::new("design-nav-tasks")));
    match &loaded.origin {
        Some(origin) => page.crumb(format!("/courses/{}", origin.course), &origin.course_name),
        None => page,
    }
}

/// The frame as the template shows it.
pub struct Frame {
    pub id: String,
    pub name: String,
    pub may_edit: bool,
    pub may_manage: bool,
    pub here: String,
    pub phases: Vec<PhaseLine>,
    pub sums: Sums,
    pub documents: Vec<(u8, String)>,
    pub notices: Vec<String>,
}

/// A phase of the outline.
pub struct PhaseLine {
    pub id: String,
    pub number: usize,
    pub name: String,
    pub tag: String,
    pub hours: String,
    pub steps: Vec<StepLine>,
}

/// A step of the outline.
pub struct StepLine {
    pub id: String,
    pub number: String,
    pub name: String,
    pub hours: String,
}

/// The sums of a task, each a state and its words.
pub struct Sums {
    pub task: String,
    pub states: Vec<(&'static str, String)>,
}

impl Frame {
    /// The frame of a page; `here` is the node (or part) that is shown.
    pub fn new(visit: &Visit, loaded: &Loaded, here: &str) -> Self {
        let task = &loaded.present.task;
        let mut notices: Vec<String> = Vec::new();
        if !loaded.may_edit {
            notices.push(visit.text(&Text::new("design-read-only").with("name", &loaded.owner)));
        }
        notices.extend(loaded.others.iter().map(|(name, at)| {
            visit.text(
                &Text::new("design-others")
                    .with("name", name)
                    .with("at", at.clock_text()),
            )
        }));
        Self {
            id: task.id.to_string(),
            name: task.name.clone(),
            may_edit: loaded.may_edit,
            may_manage: loaded.may_manage,
            here: here.to_owned(),
            phases: phases(visit, task),
            sums: sums(visit, task),
            documents: of_task()
                .map(|document| (document.number, visit.text(&Text::new(document.title))))
                .collect(),
            notices,
        }
    }
}

fn phases(visit: &Visit, task: &LearningTask) -> Vec<PhaseLine> {
    let untitled = |name: &str| match name.trim() {
        "" => visit.text(&Text::new("design-untitled")),
        name => name.to_owned(),
    };
    let line = |(index, phase): (usize, &crate::model::Phase)| PhaseLine {
        id: phase.id.to_string(),
        number: index + 1,
        name: untitled(&phase.name),
        tag: visit.text(&Text::new(phase.tag.key())),
        hours: phase.hours.to_string(),
        steps: phase
            .steps
            .iter()
            .enumerate()
            .map(|(inner, step)| StepLine {
                id: step.id.to_string(),
                number: format!("{}.{}", index + 1, inner + 1),
                name: untitled(&step.name),
                hours: step.hours.to_string(),
            })
            .collect(),
    };
    task.phases.iter().enumerate().map(line).collect()
}

/// The sums that a designer watches.
pub fn sums(visit: &Visit, task: &LearningTask) -> Sums {
    let hours: Hours = task.phases.iter().map(|phase| phase.hours).sum();
    let marks: Points = task.items.iter().map(|item| item.marks).sum();
    let off = task
        .items
        .iter()
        .filter(|item| item.weights.total() != Percent::whole(100))
        .count();
    let findings = check(task).len();
    let ok = |good: bool| if good { "ok" } else { "wait" };
    let weights = match off {
        0 if task.items.is_empty() => Text::new("design-check-no-items"),
        0 => Text::new("design-check-weights"),
        count => Text::new("design-check-weights-off").with("count", count),
    };
    let found = match findings {
        0 => Text::new("design-check-none"),
        count => Text::new("design-check-findings").with("count", count),
    };
    let states = [
        (
            ok(hours == task.base),
            Text::new("design-check-hours")
                .with("sum", hours)
                .with("base", task.base),
        ),
        (
            ok(marks == Points::whole(100)),
            Text::new("design-check-marks").with("sum", marks),
        ),
        (ok(off == 0 && !task.items.is_empty()), weights),
        (ok(findings == 0), found),
    ];
    Sums {
        task: task.id.to_string(),
        states: states
            .into_iter()
            .map(|(state, text)| (state, visit.text(&text)))
            .collect(),
    }
}

/// A finding with the page that mends it.
pub fn finding_link(task: &LearningTask, finding: &Finding) -> String {
    let base = format!("/tasks/{}", task.id);
    let step_of = |id| {
        let mut steps = task.steps().map(|(_, _, step)| step);
        steps
            .find(|step| step.outcomes.iter().any(|outcome| outcome.id == id))
            .map(|step| step.id)
    };
    match finding.place {
        Place::Phase(id) => format!("{base}/nodes/{id}"),
        Place::Step(id) => format!("{base}/nodes/{id}"),
        Place::Outcome(id) => match step_of(id) {
            Some(step) => format!("{base}/nodes/{step}#n-{id}"),
            None => base,
        },
        Place::Item(id) => format!("{base}/nodes/{id}"),
        Place::Task(_) if finding.text.key == "design-marks-sum" => format!("{base}/assessment"),
        Place::Task(_) | Place::Course(_) | Place::Reference(_) | Place::Conversion(_) => base,
    }
}
