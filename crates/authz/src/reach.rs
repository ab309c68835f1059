//! How far an actor sees: one value, a predicate for a single row and a filter for a list.

use kernel::{Actor, Seat, Tier};

use crate::Scope;

/// The organisations that an actor reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Every one.
    Nation,
    /// Those whose region lies between two GB/T 2260 codes, both included.
    Region {
        /// The first code.
        from: i64,
        /// The last code.
        until: i64,
    },
    /// One organisation, by its local number.
    Org(i64),
    /// None.
    Nothing,
}

impl Reach {
    /// The reach of a scope at a seat; [`Scope::Own`] and [`Scope::Taught`] stay within the organisation.
    pub const fn of(seat: &Seat, scope: Scope) -> Self {
        match scope {
            Scope::Nation => Self::Nation,
            Scope::Province => Self::Region {
                from: seat.province(),
                until: seat.province() + 9_999,
            },
            Scope::City => Self::Region {
                from: seat.city(),
                until: seat.city() + 99,
            },
            Scope::Org | Scope::Taught | Scope::Own => Self::Org(seat.school.0),
        }
    }

    /// What an actor sees by where they sit: the nation all, a province and a city their region, anybody else their organisation.
    pub const fn by_seat(actor: &Actor) -> Self {
        match actor.seat() {
            Some(seat) => match seat.tier {
                Tier::Nation => Self::Nation,
                Tier::Province => Self::of(seat, Scope::Province),
                Tier::City => Self::of(seat, Scope::City),
                Tier::School | Tier::Other => Self::of(seat, Scope::Org),
            },
            None => Self::Nothing,
        }
    }

    /// Whether an organisation with this region and local number is within reach.
    pub const fn covers(&self, region: i64, school: i64) -> bool {
        let (from, until, own) = self.bounds();
        (from <= region && region <= until) || own == school
    }

    /// The filter's three parameters: `(region BETWEEN $a AND $b OR school_id = $c)` is this predicate in SQL.
    pub const fn bounds(&self) -> (i64, i64, i64) {
        match *self {
            Self::Nation => (0, 999_999, 0),
            Self::Region { from, until } => (from, until, 0),
            Self::Org(school) => (-1, -1, school),
            Self::Nothing => (-1, -1, 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Id, OrgId, RawId, SchoolId};

    use super::*;

    fn seat(tier: Tier, region: i64) -> Seat {
        let org: OrgId = Id::of(RawId::nil());
        Seat {
            org,
            school: SchoolId(7),
            tier,
            region,
        }
    }

    #[test]
    fn a_province_reaches_its_own_regions_and_no_other() {
        let reach = Reach::of(&seat(Tier::Province, 330_000), Scope::Province);
        assert!(reach.covers(330_000, 1) && reach.covers(330_199, 2));
        assert!(!reach.covers(340_100, 3) && !reach.covers(0, 4));
    }

    #[test]
    fn a_school_reaches_itself_wherever_it_lies() {
        let reach = Reach::of(&seat(Tier::School, 330_100), Scope::Org);
        assert!(reach.covers(330_100, 7));
        assert!(!reach.covers(330_100, 8));
        assert!(!Reach::Nothing.covers(330_100, 7));
        assert!(Reach::Nation.covers(0, 1));
    }
}
