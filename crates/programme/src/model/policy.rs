//! The plan of 人社部函〔2022〕20号 (十五): what an installation begins with.

use kernel::Day;

use super::plan::{Measure, Mode, Phase, Plan, Target};

/// Where the plan comes from, as the reason of its first version.
pub const SOURCE: &str = "人社部函〔2022〕20号（十五）";

/// A phase of the policy: the key of its name, first and last day as `yyyymmdd`, majors, schools, person-times.
type Row = (&'static str, i64, i64, [i64; 3]);

/// 第一阶段 2022年4月—2023年7月, 第二阶段 2023年9月—2024年12月 (30 majors and 300 schools more), 第三阶段 2025年.
const ROWS: [Row; 3] = [
    (
        "programme-policy-phase-1",
        20_220_401,
        20_230_731,
        [30, 300, 1_500],
    ),
    (
        "programme-policy-phase-2",
        20_230_901,
        20_241_231,
        [60, 600, 3_500],
    ),
    (
        "programme-policy-phase-3",
        20_250_101,
        20_251_231,
        [100, 1_000, 5_000],
    ),
];

/// The policy's plan. Majors and schools are cumulative (百, 千), trained teachers are person-times of each phase, and
/// sum to 10 000 (万). `name` gives the text of a translation key: the names become data that can be edited.
pub fn policy(name: impl Fn(&'static str) -> String) -> Plan {
    let phase = |(key, from, until, [majors, schools, trained]): Row| {
        let target = |measure, value, mode| Target { measure, value, mode };
        Some(Phase {
            name: name(key),
            from: Day::from_number(from).ok()?,
            until: Day::from_number(until).ok()?,
            targets: vec![
                target(Measure::Majors, majors, Mode::Cumulative),
                target(Measure::Schools, schools, Mode::Cumulative),
                target(Measure::Trained, trained, Mode::PerPhase),
            ],
        })
    };
    Plan {
        phases: ROWS.into_iter().filter_map(phase).collect(),
    }
}

#[cfg(test)]
mod tests {
    use kernel::Instant;

    use super::*;

    fn plan() -> Plan {
        policy(str::to_owned)
    }

    fn phase_of(day: &str) -> Option<String> {
        plan()
            .phase_of(day.parse().unwrap())
            .map(|phase| phase.name.clone())
    }

    #[test]
    fn the_policy_has_three_phases_and_its_person_times_are_ten_thousand() {
        let plan = plan();
        assert_eq!((plan.phases.len(), plan.check()), (3, vec![]));
        let sum: i64 = plan
            .phases
            .iter()
            .filter_map(|phase| phase.target(Measure::Trained))
            .map(|t| t.value)
            .sum();
        assert_eq!(sum, 10_000);
        let majors = plan
            .phases
            .iter()
            .filter_map(|phase| phase.target(Measure::Majors))
            .map(|target| target.value);
        assert_eq!(majors.collect::<Vec<_>>(), [30, 60, 100]);
    }

    #[test]
    fn august_2023_belongs_to_no_phase() {
        for day in ["2022-03-31", "2023-08-01", "2023-08-31", "2026-01-01"] {
            assert_eq!(phase_of(day), None, "{day}");
        }
        for (day, phase) in [
            ("2022-04-01", "programme-policy-phase-1"),
            ("2023-07-31", "programme-policy-phase-1"),
            ("2023-09-01", "programme-policy-phase-2"),
            ("2024-12-31", "programme-policy-phase-2"),
            ("2025-01-01", "programme-policy-phase-3"),
            ("2025-12-31", "programme-policy-phase-3"),
        ] {
            assert_eq!(phase_of(day).as_deref(), Some(phase), "{day}");
        }
    }

    #[test]
    fn the_last_minute_of_2024_is_still_the_second_phase() {
        // 2024-12-31 23:59 in Asia/Shanghai is 15:59 UTC; one minute later it is 2025.
        let late = Instant(1_735_660_740 * Instant::SECOND);
        let name = |moment: Instant| plan().phase_of(moment.day()).map(|phase| phase.name.clone());
        assert_eq!(name(late).as_deref(), Some("programme-policy-phase-2"));
        assert_eq!(
            name(late.plus(Instant::MINUTE)).as_deref(),
            Some("programme-policy-phase-3")
        );
    }

    #[test]
    fn an_edited_plan_is_checked() {
        let faults = |edit: fn(&mut Plan)| {
            let mut plan = plan();
            edit(&mut plan);
            plan.check()
                .into_iter()
                .map(|text| text.key.into_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            faults(|plan| plan.phases[1].from = plan.phases[0].until),
            ["programme-phase-overlap"]
        );
        assert_eq!(
            faults(|plan| plan.phases[2].from = plan.phases[2].until.plus(1)),
            ["programme-phase-days"]
        );
        assert_eq!(
            faults(|plan| plan.phases[1].targets[0].value = 29),
            ["programme-target-falls"]
        );
        assert_eq!(
            faults(|plan| plan.phases[1].targets[2].value = 0),
            ["programme-target-positive"]
        );
        assert_eq!(faults(|plan| plan.phases[2].targets[2].value = 1), [""; 0]);
        assert_eq!(
            faults(|plan| plan.phases[0].targets[1].measure = Measure::Majors)
                .first()
                .map(String::as_str),
            Some("programme-target-twice")
        );
    }
}
