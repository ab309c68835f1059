//! Who acts: the account, the post it acts in, and where that post sits.

use crate::{AccountId, OrgId, PersonId, PostId, SchoolId};

/// The posts a person can hold. The order is the order of the permission matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// 部级管理员
    NationalOfficer,
    /// 省级管理员
    ProvincialOfficer,
    /// 市级管理员
    CityOfficer,
    /// 校领导
    SchoolLeader,
    /// 党组织: signs what 人社部函〔2022〕20号 (十四) gives it.
    PartyOrganisation,
    /// 教务
    AcademicAffairs,
    /// 专业带头人
    MajorLeader,
    /// 工学一体化教师
    Teacher,
    /// 班主任
    ClassTeacher,
    /// 学生
    Student,
    /// 企业导师
    EnterpriseMentor,
    /// 系统管理员
    SystemAdmin,
    /// 安全管理员
    SecurityAdmin,
    /// 审计管理员
    AuditAdmin,
}

impl Role {
    /// Every role, in the order of the matrix.
    pub const ALL: [Self; 14] = [
        Self::NationalOfficer,
        Self::ProvincialOfficer,
        Self::CityOfficer,
        Self::SchoolLeader,
        Self::PartyOrganisation,
        Self::AcademicAffairs,
        Self::MajorLeader,
        Self::Teacher,
        Self::ClassTeacher,
        Self::Student,
        Self::EnterpriseMentor,
        Self::SystemAdmin,
        Self::SecurityAdmin,
        Self::AuditAdmin,
    ];

    /// The stored code, also the last part of the translation key `people-role-<code>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NationalOfficer => "national-officer",
            Self::ProvincialOfficer => "provincial-officer",
            Self::CityOfficer => "city-officer",
            Self::SchoolLeader => "school-leader",
            Self::PartyOrganisation => "party-organisation",
            Self::AcademicAffairs => "academic-affairs",
            Self::MajorLeader => "major-leader",
            Self::Teacher => "teacher",
            Self::ClassTeacher => "class-teacher",
            Self::Student => "student",
            Self::EnterpriseMentor => "enterprise-mentor",
            Self::SystemAdmin => "system-admin",
            Self::SecurityAdmin => "security-admin",
            Self::AuditAdmin => "audit-admin",
        }
    }

    /// The role of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// The three separated administrators (三权分立): none of them may hold another of the three.
    pub const fn is_administrator(self) -> bool {
        matches!(self, Self::SystemAdmin | Self::SecurityAdmin | Self::AuditAdmin)
    }
}

/// How high an organisation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// 部
    Nation,
    /// 省, 自治区, 直辖市, 新疆生产建设兵团
    Province,
    /// 市
    City,
    /// 校
    School,
    /// 企业, 教研机构, 行业组织
    Other,
}

/// Where a post sits: its organisation, and the region that its relations follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The organisation.
    pub org: OrgId,
    /// Its local number.
    pub school: SchoolId,
    /// How high it stands.
    pub tier: Tier,
    /// GB/T 2260 code of its region, six digits; 0 for the nation, 660000 for the 兵团.
    pub region: i64,
}

impl Seat {
    /// The province of the seat as a six-digit code, `330000`; 0 for the nation.
    pub const fn province(&self) -> i64 {
        self.region / 10_000 * 10_000
    }

    /// The city of the seat as a six-digit code, `330100`.
    pub const fn city(&self) -> i64 {
        self.region / 100 * 100
    }
}

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Nobody has signed in.
    Anonymous,
    /// The program itself: a job, a migration, the command line.
    System,
    /// A person in one of their posts.
    Person {
        /// The sign-in record.
        account: AccountId,
        /// The person within the seat's organisation.
        person: PersonId,
        /// The post they act in.
        post: PostId,
        /// What the post is.
        role: Role,
        /// Where the post sits.
        seat: Seat,
    },
}

impl Actor {
    /// The role of a person's present post.
    pub const fn role(&self) -> Option<Role> {
        match self {
            Self::Person { role, .. } => Some(*role),
            _ => None,
        }
    }

    /// Where the present post sits.
    pub const fn seat(&self) -> Option<&Seat> {
        match self {
            Self::Person { seat, .. } => Some(seat),
            _ => None,
        }
    }

    /// The person within the seat's organisation.
    pub const fn person(&self) -> Option<PersonId> {
        match self {
            Self::Person { person, .. } => Some(*person),
            _ => None,
        }
    }

    /// The sign-in record.
    pub const fn account(&self) -> Option<AccountId> {
        match self {
            Self::Person { account, .. } => Some(*account),
            _ => None,
        }
    }
}
