//! Dated relations between organisations. A right names the relation that it follows.

use kernel::{Day, OrgId, Text, Tier};

use super::kind::OrgKind;

/// What connects two organisations; the translation key is `org-relation-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// 属地: lies in the region of.
    Territory,
    /// 隶属: belongs to, is led by.
    Subordination,
    /// 业务指导: is advised by.
    Guidance,
}

impl Relation {
    /// Every relation.
    pub const ALL: [Self; 3] = [Self::Territory, Self::Subordination, Self::Guidance];

    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Territory => "territory",
            Self::Subordination => "subordination",
            Self::Guidance => "guidance",
        }
    }

    /// The relation of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|relation| relation.code() == code)
    }

    /// How many organisations of a kind can be above one at a time: one for 属地 and 隶属, any number for 业务指导.
    pub const fn is_single(self) -> bool {
        !matches!(self, Self::Guidance)
    }
}

/// A relation from a lower to an upper organisation, from a day until a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tie {
    /// What connects them.
    pub relation: Relation,
    /// Who lies in, belongs to, is advised.
    pub lower: OrgId,
    /// Where, to whom, by whom.
    pub upper: OrgId,
    /// The first day.
    pub since: Day,
    /// The last day; none while it lasts.
    pub until: Option<Day>,
}

impl Tie {
    /// Whether it holds on a day; the first and the last day count.
    pub fn holds_on(&self, day: Day) -> bool {
        self.since <= day && self.until.is_none_or(|last| day <= last)
    }

    /// Whether two ties share a day.
    pub fn overlaps(&self, other: &Self) -> bool {
        let ends_before = |one: &Self, other: &Self| one.until.is_some_and(|last| last < other.since);
        !ends_before(self, other) && !ends_before(other, self)
    }

    /// Checks a new tie against the kinds it connects and the lower organisation's ties so far.
    ///
    /// # Errors
    /// It ends before it begins, connects an organisation with itself, points to a kind that cannot be above, or
    /// overlaps another of a relation that is single.
    pub fn check(&self, kinds: (OrgKind, OrgKind), others: &[Self]) -> Result<(), Text> {
        if self.until.is_some_and(|last| last < self.since) {
            return Err(Text::new("org-relation-dates"));
        }
        if self.lower == self.upper {
            return Err(Text::new("org-relation-self"));
        }
        if !fits(self.relation, kinds) {
            return Err(Text::new("org-relation-kinds").with("relation", self.relation.code()));
        }
        let rival = |other: &&Self| {
            other.relation == self.relation
                && other.lower == self.lower
                && self.overlaps(other)
                && (self.relation.is_single() || other.upper == self.upper)
        };
        match others.iter().find(rival) {
            Some(other) => Err(Text::new("org-relation-twice").with("since", other.since)),
            None => Ok(()),
        }
    }
}

fn fits(relation: Relation, (lower, upper): (OrgKind, OrgKind)) -> bool {
    let is_office = matches!(upper.tier(), Tier::Nation | Tier::Province | Tier::City);
    match relation {
        Relation::Territory => is_office && lower.tier() > upper.tier(),
        // A school can also belong to an enterprise or an industry's organisation (行业, 企业).
        Relation::Subordination => {
            lower.tier() > upper.tier() || (lower == OrgKind::School && upper.tier() == Tier::Other)
        }
        Relation::Guidance => is_office || upper == OrgKind::Institute || upper == OrgKind::Association,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Id, RawId};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn org(number: u128) -> OrgId {
        Id::of(RawId::from_u128(number))
    }

    fn tie(relation: Relation, since: &str, until: Option<&str>) -> Tie {
        Tie {
            relation,
            lower: org(1),
            upper: org(2),
            since: day(since),
            until: until.map(day),
        }
    }

    const SCHOOL_IN_CITY: (OrgKind, OrgKind) = (OrgKind::School, OrgKind::City);

    #[test]
    fn a_tie_holds_from_its_first_to_its_last_day() {
        let tie = tie(Relation::Territory, "2024-01-01", Some("2024-12-31"));
        assert!(tie.holds_on(day("2024-01-01")) && tie.holds_on(day("2024-12-31")));
        assert!(!tie.holds_on(day("2023-12-31")) && !tie.holds_on(day("2025-01-01")));
    }

    #[test]
    fn a_school_lies_in_one_place_and_belongs_to_one_at_a_time() {
        let first = tie(Relation::Territory, "2020-01-01", Some("2024-12-31"));
        let overlapping = tie(Relation::Territory, "2024-12-31", None);
        let following = tie(Relation::Territory, "2025-01-01", None);
        assert_eq!(
            overlapping
                .check(SCHOOL_IN_CITY, &[first])
                .map_err(|text| text.key),
            Err("org-relation-twice".into())
        );
        assert_eq!(following.check(SCHOOL_IN_CITY, &[first]), Ok(()));
        let advised = Tie {
            upper: org(3),
            ..tie(Relation::Guidance, "2020-01-01", None)
        };
        let also = tie(Relation::Guidance, "2020-01-01", None);
        assert_eq!(
            also.check((OrgKind::School, OrgKind::Institute), &[advised]),
            Ok(())
        );
    }

    #[test]
    fn ties_that_make_no_sense_are_refused() {
        let key = |tie: Tie, kinds| tie.check(kinds, &[]).map_err(|text| text.key.into_owned());
        let backwards = tie(Relation::Guidance, "2024-02-01", Some("2024-01-31"));
        assert_eq!(
            key(backwards, SCHOOL_IN_CITY),
            Err("org-relation-dates".to_owned())
        );
        let own = Tie {
            upper: org(1),
            ..tie(Relation::Guidance, "2024-01-01", None)
        };
        assert_eq!(key(own, SCHOOL_IN_CITY), Err("org-relation-self".to_owned()));
        let territory = tie(Relation::Territory, "2024-01-01", None);
        for kinds in [
            (OrgKind::City, OrgKind::School),
            (OrgKind::School, OrgKind::Enterprise),
            (OrgKind::Province, OrgKind::City),
        ] {
            assert_eq!(
                key(territory, kinds),
                Err("org-relation-kinds".to_owned()),
                "{kinds:?}"
            );
        }
        let belongs = tie(Relation::Subordination, "2024-01-01", None);
        assert_eq!(key(belongs, (OrgKind::School, OrgKind::Enterprise)), Ok(()));
    }
}
