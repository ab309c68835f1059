//! What the tests of the model share.

#![allow(dead_code, reason = "each test binary uses its own part")]

use std::sync::LazyLock;

use assessment::model::{PeerMean, Ratings, Score};
use design::model::{AssessmentItem, LearningTask, Weights, sample};
use kernel::{Id, Percent, PersonId, Points, RawId};

/// An id by its number.
pub fn id<T>(number: u128) -> Id<T> {
    Id::of(RawId::from_u128(number))
}

/// A rating of whole points.
pub fn score(points: i64) -> Score {
    let Ok(score) = Score::new(points * 100) else {
        panic!("{points} is no score")
    };
    score
}

/// The rated student.
pub fn pupil() -> PersonId {
    id(1)
}

/// The mean of other students' ratings.
pub fn peers(points: &[i64]) -> PeerMean {
    PeerMean::of(
        pupil(),
        points
            .iter()
            .zip(100..)
            .map(|(points, rater)| (id(rater), score(*points))),
    )
}

/// Self, peers and teacher; `None` where nobody rated.
pub fn ratings(own: Option<i64>, peer: &[i64], teacher: Option<i64>) -> Ratings {
    Ratings {
        own: own.map(score),
        peers: peers(peer),
        teacher: teacher.map(score),
        enterprise: None,
    }
}

/// The sample task.
pub fn threaded_shaft() -> LearningTask {
    let mut last = 1_000;
    let mut ids = || {
        last += 1;
        RawId::from_u128(last)
    };
    match sample::threaded_shaft(&mut ids) {
        Ok(task) => task,
        Err(broken) => panic!("{broken}"),
    }
}

/// An item with marks and the weights of self, peers, teacher and enterprise in per cent.
pub fn item(marks: i64, weights: [i64; 4]) -> AssessmentItem {
    let [own, peer, teacher, enterprise] = weights.map(Percent::whole);
    static FIRST: LazyLock<AssessmentItem> = LazyLock::new(|| threaded_shaft().items.remove(0));
    let mut item = FIRST.clone();
    item.marks = Points::whole(marks);
    item.weights = Weights {
        own,
        peer,
        teacher,
        enterprise,
    };
    item
}
