//! The second page of a sign-in: the code of the second factor. Whoever stands here has no session yet, and no other page answers to
//! the cookie that leads here.

use std::sync::Arc;

use askama::Template;
use axum::extract::Query;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use kernel::{Error, Instant, Result, Text};
use serde::Deserialize;
use web::{Answer, Filled, Form, Page, Visit, redirect, with_status};

use super::{browser_of, whence_of, with_session};
use crate::actions::{Entered, Finished, Half, NewSession, Proof, finish};
use crate::model::sign_in::Device;
use crate::model::sign_in::factor::HALF_LIFETIME;

/// The cookie of a half-done sign-in.
const HALF: &str = "gx_half";

#[derive(Template)]
#[template(path = "sign_in_code.html")]
struct CodePage {
    p: Page,
    form: Filled,
    next: String,
    recovery: bool,
    other: String,
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    next: String,
    /// A code that was kept for a lost device is asked for, which is no number.
    #[serde(default)]
    recovery: String,
}

/// Leads on after a right password: with a session, or to this page.
pub(super) fn led_on(visit: &Visit, entered: &Entered, device: Device, next: &str) -> Answer {
    match entered {
        Entered::Session(token) => Ok(with_session(visit, redirect(web::own_path(next))?, token, device)),
        Entered::KeptOut => Err(Error::Denied(Text::new("people-denied-elsewhere")).into()),
        Entered::Half(sealed) => {
            let query = web::query(&[("next", next)]);
            let response = redirect(&format!("/sign-in/code?{query}"))?;
            Ok(with_half(
                visit,
                response,
                sealed,
                HALF_LIFETIME / Instant::SECOND,
            ))
        }
    }
}

fn with_half(visit: &Visit, mut response: Response, sealed: &str, seconds: i64) -> Response {
    if let Some(cookie) = web::set_cookie(visit.house(), HALF, sealed, seconds) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

fn half_of(visit: &Visit, headers: &HeaderMap) -> Option<Half> {
    let cookie = web::read_cookie(visit.house(), headers, HALF)?;
    Half::read(
        &visit.house().vault,
        cookie,
        (&browser_of(visit), visit.ctx().now),
    )
}

/// `GET /sign-in/code`: to whoever has just shown the right password; everybody else is led to the sign-in.
pub async fn show(visit: Visit, headers: HeaderMap, Query(asked): Query<Asked>) -> Answer {
    if visit.admitted().is_some() {
        return redirect(web::own_path(&asked.next));
    }
    if half_of(&visit, &headers).is_none() {
        return begin_anew(&visit, &asked.next);
    }
    let form = Filled::with(&[("next", &asked.next), ("recovery", &asked.recovery)]);
    page(&visit, form)
}

fn begin_anew(visit: &Visit, next: &str) -> Answer {
    let query = web::query(&[("next", next)]);
    Ok(with_half(visit, redirect(&format!("/sign-in?{query}"))?, "", 0))
}

fn page(visit: &Visit, form: Filled) -> Answer {
    let (next, recovery) = (form.value("next").to_owned(), form.value("recovery") == "1");
    let way = if recovery { "" } else { "1" };
    let other = web::query(&[("next", &next), ("recovery", way)]);
    with_status(
        form.status(),
        &CodePage {
            p: visit.page(),
            form,
            next,
            recovery,
            other,
        },
    )
}

/// `POST /sign-in/code`
pub async fn create(headers: HeaderMap, Form(visit, input): Form) -> Answer {
    let next = input.get("next").to_owned();
    let Some(half) = half_of(&visit, &headers) else {
        return begin_anew(&visit, &next);
    };
    let device = half.device;
    match proved(&visit, half, input.get("code").to_owned()).await {
        Ok(token) => {
            let response = with_session(&visit, redirect(web::own_path(&next))?, &token, device);
            Ok(with_half(&visit, response, "", 0))
        }
        Err(Error::Invalid(problems)) => page(&visit, Filled::refused(&visit, input, &problems)),
        Err(Error::SignIn) => begin_anew(&visit, &next),
        Err(other) => Err(other.into()),
    }
}

async fn proved(visit: &Visit, half: Half, typed: String) -> Result<String> {
    let new = NewSession {
        account: half.account,
        school: half.school,
        device: half.device,
        browser: browser_of(visit),
        agent: visit.agent().to_owned(),
        address: visit.address().to_owned(),
        whence: whence_of(visit),
    };
    let vault = Arc::clone(&visit.house().vault);
    let finished = visit
        .write(move |ctx, tx| finish(tx, ctx, &vault, (&half, &new), &typed))
        .await?;
    match finished {
        Finished::Session(token) => Ok(token),
        Finished::Not(proof) => Err(refusal(proof)),
    }
}

/// What whoever typed a wrong code is told.
pub(super) fn refusal(proof: Proof) -> Error {
    match proof {
        Proof::Wait(seconds) => Error::TooMany(Text::new("people-sign-in-wait").with("seconds", seconds)),
        Proof::Right | Proof::Wrong => Error::field("code", Text::new("people-factor-wrong")),
    }
}
