//! Reading audit lines, for the auditor's page and the history of one object.

use db::{Tx, params};
use kernel::vault::Vault;
use kernel::{AccountId, Instant, OrgId, PostId, RawId, Result, SchoolId};

use crate::personal::{self, PersonalValue};
use crate::store;

db::record! {
    /// An audit line as it is stored and hashed.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Line {
        /// UUIDv7 of the request's moment.
        pub id: RawId,
        /// The request's moment.
        pub at: Instant,
        /// The sign-in record of the one who acted; none for the program itself.
        pub account: Option<AccountId>,
        /// The post they acted in.
        pub post: Option<PostId>,
        /// The organisation of that post: another than the line's where somebody acted across organisations.
        pub actor_org: Option<OrgId>,
        /// The role's code, or `system`, or `anonymous`.
        pub role: String,
        /// What was done.
        pub verb: String,
        /// To what kind of object.
        pub object_kind: String,
        /// To which.
        pub object: RawId,
        /// JSON of the state before; empty if none.
        pub before: String,
        /// JSON of the state after; empty if none.
        pub after: String,
        /// Why; empty if none was given.
        pub reason: String,
        /// Personal values, sealed: read them with [`personal_values`].
        pub personal: String,
        /// The request that did it.
        pub request: RawId,
    }
}

/// The lines of one object, newest first, at most `limit`.
///
/// # Errors
/// The engine's.
pub fn of_object(tx: &mut Tx<'_>, school: SchoolId, object: RawId, limit: u32) -> Result<Vec<Line>> {
    Ok(tx.all(store::LINES_OF_OBJECT, params![school, object, limit])?)
}

/// Which lines a reader looks for; what is `None` or empty does not narrow it.
#[derive(Clone, Debug, Default)]
pub struct Which {
    /// Those before a line that was already shown.
    pub before: Option<RawId>,
    /// Those from this moment on.
    pub from: Option<Instant>,
    /// Those before this moment.
    pub until: Option<Instant>,
    /// Those of this sign-in record.
    pub account: Option<AccountId>,
    /// Those that tell this act.
    pub verb: String,
}

/// The lines of an organisation that are looked for, newest first, at most `limit`.
///
/// # Errors
/// The engine's.
pub fn latest(tx: &mut Tx<'_>, school: SchoolId, which: &Which, limit: u32) -> Result<Vec<Line>> {
    let before = which.before.unwrap_or(RawId::max());
    let from = which.from.unwrap_or(Instant(0));
    let until = which.until.unwrap_or(Instant(i64::MAX));
    Ok(tx.all(
        store::LATEST_LINES,
        params![school, before, limit, from, until, which.account, &which.verb],
    )?)
}

/// The personal values of a line; those of erased persons have none.
///
/// # Errors
/// The engine's, and an internal one if the vault is not the one that sealed them.
pub fn personal_values(
    tx: &mut Tx<'_>,
    vault: &Vault,
    school: SchoolId,
    line: &Line,
) -> Result<Vec<PersonalValue>> {
    personal::open(tx, vault, school, &line.personal)
}
