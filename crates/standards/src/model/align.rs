//! Pairs the items of two lists: by identity, by code, by name, and what is left by order.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::names::{bare, likeness};

/// Why two items are taken for the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// They carry the same identity.
    Identity,
    /// They have the same code.
    Code,
    /// They have the same name or text.
    Name,
    /// They stand at the same place between items that are the same.
    Order,
}

/// What items are recognised by.
#[derive(Debug, Clone, Default)]
pub struct Key {
    pub id: Option<String>,
    pub code: Option<String>,
    pub name: String,
}

/// An item of the one list and the item of the other that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    pub old: usize,
    pub new: usize,
    pub basis: Basis,
    /// How alike their names are, in per cent.
    pub likeness: usize,
}

/// Runs of strangers longer than this are paired in plain order: comparing each with each would cost too much.
const LONG_RUN: usize = 64;

/// Pairs two lists; pairs come in the order of the new list, and no item is in two.
pub fn align(old: &[Key], new: &[Key]) -> Vec<Pair> {
    let mut pairing = Pairing {
        old,
        new,
        of_new: vec![None; new.len()],
        taken: vec![false; old.len()],
    };
    pairing.by(Basis::Identity, |key| key.id.clone());
    pairing.by(Basis::Code, |key| key.code.as_deref().map(bare));
    pairing.by(Basis::Name, |key| {
        Some(bare(&key.name)).filter(|name| !name.is_empty())
    });
    pairing.by_order();
    pairing.of_new.into_iter().flatten().collect()
}

struct Pairing<'a> {
    old: &'a [Key],
    new: &'a [Key],
    of_new: Vec<Option<Pair>>,
    taken: Vec<bool>,
}

impl Pairing<'_> {
    /// Pairs what has the same value; where several have it, in their order.
    fn by(&mut self, basis: Basis, value: impl Fn(&Key) -> Option<String>) {
        let mut waiting: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, key) in self.old.iter().enumerate().rev() {
            if let Some(value) = value(key).filter(|_| !self.is_taken(index)) {
                waiting.entry(value).or_default().push(index);
            }
        }
        for (index, key) in self.new.iter().enumerate() {
            if self.of_new.get(index).is_some_and(Option::is_none)
                && let Some(old) = value(key).and_then(|value| waiting.get_mut(&value)?.pop())
            {
                self.pair(old, index, basis);
            }
        }
    }

    /// Pairs each run of unknown new items with the run of unknown old ones that stands at its place.
    fn by_order(&mut self) {
        let (mut cursor, mut index) = (0, 0);
        while index < self.new.len() {
            if let Some(pair) = self.of_new.get(index).copied().flatten() {
                (cursor, index) = (pair.old + 1, index + 1);
                continue;
            }
            let end = (index..self.new.len()).find(|at| self.of_new.get(*at).is_some_and(Option::is_some));
            let end = end.unwrap_or(self.new.len());
            let old_end = (cursor..self.old.len())
                .find(|at| self.is_taken(*at))
                .unwrap_or(self.old.len());
            self.runs(cursor..old_end, index..end);
            (cursor, index) = (old_end, end);
        }
    }

    fn runs(&mut self, old: std::ops::Range<usize>, new: std::ops::Range<usize>) {
        if old.len() == new.len() || old.len().max(new.len()) > LONG_RUN {
            old.zip(new)
                .for_each(|(old, new)| self.pair(old, new, Basis::Order));
            return;
        }
        // The most alike first; what is already paired keeps its partner.
        let mut candidates: Vec<(usize, usize, usize)> = Vec::new();
        for new in new {
            candidates.extend(old.clone().map(|old| (self.likeness(old, new), old, new)));
        }
        candidates.sort_by_key(|(likeness, old, new)| (std::cmp::Reverse(*likeness), *old, *new));
        for (likeness, old, new) in candidates {
            if likeness > 0 && !self.is_taken(old) && self.of_new.get(new).is_some_and(Option::is_none) {
                self.pair(old, new, Basis::Order);
            }
        }
    }

    fn pair(&mut self, old: usize, new: usize, basis: Basis) {
        let pair = Pair {
            old,
            new,
            basis,
            likeness: self.likeness(old, new),
        };
        if let (Some(place), Some(taken)) = (self.of_new.get_mut(new), self.taken.get_mut(old)) {
            (*place, *taken) = (Some(pair), true);
        }
    }

    fn likeness(&self, old: usize, new: usize) -> usize {
        let names = self.old.get(old).zip(self.new.get(new));
        names.map_or(0, |(old, new)| {
            if old.name == new.name {
                100
            } else {
                likeness(&old.name, &new.name)
            }
        })
    }

    fn is_taken(&self, old: usize) -> bool {
        self.taken.get(old).copied().unwrap_or(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(names: &[&str]) -> Vec<Key> {
        names
            .iter()
            .map(|name| Key {
                name: (*name).to_owned(),
                ..Key::default()
            })
            .collect()
    }

    fn aligned(old: &[&str], new: &[&str]) -> Vec<(usize, usize, Basis)> {
        align(&keys(old), &keys(new))
            .into_iter()
            .map(|pair| (pair.old, pair.new, pair.basis))
            .collect()
    }

    #[test]
    fn names_come_before_order_and_strangers_stay_alone() {
        use Basis::{Name, Order};
        assert_eq!(
            aligned(&["甲工", "乙工", "丙工"], &["丙工", "甲工"]),
            [(2, 0, Name), (0, 1, Name)]
        );
        assert_eq!(
            aligned(&["甲工", "乙工", "丙工"], &["甲工", "丁工", "丙工"]),
            [(0, 0, Name), (1, 1, Order), (2, 2, Name)]
        );
        assert_eq!(
            aligned(&["甲工", "丙工"], &["甲工", "乙工", "丙工"]),
            [(0, 0, Name), (1, 2, Name)]
        );
        assert_eq!(
            aligned(&["台阶轴加工"], &["套类零件检测", "台阶轴的加工"]),
            [(0, 1, Order)]
        );
        assert_eq!(
            aligned(&["同", "同"], &["同", "同", "同"]),
            [(0, 0, Name), (1, 1, Name)]
        );
    }

    #[test]
    fn identity_comes_before_everything() {
        let one = |id: &str, name: &str| Key {
            id: Some(id.to_owned()),
            name: name.to_owned(),
            ..Key::default()
        };
        let pairs = align(
            &[one("1", "甲"), one("2", "乙")],
            &[one("2", "甲"), one("1", "乙")],
        );
        assert_eq!(
            pairs.iter().map(|pair| (pair.old, pair.new)).collect::<Vec<_>>(),
            [(1, 0), (0, 1)]
        );
    }
}
