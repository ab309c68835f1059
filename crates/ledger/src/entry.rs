//! Writing an audit line: what changed, by whom, before and after.

use db::{Tx, params};
use kernel::vault::Vault;
use kernel::{Actor, Ctx, Error, PersonId, RawId, Result, SchoolId};
use serde::Serialize;

use crate::personal::{self, Personal};
use crate::store;

/// What an audit line tells; who, when and in which request comes from the context.
///
/// States hold no value of a column that is classified personal: those go through [`Entry::personal`].
#[must_use = "an entry is written by `record`"]
pub struct Entry<'a> {
    verb: &'static str,
    kind: &'static str,
    object: RawId,
    before: String,
    after: String,
    reason: String,
    personal: Vec<Personal<'a>>,
    actor: Option<Actor>,
    fault: Option<serde_json::Error>,
}

impl<'a> Entry<'a> {
    /// A verb such as `publish-standard` done to an object of a kind such as `standard`.
    pub fn new(verb: &'static str, kind: &'static str, object: RawId) -> Self {
        let (before, after, reason) = (String::new(), String::new(), String::new());
        Self {
            verb,
            kind,
            object,
            before,
            after,
            reason,
            personal: Vec::new(),
            actor: None,
            fault: None,
        }
    }

    /// The object's state before the change, kept as JSON.
    pub fn before(mut self, state: &impl Serialize) -> Self {
        self.before = self.json(state);
        self
    }

    /// The object's state after the change, kept as JSON.
    pub fn after(mut self, state: &impl Serialize) -> Self {
        self.after = self.json(state);
        self
    }

    /// Why, in the words of the one who did it.
    pub fn reason(mut self, reason: &str) -> Self {
        reason.clone_into(&mut self.reason);
        self
    }

    /// A personal value that the change is about, readable until the person is erased. The field says which side of
    /// the change it is: `phone.before`, `phone.after`.
    pub fn personal(mut self, vault: &'a Vault, person: PersonId, field: &'static str, value: &str) -> Self {
        self.personal.push(Personal {
            vault,
            person,
            field,
            value: value.to_owned(),
        });
        self
    }

    /// Who acted, where the request did not know it when it came: somebody who signs in.
    pub fn acted_by(mut self, actor: Actor) -> Self {
        self.actor = Some(actor);
        self
    }

    fn json(&mut self, state: &impl Serialize) -> String {
        serde_json::to_string(state).unwrap_or_else(|fault| {
            self.fault = Some(fault);
            String::new()
        })
    }
}

/// Writes a line into the chain of an organisation, in the caller's transaction; answers the line's id.
///
/// # Errors
/// The engine's, and an internal one for a state that is no JSON.
pub fn record(tx: &mut Tx<'_>, ctx: &Ctx, school: SchoolId, entry: Entry<'_>) -> Result<RawId> {
    if let Some(fault) = entry.fault {
        return Err(Error::internal(fault));
    }
    let personal = personal::seal(tx, ctx, school, &entry.personal)?;
    let (id, actor) = (ctx.raw_id(), entry.actor.as_ref().unwrap_or(&ctx.actor));
    let (account, org) = (actor.account(), actor.seat().map(|seat| seat.org));
    tx.run(
        store::ADD_LINE,
        params![
            school,
            id,
            ctx.now,
            account,
            post_of(actor),
            org,
            role_of(actor),
            entry.verb,
            entry.kind,
            entry.object,
            entry.before,
            entry.after,
            entry.reason,
            personal,
            ctx.request
        ],
    )?;
    tx.run(store::ADD_PENDING_LINE, params![school, id])?;
    Ok(id)
}

const fn post_of(actor: &Actor) -> Option<kernel::PostId> {
    match actor {
        Actor::Person { post, .. } => Some(*post),
        Actor::Anonymous | Actor::System => None,
    }
}

/// The stored code of a role; `system` and `anonymous` where no person acted.
const fn role_of(actor: &Actor) -> &'static str {
    match actor {
        Actor::Anonymous => "anonymous",
        Actor::System => "system",
        Actor::Person { role, .. } => role.code(),
    }
}
