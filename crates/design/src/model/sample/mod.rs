//! The sample task 螺纹轴的数控车床加工 (样例, no official text): demonstration data, and what tests compare with.
//!
//! Two text files stand in `demo/`: the task itself, and the forms of its outcomes. [`parse`] reads any pair of files of
//! that structure; it is no importer for users, so the first thing that does not fit ends it.

mod assess;
mod markdown;
mod steps;
mod task;

use kernel::{Id, RawId};

use super::position::Position;
use super::task::LearningTask;
use markdown::Sections;

/// The sample task as markdown.
pub const TASK: &str = include_str!("../../../demo/threaded-shaft.md");
/// The forms of its outcomes, its gates and its peers.
pub const FORMS: &str = include_str!("../../../demo/threaded-shaft-forms.md");

/// The text does not have the structure of the sample.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the sample is not readable at {place}: {what}")]
pub struct Unreadable {
    /// The section, or the section and its cell.
    pub place: String,
    /// What was expected there.
    pub what: &'static str,
}

/// Where new ids come from: `&mut || ctx.raw_id()`.
pub type Ids<'a> = &'a mut dyn FnMut() -> RawId;

/// The sample task with fresh ids.
///
/// # Errors
/// [`Unreadable`] if the embedded files are broken; a test holds them to their published figures.
pub fn threaded_shaft(ids: Ids<'_>) -> Result<LearningTask, Unreadable> {
    parse(TASK, FORMS, ids)
}

/// Reads a task and the forms of its outcomes.
///
/// # Errors
/// [`Unreadable`] at the first place that does not fit.
pub fn parse(task: &str, forms: &str, ids: Ids<'_>) -> Result<LearningTask, Unreadable> {
    let mut source = Source {
        task: Sections::of(task),
        forms: Sections::of(forms),
        ids,
    };
    let phases = steps::phases(&mut source)?;
    let mut task = task::task(&mut source, phases)?;
    assess::fill(&mut source, &mut task)?;
    Ok(task)
}

/// What the parts of the parser share.
struct Source<'a> {
    task: Sections,
    forms: Sections,
    ids: Ids<'a>,
}

impl Source<'_> {
    fn id<T>(&mut self) -> Id<T> {
        Id::of((self.ids)())
    }

    /// Makes nodes with an id and a position each.
    fn nodes<I, O, T>(
        &mut self,
        from: I,
        mut make: impl FnMut(Id<T>, Position, I::Item) -> Result<O, Unreadable>,
    ) -> Result<Vec<O>, Unreadable>
    where
        I: IntoIterator,
    {
        from.into_iter()
            .enumerate()
            .map(|(index, item)| make(self.id(), Position::nth(index), item))
            .collect()
    }
}

/// The parts of a list in one cell: `图样、四色笔`.
fn listed(text: &str) -> impl Iterator<Item = &str> {
    text.split('、').map(str::trim).filter(|part| !part.is_empty())
}
