//! Certificates of identity: their kinds, and what each number is checked for.

use kernel::check::identity::{Fault, IdentityNumber};
use kernel::{Day, Text};
use org::model::region;

use super::codes::Sex;

/// 证件类型; the translation key is `people-certificate-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// 居民身份证
    Resident,
    /// 港澳台居民居住证: a number of the same form, from 810000, 820000 or 830000.
    Compatriot,
    /// 军官证
    Officer,
    /// 护照
    Passport,
    /// 港澳居民来往内地通行证
    HongKongMacaoPermit,
    /// 台湾居民来往大陆通行证
    TaiwanPermit,
    /// 外国人永久居留身份证
    Foreigner,
    /// Any other.
    Other,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Resident,
        Self::Compatriot,
        Self::Officer,
        Self::Passport,
        Self::HongKongMacaoPermit,
        Self::TaiwanPermit,
        Self::Foreigner,
        Self::Other,
    ];

    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Resident => "resident",
            Self::Compatriot => "compatriot",
            Self::Officer => "officer",
            Self::Passport => "passport",
            Self::HongKongMacaoPermit => "hong-kong-macao-permit",
            Self::TaiwanPermit => "taiwan-permit",
            Self::Foreigner => "foreigner",
            Self::Other => "other",
        }
    }

    /// The kind of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Reads the name of a kind, or the two digits of provincial systems.
    ///
    /// # Errors
    /// Another word.
    pub fn parse(text: &str) -> Result<Self, Text> {
        match text.trim() {
            "居民身份证" | "身份证" | "二代身份证" | "中华人民共和国居民身份证" | "01" => {
                Ok(Self::Resident)
            }
            "港澳台居民居住证" | "港澳居民居住证" | "台湾居民居住证" => {
                Ok(Self::Compatriot)
            }
            "军官证" | "05" => Ok(Self::Officer),
            "护照" | "10" => Ok(Self::Passport),
            "港澳居民来往内地通行证" | "港澳通行证" | "回乡证" => {
                Ok(Self::HongKongMacaoPermit)
            }
            "台湾居民来往大陆通行证" | "台胞证" => Ok(Self::TaiwanPermit),
            "外国人永久居留身份证" | "外国人永久居留证" => Ok(Self::Foreigner),
            "其他" | "其它" => Ok(Self::Other),
            other => Err(Text::new("people-roster-certificate-kind").with("value", other)),
        }
    }

    const fn has_identity_number(self) -> bool {
        matches!(self, Self::Resident | Self::Compatriot)
    }
}

/// A certificate with a number that passed its checks.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate {
    kind: Kind,
    number: String,
    identity: Option<IdentityNumber>,
}

impl Certificate {
    /// Reads a number: an identity number with its check character, any other by its shape only.
    ///
    /// # Errors
    /// What is wrong with it; a number is never corrected.
    pub fn parse(kind: Kind, text: &str) -> Result<Self, Text> {
        let number = text.trim().to_uppercase();
        if kind.has_identity_number() {
            let identity = IdentityNumber::parse(&number).map_err(|fault| describe(fault, &number))?;
            return Ok(Self {
                kind,
                number,
                identity: Some(identity),
            });
        }
        let number: String = number.chars().filter(|letter| !letter.is_whitespace()).collect();
        let sound = (4..=30).contains(&number.chars().count())
            && number
                .chars()
                .all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '(' | ')'))
            && number.chars().any(|letter| letter.is_ascii_digit());
        if sound {
            Ok(Self {
                kind,
                number,
                identity: None,
            })
        } else {
            Err(Text::new("people-roster-certificate-number").with("value", number))
        }
    }

    /// Its kind.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The number in its normal form, to be encrypted and searched by; never into a log or a page.
    pub fn reveal(&self) -> &str {
        &self.number
    }

    /// As a page shows it.
    pub fn masked(&self) -> String {
        if let Some(identity) = &self.identity {
            return identity.masked();
        }
        let letters: Vec<char> = self.number.chars().collect();
        let tail: String = letters[letters.len().saturating_sub(2)..].iter().collect();
        format!("{}****{tail}", letters[0])
    }

    /// The birthday that the number states.
    pub fn birthday(&self) -> Option<Day> {
        self.identity.as_ref().and_then(IdentityNumber::birthday)
    }

    /// The sex that the number states.
    pub fn sex(&self) -> Option<Sex> {
        self.identity.as_ref().map(|identity| {
            if identity.is_male() {
                Sex::Male
            } else {
                Sex::Female
            }
        })
    }

    /// What is strange about the region of an identity number. Only the province is looked at: a withdrawn code such as
    /// 371202 stays on the certificates that bear it.
    pub fn doubt(&self) -> Option<Text> {
        self.identity.as_ref()?;
        let code: i64 = self.number.get(..6)?.parse().ok()?;
        let is_compatriot = matches!(code, 810_000 | 820_000 | 830_000);
        if is_compatriot != (self.kind == Kind::Compatriot) {
            return Some(Text::new("people-roster-region-kind").with("value", code));
        }
        let known = is_compatriot || region::province_of(code).is_some();
        (!known).then(|| Text::new("people-roster-region").with("value", code))
    }
}

