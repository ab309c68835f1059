//! Typed ids: a UUIDv7 behind a type of its own, 22 letters and digits in a URL.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

/// The untyped form of every id, as the database binds it.
pub type RawId = uuid::Uuid;

/// The installation's own small number of an organisation: the first part of every key of a school's table.
///
/// It stands in no URL, export, hash or seal; what outlives a move between installations is [`OrgId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchoolId(pub i64);

/// Marks an id of an organisation.
pub enum OrgMark {}
/// Marks an id of an account, the thin sign-in record.
pub enum AccountMark {}
/// Marks an id of a person as one school (or office) knows them.
pub enum PersonMark {}
/// Marks an id of a post that a person holds.
pub enum PostMark {}

/// An organisation of any kind.
pub type OrgId = Id<OrgMark>;
/// A sign-in record.
pub type AccountId = Id<AccountMark>;
/// A person within one organisation.
pub type PersonId = Id<PersonMark>;
/// A post held by a person from a day until a day.
pub type PostId = Id<PostMark>;

/// A UUIDv7 that says what it is the id of: `Id<Course>` and `Id<Class>` do not mix.
pub struct Id<T: ?Sized>(RawId, PhantomData<fn() -> T>);

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const LENGTH: usize = 22;

impl<T: ?Sized> Id<T> {
    /// Wraps a UUID that is known to be of this kind (a row of its table, a freshly made one).
    pub const fn of(raw: RawId) -> Self {
        Self(raw, PhantomData)
    }

    /// The UUID itself.
    pub const fn raw(self) -> RawId {
        self.0
    }
}

impl<T: ?Sized> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: ?Sized> Copy for Id<T> {}
impl<T: ?Sized> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T: ?Sized> Eq for Id<T> {}
impl<T: ?Sized> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<T: ?Sized> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}
impl<T: ?Sized> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<T: ?Sized> fmt::Display for Id<T> {
    /// The 22-character URL form, base 62, most significant digit first.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0.as_u128();
        let mut digits = [b'0'; LENGTH];
        for place in digits.iter_mut().rev() {
            *place = DIGITS[(rest % 62) as usize];
            rest /= 62;
        }
        f.pad(std::str::from_utf8(&digits).map_err(|_| fmt::Error)?)
    }
}
impl<T: ?Sized> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is not the URL form of an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct NotAnId;

impl<T: ?Sized> FromStr for Id<T> {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        if text.len() != LENGTH {
            return Err(NotAnId);
        }
        let value = text.bytes().try_fold(0u128, |sum, byte| {
            let digit = match byte {
                b'0'..=b'9' => byte - b'0',
                b'A'..=b'Z' => byte - b'A' + 10,
                b'a'..=b'z' => byte - b'a' + 36,
                _ => return None,
            };
            sum.checked_mul(62)?.checked_add(u128::from(digit))
        });
        value
            .map(|value| Self::of(RawId::from_u128(value)))
            .ok_or(NotAnId)
    }
}

impl<T: ?Sized> serde::Serialize for Id<T> {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}
impl<'de, T: ?Sized> serde::Deserialize<'de> for Id<T> {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'_, str>>::deserialize(input)?;
        text.parse().map_err(<D::Error as serde::de::Error>::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_url_form_reads_back_at_both_ends_of_the_range() {
        for raw in [0, 1, 61, 62, u128::MAX] {
            let id: OrgId = Id::of(RawId::from_u128(raw));
            assert_eq!(id.to_string().parse::<OrgId>(), Ok(id));
            assert_eq!(id.to_string().len(), 22);
        }
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for text in ["", "abc", "zzzzzzzzzzzzzzzzzzzzzz", "000000000000000000000-"] {
            assert_eq!(text.parse::<OrgId>(), Err(NotAnId), "{text}");
        }
    }
}
