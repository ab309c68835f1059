//! What the pages of a student's work show of phases, steps and fields.

use std::collections::HashMap;

use design::model::task::StepNumber;
use design::model::{Outcome, OutcomeKind, Phase, Step, Table};
use kernel::{Instant, PersonId, Problems, RawId, Text};
use web::Visit;

use crate::model::Owner;
use crate::model::fields::{self, Slot, Value};
use crate::model::mine::{Member, Mine, Progress};
use crate::model::phase::Door;
use crate::model::roles::{Part, Role};
use crate::model::work::Code;
use crate::policy::Bench;
use crate::queries::work::{GroupState, Kept};

/// A phase in the strip.
pub struct Dot {
    /// `done`, `now` or `todo`.
    pub css: &'static str,
    pub name: String,
    pub href: String,
    pub hint: String,
}

/// A state with its words.
pub struct Mark {
    pub css: &'static str,
    pub label: String,
}

/// A field that saves itself.
pub struct FieldView {
    /// Its name in the form.
    pub name: String,
    pub label: String,
    pub value: String,
    pub version: u32,
    /// Who else saved it last, and when; or empty.
    pub by: String,
    /// What keeps the step from being handed in.
    pub error: String,
}

/// A question with its answer.
pub struct QuestionView {
    pub number: usize,
    pub prompt: String,
    pub kind: String,
    pub rows: u8,
    pub field: FieldView,
}

/// A row of a table to fill: its head, or none where the head is free.
pub struct RowView {
    pub head: String,
    pub cells: Vec<FieldView>,
}

/// A stored photo or file.
pub struct FileView {
    pub href: String,
    pub name: String,
    pub is_picture: bool,
    pub removal: String,
    pub remove: String,
}

/// An outcome with what stands in it.
pub struct OutcomeView {
    pub id: String,
    pub title: String,
    pub notes: Vec<String>,
    /// `text`, `table`, `photo`, `file` or `measured`.
    pub form: &'static str,
    pub field: FieldView,
    pub columns: Vec<String>,
    pub rows: Vec<RowView>,
    pub unit: String,
    pub limits: String,
    pub verdict: Mark,
    pub files: Vec<FileView>,
    pub upload: String,
    pub error: String,
}

/// Makes views of one student's work.
pub struct Maker<'a> {
    pub visit: &'a Visit,
    pub bench: &'a Bench,
    pub state: &'a GroupState,
    pub kept: &'a [Kept],
    pub names: &'a HashMap<PersonId, String>,
    pub problems: &'a Problems,
}

