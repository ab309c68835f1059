//! How the grades of a class lie, for the foot of its sheet.

use kernel::number::divide_half_up;
use kernel::{Percent, Points};

use super::course::PASS;

/// A grade as it is shown and as it is judged: one decimal, rounded half up.
#[must_use]
pub fn shown(points: Points) -> Points {
    const TENTH: i64 = Points::SCALE / 10;
    let tenths = divide_half_up(i128::from(points.0), i128::from(TENTH));
    Points(i64::try_from(tenths).unwrap_or(i64::MAX / TENTH) * TENTH)
}

/// Lower bounds of the five bands, best first: 90, 80, 70, 60, and below.
pub const BANDS: [i64; 5] = [90, 80, 70, 60, 0];

/// How grades lie. Bands and passing go by the grade as it is shown, so that a 60.0 on the page is a pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Distribution {
    /// How many grades there are.
    pub count: usize,
    /// How many lie in each of [`BANDS`].
    pub bands: [usize; 5],
    /// Their mean, rounded half up to four decimals.
    pub mean: Points,
    /// The highest.
    pub highest: Points,
    /// The lowest.
    pub lowest: Points,
    /// How many passed.
    pub passed: usize,
}

impl Distribution {
    /// Of these grades.
    pub fn of(grades: impl IntoIterator<Item = Points>) -> Self {
        let mut all = Self::default();
        let mut sum = 0_i128;
        for grade in grades {
            let judged = shown(grade);
            let band = BANDS.iter().position(|bound| judged >= Points::whole(*bound));
            all.bands[band.unwrap_or(BANDS.len() - 1)] += 1;
            all.passed += usize::from(judged >= PASS);
            all.highest = if all.count == 0 {
                grade
            } else {
                all.highest.max(grade)
            };
            all.lowest = if all.count == 0 {
                grade
            } else {
                all.lowest.min(grade)
            };
            all.count += 1;
            sum += i128::from(grade.0);
        }
        let count = i128::try_from(all.count.max(1)).unwrap_or(1);
        all.mean = Points(i64::try_from(divide_half_up(sum, count)).unwrap_or(i64::MAX));
        all
    }

    /// The share that passed; `None` of no grades.
    pub fn pass_rate(&self) -> Option<Percent> {
        if self.count == 0 {
            return None;
        }
        let (passed, count) = (self.passed as i128, self.count as i128);
        let whole = i128::from(Percent::whole(100).0);
        i64::try_from(divide_half_up(passed * whole, count))
            .ok()
            .map(Percent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grade_is_judged_as_it_is_shown() {
        let grades = ["90", "89.95", "89.94", "60", "59.95", "59.94", "0"].map(|text| text.parse().unwrap());
        let found = Distribution::of(grades);
        assert_eq!(found.bands, [2, 1, 0, 2, 2]);
        assert_eq!((found.count, found.passed), (7, 5));
        assert_eq!(
            found.pass_rate().map(|rate| rate.to_string()),
            Some("71.43".to_owned())
        );
        assert_eq!((found.highest, found.lowest), (Points::whole(90), Points::ZERO));
        assert_eq!(found.mean.to_string(), "64.2543");
    }

    #[test]
    fn of_no_grades_nothing_is_said() {
        assert_eq!(Distribution::of([]).pass_rate(), None);
    }
}
