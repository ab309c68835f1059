//! A step (学习步骤) with what is worked, learnt, asked and handed in.

use kernel::{Hours, Points};
use serde::{Deserialize, Serialize};

use super::ids::{ActivityId, QuestionId, ResourceId, StepId};
use super::outcome::Outcome;
use super::position::Position;

/// A step; every list is in the order of its positions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Its identity over all versions.
    pub id: StepId,
    /// Its place in the phase.
    pub position: Position,
    /// 学习步骤
    pub name: String,
    /// 学时
    pub hours: Hours,
    /// 工作内容分析
    pub work: Work,
    /// 学习内容分析
    pub knowledge: Knowledge,
    /// Members of a group do different things in it, each by their role.
    pub differs_by_role: bool,
    /// 学生活动 and 教师活动
    pub activities: Vec<Activity>,
    /// 引导问题
    pub questions: Vec<GuidingQuestion>,
    /// 学习成果
    pub outcomes: Vec<Outcome>,
    /// 学习资源
    pub resources: Vec<Resource>,
}

/// 工作内容分析 of a step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// 具体工作内容
    pub content: String,
    /// 工具、材料、设备
    pub tools: String,
    /// 劳动组织关系
    pub organisation: String,
    /// 工作方法
    pub method: String,
    /// 工作成果
    pub result: String,
    /// 工作要求
    pub requirement: String,
}

/// 学习内容分析 of a step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Knowledge {
    /// 实践知识
    pub practical: String,
    /// 理论知识
    pub theory: String,
    /// 职业素养
    pub professional: String,
    /// 思政素养
    pub civic: String,
}

impl Knowledge {
    /// No kind of knowledge is named.
    pub fn is_empty(&self) -> bool {
        [&self.practical, &self.theory, &self.professional, &self.civic]
            .iter()
            .all(|text| text.trim().is_empty())
    }
}

/// Whose activity it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Actor {
    /// 学生活动
    Student,
    /// 教师活动
    Teacher,
}

/// What students or the teacher do in a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// Its identity over all versions.
    pub id: ActivityId,
    /// Its place among the step's activities.
    pub position: Position,
    /// Whose it is.
    pub actor: Actor,
    /// What is done.
    pub text: String,
}

/// 题型 of a guiding question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QuestionKind {
    /// 简答
    Short,
    /// 填空
    Blank,
    /// 选择
    Choice,
    /// 选择+说明
    ChoiceWithReason,
    /// 判断
    Judgement,
    /// 判断+说明
    JudgementWithReason,
    /// 计算
    Calculation,
    /// 开放
    Open,
}

impl QuestionKind {
    /// Every kind, as they are offered.
    pub const ALL: [Self; 8] = [
        Self::Short,
        Self::Blank,
        Self::Choice,
        Self::ChoiceWithReason,
        Self::Judgement,
        Self::JudgementWithReason,
        Self::Calculation,
        Self::Open,
    ];

    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Blank => "blank",
            Self::Choice => "choice",
            Self::ChoiceWithReason => "choice-with-reason",
            Self::Judgement => "judgement",
            Self::JudgementWithReason => "judgement-with-reason",
            Self::Calculation => "calculation",
            Self::Open => "open",
        }
    }

    /// The translation key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Short => "design-question-short",
            Self::Blank => "design-question-blank",
            Self::Choice => "design-question-choice",
            Self::ChoiceWithReason => "design-question-choice-with-reason",
            Self::Judgement => "design-question-judgement",
            Self::JudgementWithReason => "design-question-judgement-with-reason",
            Self::Calculation => "design-question-calculation",
            Self::Open => "design-question-open",
        }
    }

    /// The kind of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A question that leads to the knowledge instead of repeating it (引导问题).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuidingQuestion {
    /// Its identity over all versions; answers point at it.
    pub id: QuestionId,
    /// Its place in the step.
    pub position: Position,
    /// 题型
    pub kind: QuestionKind,
    /// The question.
    pub prompt: String,
    /// 答案要点: never shown to students.
    pub answer: String,
    /// Its marks.
    pub marks: Points,
}

/// What is at hand for a step (学习资源).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resource {
    /// Its identity over all versions.
    pub id: ResourceId,
    /// Its place in the step.
    pub position: Position,
    /// Its name.
    pub name: String,
}
