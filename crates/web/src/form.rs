//! A posted form: its fields, its token, and what a refused form shows again.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use kernel::{Error, Page as Slice, Problems, Text};
use serde::de::DeserializeOwned;

use crate::{House, Refused, Visit};

/// The fields of a form or a query as they were typed, in order.
#[derive(Clone, Debug, Default)]
pub struct Input(Vec<(String, String)>);

impl Input {
    /// Fields from pairs, for tests and multipart bodies.
    pub const fn of(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// Reads `a=1&b=2`. A zero byte is no text of anybody's, and PostgreSQL keeps none.
    pub fn parse(text: &str) -> Self {
        let fields: Vec<(String, String)> = serde_urlencoded::from_str(text).unwrap_or_default();
        Self(
            fields
                .into_iter()
                .map(|(name, value)| (without_zeros(name), without_zeros(value)))
                .collect(),
        )
    }

    /// A field's value without surrounding space; empty where it is absent.
    pub fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value.trim())
    }

    /// A field's value as it was typed, with the space around it: a password is what somebody typed.
    pub fn untrimmed(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value)
    }

    /// Every value of a field that can stand several times.
    pub fn list<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(field, _)| field == name)
            .map(|(_, value)| value.trim())
    }

    /// A field that must not be empty.
    ///
    /// # Errors
    /// The text `web-required`.
    pub fn required(&self, name: &str) -> Result<String, Text> {
        match self.get(name) {
            "" => Err(Text::new("web-required")),
            value => Ok(value.to_owned()),
        }
    }

    /// A field read as a type, `None` where it is empty.
    ///
    /// # Errors
    /// The given text where it does not parse.
    pub fn parsed<T: std::str::FromStr>(&self, name: &str, expected: Text) -> Result<Option<T>, Text> {
        match self.get(name) {
            "" => Ok(None),
            value => value.parse().map(Some).map_err(|_| expected),
        }
    }

    /// A ticked box.
    pub fn ticked(&self, name: &str) -> bool {
        self.get(name) == "1"
    }

    /// Every field, in order.
    pub fn fields(&self) -> &[(String, String)] {
        &self.0
    }

    /// The fields as a typed structure.
    ///
    /// # Errors
    /// [`Error::NotFound`]: a form that our pages do not send.
    pub fn typed<T: DeserializeOwned>(&self) -> kernel::Result<T> {
        let text = serde_urlencoded::to_string(&self.0).map_err(Error::internal)?;
        serde_urlencoded::from_str(&text).map_err(|_| Error::NotFound)
    }
}

/// A text as a database keeps it: however a zero byte was written, it is left out once the text has been read.
pub(crate) fn without_zeros(text: String) -> String {
    if text.contains('\0') {
        text.replace('\0', "")
    } else {
        text
    }
}

/// The query of an address from names and values, each encoded.
pub fn query(fields: &[(&str, &str)]) -> String {
    serde_urlencoded::to_string(fields).unwrap_or_default()
}

/// A posted form whose token was checked.
pub struct Form(pub Visit, pub Input);

impl FromRequest<Arc<House>> for Form {
    type Rejection = Refused;

    async fn from_request(request: Request, house: &Arc<House>) -> Result<Self, Refused> {
        let (mut parts, body) = request.into_parts();
        let Ok(visit) = Visit::from_request_parts(&mut parts, house).await;
        let request = Request::from_parts(parts, body);
        let bytes = Bytes::from_request(request, house)
            .await
            .map_err(|_| Refused::too_large())?;
        let input = Input::parse(std::str::from_utf8(&bytes).map_err(|_| Refused::from(Error::NotFound))?);
        if !visit.is_verified() {
            visit.verify(input.get("_csrf"))?;
        }
        Ok(Self(visit, input))
    }
}

/// A form to show: what was typed, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Filled {
    input: Input,
    errors: Vec<FieldError>,
}

