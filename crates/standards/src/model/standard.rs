//! The standard as a whole, and all its chapters but the course blocks.

use kernel::Hours;
use serde::{Deserialize, Serialize};

use super::course::Course;
use super::identity::{Identity, RequirementMark};
use super::level::{Ability, Entry, Grade, Level};
use super::names::same_name;

/// A curriculum standard. Running text is a list of paragraphs; a typed number at a paragraph's beginning is part of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standard {
    /// The title on the cover, its lines joined.
    pub title: String,
    /// Which tier issues it, as far as the cover says.
    pub issuer: Option<Issuer>,
    /// Who issues it, as printed: 人力资源社会保障部 制定.
    pub issued_by: String,
    /// 试用 or 正式.
    pub status: Status,
    /// When it was issued.
    pub issued: Option<Issued>,
    /// Other lines of the cover.
    pub cover: Vec<String>,
    /// 说明 before the chapters.
    pub foreword: Vec<String>,
    /// 一、专业信息.
    pub major: Major,
    /// 二（一）培养目标.
    pub aims: Aims,
    /// 二（二）培养要求: one row for each 典型工作任务.
    pub requirements: Vec<RequirementRow>,
    /// 三、培养模式.
    pub mode: TrainingMode,
    /// 四、课程安排.
    pub plan: Plan,
    /// 五、课程标准: one block for each course.
    pub courses: Vec<Course>,
    /// 六、实施建议.
    pub advice: Advice,
    /// 七、考核与评价.
    pub evaluation: Evaluation,
}

/// Which tier issues a standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Issuer {
    /// 部.
    Ministry,
    /// 省.
    Province,
    /// 校.
    School,
}

/// Whether a standard is on trial.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// 试用.
    Trial,
    /// 正式.
    #[default]
    Formal,
}

/// The date of issue as printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// The year.
    pub year: u16,
    /// The month, if printed.
    pub month: Option<u8>,
}

/// 专业信息.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Major {
    /// 专业名称.
    pub name: String,
    /// 专业编码 of each level, from the catalogue of majors.
    pub codes: Vec<LevelCode>,
    /// 学习年限.
    pub years: Vec<StudyYears>,
    /// 就业方向.
    pub jobs: Vec<Jobs>,
    /// 职业资格/职业技能等级.
    pub qualifications: Vec<Qualification>,
}

/// The code of the major at a level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelCode {
    /// The level; none where one code stands for all.
    pub level: Option<Level>,
    /// The code, such as `0106-4`.
    pub code: String,
}

/// How long the training to a level takes from a point of entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudyYears {
    /// The level.
    pub level: Level,
    /// The point of entry.
    pub entry: Entry,
    /// The years.
    pub years: u8,
}

/// The jobs that a level leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jobs {
    /// The level; none for a text about all of them.
    pub level: Option<Level>,
    /// The text.
    pub text: String,
}

/// A qualification that a level corresponds to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Qualification {
    /// The occupation as printed, with direction and code: 车工（数控车工方向，职业编码6-18-01-01）.
    pub occupation: String,
    /// The grade; none where the text does not name one in the usual form, and is then whole in `occupation`.
    pub grade: Option<Grade>,
    /// The level it corresponds to, where the text says so.
    pub level: Option<Level>,
}

/// 培养目标.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aims {
    /// 总体目标.
    pub overall: Vec<String>,
    /// 培养层级目标.
    pub levels: Vec<LevelAim>,
}

/// The aim of one level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelAim {
    /// The level.
    pub level: Level,
    /// The text.
    pub text: Vec<String>,
}

/// A row of the 培养要求 table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequirementRow {
    /// 培养层级.
    pub level: Option<Level>,
    /// 典型工作任务: the name of the course that it became.
    pub name: String,
    /// 职业能力要求.
    pub requirements: Vec<Requirement>,
}

/// One 职业能力要求.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    /// Its identity through the versions.
    #[serde(default, skip_serializing_if = "Identity::is_none")]
    pub id: Identity<RequirementMark>,
    /// The sentence: 能….
    pub text: String,
    /// The dimension of ability, where the document says or an editor has chosen one.
    pub ability: Option<Ability>,
}

/// 培养模式.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrainingMode {
    /// 培养体制.
    pub system: Vec<String>,
    /// 运行机制.
    pub operation: Vec<String>,
}

/// 课程安排.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// What is said before the tables.
    pub intro: Vec<String>,
    /// One table for each level and point of entry.
    pub tables: Vec<PlanTable>,
}

