//! Sessions: opened by a password or a code, switched between posts, ended.

use db::{Tx, params};
use kernel::{AccountId, Actor, Ctx, Error, Instant, PostId, RawId, Result, Role, SchoolId, Seat, Text, hex};
use serde_json::json;

use crate::door::hash_of;
use crate::model::sign_in::failures::{Counter, FORGOTTEN_AFTER, Failures, counter};
use crate::model::sign_in::password::{LAST, is_strict};
use crate::model::sign_in::whence::{Whence, may_be_used};
use crate::model::sign_in::{Device, idle_limit, longest_life};
use crate::store::{self, PostRow};

/// A session about to be opened.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Whose.
    pub account: AccountId,
    /// The organisation they named at the sign-in: its post comes first.
    pub school: SchoolId,
    /// Whose device it is.
    pub device: Device,
    /// The hash of the browser's own cookie.
    pub browser: Vec<u8>,
    /// What the browser calls itself.
    pub agent: String,
    /// Where it comes from.
    pub address: String,
    /// Whether administrators work there.
    pub whence: Whence,
}

/// Where a sign-in leads.
pub(super) enum Led {
    /// To this post.
    To(PostRow),
    /// To none, since none of theirs may be used there: this is the first.
    KeptOut(PostRow),
    /// To none, since they hold none any more.
    Nowhere,
}

/// Opens a session in the person's first post there and answers its token, which nobody else ever sees.
///
/// # Errors
/// [`Error::NotFound`] when they hold no post any more; [`Error::Denied`] when none of theirs may be used where they are.
pub fn open_session(tx: &mut Tx<'_>, ctx: &Ctx, new: &NewSession) -> Result<String> {
    let post = match led_to(tx, ctx, new)? {
        Led::To(post) => post,
        Led::KeptOut(_) => return Err(kept_out()),
        Led::Nowhere => return Err(Error::NotFound),
    };
    let role = Role::from_code(&post.role).ok_or(Error::NotFound)?;
    let token = new_token(ctx);
    let session = ctx.raw_id();
    let shared = new.device == Device::Shared;
    tx.run(
        store::ADD_SESSION,
        params![
            session,
            hash_of(&token),
            new.account,
            post.school,
            post.id,
            &post.role,
            ctx.now,
            idle_limit(role, new.device),
            ctx.now.plus(longest_life(role, new.device)),
            shared,
            &new.agent,
            &new.address
        ],
    )?;
    if !shared {
        tx.run(store::KNOW_DEVICE, params![new.account, &new.browser, ctx.now])?;
    }
    let org = org::queries::by_number(tx, post.school)?;
    let actor = Actor::Person {
        account: new.account,
        person: post.person,
        post: post.id,
        role,
        seat: Seat {
            org: org.id,
            school: post.school,
            tier: org.tier,
            region: org.region,
        },
    };
    let entry = ledger::Entry::new("people.sign-in", "session", session)
        .acted_by(actor)
        .after(&json!({ "role": post.role, "shared": shared }));
    ledger::record(tx, ctx, post.school, entry)?;
    Ok(token)
}

/// Where a sign-in leads: to the first post at the organisation that was named, else to the first of all, of those that may be used
/// where they are.
pub(super) fn led_to(tx: &mut Tx<'_>, ctx: &Ctx, new: &NewSession) -> Result<Led> {
    let mut posts: Vec<PostRow> = tx.all(store::POSTS, params![new.account, ctx.now.day()])?;
    // In the order of the ids, those at the organisation first.
    posts.sort_by_key(|post| post.school != new.school);
    let may = |post: &PostRow| Role::from_code(&post.role).is_some_and(|role| may_be_used(role, new.whence));
    let place = posts.iter().position(may);
    Ok(match place {
        Some(place) => Led::To(posts.swap_remove(place)),
        None if posts.is_empty() => Led::Nowhere,
        None => Led::KeptOut(posts.swap_remove(0)),
    })
}

/// What an administrator is told who is not where administrators work.
fn kept_out() -> Error {
    Error::Denied(Text::new("people-denied-elsewhere"))
}

/// Somebody whose posts may none be used where they are does not even choose a password there.
///
/// # Errors
/// [`Error::Denied`] then.
pub fn must_be_near(tx: &mut Tx<'_>, ctx: &Ctx, new: &NewSession) -> Result<()> {
    match led_to(tx, ctx, new)? {
        Led::KeptOut(_) => Err(kept_out()),
        Led::To(_) | Led::Nowhere => Ok(()),
    }
}

/// 32 bytes of fresh chance, marked as one whose cookie has the prefix where there is one.
fn new_token(ctx: &Ctx) -> String {
    format!("{}{}", web::TOKEN_MARK, hex::written(&ctx.bytes::<32>()))
}

/// Which count a try from this browser belongs to, and what it stands at.
///
/// # Errors
/// The engine's.
pub fn failures_of(
    tx: &mut Tx<'_>,
    account: AccountId,
    browser: &[u8],
) -> Result<(Vec<u8>, Option<Failures>)> {
    let known: Vec<(Vec<u8>,)> = tx.all(store::IS_KNOWN, params![account, browser])?;
    let known: Vec<Vec<u8>> = known.into_iter().map(|(device,)| device).collect();
    let key = match counter(Some(browser), &known) {
        Counter::Known(device) => device,
        Counter::Strange => Vec::new(),
    };
    let rows: Vec<(Vec<u8>, u32, Instant)> = tx.all(store::FAILURES, params![account])?;
    let found = rows.into_iter().find(|(counter, ..)| *counter == key);
    Ok((key, found.map(|(_, count, latest)| Failures { count, latest })))
}

