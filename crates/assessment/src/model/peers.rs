//! Peer ratings: averaged over everybody but oneself; the single ones go in and never come out.

use std::fmt;

use design::model::Peers;
use kernel::{PersonId, Points};

use super::exact::Exact;
use super::score::Score;

/// The mean of what peers gave one student for one item.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct PeerMean {
    sum: i64,
    count: u32,
}

impl PeerMean {
    /// So many raters make a mean that may be shown; below, only the combined score may.
    pub const SHOWN_FROM: u32 = 3;

    /// The mean over all raters except the rated student.
    pub fn of(rated: PersonId, ratings: impl IntoIterator<Item = (PersonId, Score)>) -> Self {
        let others = ratings.into_iter().filter(|(rater, _)| *rater != rated);
        others.fold(Self::default(), |mean, (_, score)| Self {
            sum: mean.sum + score.hundredths(),
            count: mean.count + 1,
        })
    }

    /// The mean of ratings that were summed where they are kept, the rated student's own not among them.
    pub const fn summed(hundredths: i64, count: u32) -> Self {
        Self {
            sum: hundredths,
            count,
        }
    }

    /// How many raters there were.
    pub const fn raters(self) -> u32 {
        self.count
    }

    /// The mean as points, from three raters on; the only way to see it.
    pub fn shown(self) -> Option<Points> {
        if self.count < Self::SHOWN_FROM {
            return None;
        }
        let scale = i128::from(Points::SCALE / 100);
        let units = self.exact()?.rounded(scale);
        i64::try_from(units).ok().map(Points)
    }

    /// There are raters, and too few of them to show their mean.
    pub const fn is_withheld(self) -> bool {
        self.count > 0 && self.count < Self::SHOWN_FROM
    }

    /// The mean in hundredths, for the grade alone.
    pub(super) fn exact(self) -> Option<Exact> {
        Exact::ratio(self.sum.into(), self.count.into())
    }
}

impl fmt::Debug for PeerMean {
    /// A log must not tell what the types withhold.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PeerMean({} raters)", self.count)
    }
}

/// Where a student sits: the person and the number of the group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The student.
    pub person: PersonId,
    /// The group's number within the class; `None` while no group is chosen.
    pub group: Option<u32>,
}

/// Whether one student rates another as a peer: never oneself, and within the groups that the item names. A student
/// without a group is nobody's peer.
pub fn may_rate(rater: Seat, rated: Seat, peers: Peers) -> bool {
    let (Some(own), Some(other)) = (rater.group, rated.group) else {
        return false;
    };
    rater.person != rated.person
        && match peers {
            Peers::OwnGroup => own == other,
            Peers::OtherGroups => own != other,
        }
}
