//! A text for a user, as a key into the translations and its arguments: pure code says *what*, the page says it in
//! the reader's language.

use std::borrow::Cow;

/// A translation key with arguments, such as `standards-hours-sum { sum: 470, base: 480 }`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Text {
    /// The key; its first word is the crate that owns the text.
    pub key: Cow<'static, str>,
    /// Named arguments, already formatted for people; content of users stays in its own language.
    pub args: Vec<(Cow<'static, str>, String)>,
}

impl Text {
    /// A text without arguments.
    pub const fn new(key: &'static str) -> Self {
        Self {
            key: Cow::Borrowed(key),
            args: Vec::new(),
        }
    }

    /// Adds an argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((Cow::Borrowed(name), value.to_string()));
        self
    }
}
