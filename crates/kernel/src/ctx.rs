//! What one request (or job, or command) knows: the moment, the ids it will make, who acts and in which language.
//!
//! A write's closure can be run again; [`Ctx::rewind`] makes it see the same ids and chance each time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use ring::digest::{Context, SHA256};

use crate::{Actor, Id, Instant, RawId};

/// A language of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// 简体中文, the default.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The BCP 47 tag for `lang` attributes.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// Chinese unless the tag begins with `en`.
    pub fn from_tag(tag: &str) -> Self {
        if tag.to_ascii_lowercase().starts_with("en") {
            Self::En
        } else {
            Self::Zh
        }
    }
}

/// The facts of one request. Cheap to make, not shared between requests.
#[derive(Debug)]
pub struct Ctx {
    /// The moment of the request: the same at its beginning and at its end.
    pub now: Instant,
    /// Who acts.
    pub actor: Actor,
    /// The language of the answer.
    pub lang: Lang,
    /// Stands in the log, the audit line and the error page.
    pub request: RawId,
    seed: [u8; 32],
    drawn: AtomicU64,
    /// What was drawn before the present write began: its second run begins here.
    begun: AtomicU64,
    statements: Arc<AtomicU32>,
}

impl Ctx {
    /// A context at a moment, with 32 bytes of chance from [`crate::outside::Chance`].
    pub fn new(now: Instant, actor: Actor, seed: [u8; 32]) -> Self {
        let mut ctx = Self {
            now,
            actor,
            lang: Lang::Zh,
            request: RawId::nil(),
            seed,
            drawn: AtomicU64::new(0),
            // The first draw names the request itself.
            begun: AtomicU64::new(1),
            statements: Arc::default(),
        };
        ctx.request = ctx.raw_id();
        ctx.rewind();
        ctx
    }

    /// A new id: UUIDv7 of this request's moment.
    pub fn id<T: ?Sized>(&self) -> Id<T> {
        Id::of(self.raw_id())
    }

    /// The untyped form of [`Ctx::id`].
    pub fn raw_id(&self) -> RawId {
        let random: [u8; 10] = self.bytes();
        let millis = u64::try_from(self.now.0 / 1_000).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    /// Up to 32 unpredictable bytes: SHA-256 of the secret seed and a counter.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        const { assert!(N <= 32, "one digest gives at most 32 bytes") };
        let mut hash = Context::new(&SHA256);
        hash.update(&self.seed);
        hash.update(&self.drawn.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        let digest = hash.finish();
        let mut bytes = [0; N];
        bytes.copy_from_slice(&digest.as_ref()[..N]);
        bytes
    }

    /// Another write of this request begins: its ids are none of those that were drawn before.
    pub fn begin(&self) {
        self.begun
            .store(self.drawn.load(Ordering::Relaxed), Ordering::Relaxed);
    }

    /// Starts the ids and the chance of the present write again from its first, for another run of the same closure.
    pub fn rewind(&self) {
        self.drawn
            .store(self.begun.load(Ordering::Relaxed), Ordering::Relaxed);
    }

    /// Notes statements that ran for this request.
    pub fn note_statements(&self, ran: u32) {
        self.statements.fetch_add(ran, Ordering::Relaxed);
    }

    /// How many statements ran for this request so far, whoever acted in it and however often a closure ran.
    pub fn statements(&self) -> u32 {
        self.statements.load(Ordering::Relaxed)
    }

    /// The same moment, language and request, acted by somebody else (the system on a person's behalf).
    #[must_use]
    pub fn acted_by(&self, actor: Actor) -> Self {
        Self {
            now: self.now,
            actor,
            lang: self.lang,
            request: self.request,
            seed: self.seed,
            drawn: AtomicU64::new(self.drawn.load(Ordering::Relaxed)),
            begun: AtomicU64::new(self.begun.load(Ordering::Relaxed)),
            statements: Arc::clone(&self.statements),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ran_for_a_request_is_counted_whoever_acted_in_it() {
        let ctx = Ctx::new(Instant(1_000_000), Actor::Anonymous, [7; 32]);
        ctx.note_statements(1);
        ctx.acted_by(Actor::System).note_statements(2);
        ctx.rewind();
        assert_eq!(ctx.statements(), 3);
    }

    #[test]
    fn a_second_write_of_a_request_makes_other_ids_and_the_same_in_its_second_run() {
        let ctx = Ctx::new(Instant(1_000_000), Actor::System, [7; 32]);
        let first = [ctx.raw_id(), ctx.raw_id()];
        ctx.begin();
        let second = ctx.raw_id();
        ctx.rewind();
        assert_eq!(ctx.raw_id(), second);
        assert!(!first.contains(&second));
    }

    #[test]
    fn a_second_run_makes_the_same_ids_and_another_request_makes_others() {
        let ctx = Ctx::new(Instant(1_000_000), Actor::System, [7; 32]);
        let first = (ctx.raw_id(), ctx.bytes::<16>(), ctx.raw_id());
        ctx.rewind();
        assert_eq!((ctx.raw_id(), ctx.bytes::<16>(), ctx.raw_id()), first);
        assert_ne!(first.0, first.2);
        assert_ne!(ctx.request, first.0);
        assert_ne!(
            Ctx::new(Instant(1_000_000), Actor::System, [8; 32]).raw_id(),
            first.0
        );
    }
}
