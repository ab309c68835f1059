//! Ends a post; its sessions end with it, the history stays.

use authz::Grant;
use db::{Tx, params};
use kernel::{Actor, Ctx, Error, Result, Text};
use serde_json::json;

use crate::policy::EndPost;
use crate::store;

/// Ends a post as of yesterday's end.
///
/// # Errors
/// [`Error::Conflict`] for one's own post, or one that has ended.
pub fn end_post(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<EndPost>) -> Result<()> {
    let post = grant.target();
    if matches!(ctx.actor, Actor::Person { post: own, .. } if own == post.id) {
        return Err(Error::Conflict(Text::new("people-post-own")));
    }
    let last = ctx.now.day().plus(-1);
    if tx.run(store::END_POST, params![post.school, post.id, last])? == 0 {
        return Err(Error::Conflict(Text::new("people-post-ended")));
    }
    tx.run(store::END_POST_SESSIONS, params![post.id, ctx.now])?;
    let entry = ledger::Entry::new("people.end-post", "post", post.id.raw())
        .before(&json!({ "role": post.role }))
        .after(&json!({ "until": last.to_string() }));
    ledger::record(tx, ctx, post.school, entry)?;
    Ok(())
}
