//! The one refusal type of the core. A closure that returns one has changed nothing: its transaction is rolled back.

use crate::Text;

/// What the core answers with.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something was not done. `web` alone turns it into a status and a page.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It does not exist, or is not yours to know of (404).
    #[error("not found")]
    NotFound,
    /// You may see it and not do this; the text says who can (403).
    #[error("denied: {}", .0.key)]
    Denied(Text),
    /// Who are you? (401)
    #[error("sign in first")]
    SignIn,
    /// Somebody changed it meanwhile, or its state forbids the act (409).
    #[error("conflict: {}", .0.key)]
    Conflict(Text),
    /// What was given is wrong, at these places (422).
    #[error("invalid: {} problems", .0.0.len())]
    Invalid(Problems),
    /// Too much at once; the text says when to come back (429).
    #[error("too many: {}", .0.key)]
    TooMany(Text),
    /// The engine could not finish it now; nothing was changed, trying again is right (503).
    #[error("busy")]
    Busy,
    /// The engine went away while it committed: it is kept whole or not at all, and whoever asked has to look (503).
    #[error("it is not known whether this was kept")]
    Unsure,
    /// Our fault: logged once at the border, never shown (500).
    #[error("internal: {0}")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// An internal fault from any error.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    /// A refusal of one field.
    pub fn field(field: impl Into<String>, text: Text) -> Self {
        Self::Invalid(Problems(vec![Problem {
            field: field.into(),
            text,
        }]))
    }
}

/// One fault of the input: the field (or the place in a file) and what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The form field's name, or a place such as `E3`.
    pub field: String,
    /// What is wrong and what was expected.
    pub text: Text,
}

/// All faults of one input, in reading order; never empty when refused with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// Notes one.
    pub fn add(&mut self, field: impl Into<String>, text: Text) {
        self.0.push(Problem {
            field: field.into(),
            text,
        });
    }

    /// Keeps the value, or notes the text at the field.
    pub fn take<T>(&mut self, field: &str, value: std::result::Result<T, Text>) -> Option<T> {
        value.map_err(|text| self.add(field, text)).ok()
    }

    /// The problem at a field, for the form that shows it.
    pub fn at(&self, field: &str) -> Option<&Text> {
        self.0
            .iter()
            .find(|problem| problem.field == field)
            .map(|problem| &problem.text)
    }

    /// Nothing was noted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// # Errors
    /// [`Error::Invalid`] if anything was noted.
    pub fn check(self) -> Result<()> {
        if self.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(self))
        }
    }
}
