//! What is inconsistent or missing in a standard. A finding hinders nobody: a person decides whether it matters.

mod hours;
mod structure;

use kernel::Text;

use super::place::Place;
use super::standard::Standard;

/// Something to look at before a standard is published.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// What, in words.
    pub message: Text,
    /// Where, to link to.
    pub place: Place,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Two statements of the standard contradict each other, or something it must have is missing.
    Fault,
    /// Unusual, and perhaps meant.
    Doubt,
}

/// Lists the findings of a standard, in the order of its chapters.
pub fn findings(standard: &Standard) -> Vec<Finding> {
    let mut found = Found(Vec::new());
    structure::front(standard, &mut found);
    let names = structure::Names::of(standard);
    structure::requirements(standard, &names, &mut found);
    hours::plan(standard, &mut found);
    structure::plan(standard, &names, &mut found);
    for (index, course) in standard.courses.iter().enumerate() {
        let place = Place::of("courses").item(index);
        hours::course(course, &place, &mut found);
        structure::course(standard, &names, index, &mut found);
    }
    found.0
}

struct Found(Vec<Finding>);

impl Found {
    fn fault(&mut self, place: Place, message: Text) {
        self.0.push(Finding {
            severity: Severity::Fault,
            message,
            place,
        });
    }

    fn doubt(&mut self, place: Place, message: Text) {
        self.0.push(Finding {
            severity: Severity::Doubt,
            message,
            place,
        });
    }
}
