//! One course block of a standard: a 典型工作任务 turned into an integrated course.

use kernel::{Hours, Percent};
use serde::{Deserialize, Serialize};

use super::identity::{CourseMark, GoalMark, Identity, TaskMark};

/// A course block (课程标准 of one 工学一体化课程).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// Its identity through the versions.
    #[serde(default, skip_serializing_if = "Identity::is_none")]
    pub id: Identity<CourseMark>,
    /// 课程编码, where the standard gives one.
    pub code: Option<String>,
    /// 工学一体化课程名称: also the name of the 典型工作任务.
    pub name: String,
    /// 基准学时.
    pub hours: Option<Hours>,
    /// 典型工作任务描述.
    pub description: Vec<String>,
    /// 工作内容分析.
    pub work: WorkAnalysis,
    /// 课程目标.
    pub goals: Goals,
    /// 学习内容.
    pub content: LearningContent,
    /// 参考性学习任务.
    pub tasks: Vec<ReferenceTask>,
    /// 教学实施建议.
    pub teaching: Teaching,
    /// 教学考核要求.
    pub assessment: Assessment,
}

/// 工作内容分析 in its five parts. List items carry no number; their order is the number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkAnalysis {
    /// 工作对象, following the steps of the work.
    pub objects: Vec<String>,
    /// 工具 of 工具、材料、设备与资料, as printed; [`super::items`] splits such a text.
    pub tools: Vec<String>,
    /// 材料.
    pub materials: Vec<String>,
    /// 设备.
    pub equipment: Vec<String>,
    /// 资料.
    pub documents: Vec<String>,
    /// 工作方法.
    pub methods: Vec<String>,
    /// 劳动组织方式 (also printed as 劳动组织形式).
    pub organisation: Vec<String>,
    /// 工作要求, one for each 工作对象.
    pub requirements: Vec<String>,
}

/// 课程目标.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goals {
    /// 学习完本课程后，学生应当能够胜任…，包括：
    pub lead: Vec<String>,
    /// The numbered goals.
    pub items: Vec<Goal>,
}

/// One goal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// Its identity through the versions.
    #[serde(default, skip_serializing_if = "Identity::is_none")]
    pub id: Identity<GoalMark>,
    /// The sentence: 能….
    pub text: String,
}

/// 学习内容.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearningContent {
    /// 本课程的主要学习内容包括：
    pub lead: Vec<String>,
    /// The groups, usually one for each phase of the work.
    pub groups: Vec<ContentGroup>,
}

/// A group of learning content.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentGroup {
    /// Its title, without its number; empty where contents stand in no group.
    pub title: String,
    /// The contents in printed order.
    pub parts: Vec<ContentPart>,
}

/// Contents of one kind within a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentPart {
    /// The kind.
    pub kind: Knowledge,
    /// The text, a paragraph each.
    pub text: Vec<String>,
}

/// The kinds of learning content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Knowledge {
    /// 实践知识.
    Practice,
    /// 理论知识.
    Theory,
    /// 通用能力.
    General,
    /// 职业素养.
    Vocational,
    /// 思政素养.
    Civic,
    /// Text that names no kind.
    Plain,
}

/// One 参考性学习任务.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceTask {
    /// Its identity through the versions.
    #[serde(default, skip_serializing_if = "Identity::is_none")]
    pub id: Identity<TaskMark>,
    /// 名称.
    pub name: String,
    /// 学习任务描述.
    pub description: Vec<String>,
    /// 参考学时.
    pub hours: Option<Hours>,
}

/// 教学实施建议.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Teaching {
    /// 师资要求.
    pub teachers: Vec<String>,
    /// 教学组织方式方法建议.
    pub methods: Vec<String>,
    /// 教学资源配备建议: what is said before its three parts.
    pub resources: Vec<String>,
    /// 教学场地.
    pub sites: Vec<String>,
    /// 工具、材料、设备（按组配置）.
    pub equipment: Vec<String>,
    /// 教学资料.
    pub materials: Vec<String>,
    /// 教学管理制度.
    pub management: Vec<String>,
}

/// 教学考核要求.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// 采用过程性考核和终结性考核相结合的方式…
    pub lead: Vec<String>,
    /// The weight of 过程性考核.
    pub process_weight: Option<Percent>,
    /// What is said of 过程性考核 before its items.
    pub process_text: Vec<String>,
    /// 课堂考核, 作业考核, 阶段考核 and the like.
    pub process: Vec<ProcessItem>,
    /// The weight of 终结性考核.
    pub final_weight: Option<Percent>,
    /// 终结性考核.
    pub final_task: FinalTask,
}

/// An item of 过程性考核.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcessItem {
    /// 课堂考核 and the like.
    pub name: String,
    /// Its weight in the course grade.
    pub weight: Option<Percent>,
    /// What is looked at.
    pub text: Vec<String>,
}

/// The case of 终结性考核.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinalTask {
    /// What is said before the case.
    pub text: Vec<String>,
    /// 【情境描述】
    pub situation: Vec<String>,
    /// 【任务要求】
    pub requirements: Vec<String>,
    /// 【参考资料】
    pub materials: Vec<String>,
}

impl Course {
    /// The sum of the reference tasks' hours; a task without hours counts nothing.
    pub fn task_hours(&self) -> Hours {
        self.tasks.iter().filter_map(|task| task.hours).sum()
    }
}

impl Knowledge {
    /// The translation key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Practice => "standards-kind-practice",
            Self::Theory => "standards-kind-theory",
            Self::General => "standards-kind-general",
            Self::Vocational => "standards-kind-vocational",
            Self::Civic => "standards-kind-civic",
            Self::Plain => "standards-kind-plain",
        }
    }
}
