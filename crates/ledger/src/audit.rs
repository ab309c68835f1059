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

impl Which {
    /// Whether it looks for less than the whole chain.
    pub const fn narrows(&self) -> bool {
        self.from.is_some() || self.until.is_some() || self.account.is_some() || !self.verb.is_empty()
    }
}

/// The lines of an organisation that are looked for, newest first, at most `limit`.
///
/// # Errors
/// The engine's.
pub fn latest(tx: &mut Tx<'_>, school: SchoolId, which: &Which, limit: u32) -> Result<Vec<Line>> {
    // An id begins with its moment, so that days bound the ids that are looked at.
    let from = which.from.map_or(RawId::nil(), Instant::first_id);
    let until = which.until.map_or(RawId::max(), Instant::first_id);
    let until = until.min(which.before.unwrap_or(RawId::max()));
    let verb = &which.verb;
    Ok(match which.account {
        None if verb.is_empty() => tx.all(store::LATEST_LINES, params![school, from, until, limit])?,
        None => tx.all(store::LATEST_OF_VERB, params![school, from, until, limit, verb])?,
        Some(account) if verb.is_empty() => tx.all(
            store::LATEST_OF_ACCOUNT,
            params![school, from, until, limit, account],
        )?,
        Some(account) => tx.all(
            store::LATEST_OF_BOTH,
            params![school, from, until, limit, account, verb],
        )?,
    })
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
