//! What a student wrote at a step, as the teacher reads it: each answer with its key, each outcome with what stands in it.

use std::collections::HashMap;

use design::model::{Outcome, OutcomeKind, Step, Table};
use kernel::{Id, PersonId, RawId, Text};
use web::Visit;

use super::view::{named, say};
use crate::model::Owner;
use crate::model::fields::{self, Slot, Value};
use crate::queries::SeatRow;
use crate::queries::work::Kept;

/// A question with what was answered and the key.
pub struct QuestionView {
    pub number: usize,
    pub prompt: String,
    pub kind: String,
    pub answer: String,
    pub key: String,
    pub by: String,
}

/// An outcome with what stands in it.
pub struct OutcomeView {
    pub title: String,
    pub notes: Vec<String>,
    /// `text`, `table`, `photo`, `file` or `measured`.
    pub form: &'static str,
    pub value: String,
    pub limits: String,
    pub verdict: (&'static str, String),
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
    pub files: Vec<FileView>,
    pub by: String,
}

/// A photo or file to be looked at.
pub struct FileView {
    pub href: String,
    pub name: String,
    pub is_picture: bool,
}

/// Makes views of one student's answers.
pub struct Answers<'a> {
    pub visit: &'a Visit,
    pub seat: &'a SeatRow,
    pub run: &'a str,
    pub kept: &'a [Kept],
    pub names: &'a HashMap<PersonId, String>,
}

impl Answers<'_> {
    fn kept(&self, step: &Step, slot: Slot) -> Option<&Kept> {
        let owner = Owner::of_field(step, slot.node, self.seat.student, self.seat.group).raw();
        let mut kept = self.kept.iter();
        kept.find(|kept| kept.slot == slot && kept.owner == owner)
    }

    fn value(&self, step: &Step, slot: Slot) -> String {
        let kept = self.kept(step, slot);
        kept.map(|kept| kept.entry.value.shown()).unwrap_or_default()
    }

    /// Who wrote it last and when, where it was not the student.
    fn by(&self, kept: Option<&Kept>) -> String {
        let Some(kept) = kept.filter(|kept| kept.by != self.seat.student) else {
            return String::new();
        };
        let text = Text::new("classroom-written-by")
            .with("name", named(self.names, kept.by))
            .with("at", kept.at.minute_text());
        self.visit.text(&text)
    }

    /// The questions of a step.
    pub fn questions(&self, step: &Step) -> Vec<QuestionView> {
        let view = |(index, question): (usize, &design::model::step::GuidingQuestion)| {
            let slot = whole(question.id.raw());
            QuestionView {
                number: index + 1,
                prompt: question.prompt.clone(),
                kind: say(self.visit, question.kind.key()),
                answer: self.value(step, slot),
                key: question.answer.clone(),
                by: self.by(self.kept(step, slot)),
            }
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
        let kept = self.kept(step, slot);
        let verdict = kept.and_then(|kept| fields::verdict(outcome, &kept.entry.value));
        let mut notes = vec![say(self.visit, outcome.by.key())];
        if outcome.required {
            notes.push(say(self.visit, "classroom-required"));
        }
        let mut view = OutcomeView {
            title: outcome.title.clone(),
            notes,
            form: outcome.kind.code(),
            value: self.value(step, slot),
            limits: String::new(),
            verdict: verdict.map_or(("", String::new()), |verdict| {
                let kind = match verdict {
                    design::model::Verdict::Within => "ok",
                    design::model::Verdict::Below | design::model::Verdict::Above => "bad",
                };
                (kind, say(self.visit, verdict.key()))
            }),
            columns: Vec::new(),
            rows: Vec::new(),
            files: self.files(step, outcome),
            by: self.by(kept),
        };
        match &outcome.kind {
            OutcomeKind::Table(table) => {
                view.columns.clone_from(&table.columns);
                view.rows = self.rows(step, outcome.id.raw(), table);
            }
            OutcomeKind::Measured(size) => {
                if !view.value.is_empty() {
                    view.value = format!("{} {}", view.value, size.unit);
                }
                view.limits = size.notation();
            }
            OutcomeKind::Text | OutcomeKind::Photo | OutcomeKind::File => {}
        }
        view
    }

    /// The rows of a table that hold something or have a head.
    fn rows(&self, step: &Step, node: RawId, table: &Table) -> Vec<Vec<String>> {
        let row = |(row, head): (usize, &String)| -> Vec<String> {
            let cell = |column: usize| {
                if column == 0 && !head.trim().is_empty() {
                    return head.trim().to_owned();
                }
                let cell = Some((row, column));
                self.value(step, Slot { node, cell })
            };
            (0..table.columns.len()).map(cell).collect()
        };
        let rows = table.rows.iter().enumerate().map(row);
        rows.filter(|row| row.iter().any(|cell| !cell.is_empty()))
            .collect()
    }

    fn files(&self, step: &Step, outcome: &Outcome) -> Vec<FileView> {
        let Some(kept) = self.kept(step, whole(outcome.id.raw())) else {
            return Vec::new();
        };
        let Value::Files(files) = &kept.entry.value else {
            return Vec::new();
        };
        let owner = Id::<()>::of(kept.owner);
        let file = |file: &fields::Attached| {
            let lower = file.name.to_lowercase();
            let ends = [".jpg", ".jpeg", ".png", ".webp"];
            FileView {
                href: format!(
                    "/work/{}/files/{owner}/{}/{}/{}",
                    self.run, step.id, outcome.id, file.file
                ),
                is_picture: outcome.kind == OutcomeKind::Photo || ends.iter().any(|end| lower.ends_with(end)),
                name: file.name.clone(),
            }
        };
        files.iter().map(file).collect()
    }
}

const fn whole(node: RawId) -> Slot {
    Slot { node, cell: None }
}
