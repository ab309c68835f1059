//! One request as a handler sees it: who, when, in which language, and the way into the core.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use db::Tx;
use kernel::{Ctx, Error, Lang, Result, Text};

use crate::token::Token;
use crate::whence::Whence;
use crate::{Admitted, House, Page};

/// A request. Cheap to clone.
#[derive(Clone)]
pub struct Visit {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) house: Arc<House>,
    pub(crate) ctx: Arc<Ctx>,
    pub(crate) admitted: Option<Admitted>,
    pub(crate) theme: &'static str,
    pub(crate) path: String,
    pub(crate) query: String,
    /// Where this page can be asked for again: itself, or after a form the page that the form stood on.
    pub(crate) back: String,
    pub(crate) nonce: String,
    pub(crate) csrf: Token,
    /// The form token as this answer's page shows it.
    pub(crate) shown: String,
    pub(crate) flash: Option<String>,
    /// The session's cookie, for the page that ends it.
    pub(crate) token: Option<String>,
    /// Where the request came from.
    pub(crate) from: Whence,
    /// The browser's own words about itself.
    pub(crate) agent: String,
    /// A cookie that names this browser, so that a known device can be told from a strange one.
    pub(crate) device: String,
    /// The request changes nothing, or its form token was checked.
    pub(crate) verified: AtomicBool,
    /// Something that it wrote was kept.
    pub(crate) kept: AtomicBool,
}

/// What the request has written before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    Nothing,
    Something,
}

impl From<bool> for Before {
    fn from(kept: bool) -> Self {
        if kept { Self::Something } else { Self::Nothing }
    }
}

/// An engine that cannot go on after something of the request was kept must not be told as one that has changed nothing: whoever asked would
/// do it again on what they have seen.
fn after<T>(before: Before, done: Result<T>) -> Result<T> {
    match (before, done) {
        (Before::Something, Err(Error::Busy)) => Err(Error::Unsure),
        (_, done) => done,
    }
}

impl Visit {
    pub(crate) fn new(inner: Inner) -> Self {
        Self {
            inner: Arc::new(inner),
        }
    }

    /// What all requests share.
    pub fn house(&self) -> &House {
        &self.inner.house
    }

    /// What all requests share, for what outlives this one.
    pub fn shared(&self) -> Arc<House> {
        Arc::clone(&self.inner.house)
    }

    /// The request's moment, ids, actor and language.
    pub fn ctx(&self) -> &Ctx {
        &self.inner.ctx
    }

    /// Who has signed in.
    pub fn admitted(&self) -> Option<&Admitted> {
        self.inner.admitted.as_ref()
    }

    /// The session's token, for the pages that end or change it.
    pub fn token(&self) -> Option<&str> {
        self.inner.token.as_deref()
    }

    /// The address that the request came from, behind a proxy the one that it names: to be shown.
    pub fn address(&self) -> &str {
        &self.inner.from.shown
    }

    /// Whether every post may be used where the request came from.
    pub fn is_near(&self) -> bool {
        self.inner.house.door.is_near(self.inner.from.address)
    }

    /// What the browser calls itself.
    pub fn agent(&self) -> &str {
        &self.inner.agent
    }

    /// The cookie that names this browser.
    pub fn device(&self) -> &str {
        &self.inner.device
    }

    /// The path asked for, without its query.
    pub fn path(&self) -> &str {
        &self.inner.path
    }

    /// The query asked for, without its question mark.
    pub fn query(&self) -> &str {
        &self.inner.query
    }

    /// Reads once from one consistent state.
    ///
    /// # Errors
    /// What the closure answers; [`Error::Unsure`] where the engine cannot go on and the request has written something before.
    pub async fn read<T, F>(&self, closure: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&Ctx, &mut Tx) -> Result<T> + Send + 'static,
    {
        let done = self.inner.house.db.read(&self.inner.ctx, closure).await;
        after(Before::from(self.inner.kept.load(Ordering::Acquire)), done)
    }

    /// Writes in one transaction. A request whose form token was not checked changes nothing.
    ///
    /// # Errors
    /// As [`Visit::read`].
    pub async fn write<T, F>(&self, closure: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&Ctx, &mut Tx) -> Result<T> + Send + 'static,
    {
        if !self.inner.verified.load(Ordering::Acquire) {
            return Err(Error::Denied(Text::new("web-form-expired")));
        }
        let done = self.inner.house.db.write(&self.inner.ctx, closure).await;
        let before = self.inner.kept.fetch_or(done.is_ok(), Ordering::AcqRel);
        after(Before::from(before), done)
    }

    /// Checks the form token, and lets the request write.
    ///
    /// # Errors
    /// [`Error::Denied`] when it is not the one this browser was given.
    pub fn verify(&self, token: &str) -> Result<()> {
        if !self.inner.csrf.is(token) {
            return Err(Error::Denied(Text::new("web-form-expired")));
        }
        self.inner.verified.store(true, Ordering::Release);
        Ok(())
    }

    /// Whether the form token was checked (or the request changes nothing).
    pub fn is_verified(&self) -> bool {
        self.inner.verified.load(Ordering::Acquire)
    }

    /// The shell around a page of this request.
    pub fn page(&self) -> Page {
        Page::new(self.clone())
    }

    /// A text in the reader's language.
    pub fn text(&self, text: &Text) -> String {
        self.inner.house.texts.format(self.inner.ctx.lang, text)
    }

    /// The reader's language.
    pub fn lang(&self) -> Lang {
        self.inner.ctx.lang
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.inner
    }
}

impl FromRequestParts<Arc<House>> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<House>) -> std::result::Result<Self, Infallible> {
        // The border put it there before any handler ran.
        match parts.extensions.get::<Self>() {
            Some(visit) => Ok(visit.clone()),
            None => unreachable!("every route stands behind the border"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_something_was_kept_nobody_is_told_that_nothing_was_changed() {
        let busy = || Err::<(), _>(Error::Busy);
        assert!(matches!(after(Before::Nothing, busy()), Err(Error::Busy)));
        assert!(matches!(after(Before::Something, busy()), Err(Error::Unsure)));
        assert!(matches!(
            after(Before::Something, Err::<(), _>(Error::NotFound)),
            Err(Error::NotFound)
        ));
        assert_eq!(after(Before::Something, Ok(3)).ok(), Some(3));
    }
}
