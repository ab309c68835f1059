//! Exact fractions: nothing is rounded on the way to a grade. Four decimals of it are kept, and one is shown, rounded half up.

use kernel::number::divide_half_up;

/// A fraction in lowest terms; the divisor is positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Exact {
    top: i128,
    bottom: i128,
}

impl Exact {
    /// Nothing.
    pub const ZERO: Self = Self { top: 0, bottom: 1 };

    /// Twelve decimals: what [`Exact::plus`] falls back to.
    const FINE: i128 = 1_000_000_000_000;

    /// A whole number.
    pub const fn whole(number: i64) -> Self {
        Self {
            top: number as i128,
            bottom: 1,
        }
    }

    /// A fraction; `None` when the divisor is not positive.
    pub fn ratio(top: i128, bottom: i128) -> Option<Self> {
        (bottom > 0).then(|| Self::reduced(top, bottom))
    }

    /// This many times; the factor is a weight or marks, far from the range of the numbers.
    #[must_use]
    pub fn times(self, factor: i64) -> Self {
        let common = gcd(factor.unsigned_abs().into(), self.bottom);
        Self {
            top: self.top * (i128::from(factor) / common),
            bottom: self.bottom / common,
        }
    }

    /// Divided by a positive number; by anything else it stays.
    #[must_use]
    pub fn over(self, divisor: i64) -> Self {
        if divisor <= 0 {
            return self;
        }
        Self::reduced(self.top, self.bottom * i128::from(divisor))
    }

    /// The sum. Where the common divisor of many odd fractions leaves the range of the numbers, both are rounded to
    /// twelve decimals first: far below the four that are kept of a grade.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        self.sum(other).unwrap_or_else(|| {
            let fine = |part: Self| part.rounded(Self::FINE);
            Self::reduced(fine(self) + fine(other), Self::FINE)
        })
    }

    /// How many units of a scale it is, rounded half up.
    pub fn rounded(self, scale: i128) -> i128 {
        let (whole, rest) = (self.top.div_euclid(self.bottom), self.top.rem_euclid(self.bottom));
        let part = match rest.checked_mul(scale) {
            Some(rest) => divide_half_up(rest, self.bottom),
            // Then the divisor is far above the scale, and dividing it instead loses nothing that shows.
            None => divide_half_up(rest, self.bottom / scale),
        };
        whole * scale + part
    }

    fn sum(self, other: Self) -> Option<Self> {
        let common = gcd(self.bottom, other.bottom);
        let bottom = (self.bottom / common).checked_mul(other.bottom)?;
        let left = self.top.checked_mul(other.bottom / common)?;
        let right = other.top.checked_mul(self.bottom / common)?;
        Some(Self::reduced(left.checked_add(right)?, bottom))
    }

    fn reduced(top: i128, bottom: i128) -> Self {
        let common = gcd(top, bottom);
        Self {
            top: top / common,
            bottom: bottom / common,
        }
    }
}

/// The greatest common divisor; the second is positive, so it is at least 1.
fn gcd(left: i128, right: i128) -> i128 {
    let (mut left, mut right) = (left.abs(), right);
    while left != 0 {
        (left, right) = (right % left, left);
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirds_add_up_to_a_whole() {
        let third = Exact::ratio(1, 3).unwrap();
        assert_eq!(third.plus(third).plus(third), Exact::whole(1));
        assert_eq!(third.times(6), Exact::whole(2));
        assert_eq!(Exact::whole(2).over(6), third);
        assert_eq!(Exact::ratio(1, 0), None);
    }

    #[test]
    fn rounding_is_half_up() {
        assert_eq!(Exact::ratio(1, 2).unwrap().rounded(1), 1);
        assert_eq!(Exact::ratio(1, 3).unwrap().rounded(10_000), 3_333);
        assert_eq!(Exact::ratio(2, 3).unwrap().rounded(10_000), 6_667);
    }

    #[test]
    fn a_sum_whose_divisor_leaves_the_range_is_right_to_nine_decimals() {
        let primes = [
            9_973, 9_967, 9_949, 9_941, 9_931, 9_929, 9_923, 9_907, 9_901, 9_887, 9_883, 9_871,
        ];
        let sum = primes.iter().fold(Exact::ZERO, |sum, prime| {
            sum.plus(Exact::ratio(1, *prime).unwrap())
        });
        // Computed once with arbitrary precision: Σ 1/p to nine decimals.
        assert_eq!(sum.rounded(1_000_000_000), 1_209_466);
    }
}