/// Notes a failed try.
///
/// # Errors
/// The engine's.
pub fn note_failure(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, browser: &[u8]) -> Result<()> {
    let (key, before) = failures_of(tx, account, browser)?;
    write_failures(tx, account, (&key, Failures::one_more(before, ctx.now)))
}

/// Writes once more what stands there: as much work as a row, and nothing is another.
///
/// # Errors
/// The engine's.
pub(super) fn note_again(tx: &mut Tx<'_>, account: AccountId, browser: &[u8]) -> Result<()> {
    match failures_of(tx, account, browser)? {
        (key, Some(failures)) => write_failures(tx, account, (&key, failures)),
        (_, None) => Ok(()),
    }
}

fn write_failures(tx: &mut Tx<'_>, account: AccountId, (key, now): (&[u8], Failures)) -> Result<()> {
    tx.run(store::NOTE_FAILURE, params![account, key, now.count, now.latest])?;
    Ok(())
}

/// Forgets the failures of the browser that now succeeded.
///
/// # Errors
/// The engine's.
pub fn note_success(tx: &mut Tx<'_>, account: AccountId, browser: &[u8]) -> Result<()> {
    let (key, _) = failures_of(tx, account, browser)?;
    tx.run(store::CLEAR_FAILURES, params![account, key])?;
    Ok(())
}

/// Keeps a new password's hash; an administrator's earlier ones stay as far back as the rule looks ([`LAST`]), nobody else's do.
///
/// # Errors
/// The engine's.
pub fn set_password(tx: &mut Tx<'_>, ctx: &Ctx, of: (SchoolId, AccountId), hash: &str) -> Result<()> {
    let (school, account) = of;
    let (present,): (Option<String>,) = tx.one(store::PASSWORD_OF, params![account])?;
    if present.is_some() {
        keep_earlier(tx, ctx, account)?;
    }
    tx.run(store::SET_PASSWORD, params![account, hash, ctx.now])?;
    ledger::record(
        tx,
        ctx,
        school,
        ledger::Entry::new("people.set-password", "account", account.raw()),
    )?;
    Ok(())
}

fn keep_earlier(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId) -> Result<()> {
    let posts: Vec<PostRow> = tx.all(store::POSTS, params![account, ctx.now.day()])?;
    let roles: Vec<Role> = posts
        .iter()
        .filter_map(|post| Role::from_code(&post.role))
        .collect();
    let kept = if is_strict(&roles) { LAST - 1 } else { 0 };
    if kept > 0 {
        tx.run(store::KEEP_EARLIER, params![account])?;
    }
    tx.run(store::FORGET_EARLIER, params![account, kept])?;
    Ok(())
}

/// Removes failures that are forgotten, so that guesses leave nothing behind; answers how many.
///
/// # Errors
/// The engine's.
pub fn sweep_failures(tx: &mut Tx<'_>, now: Instant) -> Result<u64> {
    Ok(tx.run(store::SWEEP_FAILURES, params![now.plus(-FORGOTTEN_AFTER)])?)
}

/// Gives a session a new token, as where its rights change: whoever had read the old one has nothing in it.
///
/// # Errors
/// The engine's.
pub fn renew_token(tx: &mut Tx<'_>, ctx: &Ctx, session: RawId) -> Result<(String, Device)> {
    let token = new_token(ctx);
    tx.run(store::RENEW_TOKEN, params![session, hash_of(&token)])?;
    let (shared,): (bool,) = tx.one(store::IS_SHARED, params![session])?;
    Ok((token, if shared { Device::Shared } else { Device::Own }))
}

/// Goes on in another of one's posts, under a new token.
///
/// # Errors
/// [`Error::NotFound`] when the account does not hold it today; [`Error::Denied`] when it may not be used where they are.
pub fn switch_post(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (session, whence): (RawId, Whence),
    post: PostId,
) -> Result<(String, Device)> {
    let account = ctx.actor.account().ok_or(Error::SignIn)?;
    let posts: Vec<PostRow> = tx.all(store::POSTS, params![account, ctx.now.day()])?;
    let post = posts.iter().find(|held| held.id == post).ok_or(Error::NotFound)?;
    let role = Role::from_code(&post.role).ok_or(Error::NotFound)?;
    if !may_be_used(role, whence) {
        return Err(kept_out());
    }
    let (token, device) = renew_token(tx, ctx, session)?;
    let idle = idle_limit(role, device);
    tx.run(
        store::SWITCH_POST,
        params![
            session,
            account,
            post.school,
            post.id,
            &post.role,
            idle,
            longest_life(role, device)
        ],
    )?;
    Ok((token, device))
}

/// Ends one of one's own sessions.
///
/// # Errors
/// [`Error::NotFound`] when it is nobody's or another's, or has ended.
pub fn end_session(tx: &mut Tx<'_>, ctx: &Ctx, session: RawId) -> Result<()> {
    let account = ctx.actor.account().ok_or(Error::SignIn)?;
    if tx.run(store::END_SESSION, params![session, account, ctx.now])? == 0 {
        return Err(Error::NotFound);
    }
    let school = ctx.actor.seat().map_or(SchoolId(0), |seat| seat.school);
    ledger::record(
        tx,
        ctx,
        school,
        ledger::Entry::new("people.end-session", "session", session),
    )?;
    Ok(())
}

/// Ends every session of an account but one, as after a new password.
///
/// # Errors
/// The engine's.
pub fn end_others(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, kept: RawId) -> Result<()> {
    tx.run(store::END_OTHERS, params![account, kept, ctx.now])?;
    Ok(())
}
