//! How far a measure is along its plan, and how many months behind.
//!
//! The plan of a measure is a line: within a phase it rises evenly, from what stood before it (cumulative) or from 0 (per
//! phase) on the eve of its first day to its target at the end of its last; between and after phases it stays. A measure
//! below that line is as many months behind as have gone since the line stood at its number.

use std::fmt;

use kernel::number::divide_half_up;
use kernel::{Day, Percent, Text};

use super::plan::{Measure, Mode, Phase, Plan, Target};

/// Months in tenths, rounded half up; a month is a twelfth of 365.25 days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Months(pub i64);

impl fmt::Display for Months {
    /// `2.5`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0 / 10, self.0 % 10)
    }
}

/// A measure against a phase's target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The target.
    pub target: Target,
    /// What was counted: from the beginning of the plan, or within the phase, as the target is meant.
    pub actual: i64,
    /// What is missing to the target; never negative.
    pub missing: i64,
    /// Actual of target, rounded half up to hundredths of a per cent; may exceed 100.
    pub share: Percent,
    /// How far behind the even line; 0 at or before it.
    pub behind: Months,
}

impl Progress {
    /// The sentence of the dashboard: number, target and share, said as the target is meant.
    pub fn sentence(&self) -> Text {
        let key = match (self.target.measure, self.target.mode) {
            (Measure::Majors, Mode::Cumulative) => "programme-progress-majors-cumulative",
            (Measure::Majors, Mode::PerPhase) => "programme-progress-majors-per-phase",
            (Measure::Schools, Mode::Cumulative) => "programme-progress-schools-cumulative",
            (Measure::Schools, Mode::PerPhase) => "programme-progress-schools-per-phase",
            (Measure::Trained, Mode::Cumulative) => "programme-progress-trained-cumulative",
            (Measure::Trained, Mode::PerPhase) => "programme-progress-trained-per-phase",
        };
        let share = format!("{:.1}", self.share);
        Text::new(key)
            .with("actual", grouped(self.actual))
            .with("target", grouped(self.target.value))
            .with("share", share)
    }

    /// The sentence beside it: done, on schedule, or months behind.
    pub fn schedule(&self) -> Text {
        if self.missing == 0 {
            Text::new("programme-schedule-done")
        } else if self.behind == Months(0) {
            Text::new("programme-schedule-on-time")
        } else {
            Text::new("programme-schedule-behind").with("months", self.behind)
        }
    }
}

/// A count as people read it: `12,486`.
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number < 0 { format!("-{text}") } else { text }
}

/// A measure against its target in a phase, at the end of a day; `None` when the plan has no such phase, or the phase no
/// target for the measure.
pub fn progress(plan: &Plan, phase: usize, measure: Measure, actual: i64, on: Day) -> Option<Progress> {
    let target = *plan.phases.get(phase)?.target(measure)?;
    let whole = i128::from(Percent::whole(100).0);
    let share = divide_half_up(i128::from(actual) * whole, i128::from(target.value.max(1)));
    Some(Progress {
        target,
        actual,
        missing: (target.value - actual).max(0),
        share: Percent(i64::try_from(share).ok()?),
        behind: behind(&line(plan, phase, &target), actual, on),
    })
}

/// A rising piece of the line.
struct Piece {
    from: Day,
    /// Days from the eve of the first to the end of the last.
    days: i64,
    base: i64,
    target: i64,
}

fn line(plan: &Plan, phase: usize, target: &Target) -> Vec<Piece> {
    let piece = |phase: &Phase, base, target| Piece {
        from: phase.from,
        days: i64::from(phase.until.since(phase.from)) + 1,
        base,
        target,
    };
    if target.mode == Mode::PerPhase {
        return plan
            .phases
            .get(phase)
            .map(|phase| piece(phase, 0, target.value))
            .into_iter()
            .collect();
    }
    let upto = plan.phases.iter().enumerate().take(phase + 1);
    let cumulative = upto.filter_map(|(index, phase)| {
        let found = phase
            .target(target.measure)
            .filter(|found| found.mode == Mode::Cumulative)?;
        Some(piece(
            phase,
            plan.cumulative_before(index, target.measure),
            found.value,
        ))
    });
    cumulative.collect()
}