/// One error in the reader's language.
#[derive(Clone, Debug)]
pub struct FieldError {
    /// The field, or empty for the form as a whole.
    pub field: String,
    /// What is wrong.
    pub text: String,
}

impl Filled {
    /// A form nobody has filled in yet.
    pub fn empty() -> Self {
        Self::default()
    }

    /// A form filled in with present values.
    pub fn with(fields: &[(&str, &(dyn ToString + Sync))]) -> Self {
        let fields = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.to_string()))
            .collect();
        Self {
            input: Input::of(fields),
            errors: Vec::new(),
        }
    }

    /// A form filled in with fields that nothing is wrong with: what an address brings along, or what is proposed.
    pub const fn asked(input: Input) -> Self {
        Self {
            input,
            errors: Vec::new(),
        }
    }

    /// What was typed, with its problems.
    pub fn refused(visit: &Visit, input: Input, problems: &Problems) -> Self {
        let error = |problem: &kernel::Problem| FieldError {
            field: problem.field.clone(),
            text: visit.text(&problem.text),
        };
        Self {
            input,
            errors: problems.0.iter().map(error).collect(),
        }
    }

    /// A field's value.
    pub fn value(&self, name: &str) -> &str {
        self.input.get(name)
    }

    /// Whether a field (that can stand several times) has this value.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.input.list(name).any(|found| found == value)
    }

    /// A field's error, empty where there is none.
    pub fn error(&self, name: &str) -> &str {
        self.errors
            .iter()
            .find(|error| error.field == name)
            .map_or("", |error| &error.text)
    }

    /// Every error, for the summary.
    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// The status of a page with this form: 422 where it was refused.
    pub fn status(&self) -> axum::http::StatusCode {
        if self.errors.is_empty() {
            axum::http::StatusCode::OK
        } else {
            axum::http::StatusCode::UNPROCESSABLE_ENTITY
        }
    }
}

/// `1–50 / 480` of a list, and the addresses of its neighbours, for the macro `pagination`.
pub struct Pager {
    /// The rows shown.
    pub range: String,
    /// The page before, or empty.
    pub previous: String,
    /// The page after, or empty.
    pub next: String,
}

impl Pager {
    /// A pager for a list at this address (which ends with `?` or `&`).
    pub fn new<T>(page: &Slice<T>, address: &str) -> Self {
        let first = page.slice.offset() + 1;
        let last = page.slice.offset() + page.rows.len() as i64;
        let number = page.slice.number;
        let link = |wanted: u32| {
            if (1..=page.pages()).contains(&wanted) {
                format!("{address}page={wanted}")
            } else {
                String::new()
            }
        };
        let range = if page.rows.is_empty() {
            format!("0 / {}", page.total)
        } else {
            format!("{first}–{last} / {}", page.total)
        };
        Self {
            range,
            previous: if number > 1 {
                link(number - 1)
            } else {
                String::new()
            },
            next: link(number + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Input;

    #[test]
    fn of_a_field_that_is_sent_twice_the_first_counts() {
        let input = Input::parse("a=x&b=1&a=y");
        assert_eq!((input.get("a"), input.untrimmed("a")), ("x", "x"));
        assert_eq!(input.list("a").collect::<Vec<_>>(), ["x", "y"]);
    }

    #[test]
    fn no_way_of_writing_a_zero_byte_brings_one_into_a_field() {
        for text in ["a=x%00y", "a=x\0y", "a%00=xy", "a\0=x%00%00y"] {
            let input = Input::parse(text);
            for (name, value) in input.fields() {
                assert!(!name.contains('\0') && !value.contains('\0'), "{text:?}");
            }
            assert_eq!(input.get("a"), "xy", "{text:?}");
        }
        // Taking the three letters out before reading would have made one of these.
        assert_eq!(Input::parse("a=x%%0000y").get("a"), "x%00y");
        assert_eq!(
            Input::parse("a=%2500").get("a"),
            "%00",
            "what only looks like one stays"
        );
    }
}
