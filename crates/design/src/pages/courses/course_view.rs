//! A course as its page shows it: fields that save themselves, and each 参考性学习任务 with what became of it.

use kernel::{Hours, Id, RawId, Text};
use web::Visit;

use super::checked::PlaceView;
use super::course::Loaded;
use super::say;
use crate::model::convert::lost;
use crate::model::course::{Conversion, Decision, ReferenceTask, SchoolCourse, SchoolTask};
use crate::queries::courses::DesignedRow;

/// A field that saves itself.
pub struct Input {
    pub id: String,
    pub name: String,
    pub label: String,
    pub hint: String,
    pub value: String,
    pub url: String,
    pub version: i64,
    pub control: &'static str,
}

/// A 参考性学习任务 and what became of it.
pub struct ReferenceView {
    pub id: String,
    pub number: usize,
    pub name: String,
    pub hours: String,
    pub description: Vec<String>,
    pub decision: String,
    pub kept: bool,
    pub choices: Vec<ChoiceView>,
    pub conversion: String,
    pub tasks: Vec<TaskView>,
    pub may_add: bool,
    pub reason: Option<Input>,
    pub place: PlaceView,
}

/// A decision that can be taken.
pub struct ChoiceView {
    pub code: &'static str,
    pub label: String,
    pub on: bool,
    /// What is asked before, where something written would be lost.
    pub confirm: String,
}

/// A task of the school, with the learning tasks that are designed for it.
pub struct TaskView {
    pub id: String,
    pub name: String,
    pub hours: String,
    pub description: Vec<String>,
    pub fields: Vec<Input>,
    pub removable: bool,
    pub designed: Vec<DesignedView>,
    /// Where a learning task for it is made; empty for who may not.
    pub design: String,
}

/// A learning task.
pub struct DesignedView {
    pub href: String,
    pub name: String,
    pub note: String,
    /// That it has other hours than the course gives it; empty where it has the same.
    pub differs: String,
}

/// What makes the views of one course.
pub struct Views<'a> {
    pub visit: &'a Visit,
    pub loaded: &'a Loaded,
    pub may_design: bool,
}

