//! The twelve official documents (工学一体化课程教学参考工具) as views of the graph. Each is listed with its number, title
//! and scope; those that have a builder can be made. A fact stands in the graph once, so that documents cannot differ.
//!
//! Pure: a builder gives a [`Doc`], which `paper` turns into Word and PDF. No word of it stands here: labels are
//! translation keys, titles can be set by the school.

mod activities;
mod analysis;
mod assessment;
mod parts;
mod work_page;

use kernel::{Hours, Text};
use paper::doc::{Block, Doc};

use super::task::{LearningTask, Reach};

/// What a document is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// A school course.
    Course,
    /// A learning task.
    Task,
    /// A course as one class takes it.
    CourseOfClass,
    /// A teaching unit.
    Unit,
}

/// How a document is made, by what it is made from.
#[derive(Clone, Copy, Debug)]
enum Builder {
    /// From a learning task.
    Task(fn(&TaskView<'_>) -> Doc),
}

/// Who makes and who checks a plan of a teacher's (look of an official paper: places to sign at its end).
const PREPARED: &[&str] = &[
    "design-doc-prepared-by",
    "design-doc-checked-by",
    "design-doc-date",
];
/// Who filled a work page and who marked it.
const FILLED: &[&str] = &[
    "design-doc-student-signs",
    "design-doc-teacher-signs",
    "design-doc-date",
];

/// One of the twelve documents.
#[derive(Clone, Copy, Debug)]
pub struct Document {
    /// Its official number, 1 to 12.
    pub number: u8,
    /// The translation key of its usual title; a school may set another.
    pub title: &'static str,
    /// What it is about.
    pub scope: Scope,
    /// `None` while the product does not make it.
    builder: Option<Builder>,
    /// The translation keys of the places to sign at its end.
    signed: &'static [&'static str],
}

impl Document {
    /// The document of a learning task, with the places to sign at its end; `None` where it is not made of one.
    pub fn of(&self, view: &TaskView<'_>) -> Option<Doc> {
        let Builder::Task(build) = self.builder?;
        let mut doc = build(view);
        let labels: Vec<String> = self.signed.iter().map(|key| view.label(key)).collect();
        if !labels.is_empty() {
            doc.blocks.push(Block::Signatures(labels));
        }
        Some(doc)
    }
}

/// The twelve documents, in the order of their numbers.
pub const DOCUMENTS: [Document; 12] = [
    listed(1, "design-document-1", Scope::Course),
    listed(2, "design-document-2", Scope::Course),
    listed(3, "design-document-3", Scope::Course),
    listed(4, "design-document-4", Scope::Course),
    listed(5, "design-document-5", Scope::Course),
    made(6, "design-document-6", analysis::build, PREPARED),
    made(7, "design-document-7", activities::build, PREPARED),
    made(8, "design-document-8", assessment::build, PREPARED),
    made(9, "design-document-9", work_page::build, FILLED),
    listed(10, "design-document-10", Scope::Task),
    listed(11, "design-document-11", Scope::CourseOfClass),
    listed(12, "design-document-12", Scope::Unit),
];

const fn listed(number: u8, title: &'static str, scope: Scope) -> Document {
    Document {
        number,
        title,
        scope,
        builder: None,
        signed: &[],
    }
}

const fn made(
    number: u8,
    title: &'static str,
    build: fn(&TaskView<'_>) -> Doc,
    signed: &'static [&'static str],
) -> Document {
    Document {
        number,
        title,
        scope: Scope::Task,
        builder: Some(Builder::Task(build)),
        signed,
    }
}

/// A document by its official number.
pub fn document(number: u8) -> Option<&'static Document> {
    DOCUMENTS.iter().find(|document| document.number == number)
}

/// The documents that can be made of a learning task, in the order of their numbers.
pub fn of_task() -> impl Iterator<Item = &'static Document> {
    DOCUMENTS
        .iter()
        .filter(|document| matches!(document.builder, Some(Builder::Task(_))))
}

/// What a document of a learning task is made from.
#[derive(Clone, Copy)]
pub struct TaskView<'a> {
    /// The version of the task.
    pub task: &'a LearningTask,
    /// 专业
    pub major: &'a str,
    /// 课程名称
    pub course: &'a str,
    /// The school, at the head of every page.
    pub school: &'a str,
    /// The document's title.
    pub title: &'a str,
    /// Gives a text of the product in the language of the document.
    pub say: &'a dyn Fn(&Text) -> String,
}

impl TaskView<'_> {
    fn label(&self, key: &'static str) -> String {
        (self.say)(&Text::new(key))
    }

    fn labels<const N: usize>(&self, keys: [&'static str; N]) -> Vec<String> {
        keys.into_iter().map(|key| self.label(key)).collect()
    }

    /// A label with what belongs to it.
    fn pair(&self, key: &'static str, text: &str) -> String {
        (self.say)(
            &Text::new("design-doc-pair")
                .with("label", self.label(key))
                .with("text", text),
        )
    }

    /// `2 学时`
    fn hours(&self, hours: Hours) -> String {
        (self.say)(&Text::new("design-doc-hours-of").with("hours", hours))
    }

    /// `图样、四色笔`
    fn listed(&self, parts: impl IntoIterator<Item = String>) -> String {
        let join = |left, right| {
            (self.say)(
                &Text::new("design-doc-and")
                    .with("left", left)
                    .with("right", right),
            )
        };
        parts.into_iter().reduce(join).unwrap_or_default()
    }

    /// `1.1、2.3`, or 全程.
    fn reach(&self, reach: &Reach) -> String {
        match reach {
            Reach::Throughout => self.label("design-reach-throughout"),
            Reach::Steps(steps) => {
                let numbers = steps.iter().filter_map(|step| self.task.number_of(*step));
                self.listed(numbers.map(|number| number.to_string()))
            }
        }
    }
}
