//! The learning task (学习任务): the root of the graph. Lists are kept in the order of their positions.

use kernel::{Hours, RawId};
use serde::{Deserialize, Serialize};

use super::assess::{Ability, AssessmentItem};
use super::ids::{
    CourseId, FeatureId, MaterialId, PhaseId, ProvisionId, RequirementId, SheetId, StepId, TaskId,
};
use super::phase::Phase;
use super::position::Position;
use super::step::Step;

/// A learning task with everything that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearningTask {
    /// Its identity over all versions.
    pub id: TaskId,
    /// The school course it belongs to.
    pub course: CourseId,
    /// Its place in the course.
    pub position: Position,
    /// 学习任务名称
    pub name: String,
    /// 基准学时
    pub base: Hours,
    /// Where it comes from and where it stands.
    pub origin: Origin,
    /// 任务情景
    pub scenario: String,
    /// 任务资料
    pub materials: Vec<Material>,
    /// 任务要求
    pub requirements: Vec<Requirement>,
    /// 代表性特征
    pub features: Vec<Feature>,
    /// 学习任务价值, 学情, 重点, 难点
    pub analysis: Analysis,
    /// 学习环节
    pub phases: Vec<Phase>,
    /// What has to be provided for the whole task: equipment, measuring tools, material.
    pub provisions: Vec<Provision>,
    /// Tables of reference data, such as the sizes of a drawing or the process plan.
    pub sheets: Vec<Sheet>,
    /// 考核项目
    pub items: Vec<AssessmentItem>,
    /// 通用能力素养
    pub abilities: Vec<Ability>,
}

/// Where a task comes from and where it stands in its course.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// 任务来源企业
    pub enterprise: String,
    /// 企业工作时长, in the enterprise's own words: `16 小时（单人单机，5 件）`.
    pub duration: String,
    /// 前序任务
    pub previous: String,
    /// 后续任务
    pub next: String,
    /// 班额与分组
    pub grouping: String,
}

/// 学习任务价值分析, 学情分析, 重点和难点: all may stay empty in the official form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Analysis {
    /// 学习任务价值
    pub value: String,
    /// 学生基础
    pub basis: String,
    /// 学生不足
    pub gaps: String,
    /// 改进方法
    pub remedies: String,
    /// 重点
    pub focus: String,
    /// 难点
    pub difficulty: String,
}

/// A document that is given with the task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Material {
    /// Its identity.
    pub id: MaterialId,
    /// Its place in the list.
    pub position: Position,
    /// 资料
    pub name: String,
    /// 版本或规格
    pub edition: String,
    /// 用在哪些步骤
    pub reach: Reach,
}

/// What the task demands, and by what it is judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    /// Its identity.
    pub id: RequirementId,
    /// Its place in the list.
    pub position: Position,
    /// 要求
    pub text: String,
    /// 判定依据
    pub evidence: String,
}

/// Why the task stands for its profession (代表性特征).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feature {
    /// Its identity.
    pub id: FeatureId,
    /// Its place in the list.
    pub position: Position,
    /// 特征
    pub name: String,
    /// 说明
    pub text: String,
}

/// One line of what has to be there before the task can begin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provision {
    /// Its identity.
    pub id: ProvisionId,
    /// Its place in the list.
    pub position: Position,
    /// 类别: 设备, 量具, 材料 …
    pub kind: String,
    /// 名称
    pub name: String,
    /// 数量, with its unit and condition: `每组 1 套`.
    pub quantity: String,
    /// The steps that need it.
    pub reach: Reach,
}

/// Who may read a table of reference data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Audience {
    /// It is printed in the work page.
    Students,
    /// It holds answers.
    Teachers,
}

/// A table of reference data; every row has as many cells as there are columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Its identity.
    pub id: SheetId,
    /// Its place in the list.
    pub position: Position,
    /// Its title.
    pub title: String,
    /// Who may read it.
    pub audience: Audience,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The cells, row by row.
    pub rows: Vec<Vec<String>>,
}

/// Which steps something belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reach {
    /// 全程
    Throughout,
    /// These steps.
    Steps(Vec<StepId>),
}

/// The number of a step as people say it: phase and step, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepNumber {
    /// The phase, from 1.
    pub phase: usize,
    /// The step within the phase, from 1.
    pub step: usize,
}

impl std::fmt::Display for StepNumber {
    /// `4.3`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.phase, self.step)
    }
}

impl LearningTask {
    /// A task that has a name and hours and nothing else yet.
    pub fn empty(id: TaskId, course: CourseId, name: &str, base: Hours) -> Self {
        Self {
            id,
            course,
            position: Position::nth(0),
            name: name.to_owned(),
            base,
            origin: Origin::default(),
            scenario: String::new(),
            materials: Vec::new(),
            requirements: Vec::new(),
            features: Vec::new(),
            analysis: Analysis::default(),
            phases: Vec::new(),
            provisions: Vec::new(),
            sheets: Vec::new(),
            items: Vec::new(),
            abilities: Vec::new(),
        }
    }

    /// All steps with their phase and their number, in reading order. Numbers follow the order; they are never stored.
    pub fn steps(&self) -> impl Iterator<Item = (StepNumber, &Phase, &Step)> {
        self.phases.iter().enumerate().flat_map(|(outer, phase)| {
            phase.steps.iter().enumerate().map(move |(inner, step)| {
                (
                    StepNumber {
                        phase: outer + 1,
                        step: inner + 1,
                    },
                    phase,
                    step,
                )
            })
        })
    }

    /// The number of a step, if it is (still) in the task.
    pub fn number_of(&self, step: StepId) -> Option<StepNumber> {
        self.steps()
            .find(|(_, _, other)| other.id == step)
            .map(|(number, ..)| number)
    }

    /// A phase by its id.
    pub fn phase(&self, id: PhaseId) -> Option<&Phase> {
        self.phases.iter().find(|phase| phase.id == id)
    }

    /// The ids that hand-ins can point at: questions and outcomes.
    pub fn answerable(&self) -> impl Iterator<Item = RawId> {
        self.steps().flat_map(|(_, _, step)| {
            let questions = step.questions.iter().map(|question| question.id.raw());
            questions.chain(step.outcomes.iter().map(|outcome| outcome.id.raw()))
        })
    }
}
