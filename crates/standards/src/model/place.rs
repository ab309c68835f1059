//! Where something stands in a standard: a path through its serialised form, printable and usable as an anchor.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A path such as `courses.3.tasks.1.hours`; items count from 0. The empty path is the standard as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Place(String);

/// One step of a [`Place`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// A field by its serialised name.
    Field(&'a str),
    /// An item of a list, from 0.
    Item(usize),
}

impl Place {
    /// A field of the standard itself.
    pub fn of(field: &str) -> Self {
        Self::default().field(field)
    }

    /// A field below this place.
    #[must_use]
    pub fn field(&self, name: &str) -> Self {
        if self.0.is_empty() {
            Self(name.to_owned())
        } else {
            Self(format!("{}.{name}", self.0))
        }
    }

    /// An item below this place, from 0.
    #[must_use]
    pub fn item(&self, index: usize) -> Self {
        self.field(&index.to_string())
    }

    /// The steps from the standard down.
    pub fn steps(&self) -> impl Iterator<Item = Step<'_>> {
        let parts = self.0.split('.').filter(|part| !part.is_empty());
        parts.map(|part| part.parse().map_or(Step::Field(part), Step::Item))
    }

    /// The translation key of what it is: `standards-field-`, then the field, after the field around it if there is
    /// one. An item of a list is called as the list is; the standard as a whole has no name.
    pub fn label(&self) -> Option<String> {
        let fields = self.steps().filter_map(|step| {
            if let Step::Field(name) = step {
                Some(name)
            } else {
                None
            }
        });
        let fields: Vec<&str> = fields.collect();
        let last = fields
            .get(fields.len().saturating_sub(2)..)
            .filter(|last| !last.is_empty())?;
        Some(format!("standards-field-{}", last.join("-").replace('_', "-")))
    }

    /// The course it lies in, counted from 0.
    pub fn course(&self) -> Option<usize> {
        match (self.steps().next(), self.steps().nth(1)) {
            (Some(Step::Field("courses")), Some(Step::Item(index))) => Some(index),
            _ => None,
        }
    }

    /// Whether this place is the other one or lies within it.
    pub fn is_within(&self, other: &Self) -> bool {
        let rest = self.0.strip_prefix(&other.0);
        rest.is_some_and(|rest| rest.is_empty() || other.0.is_empty() || rest.starts_with('.'))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_path_that_knows_its_course() {
        let place = Place::of("courses").item(3).field("tasks").item(1);
        assert_eq!(place.to_string(), "courses.3.tasks.1");
        assert_eq!(place.course(), Some(3));
        assert_eq!(place.label().as_deref(), Some("standards-field-courses-tasks"));
        assert!(place.is_within(&Place::of("courses").item(3)));
        assert!(
            !Place::of("courses")
                .item(31)
                .is_within(&Place::of("courses").item(3))
        );
        assert!(place.is_within(&Place::default()));
        assert_eq!(Place::of("title").course(), None);
    }
}