/// The courses of one level and entry with their hours by semester.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanTable {
    /// The heading of the table, without its number.
    pub title: String,
    /// The level.
    pub level: Option<Level>,
    /// The point of entry.
    pub entry: Option<Entry>,
    /// The years of study.
    pub years: Option<u8>,
    /// How many semesters it has columns for.
    pub semesters: usize,
    /// The courses in teaching order.
    pub rows: Vec<PlanRow>,
    /// The printed row 总学时.
    pub total: Option<PlanTotal>,
    /// Notes below the table.
    pub notes: Vec<String>,
}

/// A course in a plan table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanRow {
    /// The course by name.
    pub name: String,
    /// 基准学时.
    pub hours: Option<Hours>,
    /// The hours of each semester; none (not zero) where the cell is blank, as in a semester of practice.
    pub semesters: Vec<Option<Hours>>,
}

/// The printed sums of a plan table, which may disagree with its rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanTotal {
    /// The sum of 基准学时.
    pub hours: Option<Hours>,
    /// The sum of each semester.
    pub semesters: Vec<Option<Hours>>,
}

/// 实施建议.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advice {
    /// 师资队伍.
    pub teachers: Vec<String>,
    /// 场地设备.
    pub sites: Sites,
    /// 教学资源.
    pub resources: Vec<String>,
    /// 教学管理制度.
    pub management: Vec<String>,
}

/// 场地设备.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sites {
    /// The running text.
    pub text: Vec<String>,
    /// The table of learning stations.
    pub rows: Vec<Site>,
    /// The printed sum of the areas.
    pub total_area: Option<String>,
}

/// A learning station (学习工作站).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// 场地名称.
    pub name: String,
    /// 面积 as printed, in m².
    pub area: String,
    /// 功能分区, where the table has that column.
    pub zones: String,
    /// 对应课程.
    pub courses: String,
    /// 主要设备及数量.
    pub equipment: String,
}

/// 考核与评价.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evaluation {
    /// 综合职业能力评价.
    pub ability: Vec<String>,
    /// 职业技能评价.
    pub skill: Vec<String>,
    /// 毕业生就业质量分析.
    pub graduates: Vec<String>,
}

impl Issuer {
    /// The translation key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Ministry => "standards-issuer-ministry",
            Self::Province => "standards-issuer-province",
            Self::School => "standards-issuer-school",
        }
    }
}

impl Status {
    /// The translation key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Trial => "standards-status-trial",
            Self::Formal => "standards-status-formal",
        }
    }
}

impl Standard {
    /// The course block of that name, in any spelling of brackets, widths and spaces.
    pub fn course_named(&self, name: &str) -> Option<&Course> {
        self.courses.iter().find(|course| same_name(&course.name, name))
    }

    /// The requirements for the task that became the course of that name.
    pub fn requirements_of(&self, name: &str) -> Option<&RequirementRow> {
        self.requirements.iter().find(|row| same_name(&row.name, name))
    }

    /// The lowest level at which a course is taught: that of its 培养要求 row, else of the plan tables.
    pub fn level_of(&self, name: &str) -> Option<Level> {
        let planned = self
            .plan
            .tables
            .iter()
            .filter(|table| table.rows.iter().any(|row| same_name(&row.name, name)));
        self.requirements_of(name)
            .and_then(|row| row.level)
            .or_else(|| planned.filter_map(|table| table.level).min())
    }

    /// Renames a course in its block, in every plan table and in its 培养要求 row.
    pub fn rename_course(&mut self, index: usize, name: &str) {
        let Some(course) = self.courses.get_mut(index) else {
            return;
        };
        let old = std::mem::replace(&mut course.name, name.to_owned());
        let rows = self
            .plan
            .tables
            .iter_mut()
            .flat_map(|table| &mut table.rows)
            .map(|row| &mut row.name);
        for other in rows.chain(self.requirements.iter_mut().map(|row| &mut row.name)) {
            if same_name(other, &old) {
                name.clone_into(other);
            }
        }
    }
}

impl PlanTable {
    /// The sums that the rows really have.
    pub fn sums(&self) -> PlanTotal {
        let semester = |index: usize| {
            let hours: Vec<Hours> = self
                .rows
                .iter()
                .filter_map(|row| row.semesters.get(index).copied().flatten())
                .collect();
            (!hours.is_empty()).then(|| hours.into_iter().sum())
        };
        PlanTotal {
            hours: Some(self.rows.iter().filter_map(|row| row.hours).sum()),
            semesters: (0..self.semesters).map(semester).collect(),
        }
    }
}
