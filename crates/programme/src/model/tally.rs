//! Distinct counting: members with how often they were counted; the number is the members above zero.
//!
//! Additions and removals may come in any order, also a removal before its addition: the result is the same.

use std::collections::BTreeMap;

use kernel::{OrgId, RawId};

/// Members of one scope, each with its count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally<M> {
    counts: BTreeMap<M, i64>,
    number: i64,
}

impl<M> Default for Tally<M> {
    fn default() -> Self {
        Self {
            counts: BTreeMap::new(),
            number: 0,
        }
    }
}

impl<M: Ord> Tally<M> {
    /// Counts a member up or down and tells how the number changed: 1 when it appeared, -1 when it went, else 0.
    pub fn apply(&mut self, member: M, delta: i64) -> i64 {
        let count = self.counts.entry(member).or_insert(0);
        let before = *count > 0;
        *count += delta;
        let after = *count > 0;
        let change = i64::from(after) - i64::from(before);
        self.number += change;
        change
    }

    /// Counts a member once more.
    pub fn add(&mut self, member: M) -> i64 {
        self.apply(member, 1)
    }

    /// Counts a member once less.
    pub fn remove(&mut self, member: M) -> i64 {
        self.apply(member, -1)
    }

    /// How many members are above zero.
    pub const fn number(&self) -> i64 {
        self.number
    }

    /// The members above zero, in their order.
    pub fn members(&self) -> impl Iterator<Item = &M> {
        self.counts
            .iter()
            .filter(|(_, count)| **count > 0)
            .map(|(member, _)| member)
    }
}

/// Where something is counted. A fact of a school counts in all three.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// The nation.
    Nation,
    /// A province, by its six-digit GB/T 2260 code; 660000 is the 兵团.
    Province(i64),
    /// A school.
    School(OrgId),
}

impl Scope {
    /// The scopes that a school's fact counts in. The province is the one at the time of the fact: it stays where it
    /// was counted when a teacher moves on.
    pub const fn of(school: OrgId, province: i64) -> [Self; 3] {
        [Self::Nation, Self::Province(province), Self::School(school)]
    }
}

/// Who or what is counted once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Member {
    /// A major, by its code in the catalogue.
    Major(String),
    /// A school.
    School(OrgId),
    /// A teacher as one head, whatever school or province sent them.
    Head(RawId),
}

/// What kind of members a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kind {
    Major,
    School,
    Head,
}

/// The tallies of every scope.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Board {
    tallies: BTreeMap<(Scope, Kind), Tally<Member>>,
}

impl Board {
    /// Counts a member up or down in the three scopes of a school.
    pub fn apply(&mut self, member: &Member, school: OrgId, province: i64, delta: i64) {
        for scope in Scope::of(school, province) {
            self.tallies
                .entry((scope, kind(member)))
                .or_default()
                .apply(member.clone(), delta);
        }
    }

    /// Distinct majors of a scope.
    pub fn majors(&self, scope: Scope) -> i64 {
        self.number(scope, Kind::Major)
    }

    /// Distinct schools of a scope.
    pub fn schools(&self, scope: Scope) -> i64 {
        self.number(scope, Kind::School)
    }

    /// Distinct teachers of a scope (人数).
    pub fn heads(&self, scope: Scope) -> i64 {
        self.number(scope, Kind::Head)
    }

    fn number(&self, scope: Scope, kind: Kind) -> i64 {
        self.tallies.get(&(scope, kind)).map_or(0, Tally::number)
    }
}

const fn kind(member: &Member) -> Kind {
    match member {
        Member::Major(_) => Kind::Major,
        Member::School(_) => Kind::School,
        Member::Head(_) => Kind::Head,
    }
}

#[cfg(test)]
mod tests {
    use kernel::Id;

    use super::*;

    const ZHEJIANG: i64 = 330_000;
    const SHANDONG: i64 = 370_000;

    fn school(number: u128) -> OrgId {
        Id::of(RawId::from_u128(number))
    }

    fn turning() -> Member {
        Member::Major("0106-4".to_owned())
    }

    #[test]
    fn one_major_in_three_schools_is_one() {
        let mut board = Board::default();
        for (number, province) in [(1, ZHEJIANG), (2, ZHEJIANG), (3, SHANDONG)] {
            board.apply(&turning(), school(number), province, 1);
            board.apply(&Member::School(school(number)), school(number), province, 1);
        }
        let numbers = |scope| (board.majors(scope), board.schools(scope));
        assert_eq!(numbers(Scope::Nation), (1, 3));
        assert_eq!(numbers(Scope::Province(ZHEJIANG)), (1, 2));
        assert_eq!(numbers(Scope::Province(SHANDONG)), (1, 1));
        assert_eq!(numbers(Scope::School(school(2))), (1, 1));
        assert_eq!(numbers(Scope::Province(110_000)), (0, 0));
    }

    #[test]
    fn a_withdrawn_pair_leaves_the_major_while_another_school_has_it() {
        let mut board = Board::default();
        board.apply(&turning(), school(1), ZHEJIANG, 1);
        board.apply(&turning(), school(2), ZHEJIANG, 1);
        board.apply(&turning(), school(1), ZHEJIANG, -1);
        assert_eq!(board.majors(Scope::Nation), 1);
        assert_eq!(board.majors(Scope::School(school(1))), 0);
        board.apply(&turning(), school(2), ZHEJIANG, -1);
        assert_eq!(board.majors(Scope::Nation), 0);
    }

    #[test]
    fn a_teacher_who_moved_province_is_one_head_of_the_nation() {
        let mut board = Board::default();
        let teacher = Member::Head(RawId::from_u128(9));
        board.apply(&teacher, school(1), ZHEJIANG, 1);
        board.apply(&teacher, school(3), SHANDONG, 1);
        board.apply(&teacher, school(3), SHANDONG, 1);
        let heads = [
            Scope::Nation,
            Scope::Province(ZHEJIANG),
            Scope::Province(SHANDONG),
        ]
        .map(|scope| board.heads(scope));
        assert_eq!(heads, [1, 1, 1]);
    }

    #[test]
    fn a_removal_before_its_addition_ends_in_the_same_number() {
        let mut tally = Tally::default();
        assert_eq!((tally.remove("a"), tally.number()), (0, 0));
        assert_eq!((tally.add("a"), tally.number()), (0, 0));
        assert_eq!(
            (
                tally.add("a"),
                tally.add("a"),
                tally.remove("a"),
                tally.remove("a")
            ),
            (1, 0, 0, -1)
        );
        assert_eq!(tally.members().count(), 0);
    }

    #[test]
    fn the_order_of_facts_changes_no_number() {
        // Every order of four facts about two members, by swapping (Heap's method).
        let mut facts = [("a", 1), ("b", 1), ("a", -1), ("a", 1)];
        let mut orders = 0;
        permute(&mut facts, 4, &mut |facts| {
            let mut tally = Tally::default();
            let changes: i64 = facts
                .iter()
                .map(|(member, delta)| tally.apply(*member, *delta))
                .sum();
            assert_eq!((tally.number(), changes), (2, 2), "{facts:?}");
            orders += 1;
        });
        assert_eq!(orders, 24);
    }

    fn permute<T>(items: &mut [T], size: usize, see: &mut impl FnMut(&[T])) {
        if size == 1 {
            return see(items);
        }
        for index in 0..size {
            permute(items, size - 1, see);
            items.swap(if size.is_multiple_of(2) { index } else { 0 }, size - 1);
        }
    }
}
