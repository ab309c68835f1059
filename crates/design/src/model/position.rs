//! Where a node stands among its siblings: a gapped integer, so that moving one node writes one row.

/// The place of a node among its siblings; smaller stands first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Position(pub i64);

/// What a move has to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placement {
    /// Only the moved node gets a new position.
    One(Position),
    /// The gap was used up: every sibling gets a new position, the moved node being among them at its new place.
    All(Vec<Position>),
}

impl Position {
    /// The distance between neighbours after a rebalance: some twenty moves into the same gap fit before the next one.
    pub const GAP: i64 = 1 << 20;

    /// The position of the node that stands at an index (from 0) of a fresh list.
    pub const fn nth(index: usize) -> Self {
        Self((index as i64 + 1) * Self::GAP)
    }

    /// A position behind the last sibling.
    #[must_use]
    pub fn after_all(siblings: &[Self]) -> Self {
        siblings
            .iter()
            .max()
            .map_or(Self::nth(0), |last| Self(last.0.saturating_add(Self::GAP)))
    }

    /// A position strictly between two neighbours, or `None` when the gap is used up. `None` as a neighbour means the
    /// beginning or the end of the list.
    pub fn between(before: Option<Self>, after: Option<Self>) -> Option<Self> {
        match (before, after) {
            (None, None) => Some(Self::nth(0)),
            (Some(before), None) => before.0.checked_add(Self::GAP).map(Self),
            (None, Some(after)) => after.0.checked_sub(Self::GAP).map(Self),
            (Some(before), Some(after)) => {
                let gap = after.0.checked_sub(before.0)?;
                (gap >= 2).then(|| Self(before.0 + gap / 2))
            }
        }
    }

    /// Places a node at an index (from 0, at most the number of `others`) among its other siblings, which are given in
    /// their order and without it.
    pub fn place(others: &[Self], index: usize) -> Placement {
        let index = index.min(others.len());
        let before = index.checked_sub(1).map(|before| others[before]);
        match Self::between(before, others.get(index).copied()) {
            Some(position) => Placement::One(position),
            None => Placement::All(Self::fresh(others.len() + 1)),
        }
    }

    /// What has to be written so that siblings stand in a wanted order: one of them where one was moved, all where more were.
    /// `None` when the two lists do not hold the same siblings.
    pub fn rearranged<T: Copy + Ord>(siblings: &[(T, Self)], wanted: &[T]) -> Option<Vec<(T, Self)>> {
        let order: Vec<T> = siblings.iter().map(|(id, _)| *id).collect();
        let sorted = |list: &[T]| {
            let mut list = list.to_vec();
            list.sort_unstable();
            list
        };
        if sorted(&order) != sorted(wanted) {
            return None;
        }
        let Some(first) = (0..order.len()).find(|index| order[*index] != wanted[*index]) else {
            return Some(Vec::new());
        };
        let without = |list: &[T], id: T| {
            list.iter()
                .copied()
                .filter(|other| *other != id)
                .collect::<Vec<T>>()
        };
        let moved = [order[first], wanted[first]];
        let moved = moved
            .into_iter()
            .find(|id| without(&order, *id) == without(wanted, *id));
        let all = || wanted.iter().copied().zip(Self::fresh(wanted.len())).collect();
        let Some(moved) = moved else {
            return Some(all());
        };
        let others: Vec<Self> = siblings
            .iter()
            .filter(|(id, _)| *id != moved)
            .map(|(_, position)| *position)
            .collect();
        let index = wanted.iter().position(|id| *id == moved)?;
        Some(match Self::place(&others, index) {
            Placement::One(position) => vec![(moved, position)],
            Placement::All(_) => all(),
        })
    }

    /// Evenly gapped positions for a list of this length.
    pub fn fresh(length: usize) -> Vec<Self> {
        (0..length).map(Self::nth).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_into_a_gap_writes_one_position_between_its_new_neighbours() {
        let others = Position::fresh(3);
        for index in 0..=3 {
            let Placement::One(position) = Position::place(&others, index) else {
                panic!("there is room")
            };
            assert_eq!(others.iter().filter(|other| **other < position).count(), index);
            assert!(!others.contains(&position));
        }
    }

    #[test]
    fn the_list_is_gapped_afresh_only_after_twenty_moves_into_the_same_gap() {
        let mut list = Position::fresh(2);
        for moves in 0.. {
            match Position::place(&list, 1) {
                Placement::One(position) => list.insert(1, position),
                Placement::All(fresh) => {
                    assert_eq!(moves, 20);
                    assert_eq!(fresh, Position::fresh(list.len() + 1));
                    return;
                }
            }
            assert!(list.is_sorted());
        }
    }

    #[test]
    fn an_order_with_one_sibling_moved_writes_that_one() {
        let list: Vec<(char, Position)> = "abcd".chars().zip(Position::fresh(4)).collect();
        for (wanted, moved) in [("bcda", 'a'), ("dabc", 'd'), ("acbd", 'b')] {
            let wanted: Vec<char> = wanted.chars().collect();
            let written = Position::rearranged(&list, &wanted).unwrap_or_default();
            assert_eq!(written.len(), 1, "{wanted:?}");
            assert_eq!(written[0].0, moved);
        }
        assert_eq!(
            Position::rearranged(&list, &['d', 'c', 'b', 'a']).map(|all| all.len()),
            Some(4)
        );
        assert_eq!(
            Position::rearranged(&list, &['a', 'b', 'c', 'd']),
            Some(Vec::new())
        );
        assert_eq!(Position::rearranged(&list, &['a', 'b', 'c']), None);
    }

    #[test]
    fn a_new_node_stands_behind_the_last() {
        assert_eq!(Position::after_all(&[]), Position::nth(0));
        assert_eq!(
            Position::after_all(&[Position(7), Position(3)]),
            Position(7 + Position::GAP)
        );
        assert_eq!(Position::between(Some(Position(i64::MAX)), None), None);
    }
}
