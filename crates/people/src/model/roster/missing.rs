//! Classes that a roster names and the school does not have: what its rows say of each, and the class that follows from it.

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

/// Counts what the rows say of classes that are not there.
#[derive(Default)]
pub(super) struct Tally(Vec<Counted>);

struct Counted {
    /// The name as names are compared.
    key: String,
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
    /// Takes a row that names such a class.
    pub(super) fn add(&mut self, key: String, name: &str, (major, level, years, entered): Said) {
        let at = self.0.iter().position(|one| one.key == key);
        let at = at.unwrap_or_else(|| {
            self.0.push(Counted {
                key,
                name: name.to_owned(),
                rows: 0,
                major: Votes::default(),
                level: Votes::default(),
                years: Votes::default(),
                entered: Votes::default(),
            });
            self.0.len() - 1
        });
        let Some(one) = self.0.get_mut(at) else { return };
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
        self.0.into_iter().map(class).collect()
    }
}

/// How often each value was said, in the order in which they came.
struct Votes<T>(Vec<(T, usize)>);

impl<T> Default for Votes<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: PartialEq> Votes<T> {
    fn add(&mut self, said: Option<T>) {
        let Some(said) = said else { return };
        match self.0.iter_mut().find(|(value, _)| *value == said) {
            Some((_, count)) => *count += 1,
            None => self.0.push((said, 1)),
        }
    }

    /// What was said most often; of equals what came first.
    fn most(self) -> Option<T> {
        let most = self.0.iter().map(|(_, count)| *count).max()?;
        self.0
            .into_iter()
            .find(|(_, count)| *count == most)
            .map(|(value, _)| value)
    }
}