impl Views<'_> {
    fn course(&self) -> &SchoolCourse {
        &self.loaded.one.course
    }

    fn input(
        &self,
        row: RawId,
        (name, control): (&str, &'static str),
        (label, value): (Text, String),
    ) -> Input {
        let short = Id::<()>::of(row);
        Input {
            id: format!("{name}-{short}"),
            name: name.to_owned(),
            label: self.visit.text(&label),
            hint: String::new(),
            value,
            url: format!("/courses/{}/rows/{short}", self.course().id),
            version: self.loaded.one.versions.get(&row).copied().unwrap_or_default(),
            control,
        }
    }

    /// The fields of the course itself.
    pub fn fields(&self) -> Vec<Input> {
        let course = self.course();
        let row = course.id.raw();
        let name = || {
            let label = Text::new("design-course-name");
            self.input(row, ("name", "line"), (label, course.name.clone()))
        };
        let label = Text::new("design-course-total");
        let hours = self.input(row, ("hours", "hours"), (label, course.hours.to_string()));
        // What is taken of the standard is called as it is there.
        let own = (!course.class.needs_base()).then(name);
        own.into_iter().chain([hours]).collect()
    }

    /// The hours of each semester, beside those of the standard.
    pub fn semesters(&self) -> Vec<Input> {
        let course = self.course();
        let standard = course.base.as_ref().map(|base| base.semesters.as_slice());
        let one = |(n, hours): (usize, &Hours)| {
            let label = Text::new("design-semester").with("n", n);
            let name = format!("s{n}");
            let field = self.input(course.id.raw(), (&name, "hours"), (label, nonzero(*hours)));
            let hint = standard.map(|standard| {
                let hours = standard.get(n - 1).copied().unwrap_or_default();
                let text = Text::new("design-standard-hours").with("hours", hours);
                Some(self.visit.text(&text)).filter(|_| hours != Hours::ZERO)
            });
            Input {
                hint: hint.flatten().unwrap_or_default(),
                ..field
            }
        };
        (1..).zip(&course.semesters).map(one).collect()
    }

    /// The 转化说明 of the course as a whole; only what has a base needs one.
    pub fn note(&self) -> Option<Input> {
        let course = self.course();
        course.base.as_ref()?;
        let label = Text::new("design-course-note-label");
        let field = self.input(course.id.raw(), ("note", "words"), (label, course.note.clone()));
        Some(Input {
            hint: say(self.visit, "design-course-note-hint"),
            ..field
        })
    }

    /// Every 参考性学习任务 with what the rules say of it.
    pub fn references(&self, places: Vec<PlaceView>) -> Vec<ReferenceView> {
        let tasks = self.course().base.iter().flat_map(|base| &base.tasks);
        (1..)
            .zip(tasks)
            .zip(places)
            .map(|((number, task), place)| self.reference(number, task, place))
            .collect()
    }

    fn reference(&self, number: usize, reference: &ReferenceTask, place: PlaceView) -> ReferenceView {
        let found = self.course().conversion(reference.id);
        let decision = found.map(|conversion| conversion.decision);
        let several = matches!(decision, Some(Decision::Split | Decision::Replaced));
        ReferenceView {
            id: reference.id.to_string(),
            number,
            name: reference.name.clone(),
            hours: reference.hours.to_string(),
            description: lines(&reference.description),
            decision: decision
                .map(|decision| say(self.visit, decision.key()))
                .unwrap_or_default(),
            kept: decision == Some(Decision::Kept),
            choices: Decision::ALL
                .into_iter()
                .map(|choice| self.choice(reference, found, choice))
                .collect(),
            conversion: found
                .map(|conversion| conversion.id.to_string())
                .unwrap_or_default(),
            tasks: found.map(|found| self.tasks(found)).unwrap_or_default(),
            may_add: several,
            reason: found.and_then(|found| self.reason(found)),
            place,
        }
    }

    fn choice(&self, reference: &ReferenceTask, found: Option<&Conversion>, choice: Decision) -> ChoiceView {
        let tasks: &[SchoolTask] = found.map_or(&[], |conversion| &conversion.tasks);
        let on = found.is_some_and(|conversion| conversion.decision == choice);
        let count = if on { 0 } else { lost(reference, tasks, choice) };
        let asked = Text::new("design-decide-confirm").with("count", count);
        ChoiceView {
            code: choice.code(),
            label: say(self.visit, choice.key()),
            on,
            confirm: if count > 0 {
                self.visit.text(&asked)
            } else {
                String::new()
            },
        }
    }

    /// The 转化说明; what is kept needs none and shows what was written before.
    fn reason(&self, conversion: &Conversion) -> Option<Input> {
        if conversion.decision == Decision::Kept && conversion.reason.is_empty() {
            return None;
        }
        let label = Text::new("design-reason");
        let row = conversion.id.raw();
        Some(self.input(row, ("reason", "words"), (label, conversion.reason.clone())))
    }

    fn tasks(&self, conversion: &Conversion) -> Vec<TaskView> {
        let removable = conversion.tasks.len() > 1;
        let view = |task: &SchoolTask| TaskView {
            id: task.id.to_string(),
            name: task.name.clone(),
            hours: task.hours.to_string(),
            description: lines(&task.description),
            fields: self.task_fields(task),
            removable,
            designed: self.designed(task),
            design: if self.may_design && !task.name.is_empty() {
                format!("/tasks/new?course={}", task.id)
            } else {
                String::new()
            },
        };
        conversion.tasks.iter().map(view).collect()
    }

    fn task_fields(&self, task: &SchoolTask) -> Vec<Input> {
        let field = |(name, control), key: &'static str, value: String| {
            self.input(task.id.raw(), (name, control), (Text::new(key), value))
        };
        vec![
            field(("name", "line"), "design-school-task-name", task.name.clone()),
            field(("hours", "hours"), "design-course-hours", task.hours.to_string()),
            field(
                ("description", "words"),
                "design-school-task-description",
                task.description.clone(),
            ),
        ]
    }

    fn designed(&self, task: &SchoolTask) -> Vec<DesignedView> {
        let of_task = |row: &&DesignedRow| row.course_task == Some(task.id);
        let view = |row: &DesignedRow| {
            let hours = row.hours.unwrap_or_default();
            let owner = self.loaded.names.get(&row.owner).cloned().unwrap_or_default();
            let note = Text::new("design-designed-by")
                .with("hours", hours)
                .with("name", owner);
            DesignedView {
                href: format!("/tasks/{}", row.id),
                name: row.name.clone(),
                note: self.visit.text(&note),
                differs: differs(self.visit, hours, task.hours),
            }
        };
        self.loaded.designed.iter().filter(of_task).map(view).collect()
    }
}

/// That a learning task has other hours than its course gives it; empty where it has the same.
pub fn differs(visit: &Visit, hours: Hours, course: Hours) -> String {
    if hours == course {
        return String::new();
    }
    visit.text(&Text::new("design-hours-differ").with("course", course))
}

fn nonzero(hours: Hours) -> String {
    if hours == Hours::ZERO {
        String::new()
    } else {
        hours.to_string()
    }
}

fn lines(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim);
    lines.filter(|line| !line.is_empty()).map(str::to_owned).collect()
}
