//! Rosters of students and teachers from a table: first a preview that names every fault and warning by its cell, then
//! all or nothing.
//!
//! A later roster is matched with the people already known, by identity and then by number (学号, 工号). Who is absent
//! from it is shown and never deleted.

pub mod certificate;
pub mod codes;
pub mod detail;
mod matching;
pub mod missing;
pub mod student;
pub mod teacher;
mod template;

use std::collections::{BTreeMap, HashMap, HashSet};

use kernel::{Day, PersonId};
use org::model::intake::{Finding, Findings, Severity};
use org::model::major::normalise_name;

use self::missing::MissingClass;
use crate::model::name::PersonName;

/// What the school knows before it reads a roster.
pub struct Known<'a> {
    /// The day of the import.
    pub today: Day,
    /// Names of the classes of the school; unused for teachers.
    pub classes: &'a [String],
    /// The people of this kind, those who have left too.
    pub people: &'a [KnownPerson],
    /// Numbers of the school's other people, with their names: no new person may take one.
    pub taken: &'a HashMap<String, String>,
    /// The search key of a certificate number in its normal form, the same as [`KnownPerson::identity`] holds.
    pub identity_key: &'a dyn Fn(&str) -> Vec<u8>,
}

/// A person on an earlier roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownPerson {
    /// Who it is.
    pub person: PersonId,
    /// Search key of the certificate number, if one is kept.
    pub identity: Option<Vec<u8>>,
    /// 学号 or 工号.
    pub number: String,
    /// The name.
    pub name: String,
    /// Values of further fields by their key, as the rows' `values` give them; an empty text where nothing is kept. A
    /// field that does not stand here is not compared.
    pub fields: BTreeMap<&'static str, String>,
}

/// What a row of a roster offers for matching.
pub trait RosterRow {
    /// Fields whose change is a move rather than a correction.
    const MOVES: &'static [&'static str];

    /// 学号 or 工号.
    fn number(&self) -> &str;
    /// The name.
    fn name(&self) -> &PersonName;
    /// The certificate number in its normal form.
    fn identity(&self) -> Option<&str>;
    /// Every further field that the row fills, by its key (the last part of `people-field-<key>`); codes, days as
    /// `2026-09-01`.
    fn values(&self) -> BTreeMap<&'static str, String>;
}

/// A change that a row makes to a known person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The field's key.
    pub field: &'static str,
    /// The value before; empty where there was none, or where it is secret.
    pub old: String,
    /// The value from the file; an identity number is masked.
    pub new: String,
}

/// What becomes of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Nobody known: a new person.
    New,
    /// Known, and nothing differs.
    Unchanged(PersonId),
    /// Known, and these fields differ.
    Changed(PersonId, Vec<Change>),
    /// Known, and the class or the status differs (转班, 休学, 复学, 转出 …), perhaps with other fields.
    Moved(PersonId, Vec<Change>),
}

/// A row that was read, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matched<R> {
    /// The row's number in the file.
    pub row: u32,
    /// What it says.
    pub value: R,
    /// What becomes of it.
    pub fate: Fate,
}

/// What a roster would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview<R> {
    /// How many data rows the file has.
    pub total: usize,
    /// Faults and warnings, by row and column.
    pub findings: Findings,
    /// Columns of the file that were not read.
    pub unread: Vec<String>,
    /// Classes that rows name and the school does not have; each such row is a fault too.
    pub missing: Vec<MissingClass>,
    readable: Vec<Matched<R>>,
    absent: Vec<PersonId>,
}

/// What keeps an uploaded roster from coming in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waits {
    /// Faults that are mended in the file: all but the classes that can be registered here.
    pub faults: usize,
    /// The first classes that the school does not have, as names are compared.
    pub missing: Vec<String>,
}

impl Waits {
    /// Classes that are kept of one roster: one of them that is missing still is enough.
    const KEPT: usize = 50;

    /// The stored lines of the classes.
    pub fn lines(&self) -> String {
        self.missing.join("\n")
    }

    /// What is waited for, as a kind of state and a translation key; `classes` are those of the school, as names are compared.
    pub fn state(faults: u32, missing: &str, classes: &HashSet<String>) -> (&'static str, &'static str) {
        if faults > 0 {
            ("bad", "people-roster-waiting-mended")
        } else if missing.lines().any(|class| !classes.contains(class)) {
            ("wait", "people-roster-waiting-classes")
        } else {
            ("idle", "people-roster-waiting")
        }
    }
}

impl<R> Preview<R> {
    /// What keeps the file from coming in.
    pub fn waits(&self) -> Waits {
        let of_class = |finding: &&Finding| {
            matches!(
                finding.text.key.as_ref(),
                "people-roster-class" | "people-roster-class-first"
            )
        };
        let missing = self.missing.iter().take(Waits::KEPT);
        Waits {
            faults: self.faults().filter(|finding| !of_class(finding)).count(),
            missing: missing.map(|class| normalise_name(&class.name)).collect(),
        }
    }

    /// What a person has to mend before anything is taken.
    pub fn faults(&self) -> impl Iterator<Item = &Finding> {
        self.findings.of(Severity::Fault)
    }

    /// How doubtful things were read.
    pub fn warnings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.of(Severity::Warning)
    }

    /// Every row, if the file has no fault: all or nothing.
    pub fn rows(&self) -> Option<&[Matched<R>]> {
        (!self.findings.has_faults()).then_some(self.readable.as_slice())
    }

    /// The rows without a fault of their own, to be shown beside the faults; not to be stored.
    pub fn readable(&self) -> &[Matched<R>] {
        &self.readable
    }

    /// Known people whom a file without faults does not name: of its classes for students, all for teachers; without
    /// those who have left. They are shown, never deleted.
    pub fn absent(&self) -> &[PersonId] {
        &self.absent
    }

    /// A preview of a file that has no readable table.
    fn unreadable(findings: Findings) -> Self {
        Self {
            total: 0,
            findings,
            unread: Vec::new(),
            missing: Vec::new(),
            readable: Vec::new(),
            absent: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests;
