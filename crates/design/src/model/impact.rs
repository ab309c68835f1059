//! What a new version means for a class that is already at work: nothing that was handed in is lost, and what counts
//! changes only with a reason once somebody has rated.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Points, RawId, Text};

use super::assess::Weights;
use super::difference::difference;
use super::ids::ItemId;
use super::outcome::{Outcome, OutcomeKind};
use super::step::GuidingQuestion;
use super::task::LearningTask;

/// The state of the running class, as far as a change of version concerns it.
#[derive(Clone, Debug, Default)]
pub struct Running {
    /// How many students (or groups) have work at a question or an outcome.
    pub work: BTreeMap<RawId, usize>,
    /// Items that somebody has rated.
    pub rated: BTreeSet<ItemId>,
}

/// What becomes of work that is already there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// The wording changed: the work stays where it is.
    Kept,
    /// The tolerance changed: the readings stay and are judged by the new limits.
    Rejudged,
    /// The form changed: the work stays readable in its old form, the new form is empty.
    Reshaped,
    /// The place is gone: the work stays readable with the old version.
    Retired,
}

impl Fate {
    /// The translation key of its explanation.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Kept => "design-fate-kept",
            Self::Rejudged => "design-fate-rejudged",
            Self::Reshaped => "design-fate-reshaped",
            Self::Retired => "design-fate-retired",
        }
    }
}

/// A question or an outcome with work, that the new version touches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// The question or outcome.
    pub node: RawId,
    /// What it is called (the prompt, the title) in the version where it still stands.
    pub title: String,
    /// How many students or groups have work there.
    pub work: usize,
    /// What becomes of it.
    pub fate: Fate,
}

/// What something counts: the marks of a question or an item, and an item's weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Marks (分值, 配分).
    pub marks: Points,
    /// Weights of the raters, for items.
    pub weights: Option<Weights>,
}

/// A question or item that counts otherwise than before; `None` where a version has not got it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reweighted {
    /// The question or item.
    pub node: RawId,
    /// What it is called.
    pub title: String,
    /// What it counted.
    pub before: Option<Counts>,
    /// What it will count.
    pub after: Option<Counts>,
}

/// What moving a running class to a new version does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Impact {
    /// Work that is touched, in the order of the old version.
    pub touched: Vec<Touched>,
    /// What counts otherwise.
    pub reweighted: Vec<Reweighted>,
    /// Something counts otherwise and ratings exist: the move needs a reason.
    pub needs_reason: bool,
}

impl Impact {
    /// # Errors
    /// A text when a reason is needed and what was given is blank.
    pub fn accept(&self, reason: &str) -> Result<(), Text> {
        if self.needs_reason && reason.trim().is_empty() {
            return Err(Text::new("design-move-needs-reason").with("count", self.reweighted.len()));
        }
        Ok(())
    }
}

/// Tells what a running class would notice of a new version.
pub fn impact(old: &LearningTask, new: &LearningTask, running: &Running) -> Impact {
    let reweighted = reweighted(old, new);
    let needs_reason = !reweighted.is_empty() && !running.rated.is_empty();
    Impact {
        touched: touched(old, new, running),
        reweighted,
        needs_reason,
    }
}

fn touched(old: &LearningTask, new: &LearningTask, running: &Running) -> Vec<Touched> {
    let changed: BTreeSet<RawId> = difference(old, new)
        .changed
        .iter()
        .map(|change| change.id)
        .collect();
    let (questions, outcomes) = (questions(new), outcomes(new));
    let question = |old: &GuidingQuestion| match questions.get(&old.id.raw()) {
        None => Some((old.prompt.clone(), Fate::Retired)),
        Some(new) => {
            (new.prompt != old.prompt || new.kind != old.kind).then(|| (new.prompt.clone(), Fate::Kept))
        }
    };
    let outcome = |old: &Outcome| match outcomes.get(&old.id.raw()) {
        None => Some((old.title.clone(), Fate::Retired)),
        Some(new) => changed
            .contains(&old.id.raw())
            .then(|| (new.title.clone(), outcome_fate(old, new))),
    };
    let fates = old.steps().flat_map(|(_, _, step)| {
        let asked = step.questions.iter().map(|node| (node.id.raw(), question(node)));
        asked
            .chain(step.outcomes.iter().map(|node| (node.id.raw(), outcome(node))))
            .collect::<Vec<_>>()
    });
    fates
        .filter_map(|(node, fate)| {
            let (title, fate) = fate?;
            let work = *running.work.get(&node).filter(|work| **work > 0)?;
            Some(Touched {
                node,
                title,
                work,
                fate,
            })
        })
        .collect()
}

fn outcome_fate(old: &Outcome, new: &Outcome) -> Fate {
    match (&old.kind, &new.kind) {
        _ if old.by != new.by => Fate::Reshaped,
        (OutcomeKind::Measured(old), OutcomeKind::Measured(new)) if old.unit != new.unit => Fate::Reshaped,
        (OutcomeKind::Measured(old), OutcomeKind::Measured(new)) if old.limits() != new.limits() => {
            Fate::Rejudged
        }
        (OutcomeKind::Measured(_), OutcomeKind::Measured(_)) => Fate::Kept,
        (old, new) if old == new => Fate::Kept,
        _ => Fate::Reshaped,
    }
}

fn reweighted(old: &LearningTask, new: &LearningTask) -> Vec<Reweighted> {
    let (before, after) = (counts(old), counts(new));
    let find = |list: &[(RawId, String, Counts)], id| {
        list.iter()
            .find(|(other, ..)| *other == id)
            .map(|(_, _, counts)| *counts)
    };
    let gone = before.iter().filter(|(id, ..)| find(&after, *id).is_none());
    after
        .iter()
        .chain(gone)
        .map(|(id, title, _)| Reweighted {
            node: *id,
            title: title.clone(),
            before: find(&before, *id),
            after: find(&after, *id),
        })
        .filter(|node| node.before != node.after)
        .collect()
}

fn counts(task: &LearningTask) -> Vec<(RawId, String, Counts)> {
    let items = task.items.iter().map(|item| {
        let counts = Counts {
            marks: item.marks,
            weights: Some(item.weights),
        };
        (item.id.raw(), item.name.clone(), counts)
    });
    let questions = task
        .steps()
        .flat_map(|(_, _, step)| &step.questions)
        .map(|question| {
            let counts = Counts {
                marks: question.marks,
                weights: None,
            };
            (question.id.raw(), question.prompt.clone(), counts)
        });
    items.chain(questions).collect()
}

fn questions(task: &LearningTask) -> BTreeMap<RawId, &GuidingQuestion> {
    let all = task.steps().flat_map(|(_, _, step)| &step.questions);
    all.map(|question| (question.id.raw(), question)).collect()
}

fn outcomes(task: &LearningTask) -> BTreeMap<RawId, &Outcome> {
    let all = task.steps().flat_map(|(_, _, step)| &step.outcomes);
    all.map(|outcome| (outcome.id.raw(), outcome)).collect()
}
