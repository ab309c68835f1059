//! What a grade is made of, as far as the reader may see it.

use design::model::{ItemId, Rater};
use kernel::{Percent, Points};

use super::grade::{ItemGrade, MissingRule, TaskGrade};

/// Who reads a grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reader {
    /// The rated student.
    Student,
    /// The teacher of the class.
    Teacher,
    /// A school leader or 教务.
    Leader,
}

/// An item of a grade, opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemBreakdown {
    /// The item.
    pub item: ItemId,
    /// 配分
    pub marks: Points,
    /// The combined score in points of the marks, or `None` while it is open.
    pub points: Option<Points>,
    /// What it is made of.
    pub parts: Parts,
    /// What stood in for missing ratings, if anything.
    pub stand_in: Option<MissingRule>,
}

/// The parts of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parts {
    /// Each rater that weighs, in the order of the official columns.
    Shown(Vec<PartShown>),
    /// Fewer than three peers rated, and with the other parts beside it the combined score would tell their ratings.
    Combined {
        /// How many peers rated.
        raters: u32,
    },
}

/// One rater's part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartShown {
    /// Whose it is.
    pub rater: Rater,
    /// Its weight in the plan.
    pub weight: Percent,
    /// Its value.
    pub score: PartScore,
}

/// The value of a part, 0 to 100.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartScore {
    /// A single rater's.
    Single(Points),
    /// The mean of peers, with their number.
    Mean {
        /// The mean.
        mean: Points,
        /// How many peers rated; at least three.
        raters: u32,
    },
    /// The mean of fewer than three peers: it counts, and is not shown.
    Withheld {
        /// How many peers rated.
        raters: u32,
    },
    /// Not rated.
    Missing,
}

impl TaskGrade {
    /// Every item, opened as far as the reader may see.
    pub fn breakdown(&self, reader: Reader) -> Vec<ItemBreakdown> {
        self.items.iter().map(|item| item.breakdown(reader)).collect()
    }
}

impl ItemGrade {
    /// The item, opened as far as the reader may see. The teacher, who gave one of the parts, sees the parts beside a
    /// withheld mean; everybody else sees the combined score alone.
    pub fn breakdown(&self, reader: Reader) -> ItemBreakdown {
        let peers_weigh = self.weights.peer != Percent::ZERO;
        let parts = if peers_weigh && self.ratings.peers.is_withheld() && reader != Reader::Teacher {
            Parts::Combined {
                raters: self.ratings.peers.raters(),
            }
        } else {
            Parts::Shown(self.parts())
        };
        let (item, marks, points, stand_in) = (self.item, self.marks, self.points(), self.stand_in);
        ItemBreakdown {
            item,
            marks,
            points,
            parts,
            stand_in,
        }
    }

    fn parts(&self) -> Vec<PartShown> {
        let weighing = Rater::ALL
            .into_iter()
            .filter(|rater| self.weights.of(*rater) != Percent::ZERO);
        weighing
            .map(|rater| PartShown {
                rater,
                weight: self.weights.of(rater),
                score: self.score(rater),
            })
            .collect()
    }

    fn score(&self, rater: Rater) -> PartScore {
        let single = match rater {
            Rater::Peer => return self.peer_score(),
            Rater::Own => self.ratings.own,
            Rater::Teacher => self.ratings.teacher,
            Rater::Enterprise => self.ratings.enterprise,
        };
        single.map_or(PartScore::Missing, |score| PartScore::Single(score.points()))
    }

    fn peer_score(&self) -> PartScore {
        let peers = self.ratings.peers;
        match peers.shown() {
            Some(mean) => PartScore::Mean {
                mean,
                raters: peers.raters(),
            },
            None if peers.raters() > 0 => PartScore::Withheld {
                raters: peers.raters(),
            },
            None => PartScore::Missing,
        }
    }
}
