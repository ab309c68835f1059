//! A phase (学习环节) of the complete action: its name is free, its tag makes phases of all schools comparable.

use kernel::Hours;
use serde::{Deserialize, Serialize};

use super::ids::PhaseId;
use super::position::Position;
use super::step::Step;

/// Which part of a complete action a phase is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tag {
    /// 获取信息
    Inform,
    /// 制定计划
    Plan,
    /// 作出决策
    Decide,
    /// 实施计划
    Execute,
    /// 检查控制
    Check,
    /// 评价反馈
    Evaluate,
}

impl Tag {
    /// Every tag, in the order of a complete action.
    pub const ALL: [Self; 6] = [
        Self::Inform,
        Self::Plan,
        Self::Decide,
        Self::Execute,
        Self::Check,
        Self::Evaluate,
    ];

    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Inform => "inform",
            Self::Plan => "plan",
            Self::Decide => "decide",
            Self::Execute => "execute",
            Self::Check => "check",
            Self::Evaluate => "evaluate",
        }
    }

    /// The translation key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Inform => "design-tag-inform",
            Self::Plan => "design-tag-plan",
            Self::Decide => "design-tag-decide",
            Self::Execute => "design-tag-execute",
            Self::Check => "design-tag-check",
            Self::Evaluate => "design-tag-evaluate",
        }
    }

    /// The tag of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tag| tag.code() == code)
    }
}

/// A phase may begin only after the teacher's word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    /// What the teacher confirms, as students read it: `通电前检查`.
    pub text: String,
}

/// A phase with its steps, in the order of their positions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phase {
    /// Its identity over all versions.
    pub id: PhaseId,
    /// Its place in the task.
    pub position: Position,
    /// 学习环节, named freely.
    pub name: String,
    /// Which part of the complete action it is.
    pub tag: Tag,
    /// 学时
    pub hours: Hours,
    /// 学习目标
    pub goal: String,
    /// What the teacher has to confirm before it begins, if anything.
    pub gate: Option<Gate>,
    /// 学习步骤
    pub steps: Vec<Step>,
}
