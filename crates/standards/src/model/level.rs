//! Training levels, points of entry, grades of skill and kinds of ability: the field's fixed vocabularies.

use serde::{Deserialize, Serialize};

/// 培养层级.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// 中级技能.
    Intermediate,
    /// 高级技能.
    Advanced,
    /// 预备技师（技师）.
    Technician,
}

/// 起点: what students have finished when they enter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Entry {
    /// 初中起点.
    JuniorSchool,
    /// 高中起点.
    SeniorSchool,
    /// 中级工毕业起点.
    IntermediateWorker,
    /// 高级工毕业起点.
    AdvancedWorker,
}

/// 职业技能等级, from 五级/初级工 to 一级/高级技师.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// 五级/初级工.
    Five,
    /// 四级/中级工.
    Four,
    /// 三级/高级工.
    Three,
    /// 二级/技师.
    Two,
    /// 一级/高级技师.
    One,
}

/// The dimension of ability that a requirement belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ability {
    /// 专业能力.
    Professional,
    /// 通用能力.
    General,
    /// 职业素养.
    Vocational,
    /// 思政素养.
    Civic,
}

impl Level {
    /// All levels, low to high.
    pub const ALL: [Self; 3] = [Self::Intermediate, Self::Advanced, Self::Technician];

    /// Its serialised name, by which a text chooses its words.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Intermediate => "intermediate",
            Self::Advanced => "advanced",
            Self::Technician => "technician",
        }
    }

    /// The translation key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Intermediate => "standards-level-intermediate",
            Self::Advanced => "standards-level-advanced",
            Self::Technician => "standards-level-technician",
        }
    }
}

impl Entry {
    /// All points of entry.
    pub const ALL: [Self; 4] = [
        Self::JuniorSchool,
        Self::SeniorSchool,
        Self::IntermediateWorker,
        Self::AdvancedWorker,
    ];

    /// Its serialised name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::JuniorSchool => "junior-school",
            Self::SeniorSchool => "senior-school",
            Self::IntermediateWorker => "intermediate-worker",
            Self::AdvancedWorker => "advanced-worker",
        }
    }

    /// The translation key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::JuniorSchool => "standards-entry-junior-school",
            Self::SeniorSchool => "standards-entry-senior-school",
            Self::IntermediateWorker => "standards-entry-intermediate-worker",
            Self::AdvancedWorker => "standards-entry-advanced-worker",
        }
    }
}

impl Grade {
    /// The translation key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Five => "standards-grade-five",
            Self::Four => "standards-grade-four",
            Self::Three => "standards-grade-three",
            Self::Two => "standards-grade-two",
            Self::One => "standards-grade-one",
        }
    }
}

impl Ability {
    /// The translation key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Professional => "standards-ability-professional",
            Self::General => "standards-ability-general",
            Self::Vocational => "standards-ability-vocational",
            Self::Civic => "standards-ability-civic",
        }
    }
}
