//! One's own second factor: what it is, its set-up with a picture for the app, the codes for a lost device, its end.

use std::sync::Arc;

use askama::Template;
use axum::response::Response;
use kernel::{AccountId, Error, RawId, Result, SchoolId, Text};
use web::{Answer, Filled, Form, Input, Page, Visit, redirect_saying, with_status};

use super::half::refusal;
use super::me::{present_password, session_of};
use super::{browser_of, with_session};
use crate::actions::{
    Proof, Refusal, begin_factor, begun_secret, confirm_factor, end_factor, end_others, factor_of, prove,
    refuse_proof, renew_token,
};
use crate::model::sign_in::Device;
use crate::model::sign_in::factor::is_asked;
use crate::model::sign_in::totp::Secret;
use crate::queries;

/// What an app shows beside the code.
const ISSUER: &str = "Gongxue";

#[derive(Template)]
#[template(path = "factor.html")]
struct FactorPage {
    p: Page,
    form: Filled,
    /// Since when it is on; empty where it is off.
    since: String,
    left: i64,
    asked: bool,
    held_back: bool,
}

#[derive(Template)]
#[template(path = "factor_set_up.html")]
struct SetUpPage {
    p: Page,
    form: Filled,
    qr: String,
    address: String,
    secret: String,
}

#[derive(Template)]
#[template(path = "factor_codes.html")]
struct CodesPage {
    p: Page,
    codes: Vec<String>,
}

fn account_of(visit: &Visit) -> Result<(SchoolId, AccountId)> {
    let actor = &visit.ctx().actor;
    match (actor.seat(), actor.account()) {
        (Some(seat), Some(account)) => Ok((seat.school, account)),
        _ => Err(Error::SignIn),
    }
}

fn page_of(visit: &Visit) -> Page {
    visit.page().crumb("/me", visit.text(&Text::new("people-nav-me")))
}

/// `GET /me/second-factor`
pub async fn show(visit: Visit) -> Answer {
    page(&visit, Filled::empty()).await
}

async fn page(visit: &Visit, form: Filled) -> Answer {
    let (_, account) = account_of(visit)?;
    let standing = visit.read(move |_, tx| factor_of(tx, account)).await?;
    with_status(
        form.status(),
        &FactorPage {
            p: page_of(visit),
            form,
            since: standing.on_since.map(|at| at.minute_text()).unwrap_or_default(),
            left: standing.left,
            asked: visit.ctx().actor.role().is_some_and(is_asked),
            held_back: visit
                .admitted()
                .is_some_and(|admitted| admitted.bound_to.is_some()),
        },
    )
}

/// `POST /me/second-factor`: a secret for the app, after the password; the page that shows it is the only one that does.
pub async fn begin(Form(visit, input): Form) -> Answer {
    let (_, account) = account_of(&visit)?;
    match present_password(&visit, &input).await {
        Ok(()) => {}
        Err(Error::Invalid(problems)) => {
            return page(&visit, Filled::refused(&visit, Input::default(), &problems)).await;
        }
        Err(other) => return Err(other.into()),
    }
    let vault = Arc::clone(&visit.house().vault);
    let secret = visit
        .write(move |ctx, tx| begin_factor(tx, ctx, &vault, account))
        .await?;
    set_up(&visit, &secret, Filled::empty()).await
}

async fn set_up(visit: &Visit, secret: &Secret, form: Filled) -> Answer {
    let (school, account) = account_of(visit)?;
    let (name, org) = visit
        .read(move |ctx, tx| {
            let holder = queries::holder(tx, ctx, school, account)?;
            Ok((holder.number, org::queries::by_number(tx, school)?.name))
        })
        .await?;
    let address = secret.address(ISSUER, &format!("{name} {org}"));
    with_status(
        form.status(),
        &SetUpPage {
            p: page_of(visit),
            form,
            qr: web::qr_svg(&address)?,
            address,
            secret: secret.typed(),
        },
    )
}

/// `POST /me/second-factor/confirm`: by a code of the app; shows the codes for a lost device, once.
pub async fn confirm(Form(visit, input): Form) -> Answer {
    let (of, session) = (account_of(&visit)?, session_of(&visit)?);
    let (vault, typed) = (Arc::clone(&visit.house().vault), input.get("code").to_owned());
    let done = visit
        .write(move |ctx, tx| {
            let codes = confirm_factor(tx, ctx, &vault, of, &typed)?;
            end_others(tx, ctx, of.1, session)?;
            Ok((codes, renew_token(tx, ctx, session)?))
        })
        .await;
    match done {
        Ok((codes, renewed)) => {
            let codes = codes.iter().map(|code| code.printed()).collect();
            let p = page_of(&visit);
            let response = web::html(&CodesPage { p, codes })?;
            Ok(renewing(&visit, response, &renewed))
        }
        Err(Error::Invalid(problems)) => {
            let vault = Arc::clone(&visit.house().vault);
            let secret = visit.read(move |_, tx| begun_secret(tx, &vault, of.1)).await?;
            set_up(
                &visit,
                &secret,
                Filled::refused(&visit, Input::default(), &problems),
            )
            .await
        }
        Err(other) => Err(other.into()),
    }
}

fn renewing(visit: &Visit, response: Response, (token, device): &(String, Device)) -> Response {
    with_session(visit, response, token, *device)
}

/// `POST /me/second-factor/end`: after the password and a code.
pub async fn end(Form(visit, input): Form) -> Answer {
    match ended(&visit, &input).await {
        Ok(renewed) => {
            let done = Text::new("people-factor-was-ended");
            let response = redirect_saying(&visit, "/me/second-factor", &done)?;
            Ok(renewing(&visit, response, &renewed))
        }
        Err(Error::Invalid(problems)) => {
            page(&visit, Filled::refused(&visit, Input::default(), &problems)).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn ended(visit: &Visit, input: &Input) -> Result<(String, Device)> {
    let (of, session) = (account_of(visit)?, session_of(visit)?);
    present_password(visit, input).await?;
    let (vault, typed) = (Arc::clone(&visit.house().vault), input.get("code").to_owned());
    let browser = browser_of(visit);
    let done = visit.write(move |ctx, tx| ended_by(tx, ctx, (&vault, &browser), (of, session), &typed));
    done.await?.map_err(refusal)
}

type Ended = std::result::Result<(String, Device), Proof>;

fn ended_by(
    tx: &mut db::Tx<'_>,
    ctx: &kernel::Ctx,
    (vault, browser): (&kernel::vault::Vault, &[u8]),
    (of, session): ((SchoolId, AccountId), RawId),
    typed: &str,
) -> Result<Ended> {
    match prove(tx, ctx, vault, (of.0, of.1, browser), typed) {
        Ok(Proof::Right) => {
            end_factor(tx, ctx, of, session)?;
            Ok(Ok(renew_token(tx, ctx, session)?))
        }
        Ok(not) => {
            if not == Proof::Wrong {
                refuse_proof(tx, ctx, Refusal::Code)?;
            }
            Ok(Err(not))
        }
        Err(Error::SignIn) => Err(Error::Conflict(Text::new("people-factor-is-off"))),
        Err(other) => Err(other),
    }
}