impl Maker<'_> {
    /// The student in their group.
    pub const fn member(&self) -> Member {
        Member {
            student: self.bench.seat.student,
            group: self.bench.seat.group,
        }
    }

    fn say(&self, key: &'static str) -> String {
        self.visit.text(&Text::new(key))
    }

    /// The address of the run.
    pub fn base(&self) -> String {
        format!("/work/{}", self.bench.run.id)
    }

    /// The address of a step.
    pub fn href(&self, step: &Step) -> String {
        format!("{}/steps/{}", self.base(), step.id)
    }

    /// The phases as a strip; each leads to its first step that is not done.
    pub fn strip(&self, mine: &Mine, here: Option<&Phase>) -> Vec<Dot> {
        let phases = self.state.task.phases.iter().zip(&mine.phases);
        phases
            .map(|(phase, progress)| self.dot(phase, progress, here))
            .collect()
    }

    fn dot(&self, phase: &Phase, progress: &Progress, here: Option<&Phase>) -> Dot {
        let finished = progress.handed + progress.accepted;
        let open = |step: &&Step| {
            let standing = self.state.standing();
            standing.part(phase, step, self.member()) == Part::Does
                && !matches!(self.code(step), Code::Handed | Code::Accepted)
        };
        let first = phase.steps.iter().find(open).or(phase.steps.first());
        let css = if here.is_some_and(|here| here.id == phase.id) {
            "now"
        } else if progress.steps > 0 && finished == progress.steps {
            "done"
        } else {
            "todo"
        };
        let hint = Text::new("classroom-work-of")
            .with("done", finished)
            .with("all", progress.steps);
        Dot {
            css,
            name: phase.name.clone(),
            href: first.map_or_else(|| self.base(), |step| self.href(step)),
            hint: self.visit.text(&hint),
        }
    }

    /// What a step says of the student's work today.
    pub fn code(&self, step: &Step) -> Code {
        self.code_of(step, self.member())
    }

    /// What a step says of a member's work today.
    pub fn code_of(&self, step: &Step, member: Member) -> Code {
        let phase = self.state.task.phases.iter().find(|phase| {
            let mut steps = phase.steps.iter();
            steps.any(|other| other.id == step.id)
        });
        let does = |phase: &&Phase| self.state.standing().part(phase, step, member) == Part::Does;
        // Nobody is late with what another role does.
        let phase = phase.filter(does);
        let due = phase.and_then(|phase| self.state.due.get(&phase.id).copied());
        self.state
            .work(step, member)
            .code(due, self.visit.ctx().now.day())
    }

    /// A code with its words.
    pub fn mark(&self, code: Code) -> Mark {
        Mark {
            css: &code.css()[2..],
            label: self.say(code.key()),
        }
    }

    /// What the door of a phase says.
    pub fn door(&self, door: Door) -> Mark {
        let (css, key) = match door {
            Door::NotOpened => ("lock", "classroom-door-not-opened"),
            Door::Open => ("working", "classroom-door-open"),
            Door::Closed => ("lock", "classroom-door-closed"),
        };
        Mark {
            css,
            label: self.say(key),
        }
    }

    /// The roles of a member in a phase, as words.
    pub fn roles(&self, phase: &Phase, student: PersonId) -> String {
        let held = self.state.arranged.plan.get(&(phase.id, student));
        self.listed(held.into_iter().flatten().map(|role| self.say(role.key())))
    }

    /// The roles that do a step; none where everybody does.
    pub fn doers(&self, step: &Step) -> Vec<Role> {
        let doers = self.state.arranged.duties.0.get(&step.id);
        doers.into_iter().flatten().copied().collect()
    }

    /// Some words as one text.
    pub fn listed(&self, parts: impl IntoIterator<Item = String>) -> String {
        let join = |left, right| {
            let both = Text::new("classroom-and").with("left", left).with("right", right);
            self.visit.text(&both)
        };
        parts.into_iter().reduce(join).unwrap_or_default()
    }

    /// A person's name.
    pub fn name(&self, person: PersonId) -> String {
        self.names.get(&person).cloned().unwrap_or_default()
    }

    /// Who saved a field and when, for a person to read.
    pub fn by(&self, person: PersonId, at: Instant) -> String {
        let at = if at.day() == self.visit.ctx().now.day() {
            at.clock_text()
        } else {
            at.minute_text()
        };
        let text = Text::new("classroom-work-by").with("name", self.name(person));
        self.visit.text(&text.with("at", at))
    }

    /// The questions of a step.
    pub fn questions(&self, step: &Step) -> Vec<QuestionView> {
        use design::model::QuestionKind as Kind;
        let view = |(index, question): (usize, &design::model::GuidingQuestion)| QuestionView {
            number: index + 1,
            prompt: question.prompt.clone(),
            kind: self.say(question.kind.key()),
            rows: match question.kind {
                Kind::Blank | Kind::Choice | Kind::Judgement => 2,
                Kind::Short | Kind::ChoiceWithReason | Kind::JudgementWithReason => 3,
                Kind::Calculation | Kind::Open => 4,
            },
            field: self.field(step, whole(question.id.raw()), question.prompt.clone()),
        };
        step.questions.iter().enumerate().map(view).collect()
    }

    /// The outcomes of a step.
    pub fn outcomes(&self, step: &Step) -> Vec<OutcomeView> {
        step.outcomes
            .iter()
            .map(|outcome| self.outcome(step, outcome))
            .collect()
    }

    fn outcome(&self, step: &Step, outcome: &Outcome) -> OutcomeView {
        let slot = whole(outcome.id.raw());
        let mut notes = vec![self.say(outcome.by.key())];
        if outcome.required {
            notes.push(self.say("classroom-work-required"));
        }
        let mut view = OutcomeView {
            id: outcome.id.to_string(),
            title: outcome.title.clone(),
            notes,
            form: outcome.kind.code(),
            field: self.field(step, slot, outcome.title.clone()),
            columns: Vec::new(),
            rows: Vec::new(),
            unit: String::new(),
            limits: String::new(),
            verdict: self.verdict(step, outcome),
            files: self.files(step, outcome),
            upload: format!("{}/files/{}", self.href(step), outcome.id),
            error: self.error_below(outcome.id.raw()),
        };
        match &outcome.kind {
            OutcomeKind::Table(table) => {
                view.columns.clone_from(&table.columns);
                view.rows = self.rows(step, outcome.id.raw(), table);
            }
            OutcomeKind::Measured(size) => {
                view.unit.clone_from(&size.unit);
                view.limits = size.notation();
            }
            OutcomeKind::Text | OutcomeKind::Photo | OutcomeKind::File => {}
        }
        view
    }

    fn rows(&self, step: &Step, node: RawId, table: &Table) -> Vec<RowView> {
        let row = |(row, head): (usize, &String)| {
            let first = usize::from(!head.trim().is_empty());
            let cell = |column: usize| {
                let slot = Slot {
                    node,
                    cell: Some((row, column)),
                };
                self.field(step, slot, table.columns[column].clone())
            };
            RowView {
                head: head.trim().to_owned(),
                cells: (first..table.columns.len()).map(cell).collect(),
            }
        };
        table.rows.iter().enumerate().map(row).collect()
    }

    fn kept(&self, step: &Step, slot: Slot) -> Option<&Kept> {
        let Member { student, group } = self.member();
        let owner = Owner::of_field(step, slot.node, student, group).raw();
        let mut kept = self.kept.iter();
        kept.find(|kept| kept.slot == slot && kept.owner == owner)
    }

    fn field(&self, step: &Step, slot: Slot, label: String) -> FieldView {
        let name = slot.field();
        let error = self.problems.at(&name).map(|text| self.visit.text(text));
        let kept = self.kept(step, slot);
        let others = kept.filter(|kept| kept.by != self.bench.seat.student);
        FieldView {
            label,
            value: kept.map(|kept| kept.entry.value.shown()).unwrap_or_default(),
            version: kept.map_or(0, |kept| kept.entry.version),
            by: others.map(|kept| self.by(kept.by, kept.at)).unwrap_or_default(),
            error: error.unwrap_or_default(),
            name,
        }
    }

    /// The fault of an outcome, wherever in it it stands.
    fn error_below(&self, node: RawId) -> String {
        let here = |field: &str| fields::slot_of(field).is_some_and(|slot| slot.node == node);
        let mut problems = self.problems.0.iter();
        let found = problems.find(|problem| here(&problem.field));
        found
            .map(|problem| self.visit.text(&problem.text))
            .unwrap_or_default()
    }

    fn verdict(&self, step: &Step, outcome: &Outcome) -> Mark {
        let kept = self.kept(step, whole(outcome.id.raw()));
        let verdict = kept.and_then(|kept| fields::verdict(outcome, &kept.entry.value));
        match verdict {
            Some(verdict) => verdict_mark(self.visit, verdict),
            None => Mark {
                css: "",
                label: String::new(),
            },
        }
    }

    fn files(&self, step: &Step, outcome: &Outcome) -> Vec<FileView> {
        let Some(kept) = self.kept(step, whole(outcome.id.raw())) else {
            return Vec::new();
        };
        let Value::Files(files) = &kept.entry.value else {
            return Vec::new();
        };
        let view = |file| file_view(self.visit, self.bench, (step, outcome), (kept.owner, file));
        files.iter().map(view).collect()
    }
}

