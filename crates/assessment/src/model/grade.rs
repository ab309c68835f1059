//! The grade of a learning task: Σ 配分 × (w自·s自 + w互·s互 + w师·s师 + w企·s企), exact until the end.

use design::model::{AssessmentItem, ItemId, Rater, Weights};
use kernel::{Percent, Points};
use serde::{Deserialize, Serialize};

use super::exact::Exact;
use super::peers::PeerMean;
use super::score::Score;

/// What stands in for a missing rating of the student, the peers or the enterprise; the school chooses. The teacher's
/// rating has no stand-in: without it, where it weighs, there is no grade yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MissingRule {
    /// The weights of the present ratings are scaled up to 100 %.
    Renormalise,
    /// The teacher's rating is taken in its place.
    CarryTeacher,
}

impl MissingRule {
    /// Every rule, as they are offered.
    pub const ALL: [Self; 2] = [Self::Renormalise, Self::CarryTeacher];

    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Renormalise => "renormalise",
            Self::CarryTeacher => "carry-teacher",
        }
    }

    /// The translation key of the sentence that stands with the grade.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Renormalise => "assessment-missing-renormalise",
            Self::CarryTeacher => "assessment-missing-carry-teacher",
        }
    }

    /// The rule of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.code() == code)
    }
}

/// The ratings of one student for one item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ratings {
    /// 自评
    pub own: Option<Score>,
    /// 互评
    pub peers: PeerMean,
    /// 师评
    pub teacher: Option<Score>,
    /// 企评
    pub enterprise: Option<Score>,
}

impl Ratings {
    /// A rater's value in hundredths.
    pub(super) fn exact(&self, rater: Rater) -> Option<Exact> {
        let whole = |score: Option<Score>| score.map(|score| Exact::whole(score.hundredths()));
        match rater {
            Rater::Own => whole(self.own),
            Rater::Peer => self.peers.exact(),
            Rater::Teacher => whole(self.teacher),
            Rater::Enterprise => whole(self.enterprise),
        }
    }
}

/// The grade of one item. It explains itself through [`ItemGrade::breakdown`], which knows who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemGrade {
    /// The item.
    pub item: ItemId,
    /// 配分
    pub marks: Points,
    /// Raters that weigh and did not rate.
    pub missing: Vec<Rater>,
    /// What stood in for them, where a grade came of it.
    pub stand_in: Option<MissingRule>,
    pub(super) weights: Weights,
    pub(super) ratings: Ratings,
    pub(super) exact: Option<Exact>,
}

impl ItemGrade {
    /// The points of the marks, or `None` while a rating that nothing can stand in for is missing.
    pub fn points(&self) -> Option<Points> {
        self.exact.map(points)
    }
}

/// The grade of one student for a learning task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskGrade {
    /// The items, in the order of the plan.
    pub items: Vec<ItemGrade>,
    /// The school's rule for missing ratings.
    pub rule: MissingRule,
}

impl TaskGrade {
    /// The sum of all items, rounded once; `None` while one of them is open.
    pub fn total(&self) -> Option<Points> {
        if self.items.is_empty() {
            return None;
        }
        let sum = self
            .items
            .iter()
            .try_fold(Exact::ZERO, |sum, item| Some(sum.plus(item.exact?)))?;
        Some(points(sum))
    }

    /// The items that still wait for a rating.
    pub fn open(&self) -> impl Iterator<Item = ItemId> {
        self.items
            .iter()
            .filter(|item| item.exact.is_none())
            .map(|item| item.item)
    }

    /// Whether the rule for missing ratings was used somewhere.
    pub fn used_a_stand_in(&self) -> bool {
        self.items.iter().any(|item| item.stand_in.is_some())
    }
}

/// Grades every item of a plan; `ratings` gives those of one student.
pub fn grade_task<'a>(
    items: impl IntoIterator<Item = &'a AssessmentItem>,
    ratings: impl Fn(ItemId) -> Ratings,
    rule: MissingRule,
) -> TaskGrade {
    let items = items
        .into_iter()
        .map(|item| grade_item(item, ratings(item.id), rule))
        .collect();
    TaskGrade { items, rule }
}

/// Grades one item.
pub fn grade_item(item: &AssessmentItem, ratings: Ratings, rule: MissingRule) -> ItemGrade {
    let weighing = || {
        Rater::ALL
            .into_iter()
            .filter(|rater| item.weights.of(*rater) != Percent::ZERO)
    };
    let missing: Vec<Rater> = weighing()
        .filter(|rater| ratings.exact(*rater).is_none())
        .collect();
    let parts = weighing().filter_map(|rater| {
        let value = ratings.exact(rater).or_else(|| match rule {
            MissingRule::Renormalise => None,
            MissingRule::CarryTeacher => ratings.exact(Rater::Teacher),
        });
        value.map(|value| (item.weights.of(rater), value))
    });
    let exact = if missing.contains(&Rater::Teacher) {
        None
    } else {
        weighted(item.marks, parts)
    };
    let stand_in = (exact.is_some() && !missing.is_empty()).then_some(rule);
    ItemGrade {
        item: item.id,
        marks: item.marks,
        missing,
        stand_in,
        weights: item.weights,
        ratings,
        exact,
    }
}

/// Marks × Σ weight × value ÷ Σ weight, in units of [`Points`]; `None` when nothing weighs.
fn weighted(marks: Points, parts: impl Iterator<Item = (Percent, Exact)>) -> Option<Exact> {
    let start = (Exact::ZERO, 0);
    let (sum, weight) = parts.fold(start, |(sum, total), (weight, value)| {
        (sum.plus(value.times(weight.0)), total + weight.0)
    });
    (weight > 0).then(|| sum.over(weight).over(Score::FULL).times(marks.0))
}

pub(super) fn points(exact: Exact) -> Points {
    Points(i64::try_from(exact.rounded(1)).unwrap_or(i64::MAX))
}
