//! What the rated student sees of a grade, so that no rating of one or two peers can be worked out from it.
//!
//! The student knows their own rating and the weights. Where fewer than three peers rated, an item shows its combined score
//! alone, and the teacher's (or the enterprise's) part, which the student does not know, hides what the peers gave. An item
//! without such a part would tell it: its score is shown only together with that of another item that has one, and where no
//! item has one, not at all. Sums over items (the total, a phase) are shown where they tell no more than these.

use std::collections::BTreeSet;

use design::model::{ItemId, LearningTask, Rater};
use kernel::{Percent, Points};

use super::breakdown::{ItemBreakdown, Parts, Reader};
use super::exact::Exact;
use super::grade::{ItemGrade, TaskGrade, points};
use super::profile::{PhaseShare, phase_profile};

/// A grade as its student sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudentView {
    /// The total, where it may be shown and no item is open.
    pub total: Option<Points>,
    /// The total exists and is not shown, since it would tell what single peers gave.
    pub total_withheld: bool,
    /// The items, in the order of the plan.
    pub items: Vec<Veiled>,
    /// What the items that are shown together only come to, if there are such.
    pub together: Option<Points>,
    /// The phases; one that would tell the score of an item that is not shown alone has no share.
    pub phases: Vec<PhaseShare>,
}

/// An item as its student sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Veiled {
    /// Alone.
    Shown(ItemBreakdown),
    /// Only together with others.
    Together {
        /// The item.
        item: ItemId,
        /// Its marks.
        marks: Points,
        /// How many peers rated.
        raters: u32,
    },
}

impl Veiled {
    /// The item.
    pub const fn item(&self) -> ItemId {
        match self {
            Self::Shown(shown) => shown.item,
            Self::Together { item, .. } => *item,
        }
    }
}

/// The grade of a student for a task, as far as that student may see it.
pub fn veiled(task: &LearningTask, grade: &TaskGrade) -> StudentView {
    let together = shown_together(grade);
    let covered = together.iter().any(|item| has_unknown_part(item));
    let ids: BTreeSet<ItemId> = together.iter().map(|item| item.item).collect();
    let view = |item: &ItemGrade| {
        if ids.contains(&item.item) {
            Veiled::Together {
                item: item.item,
                marks: item.marks,
                raters: item.ratings.peers.raters(),
            }
        } else {
            Veiled::Shown(item.breakdown(Reader::Student))
        }
    };
    let sum = together
        .iter()
        .try_fold(Exact::ZERO, |sum, item| Some(sum.plus(item.exact?)));
    let open_to_all = ids.is_empty() || covered;
    let phases = phase_profile(task, grade).into_iter();
    StudentView {
        total: grade.total().filter(|_| open_to_all),
        total_withheld: !open_to_all && grade.total().is_some(),
        items: grade.items.iter().map(view).collect(),
        together: sum.map(points).filter(|_| covered),
        phases: phases
            .map(|share| of_phase(task, share, &ids, covered.then_some(ids.len())))
            .collect(),
    }
}

/// Items whose score alone would tell what one or two peers gave, and the one that hides them.
fn shown_together(grade: &TaskGrade) -> Vec<&ItemGrade> {
    let mut telling: Vec<&ItemGrade> = grade.items.iter().filter(|item| tells_its_peers(item)).collect();
    if telling.is_empty() {
        return telling;
    }
    let can_hide = |item: &&ItemGrade| !tells_its_peers(item) && has_unknown_part(item);
    let veiled_already =
        |item: &&ItemGrade| matches!(item.breakdown(Reader::Student).parts, Parts::Combined { .. });
    let hiding = grade
        .items
        .iter()
        .find(|item| can_hide(item) && veiled_already(item));
    telling.extend(hiding.or_else(|| grade.items.iter().find(can_hide)));
    telling
}

fn tells_its_peers(item: &ItemGrade) -> bool {
    let peers_weigh = item.weights.peer != Percent::ZERO;
    peers_weigh && item.ratings.peers.is_withheld() && item.exact.is_some() && !has_unknown_part(item)
}

/// Somebody whose rating the student does not know gave a part that weighs.
fn has_unknown_part(item: &ItemGrade) -> bool {
    let unknown = [Rater::Teacher, Rater::Enterprise].into_iter();
    let mut weighing = unknown.filter(|rater| item.weights.of(*rater) != Percent::ZERO);
    item.exact.is_some() && weighing.any(|rater| item.ratings.exact(rater).is_some())
}

fn of_phase(
    task: &LearningTask,
    share: PhaseShare,
    together: &BTreeSet<ItemId>,
    covered: Option<usize>,
) -> PhaseShare {
    let drawing = task
        .items
        .iter()
        .filter(|item| item.phases.contains(&share.phase));
    let veiled = drawing.filter(|item| together.contains(&item.id)).count();
    if veiled == 0 || covered == Some(veiled) {
        return share;
    }
    PhaseShare {
        earned: Points::ZERO,
        possible: Points::ZERO,
        ..share
    }
}
