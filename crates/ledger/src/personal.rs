//! Personal values in audit lines: sealed under a key of the person's own, which can be destroyed.
//!
//! The chain hashes what is stored, the ciphertext; without the key it still verifies and tells nothing.

use db::{Tx, params};
use kernel::vault::{Seal, Vault, open_under, seal_under};
use kernel::{Ctx, Error, PersonId, Result, SchoolId, hex};
use serde::{Deserialize, Serialize};

use crate::store;

/// What a person's key is sealed for in the vault.
pub(crate) const PURPOSE: &str = "person_key.sealed_key";

/// A personal value on its way into a line.
pub(crate) struct Personal<'a> {
    pub(crate) vault: &'a Vault,
    pub(crate) person: PersonId,
    pub(crate) field: &'static str,
    pub(crate) value: String,
}

/// A personal value as it stands in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonalValue {
    /// Whose it is.
    pub person: PersonId,
    /// Which field, and which side of the change.
    pub field: String,
    /// The value; `None` when the person was erased.
    pub value: Option<String>,
}

/// The stored form; the ciphertext is hexadecimal, and empty where the person had been erased before the change.
#[derive(Serialize, Deserialize)]
struct Sealed {
    person: PersonId,
    field: String,
    sealed: String,
}

/// Destroys the key of a person: what audit lines hold of them can be read no more, and no later value is kept.
/// Erasing again changes nothing.
///
/// # Errors
/// The engine's.
pub fn erase_person(tx: &mut Tx<'_>, ctx: &Ctx, school: SchoolId, person: PersonId) -> Result<()> {
    tx.run(store::DESTROY_PERSON_KEY, params![school, person, ctx.now])?;
    Ok(())
}

/// The values as JSON text for the line; empty where there are none.
pub(crate) fn seal(tx: &mut Tx<'_>, ctx: &Ctx, school: SchoolId, values: &[Personal<'_>]) -> Result<String> {
    if values.is_empty() {
        return Ok(String::new());
    }
    let mut sealed = Vec::with_capacity(values.len());
    let mut known = None;
    for value in values {
        // Before and after of one change are of one person: their key is read once.
        let key = match known {
            Some((person, key)) if person == value.person => key,
            _ => key_to_seal_with(tx, ctx, school, value)?,
        };
        known = Some((value.person, key));
        let body = match key {
            Some(key) => hex::written(&seal_under(
                &key,
                value.field,
                value.value.as_bytes(),
                ctx.bytes(),
            )),
            None => String::new(),
        };
        sealed.push(Sealed {
            person: value.person,
            field: value.field.to_owned(),
            sealed: body,
        });
    }
    serde_json::to_string(&sealed).map_err(Error::internal)
}

/// The values of a line, opened where their person was not erased.
pub(crate) fn open(
    tx: &mut Tx<'_>,
    vault: &Vault,
    school: SchoolId,
    stored: &str,
) -> Result<Vec<PersonalValue>> {
    if stored.is_empty() {
        return Ok(Vec::new());
    }
    let sealed: Vec<Sealed> = serde_json::from_str(stored).map_err(Error::internal)?;
    sealed
        .into_iter()
        .map(|sealed| open_one(tx, vault, school, sealed))
        .collect()
}

fn open_one(tx: &mut Tx<'_>, vault: &Vault, school: SchoolId, sealed: Sealed) -> Result<PersonalValue> {
    let Sealed {
        person,
        field,
        sealed,
    } = sealed;
    let value = match stored_key(tx, vault, school, person)? {
        Stored::Key(key) if !sealed.is_empty() => {
            let bytes =
                hex::read(&sealed).ok_or_else(|| Error::internal("a sealed value is not hexadecimal"))?;
            let opened = open_under(&key, &field, &bytes).map_err(Error::internal)?;
            Some(String::from_utf8(opened).map_err(Error::internal)?)
        }
        Stored::Key(_) | Stored::Erased | Stored::None => None,
    };
    Ok(PersonalValue { person, field, value })
}

enum Stored {
    Key(Seal),
    Erased,
    None,
}

fn stored_key(tx: &mut Tx<'_>, vault: &Vault, school: SchoolId, person: PersonId) -> Result<Stored> {
    match tx.opt::<(Option<Vec<u8>>,)>(store::PERSON_KEY, params![school, person])? {
        None => Ok(Stored::None),
        Some((None,)) => Ok(Stored::Erased),
        Some((Some(sealed),)) => {
            let key = vault.open(PURPOSE, &sealed).map_err(Error::internal)?;
            let key = Seal::of(&key).ok_or_else(|| Error::internal("a person's key is of no cipher"))?;
            Ok(Stored::Key(key))
        }
    }
}

/// The person's key, made at the first need; `None` once it was destroyed.
///
/// The new key is written before the old one is read: on PostgreSQL a read of what is not there yet watches a page of the index,
/// and when a class begins to work every first save would meet all the others there.
fn key_to_seal_with(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    school: SchoolId,
    value: &Personal<'_>,
) -> Result<Option<Seal>> {
    let key = value.vault.new_key(&ctx.bytes());
    let sealed = value.vault.seal(PURPOSE, key.bytes(), ctx.bytes());
    if tx.run(store::ADD_PERSON_KEY, params![school, value.person, sealed])? == 1 {
        return Ok(Some(key));
    }
    match stored_key(tx, value.vault, school, value.person)? {
        Stored::Key(key) => Ok(Some(key)),
        Stored::Erased => Ok(None),
        Stored::None => Err(Error::internal("a person's key was there and is not")),
    }
}
