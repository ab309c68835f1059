//! How a task is assessed: items with marks and the weights of their raters, and the general abilities observed.

use kernel::{Percent, Points};
use serde::{Deserialize, Serialize};

use super::ids::{AbilityId, ItemId, PhaseId};
use super::position::Position;
use super::task::{LearningTask, Reach};

/// Who rates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rater {
    /// 自评
    Own,
    /// 互评
    Peer,
    /// 师评
    Teacher,
    /// 企评
    Enterprise,
}

impl Rater {
    /// Every rater, in the order of the official columns.
    pub const ALL: [Self; 4] = [Self::Own, Self::Peer, Self::Teacher, Self::Enterprise];

    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Peer => "peer",
            Self::Teacher => "teacher",
            Self::Enterprise => "enterprise",
        }
    }

    /// The translation key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Own => "design-rater-own",
            Self::Peer => "design-rater-peer",
            Self::Teacher => "design-rater-teacher",
            Self::Enterprise => "design-rater-enterprise",
        }
    }

    /// The rater of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rater| rater.code() == code)
    }
}

/// How much each rater counts; the four sum to 100 %.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Weights {
    /// 自评
    pub own: Percent,
    /// 互评
    pub peer: Percent,
    /// 师评
    pub teacher: Percent,
    /// 企评
    pub enterprise: Percent,
}

impl Weights {
    /// The weight of one rater.
    pub const fn of(&self, rater: Rater) -> Percent {
        match rater {
            Rater::Own => self.own,
            Rater::Peer => self.peer,
            Rater::Teacher => self.teacher,
            Rater::Enterprise => self.enterprise,
        }
    }

    /// The sum of the four.
    pub fn total(&self) -> Percent {
        Rater::ALL.into_iter().map(|rater| self.of(rater)).sum()
    }
}

/// Which peers rate an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Peers {
    /// The other members of the own group.
    OwnGroup,
    /// Members of other groups.
    OtherGroups,
}

impl Peers {
    /// The translation key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::OwnGroup => "design-peers-own-group",
            Self::OtherGroups => "design-peers-other-groups",
        }
    }
}

/// An assessment item (考核项目).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssessmentItem {
    /// Its identity over all versions; ratings point at it.
    pub id: ItemId,
    /// Its place in the plan.
    pub position: Position,
    /// 考核项目
    pub name: String,
    /// 配分: those of all items sum to 100.
    pub marks: Points,
    /// The weights of its raters.
    pub weights: Weights,
    /// Who the peers are; needed where their weight is not 0.
    pub peers: Option<Peers>,
    /// The phases it draws on.
    pub phases: Vec<PhaseId>,
    /// 考核要点
    pub basis: String,
    /// 项目说明
    pub explanation: String,
    /// 考核组织
    pub organisation: String,
    /// 成果形式
    pub form: String,
    /// 评价方式
    pub method: String,
    /// 评价标准
    pub standard: String,
}

/// A row of the observation of general abilities (通用能力素养), rated 0 to 3.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ability {
    /// Its identity over all versions.
    pub id: AbilityId,
    /// Its place in the list.
    pub position: Position,
    /// 培养维度
    pub dimension: String,
    /// 培养目标
    pub goal: String,
    /// 观察要点
    pub observation: String,
    /// 观察步骤
    pub reach: Reach,
    /// 记录方式
    pub record: String,
}

impl LearningTask {
    /// The raters whose columns the documents and the grade sheet show: 自评, 互评 and 师评 always, as in the official
    /// form, 企评 only where some item gives it weight.
    pub fn raters(&self) -> Vec<Rater> {
        let weighs = |rater| {
            self.items
                .iter()
                .any(|item| item.weights.of(rater) != Percent::ZERO)
        };
        Rater::ALL
            .into_iter()
            .filter(|rater| *rater != Rater::Enterprise || weighs(*rater))
            .collect()
    }
}
