//! A plan: phases with dates and targets.

use kernel::{Day, Text};
use serde::{Deserialize, Serialize};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Measure {
    /// 专业: distinct majors on a confirmed list.
    Majors,
    /// 院校: distinct schools on a confirmed list.
    Schools,
    /// 师资培训人次: training results passed, by their end date.
    Trained,
}

impl Measure {
    /// Every measure, in the order of the policy.
    pub const ALL: [Self; 3] = [Self::Majors, Self::Schools, Self::Trained];

    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Majors => "majors",
            Self::Schools => "schools",
            Self::Trained => "trained",
        }
    }

    /// The translation key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Majors => "programme-measure-majors",
            Self::Schools => "programme-measure-schools",
            Self::Trained => "programme-measure-trained",
        }
    }

    /// The measure of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.code() == code)
    }
}

/// How a target is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// Counted from the beginning of the plan.
    Cumulative,
    /// Counted within the phase.
    PerPhase,
}

impl Mode {
    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cumulative => "cumulative",
            Self::PerPhase => "per-phase",
        }
    }

    /// The translation key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Cumulative => "programme-mode-cumulative",
            Self::PerPhase => "programme-mode-per-phase",
        }
    }
}

/// A number to be reached by the end of a phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// What is counted.
    pub measure: Measure,
    /// The number.
    pub value: i64,
    /// How it is meant.
    pub mode: Mode,
}

/// A phase of a plan; both days belong to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phase {
    /// Its name.
    pub name: String,
    /// Its first day.
    pub from: Day,
    /// Its last day.
    pub until: Day,
    /// At most one target a measure.
    pub targets: Vec<Target>,
}

impl Phase {
    /// The phase's target for a measure.
    pub fn target(&self, measure: Measure) -> Option<&Target> {
        self.targets.iter().find(|target| target.measure == measure)
    }

    /// Whether a day belongs to it.
    pub fn holds(&self, day: Day) -> bool {
        (self.from..=self.until).contains(&day)
    }
}

/// A plan: phases in the order of time, with gaps where the policy leaves them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The phases.
    pub phases: Vec<Phase>,
}

impl Plan {
    /// The translation key of what is shown for a day that belongs to no phase.
    pub const OUTSIDE: &'static str = "programme-outside";

    /// The phase that a day belongs to; `None` is 阶段外.
    pub fn phase_of(&self, day: Day) -> Option<&Phase> {
        self.phases.iter().find(|phase| phase.holds(day))
    }

    /// What is wrong with an edited plan: the days of a phase, phases out of order or overlapping, a measure with two
    /// targets in a phase, a target that is not positive, a cumulative target below the one before it.
    pub fn check(&self) -> Vec<Text> {
        let days = self.phases.iter().filter(|phase| phase.from > phase.until);
        let mut texts: Vec<Text> = days
            .map(|phase| Text::new("programme-phase-days").with("phase", &phase.name))
            .collect();
        let neighbours = self
            .phases
            .windows(2)
            .filter(|pair| pair[1].from <= pair[0].until);
        texts.extend(neighbours.map(|pair| {
            Text::new("programme-phase-overlap")
                .with("phase", &pair[1].name)
                .with("before", &pair[0].name)
        }));
        for (index, phase) in self.phases.iter().enumerate() {
            texts.extend(
                phase
                    .targets
                    .iter()
                    .filter_map(|target| self.target_fault(index, target)),
            );
        }
        texts
    }

    fn target_fault(&self, index: usize, target: &Target) -> Option<Text> {
        let phase = &self.phases[index];
        let twice = phase
            .targets
            .iter()
            .filter(|other| other.measure == target.measure)
            .count()
            > 1;
        let before = self.cumulative_before(index, target.measure);
        let key = if twice {
            "programme-target-twice"
        } else if target.value <= 0 {
            "programme-target-positive"
        } else if target.mode == Mode::Cumulative && target.value < before {
            "programme-target-falls"
        } else {
            return None;
        };
        Some(
            Text::new(key)
                .with("phase", &phase.name)
                .with("value", target.value)
                .with("before", before),
        )
    }

    /// The cumulative target that a measure had reached before a phase; 0 before the first.
    pub(super) fn cumulative_before(&self, index: usize, measure: Measure) -> i64 {
        let earlier = self.phases.iter().take(index).rev();
        let targets = earlier.filter_map(|phase| phase.target(measure));
        targets
            .into_iter()
            .find(|target| target.mode == Mode::Cumulative)
            .map_or(0, |target| target.value)
    }
}