impl std::fmt::Debug for Certificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.kind.code(), self.masked())
    }
}

fn describe(fault: Fault, number: &str) -> Text {
    match fault {
        Fault::Shape => Text::new("people-roster-identity-shape").with("value", number),
        Fault::Birthday => Text::new("people-roster-identity-birthday").with("value", number),
        Fault::Check(expected) => Text::new("people-roster-identity-check")
            .with("value", number)
            .with("expected", expected),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_number_is_checked_and_a_passport_is_not() {
        let resident = Certificate::parse(Kind::Resident, "11010519491231002x").unwrap();
        assert_eq!(resident.reveal(), "11010519491231002X");
        assert_eq!((resident.sex(), resident.doubt()), (Some(Sex::Female), None));
        assert_eq!(format!("{resident:?}"), "resident:110105********002X");
        assert!(Certificate::parse(Kind::Resident, "E12345678").is_err());
        let passport = Certificate::parse(Kind::Passport, " e1234 5678 ").unwrap();
        assert_eq!((passport.reveal(), passport.birthday()), ("E12345678", None));
        assert_eq!(passport.masked(), "E****78");
        assert!(Certificate::parse(Kind::Passport, "无").is_err());
    }

    #[test]
    fn a_withdrawn_region_is_no_doubt_and_a_wrong_kind_is() {
        let doubt = |kind, number: &str| {
            Certificate::parse(kind, number)
                .unwrap()
                .doubt()
                .map(|text| text.key)
        };
        assert_eq!(doubt(Kind::Resident, "371202201005209997"), None);
        let compatriot = with_check("81000020080101001");
        assert_eq!(doubt(Kind::Compatriot, &compatriot), None);
        assert_eq!(
            doubt(Kind::Resident, &compatriot),
            Some("people-roster-region-kind".into())
        );
        assert_eq!(
            doubt(Kind::Compatriot, "371202201005209997"),
            Some("people-roster-region-kind".into())
        );
        assert_eq!(
            doubt(Kind::Resident, &with_check("99000020080101001")),
            Some("people-roster-region".into())
        );
    }

    /// The only check character that makes seventeen digits an identity number.
    fn with_check(digits: &str) -> String {
        let numbers = "0123456789X".chars().map(|check| format!("{digits}{check}"));
        numbers
            .filter(|number| IdentityNumber::parse(number).is_ok())
            .collect::<Vec<_>>()
            .remove(0)
    }

    #[test]
    fn kinds_read_back_from_their_codes() {
        assert!(
            Kind::ALL
                .into_iter()
                .all(|kind| Kind::from_code(kind.code()) == Some(kind))
        );
        assert_eq!(Kind::parse("身份证"), Ok(Kind::Resident));
        assert!(Kind::parse("驾驶证").is_err());
    }
}
