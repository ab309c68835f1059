//! One's own account: posts, sessions, password.

use askama::Template;
use axum::extract::Path;
use db::params;
use kernel::{Error, Id, Instant, PostId, RawId, Result, Text};
use web::{Answer, Filled, Form, Input, Page, Visit, redirect, redirect_saying, with_status};

use super::password::is_held_back;
use super::{agent_words, browser_of, password, whence_of, with_session};
use crate::actions::{
    Refusal, Standing, end_others, end_session, factor_of, failures_of, note_failure, note_success,
    refuse_proof, renew_token, set_password, switch_post,
};
use crate::model::sign_in::Device;
use crate::password::verify;
use crate::store::SessionRow;
use crate::{queries, store};

#[derive(Template)]
#[template(path = "me.html")]
struct MePage {
    p: Page,
    form: Filled,
    sessions: Vec<SessionView>,
    factor_on: bool,
}

struct SessionView {
    id: String,
    agent: String,
    address: String,
    used: String,
    shared: bool,
    current: bool,
}

/// `GET /me`
pub async fn show(visit: Visit) -> Answer {
    page(&visit, Filled::empty()).await
}

async fn page(visit: &Visit, form: Filled) -> Answer {
    let current = session_of(visit)?;
    let account = visit.ctx().actor.account().ok_or(Error::SignIn)?;
    let (rows, factor): (Vec<SessionRow>, Standing) = visit
        .read(move |ctx, tx| {
            let rows = tx.all(store::SESSIONS, params![account, ctx.now])?;
            Ok((rows, factor_of(tx, account)?))
        })
        .await?;
    let view = |row: SessionRow| SessionView {
        id: Id::<()>::of(row.id).to_string(),
        agent: agent_words(visit, &row.agent),
        address: row.address,
        used: row.used_at.minute_text(),
        shared: row.shared,
        current: row.id == current,
    };
    with_status(
        form.status(),
        &MePage {
            p: visit.page(),
            form,
            sessions: rows.into_iter().map(view).collect(),
            factor_on: factor.on_since.is_some(),
        },
    )
}

/// `POST /me/password`
pub async fn change_password(Form(visit, input): Form) -> Answer {
    match changed(&visit, &input).await {
        Ok((token, device)) => {
            let to = if is_held_back(&visit) { "/" } else { "/me" };
            let response = redirect_saying(&visit, to, &Text::new("people-password-changed"))?;
            Ok(with_session(&visit, response, &token, device))
        }
        Err(Error::Invalid(problems)) => {
            let form = Filled::refused(&visit, Input::default(), &problems);
            if is_held_back(&visit) {
                password::page(&visit, form)
            } else {
                page(&visit, form).await
            }
        }
        Err(other) => Err(other.into()),
    }
}

async fn changed(visit: &Visit, input: &Input) -> Result<(String, Device)> {
    let account = visit.ctx().actor.account().ok_or(Error::SignIn)?;
    let seat = *visit.ctx().actor.seat().ok_or(Error::SignIn)?;
    let session = session_of(visit)?;
    present_password(visit, input).await?;
    let facts = visit
        .read(move |ctx, tx| queries::holder(tx, ctx, seat.school, account))
        .await?;
    let typed = input.untrimmed("password").to_owned();
    let hash = password::chosen(visit, (account, &facts), typed).await?;
    visit
        .write(move |ctx, tx| {
            set_password(tx, ctx, (seat.school, account), &hash)?;
            end_others(tx, ctx, account, session)?;
            renew_token(tx, ctx, session)
        })
        .await
}

/// The session of this visit.
pub(super) fn session_of(visit: &Visit) -> Result<RawId> {
    visit
        .admitted()
        .map(|admitted| admitted.session)
        .ok_or(Error::SignIn)
}

/// Whether whoever sits there knows the present password, in the field `present`: a session alone changes nothing of how somebody signs
/// in. Wrong ones delay as at the sign-in.
pub(super) async fn present_password(visit: &Visit, input: &Input) -> Result<()> {
    let account = visit.ctx().actor.account().ok_or(Error::SignIn)?;
    let browser = browser_of(visit);
    let asked = browser.clone();
    let (stored, failures) = visit
        .read(move |_, tx| {
            let (stored,): (Option<String>,) = tx.one(store::PASSWORD_OF, params![account])?;
            Ok((stored, failures_of(tx, account, &asked)?.1))
        })
        .await?;
    let wait = failures.map_or(0, |failures| failures.wait(visit.ctx().now));
    if wait > 0 {
        let seconds = (wait + Instant::SECOND - 1) / Instant::SECOND;
        return Err(Error::TooMany(
            Text::new("people-sign-in-wait").with("seconds", seconds),
        ));
    }
    let right = verify(input.untrimmed("present").to_owned(), stored).await?;
    if !right {
        visit
            .write(move |ctx, tx| {
                note_failure(tx, ctx, account, &browser)?;
                refuse_proof(tx, ctx, Refusal::Password)
            })
            .await?;
        return Err(Error::field("present", Text::new("people-password-present")));
    }
    if failures.is_some() {
        visit
            .write(move |_, tx| note_success(tx, account, &browser))
            .await?;
    }
    Ok(())
}

/// `POST /me/sessions/{id}/end`
pub async fn end_one(visit: Visit, id: RawId) -> Answer {
    visit.write(move |ctx, tx| end_session(tx, ctx, id)).await?;
    redirect_saying(&visit, "/me", &Text::new("people-session-ended"))
}

/// See [`end_one`].
pub async fn end_session_page(Path(id): Path<String>, Form(visit, _): Form) -> Answer {
    let id: Id<()> = id.parse().map_err(|_| Error::NotFound)?;
    end_one(visit, id.raw()).await
}

/// `POST /posts/{id}`: goes on in another post, with another cookie.
pub async fn switch(Path(id): Path<String>, Form(visit, _): Form) -> Answer {
    let post: PostId = id.parse().map_err(|_| Error::NotFound)?;
    let at = (session_of(&visit)?, whence_of(&visit));
    let (token, device) = visit.write(move |ctx, tx| switch_post(tx, ctx, at, post)).await?;
    Ok(with_session(&visit, redirect("/")?, &token, device))
}