/// A stored file as a page shows it.
pub fn file_view(
    visit: &Visit,
    bench: &Bench,
    (step, outcome): (&Step, &Outcome),
    (owner, file): (RawId, &fields::Attached),
) -> FileView {
    let base = format!("/work/{}", bench.run.id);
    let owner = kernel::Id::<()>::of(owner);
    let lower = file.name.to_lowercase();
    let remove = Text::new("classroom-work-remove-file").with("name", &file.name);
    FileView {
        href: format!("{base}/files/{owner}/{}/{}/{}", step.id, outcome.id, file.file),
        is_picture: outcome.kind == OutcomeKind::Photo
            || [".jpg", ".jpeg", ".png", ".webp"]
                .iter()
                .any(|end| lower.ends_with(end)),
        name: file.name.clone(),
        removal: format!(
            "{base}/steps/{}/files/{}/{}/removal",
            step.id, outcome.id, file.file
        ),
        remove: visit.text(&remove),
    }
}

/// What a reading says, in a word and a shape.
pub fn verdict_mark(visit: &Visit, verdict: design::model::Verdict) -> Mark {
    let css = match verdict {
        design::model::Verdict::Within => "ok",
        design::model::Verdict::Below | design::model::Verdict::Above => "bad",
    };
    Mark {
        css,
        label: visit.text(&Text::new(verdict.key())),
    }
}

/// A question or outcome as one field.
pub const fn whole(node: RawId) -> Slot {
    Slot { node, cell: None }
}

/// `1.2 识读图样`
pub fn titled(number: StepNumber, step: &Step) -> String {
    format!("{number} {}", step.name)
}
