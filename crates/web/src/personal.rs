//! What a module holds of one person: the copy that they may ask for, and what an erasure takes away and leaves.
//!
//! 个人信息保护法, articles 45 (a copy), 47 (erasure) and 19 (kept no longer than needed). A module answers for its own tables only.

use db::Tx;
use files::Hash;
use kernel::vault::Vault;
use kernel::{AccountId, Ctx, PersonId, Result, SchoolId, Text};

/// Whose data are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whose {
    /// The organisation that holds them.
    pub school: SchoolId,
    /// The person.
    pub person: PersonId,
    /// Their sign-in record, if they ever had one.
    pub account: Option<AccountId>,
}

/// A table of what is held of a person.
#[derive(Clone, Debug)]
pub struct Section {
    /// What it tells.
    pub title: Text,
    /// The heads of its columns.
    pub columns: Vec<Text>,
    /// Its rows, each as long as the heads.
    pub rows: Vec<Vec<String>>,
}

/// What a module holds of a person, opened for reading.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// In tables.
    pub sections: Vec<Section>,
    /// In files, each with the name that it was given.
    pub files: Vec<(String, Hash)>,
}

/// What there is of something, each by its name with how much of it.
pub type Counted = Vec<(Text, i64)>;

/// What a module answers about one person. All of it runs within the caller's transaction.
#[derive(Clone, Copy)]
pub struct Personal {
    /// Everything that it holds of them; what others said in confidence is left out.
    pub copy: fn(&mut Tx<'_>, &Ctx, &Vault, &Whose) -> Result<Held>,
    /// Why they may not be erased yet; empty where nothing holds them.
    pub binds: fn(&mut Tx<'_>, &Ctx, &Whose) -> Result<Vec<Text>>,
    /// What an erasure takes away, with how much of each there is.
    pub goes: fn(&mut Tx<'_>, &Ctx, &Whose) -> Result<Counted>,
    /// What stays under an anonymous person, and why: keys of texts.
    pub stays: &'static [&'static str],
    /// Takes it away; answers the contents that nobody may need any more.
    pub forget: fn(&mut Tx<'_>, &Ctx, &Whose) -> Result<Vec<Hash>>,
}

/// Nothing holds a person in this module.
///
/// # Errors
/// None.
pub fn unbound(_: &mut Tx<'_>, _: &Ctx, _: &Whose) -> Result<Vec<Text>> {
    Ok(Vec::new())
}
