//! Profiles: what a student earned phase by phase, and the means of the general abilities observed.

use std::collections::BTreeMap;

use design::model::{LearningTask, PhaseId};
use kernel::number::divide_half_up;
use kernel::{Percent, Points, Text};
use serde::{Deserialize, Serialize};

use super::exact::Exact;
use super::grade::{TaskGrade, points};

/// What a student earned of a phase. An item that draws on several phases counts in full for each of them, so a
/// profile compares phases with themselves and does not sum to the task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhaseShare {
    /// The phase.
    pub phase: PhaseId,
    /// Points of the graded items that draw on it.
    pub earned: Points,
    /// The marks of those items.
    pub possible: Points,
    /// Items that draw on it and are still open; they are in neither figure.
    pub open: usize,
}

impl PhaseShare {
    /// Earned of possible, rounded half up to hundredths of a per cent; `None` when nothing is graded.
    pub fn share(&self) -> Option<Percent> {
        let whole = i128::from(Percent::whole(100).0);
        let possible = i128::from(self.possible.0);
        if possible == 0 {
            return None;
        }
        i64::try_from(divide_half_up(i128::from(self.earned.0) * whole, possible))
            .ok()
            .map(Percent)
    }
}

/// The profile over the phases of a task, in their order.
pub fn phase_profile(task: &LearningTask, grade: &TaskGrade) -> Vec<PhaseShare> {
    let phases = task.phases.iter().map(|phase| phase.id);
    phases
        .map(|phase| {
            let drawing = task.items.iter().filter(|item| item.phases.contains(&phase));
            let grades = drawing.filter_map(|item| grade.items.iter().find(|grade| grade.item == item.id));
            let (mut earned, mut possible, mut open) = (Exact::ZERO, Points::ZERO, 0);
            for item in grades {
                match item.exact {
                    Some(exact) => {
                        earned = earned.plus(exact);
                        possible = possible + item.marks;
                    }
                    None => open += 1,
                }
            }
            PhaseShare {
                phase,
                earned: points(earned),
                possible,
                open,
            }
        })
        .collect()
}

/// One observation of a general ability: 0 未表现, 1 需提示, 2 独立, 3 能带动同伴.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Observed(u8);

impl Observed {
    /// The best level.
    pub const BEST: u8 = 3;

    /// A level.
    ///
    /// # Errors
    /// A text when it is above 3.
    pub const fn new(level: u8) -> Result<Self, Text> {
        if level > Self::BEST {
            return Err(Text::new("assessment-observed-range"));
        }
        Ok(Self(level))
    }

    /// The translation key of its name.
    pub const fn key(self) -> &'static str {
        match self.0 {
            0 => "assessment-observed-0",
            1 => "assessment-observed-1",
            2 => "assessment-observed-2",
            _ => "assessment-observed-3",
        }
    }
}

impl TryFrom<u8> for Observed {
    type Error = &'static str;

    fn try_from(level: u8) -> Result<Self, Self::Error> {
        Self::new(level).map_err(|_| "a level is 0 to 3")
    }
}

impl From<Observed> for u8 {
    fn from(observed: Observed) -> Self {
        observed.0
    }
}

/// The mean of some observations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mean {
    sum: i64,
    /// How many observations there are; at least one.
    pub count: u32,
}

impl Mean {
    /// The mean, 0 to 3, rounded half up to four decimals.
    pub fn value(self) -> Points {
        let sum = i128::from(self.sum) * i128::from(Points::SCALE);
        let mean = divide_half_up(sum, i128::from(self.count.max(1)));
        Points(i64::try_from(mean).unwrap_or(i64::MAX))
    }
}

/// The means of observations by what they observe: the row of one task's plan, or the 培养维度 over all the years.
pub fn means<K: Ord>(observations: impl IntoIterator<Item = (K, Observed)>) -> BTreeMap<K, Mean> {
    let mut means: BTreeMap<K, Mean> = BTreeMap::new();
    for (ability, observed) in observations {
        let mean = means.entry(ability).or_default();
        mean.sum += i64::from(observed.0);
        mean.count += 1;
    }
    means
}
