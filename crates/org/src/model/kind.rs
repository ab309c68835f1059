//! What an organisation is: its kind, and for schools the category and whom they belong to.

use kernel::{Text, Tier};

macro_rules! coded {
    ($(#[$doc:meta])* $name:ident, $wrong:literal, { $($(#[$one:meta])* $variant:ident = $code:literal / $($term:literal)|+),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$one])* $variant),+ }

        impl $name {
            /// Every one, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The stored code, also the last part of its translation key.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The one of a stored code.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }

            /// Reads the stored code or the field's own word for it.
            ///
            /// # Errors
            /// Neither.
            pub fn parse(text: &str) -> Result<Self, Text> {
                match text.trim() {
                    $($code $(| $term)+ => Ok(Self::$variant),)+
                    other => Err(Text::new($wrong).with("value", other)),
                }
            }
        }
    };
}

coded!(
    /// Kinds of organisations; the translation key is `org-kind-<code>`.
    OrgKind, "org-kind-unknown", {
        /// 部
        Ministry = "ministry" / "部",
        /// 省, 自治区, 直辖市, 兵团
        Province = "province" / "省",
        /// 市
        City = "city" / "市",
        /// 校
        School = "school" / "校" | "学校",
        /// 企业
        Enterprise = "enterprise" / "企业",
        /// 教研机构
        Institute = "institute" / "教研机构",
        /// 行业组织
        Association = "association" / "行业组织",
    }
);

coded!(
    /// 院校类别; the translation key is `org-category-<code>`.
    Category, "org-category-unknown", {
        /// 技工学校
        Skilled = "skilled" / "技工学校",
        /// 高级技工学校
        Senior = "senior" / "高级技工学校",
        /// 技师学院
        Technician = "technician" / "技师学院",
    }
);

coded!(
    /// 隶属关系: whom a school belongs to (aab021: 1 省属, 2 市属); the translation key is `org-affiliation-<code>`.
    Affiliation, "org-affiliation-unknown", {
        /// 省属
        Province = "province" / "省属" | "1",
        /// 市属
        City = "city" / "市属" | "2",
        /// 行业
        Industry = "industry" / "行业",
        /// 企业
        Enterprise = "enterprise" / "企业",
        /// 民办
        Private = "private" / "民办",
    }
);

impl OrgKind {
    /// How high an organisation of this kind stands.
    pub const fn tier(self) -> Tier {
        match self {
            Self::Ministry => Tier::Nation,
            Self::Province => Tier::Province,
            Self::City => Tier::City,
            Self::School => Tier::School,
            Self::Enterprise | Self::Institute | Self::Association => Tier::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_categories_and_affiliations_read_back_from_their_codes() {
        assert!(
            OrgKind::ALL
                .iter()
                .all(|kind| OrgKind::from_code(kind.code()) == Some(*kind))
        );
        assert!(
            Category::ALL
                .iter()
                .all(|one| Category::parse(one.code()) == Ok(*one))
        );
        assert_eq!(Affiliation::ALL.len(), 5);
        assert_eq!(Category::parse(" 技师学院 "), Ok(Category::Technician));
        assert_eq!(Affiliation::parse("2"), Ok(Affiliation::City));
        assert!(Category::parse("大学").is_err());
    }
}
