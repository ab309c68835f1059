//! What is handed in (学习成果).

use serde::{Deserialize, Serialize};

use super::ids::OutcomeId;
use super::measured::Measured;
use super::position::Position;

/// Who hands it in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// Every student.
    Student,
    /// Each group once.
    Group,
}

impl By {
    /// The translation key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Student => "design-by-student",
            Self::Group => "design-by-group",
        }
    }
}

/// A table to fill: the first column holds what is asked row by row, an empty head leaves the row free.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Names of the columns, the first being the one of the row heads.
    pub columns: Vec<String>,
    /// The row heads.
    pub rows: Vec<String>,
}

/// The form of an outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "form", content = "detail")]
pub enum OutcomeKind {
    /// A text.
    Text,
    /// A table to fill.
    Table(Table),
    /// A photo, as from a phone.
    Photo,
    /// A file.
    File,
    /// A measured value with its tolerance.
    Measured(Measured),
}

impl OutcomeKind {
    /// The stored code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Table(_) => "table",
            Self::Photo => "photo",
            Self::File => "file",
            Self::Measured(_) => "measured",
        }
    }

    /// The translation key of its name.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Text => "design-outcome-text",
            Self::Table(_) => "design-outcome-table",
            Self::Photo => "design-outcome-photo",
            Self::File => "design-outcome-file",
            Self::Measured(_) => "design-outcome-measured",
        }
    }
}

/// Something that a step yields and that is handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Its identity over all versions; hand-ins point at it.
    pub id: OutcomeId,
    /// Its place in the step.
    pub position: Position,
    /// What it is called.
    pub title: String,
    /// Its form.
    pub kind: OutcomeKind,
    /// The step cannot be handed in without it.
    pub required: bool,
    /// Who hands it in.
    pub by: By,
}
