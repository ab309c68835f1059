//! The school course (校本课程) and the conversion (校本转化) of a national standard's 参考性学习任务 into its own tasks.

use kernel::Hours;
use serde::{Deserialize, Serialize};

use super::ids::{BaseId, ConversionId, CourseId, ReferenceId, SchoolTaskId, StandardId};
use super::position::Position;

/// The classes of courses that a school's plan contains (课程属性).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CourseClass {
    /// 公共基础课程
    PublicBasic,
    /// 工学一体化课程
    Integrated,
    /// 通用职业素质课程
    ProfessionalQuality,
    /// 基本技能课程
    BasicSkill,
    /// 拓展课程
    Extension,
    /// 企业实践课程
    EnterprisePractice,
}

impl CourseClass {
    /// Every class, as plans list them.
    pub const ALL: [Self; 6] = [
        Self::PublicBasic,
        Self::Integrated,
        Self::ProfessionalQuality,
        Self::BasicSkill,
        Self::Extension,
        Self::EnterprisePractice,
    ];

    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::PublicBasic => "public-basic",
            Self::Integrated => "integrated",
            Self::ProfessionalQuality => "professional-quality",
            Self::BasicSkill => "basic-skill",
            Self::Extension => "extension",
            Self::EnterprisePractice => "enterprise-practice",
        }
    }

    /// The translation key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::PublicBasic => "design-course-public-basic",
            Self::Integrated => "design-course-integrated",
            Self::ProfessionalQuality => "design-course-professional-quality",
            Self::BasicSkill => "design-course-basic-skill",
            Self::Extension => "design-course-extension",
            Self::EnterprisePractice => "design-course-enterprise-practice",
        }
    }

    /// The class of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code() == code)
    }

    /// Only 工学一体化课程 are converted from a standard; the other classes are the school's own.
    pub const fn needs_base(self) -> bool {
        matches!(self, Self::Integrated)
    }
}

/// The course of the published version that a school course was converted from, as it stands there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Base {
    /// The course's identity in the standard.
    pub course: BaseId,
    /// The standard it stands in.
    pub standard: StandardId,
    /// The exact published version it was read from, from 1.
    pub number: i64,
    /// 课程名称
    pub name: String,
    /// 基准学时
    pub hours: Hours,
    /// 学期分配 in the adopted table: hours of semester 1, 2 …
    pub semesters: Vec<Hours>,
    /// 参考性学习任务
    pub tasks: Vec<ReferenceTask>,
}

/// A 参考性学习任务 of the standard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceTask {
    /// Its identity in the standard.
    pub id: ReferenceId,
    /// 名称
    pub name: String,
    /// 学习任务描述; empty where it was not asked for.
    pub description: String,
    /// 参考学时
    pub hours: Hours,
}

/// A course of the school's plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolCourse {
    /// Its identity over all versions.
    pub id: CourseId,
    /// 课程名称
    pub name: String,
    /// 课程属性
    pub class: CourseClass,
    /// 课程学时
    pub hours: Hours,
    /// 学期分配: hours of semester 1, 2 …
    pub semesters: Vec<Hours>,
    /// What it was converted from; only 工学一体化课程 have one.
    pub base: Option<Base>,
    /// How each 参考性学习任务 was converted, in the order of positions.
    pub conversions: Vec<Conversion>,
    /// 转化说明 for the course as a whole.
    pub note: String,
}

/// What became of a 参考性学习任务.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// Taken as it stands.
    Kept,
    /// Taken with another name, description or hours.
    Changed,
    /// Made into several tasks.
    Split,
    /// Another task of the school in its place.
    Replaced,
}

impl Decision {
    /// Every decision, as they are offered.
    pub const ALL: [Self; 4] = [Self::Kept, Self::Changed, Self::Split, Self::Replaced];

    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Changed => "changed",
            Self::Split => "split",
            Self::Replaced => "replaced",
        }
    }

    /// The translation key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Kept => "design-decision-kept",
            Self::Changed => "design-decision-changed",
            Self::Split => "design-decision-split",
            Self::Replaced => "design-decision-replaced",
        }
    }

    /// The decision of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|decision| decision.code() == code)
    }
}

/// The conversion of one 参考性学习任务.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversion {
    /// Its identity over all versions.
    pub id: ConversionId,
    /// Its place in the course.
    pub position: Position,
    /// The 参考性学习任务.
    pub reference: ReferenceId,
    /// What became of it.
    pub decision: Decision,
    /// The school's tasks that came of it, in the order of positions.
    pub tasks: Vec<SchoolTask>,
    /// 转化说明
    pub reason: String,
}

/// A 校本学习任务 as the course lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolTask {
    /// Its identity; the learning tasks that are designed for it point here.
    pub id: SchoolTaskId,
    /// Its place within the conversion.
    pub position: Position,
    /// 任务名称
    pub name: String,
    /// 任务描述
    pub description: String,
    /// 学时
    pub hours: Hours,
}

impl Conversion {
    /// The hours of the school's tasks together.
    pub fn hours(&self) -> Hours {
        self.tasks.iter().map(|task| task.hours).sum()
    }

    /// Whether it counts as done: taken as it stands, or with its 转化说明.
    pub fn is_done(&self) -> bool {
        self.decision == Decision::Kept || !self.reason.trim().is_empty()
    }
}

impl SchoolCourse {
    /// The 参考性学习任务 that a conversion is about, if the base (still) has it.
    pub fn reference(&self, conversion: &Conversion) -> Option<&ReferenceTask> {
        self.base
            .as_ref()?
            .tasks
            .iter()
            .find(|task| task.id == conversion.reference)
    }

    /// What became of a 参考性学习任务, if that is decided.
    pub fn conversion(&self, reference: ReferenceId) -> Option<&Conversion> {
        self.conversions
            .iter()
            .find(|conversion| conversion.reference == reference)
    }

    /// The 参考性学习任务 that nothing is decided about yet.
    pub fn open_references(&self) -> impl Iterator<Item = &ReferenceTask> {
        let all = self.base.iter().flat_map(|base| &base.tasks);
        all.filter(|task| self.conversion(task.id).is_none())
    }

    /// How many 参考性学习任务 are converted.
    pub fn converted(&self) -> usize {
        self.conversions
            .iter()
            .filter(|conversion| conversion.is_done())
            .count()
    }
}
