//! Classes that a roster names and the school does not have: what its rows say of each, and the class that follows from it.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::Hash;

use kernel::Day;
use org::model::major::Level;

use crate::model::class::{EntryKind, NewClass};

/// A class that the school does not have, with what most of its rows say. A row with faults of other kinds speaks too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingClass {
    /// Its name as the first row writes it.
    pub name: String,
    /// How many rows name it.
    pub rows: usize,
    /// 专业, in its normal form.
    pub major: Option<String>,
    /// 培养层次
    pub level: Option<Level>,
    /// 学制 in years
    pub years: Option<u8>,
    /// 入学日期
    pub entered: Option<Day>,
}

impl MissingClass {
    /// The class, where the rows say all that one is made from.
    ///
    /// The way of entry follows from level and years ([`EntryKind::usual`]); it has no class teacher and no code yet.
    pub fn class(&self) -> Option<NewClass> {
        let (level, years) = (self.level?, self.years?);
        Some(NewClass {
            name: self.name.clone(),
            major_code: String::new(),
            major_name: self.major.clone()?,
            level,
            entry_kind: EntryKind::usual(level, years)?,
            years,
            entry_day: self.entered?,
            teacher: None,
        })
    }
}

/// Counts what the rows say of classes that are not there. A file may name a class of its own in every row.
#[derive(Default)]
pub(super) struct Tally {
    /// In the order of the file.
    classes: Vec<Counted>,
    /// Where each stands, by its name as names are compared.
    places: HashMap<String, usize>,
}

struct Counted {
    name: String,
    rows: usize,
    major: Votes<String>,
    level: Votes<Level>,
    years: Votes<u8>,
    entered: Votes<Day>,
}

/// What one row says of its class beside the name.
pub(super) type Said = (Option<String>, Option<Level>, Option<u8>, Option<Day>);

impl Tally {
    /// Takes a row that names such a class; `key` is the name as names are compared.
    pub(super) fn add(&mut self, key: String, name: &str, (major, level, years, entered): Said) {
        let at = *self.places.entry(key).or_insert(self.classes.len());
        if at == self.classes.len() {
            self.classes.push(Counted {
                name: name.to_owned(),
                rows: 0,
                major: Votes::default(),
                level: Votes::default(),
                years: Votes::default(),
                entered: Votes::default(),
            });
        }
        let Some(one) = self.classes.get_mut(at) else {
            return;
        };
        one.rows += 1;
        one.major.add(major);
        one.level.add(level);
        one.years.add(years);
        one.entered.add(entered);
    }

    /// The classes in the order of the file.
    pub(super) fn classes(self) -> Vec<MissingClass> {
        let class = |one: Counted| MissingClass {
            name: one.name,
            rows: one.rows,
            major: one.major.most(),
            level: one.level.most(),
            years: one.years.most(),
            entered: one.entered.most(),
        };
        self.classes.into_iter().map(class).collect()
    }
}

/// How often each value was said, and how many others had been said before it.
struct Votes<T>(HashMap<T, (usize, usize)>);

impl<T> Default for Votes<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T: Eq + Hash> Votes<T> {
    fn add(&mut self, said: Option<T>) {
        let Some(said) = said else { return };
        let before = self.0.len();
        self.0.entry(said).or_insert((0, before)).0 += 1;
    }

    /// What was said most often; of equals what came first.
    fn most(self) -> Option<T> {
        let votes = self.0.into_iter();
        votes
            .max_by_key(|(_, (count, before))| (*count, Reverse(*before)))
            .map(|(value, _)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::{Tally, Votes};

    #[test]
    fn most_votes_win_and_of_equals_the_first_said() {
        let most = |said: &[u8]| {
            let mut votes = Votes::default();
            said.iter().for_each(|one| votes.add(Some(*one)));
            votes.most()
        };
        assert_eq!(most(&[]), None);
        assert_eq!(most(&[7, 3, 3]), Some(3));
        for first in 0..20 {
            let said: Vec<u8> = (0..20).map(|step| (first + step) % 20).collect();
            assert_eq!(most(&said), Some(first));
        }
    }

    #[test]
    fn a_file_that_names_a_class_in_every_row_keeps_its_order() {
        let mut tally = Tally::default();
        for row in (0..20_000).rev() {
            tally.add(
                format!("{row}"),
                &format!("Class {row}"),
                (None, None, None, None),
            );
        }
        tally.add("7".to_owned(), "Class  7", (None, None, Some(3), None));
        let classes = tally.classes();
        assert_eq!(classes.len(), 20_000);
        assert_eq!(classes[0].name, "Class 19999");
        assert_eq!(
            (classes[19_992].name.as_str(), classes[19_992].rows),
            ("Class 7", 2)
        );
        assert_eq!(classes[19_992].years, Some(3));
    }
}
