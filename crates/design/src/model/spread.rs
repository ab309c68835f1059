//! Gives a task other hours than it was designed for: each phase and each step keeps its share, and the sums stay exact.

use kernel::Hours;

use super::LearningTask;

/// Units that hours are dealt out in: lessons, half lessons, hundredths; the largest that all of them are made of.
const UNITS: [i64; 3] = [Hours::SCALE, Hours::SCALE / 2, 1];

/// Sets the hours of a task and deals them out to its phases and their steps in the shares that these have now. What has no hours gets
/// none; a task whose phases have none only changes its own.
pub fn spread(task: &mut LearningTask, base: Hours) {
    let phases: Vec<Hours> = task.phases.iter().map(|phase| phase.hours).collect();
    let steps = task
        .phases
        .iter()
        .flat_map(|phase| &phase.steps)
        .map(|step| step.hours);
    let all: Vec<Hours> = steps.chain(phases.iter().copied()).chain([base]).collect();
    let fits = |unit: &i64| all.iter().all(|hours| hours.0 % unit == 0);
    let unit = UNITS.into_iter().find(fits).unwrap_or(1);
    task.base = base;
    for (phase, hours) in task.phases.iter_mut().zip(dealt(&phases, base, unit)) {
        phase.hours = hours;
        let steps: Vec<Hours> = phase.steps.iter().map(|step| step.hours).collect();
        for (step, hours) in phase.steps.iter_mut().zip(dealt(&steps, hours, unit)) {
            step.hours = hours;
        }
    }
}

/// A sum dealt out in shares, in whole units: everyone gets what is whole of their share, and what is left goes to the largest rests,
/// the earlier first. Where no share has anything, they stay.
fn dealt(shares: &[Hours], sum: Hours, unit: i64) -> Vec<Hours> {
    let total: i128 = shares.iter().map(|share| i128::from(share.0)).sum();
    if total <= 0 {
        return shares.to_vec();
    }
    let units = i128::from(sum.0 / unit);
    let whole = |share: &Hours| i128::from(share.0) * units / total;
    let rest = |share: &Hours| i128::from(share.0) * units % total;
    let left = units - shares.iter().map(whole).sum::<i128>();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by_key(|place| std::cmp::Reverse(rest(&shares[*place])));
    let more: Vec<usize> = order
        .into_iter()
        .take(usize::try_from(left).unwrap_or(0))
        .collect();
    let dealt = shares.iter().enumerate().map(|(place, share)| {
        let units = whole(share) + i128::from(more.contains(&place));
        Hours(i64::try_from(units).unwrap_or(i64::MAX).saturating_mul(unit))
    });
    dealt.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(hours: &[i64]) -> Vec<Hours> {
        hours.iter().map(|hours| Hours::whole(*hours)).collect()
    }

    #[test]
    fn lessons_are_dealt_out_by_share_and_what_is_left_by_the_largest_rest() {
        // Of 80 in place of 96: 6⅔, 10, 3⅓, 46⅔, 6⅔, 6⅔; the three that are left go to the first three of the four largest rests.
        let sample = whole(&[8, 12, 4, 56, 8, 8]);
        assert_eq!(
            dealt(&sample, Hours::whole(80), 100),
            whole(&[7, 10, 3, 47, 7, 6])
        );
        assert_eq!(dealt(&sample, Hours::whole(96), 100), sample);
        assert_eq!(
            dealt(&sample, Hours::whole(192), 100),
            whole(&[16, 24, 8, 112, 16, 16])
        );
        assert_eq!(dealt(&whole(&[0, 0]), Hours::whole(9), 100), whole(&[0, 0]));
        assert_eq!(
            dealt(&[Hours(50), Hours(50)], Hours(150), 50),
            [Hours(100), Hours(50)]
        );
    }
}