fn behind(line: &[Piece], actual: i64, on: Day) -> Months {
    // The piece on which the line last stood at the number; none when the number is past the whole line.
    let Some(piece) = line.iter().find(|piece| actual < piece.target) else {
        return Months(0);
    };
    let rise = i128::from(piece.target - piece.base);
    let gone = i128::from(on.since(piece.from)) + 1;
    let reached = i128::from((actual - piece.base).max(0));
    let late = gone * rise - reached * i128::from(piece.days);
    if late <= 0 || rise <= 0 {
        return Months(0);
    }
    // 365.25 / 12 days are 487 / 16.
    Months(i64::try_from(divide_half_up(late * 160, rise * 487)).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::policy;

    fn at(phase: usize, measure: Measure, actual: i64, day: &str) -> Progress {
        progress(
            &policy(str::to_owned),
            phase,
            measure,
            actual,
            day.parse().unwrap(),
        )
        .unwrap()
    }

    fn months(phase: usize, measure: Measure, actual: i64, day: &str) -> String {
        at(phase, measure, actual, day).behind.to_string()
    }

    #[test]
    fn a_measure_on_the_line_is_not_behind() {
        // Phase 3 has 365 days for 5 000 person-times: 1 000 after 73 days, on 14 March 2025.
        assert_eq!(months(2, Measure::Trained, 1_000, "2025-03-14"), "0.0");
        assert_eq!(months(2, Measure::Trained, 1_001, "2025-03-14"), "0.0");
        assert_eq!(
            months(2, Measure::Trained, 0, "2024-06-01"),
            "0.0",
            "the phase has not begun"
        );
    }

    #[test]
    fn months_behind_are_the_days_since_the_line_stood_there() {
        // 1 000 were due on 14 March; on 14 May, 61 days later, that is 61 / 30.4375 = 2.004 months.
        assert_eq!(months(2, Measure::Trained, 1_000, "2025-05-14"), "2.0");
        assert_eq!(months(2, Measure::Trained, 0, "2025-01-31"), "1.0");
        assert_eq!(
            months(2, Measure::Trained, 4_999, "2025-12-31"),
            "0.0",
            "two hours are no tenth of a month"
        );
        assert_eq!(months(2, Measure::Trained, 0, "2025-12-31"), "12.0");
    }

    #[test]
    fn a_cumulative_line_rises_from_the_target_before_and_waits_between_phases() {
        // 30 majors were due on 31 July 2023; in August nothing more is.
        assert_eq!(months(1, Measure::Majors, 30, "2023-08-31"), "0.0");
        // 45 of 60: half of the 488 days of phase 2, due on 1 May 2024 (day 244).
        assert_eq!(months(1, Measure::Majors, 45, "2024-05-01"), "0.0");
        assert_eq!(months(1, Measure::Majors, 45, "2024-07-31"), "3.0");
        // 15 were due in the middle of phase 1 (487 days, day 243.5 is 30 November 2022): 13.0 months at the end of 2023.
        assert_eq!(months(1, Measure::Majors, 15, "2023-12-31"), "13.0");
    }

    #[test]
    fn the_sentence_says_how_the_target_is_meant() {
        let majors = at(2, Measure::Majors, 87, "2025-06-30");
        assert_eq!(majors.sentence().key, "programme-progress-majors-cumulative");
        let args: Vec<String> = majors
            .sentence()
            .args
            .into_iter()
            .map(|(_, value)| value)
            .collect();
        assert_eq!(args, ["87", "100", "87.0"]);
        assert_eq!(
            (majors.missing, majors.schedule().key.as_ref()),
            (13, "programme-schedule-on-time")
        );
        let trained = at(0, Measure::Trained, 1_655, "2023-07-31");
        assert_eq!(trained.sentence().key, "programme-progress-trained-per-phase");
        assert_eq!((trained.share, trained.missing), (Percent(11_033), 0));
        assert_eq!(trained.schedule().key, "programme-schedule-done");
        assert_eq!(
            at(0, Measure::Trained, 0, "2022-12-31").schedule().key,
            "programme-schedule-behind"
        );
    }

    #[test]
    fn big_counts_are_grouped() {
        let shown = [0, 999, 1_000, 12_486, 1_234_567, -1_655].map(grouped);
        assert_eq!(shown, ["0", "999", "1,000", "12,486", "1,234,567", "-1,655"]);
    }

    #[test]
    fn a_phase_or_target_that_is_not_there_has_no_progress() {
        let plan = policy(str::to_owned);
        let day = plan.phases[0].from;
        assert_eq!(progress(&plan, 3, Measure::Majors, 1, day), None);
        let mut bare = plan;
        bare.phases[0].targets.clear();
        assert_eq!(progress(&bare, 0, Measure::Majors, 1, day), None);
    }
}
