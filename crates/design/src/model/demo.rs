//! Made-up plans of the schools of a demonstration.

use super::course::CourseClass;
use super::demo_courses::{self, Turned};
use standards::model::{Entry, Level};

/// What a made-up school adopts.
#[derive(Clone, Copy, Debug)]
pub struct Made {
    /// 培养层级
    pub level: Level,
    /// 起点
    pub entry: Entry,
    /// 教学计划总学时, 0 where the school gives none.
    pub plan_hours: i64,
    /// The courses of the school's own: class, name, hours by semester.
    pub own: &'static [(CourseClass, &'static str, &'static [i64])],
    /// How many courses of the standard, from the first, are converted.
    pub converted: usize,
    /// What it does not keep of them.
    pub turned: &'static [Turned],
}

/// What the schools adopt, in their order.
pub const PLANS: [Made; 3] = [
    Made {
        level: Level::Advanced,
        entry: Entry::JuniorSchool,
        plan_hours: 5_000,
        own: FIVE_YEARS,
        converted: 9,
        turned: demo_courses::WHOLE,
    },
    Made {
        level: Level::Advanced,
        entry: Entry::SeniorSchool,
        plan_hours: 3_300,
        own: THREE_YEARS_LATER,
        converted: 3,
        turned: demo_courses::PART,
    },
    Made {
        level: Level::Intermediate,
        entry: Entry::JuniorSchool,
        plan_hours: 0,
        own: THREE_YEARS,
        converted: 0,
        turned: &[],
    },
];

use CourseClass::{BasicSkill, EnterprisePractice, Extension, ProfessionalQuality, PublicBasic};

const FIVE_YEARS: &[(CourseClass, &str, &[i64])] = &[
    (PublicBasic, "思想政治", &[36, 36, 36, 36, 36, 36]),
    (PublicBasic, "语文", &[54, 54, 0, 0, 54, 36]),
    (PublicBasic, "历史", &[36, 36]),
    (PublicBasic, "数学", &[54, 36, 0, 0, 54]),
    (PublicBasic, "英语", &[36, 0, 36, 0, 36, 36]),
    (PublicBasic, "数字技术应用", &[72, 0, 36]),
    (PublicBasic, "体育与健康", &[36, 36, 36, 36, 36, 36, 36, 36]),
    (PublicBasic, "美育", &[0, 18, 0, 0, 0, 18]),
    (PublicBasic, "劳动教育", &[18, 18, 18, 18]),
    (ProfessionalQuality, "自我管理", &[0, 0, 0, 0, 36]),
    (ProfessionalQuality, "交往与合作", &[0, 0, 0, 0, 0, 36]),
    (
        ProfessionalQuality,
        "就业指导与创业实践",
        &[0, 0, 0, 0, 0, 0, 0, 36],
    ),
    (BasicSkill, "机械制图", &[54, 54, 36]),
    (BasicSkill, "机械基础", &[0, 32, 76]),
    (BasicSkill, "极限配合与技术测量", &[0, 0, 0, 54]),
    (BasicSkill, "电工电子基础", &[0, 0, 0, 0, 0, 72]),
    (Extension, "工业机器人操作", &[0, 0, 0, 0, 0, 0, 80]),
    (Extension, "智能制造概论", &[0, 0, 0, 0, 0, 0, 0, 40]),
    (Extension, "三坐标测量技术", &[0, 0, 0, 0, 0, 0, 0, 0, 72]),
    (EnterprisePractice, "企业认识实习", &[0, 0, 0, 0, 30]),
    (EnterprisePractice, "岗位实习", &[0, 0, 0, 0, 0, 0, 0, 0, 0, 560]),
];

const THREE_YEARS_LATER: &[(CourseClass, &str, &[i64])] = &[
    (PublicBasic, "思想政治", &[36, 36, 36]),
    (PublicBasic, "语文", &[54]),
    (PublicBasic, "体育与健康", &[36, 36, 36, 36]),
    (ProfessionalQuality, "交往与合作", &[0, 36]),
    (BasicSkill, "安全生产与 8S 管理", &[30]),
    (EnterprisePractice, "岗位实习", &[0, 0, 0, 0, 0, 480]),
];

const THREE_YEARS: &[(CourseClass, &str, &[i64])] = &[
    (PublicBasic, "思想政治", &[36, 36, 36, 36, 36]),
    (PublicBasic, "语文", &[72, 72, 54]),
    (PublicBasic, "数学", &[72, 72]),
    (PublicBasic, "体育与健康", &[36, 36, 36, 36, 36]),
    (BasicSkill, "机械制图与识图", &[96, 60]),
    (EnterprisePractice, "岗位实习", &[0, 0, 0, 0, 0, 540]),
];
