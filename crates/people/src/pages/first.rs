//! A first sign-in (or a forgotten password): the code of a slip, then a password of one's own.
//!
//! It is a plain form without any script, so that it works in the browser that opens inside WeChat.

use askama::Template;
use axum::extract::Query;
use kernel::{AccountId, Error, Result, SchoolId};
use serde::Deserialize;
use web::{Answer, Filled, Form, Input, Page, Visit, with_status};

use super::half::led_on;
use super::{browser_of, password, whence_of};
use crate::actions::{Entered, NewSession, code_row, enter, must_be_near, set_password, use_code};
use crate::model::sign_in::Device;
use crate::model::sign_in::code::{Code, Purpose};
use crate::queries;

#[derive(Template)]
#[template(path = "first.html")]
struct FirstPage {
    p: Page,
    form: Filled,
    holder: Option<(String, String)>,
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    code: String,
}

/// `GET /first?code=`: the address in the QR code of a slip.
pub async fn show(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    page(&visit, Filled::with(&[("code", &asked.code)])).await
}

async fn page(visit: &Visit, form: Filled) -> Answer {
    let holder = match Code::parse(form.value("code")) {
        Ok(code) => holder(visit, code)
            .await
            .ok()
            .map(|(_, _, holder)| (holder.name, holder.number)),
        Err(_) => None,
    };
    with_status(
        form.status(),
        &FirstPage {
            p: visit.page(),
            form,
            holder,
        },
    )
}

async fn holder(visit: &Visit, code: Code) -> Result<(AccountId, SchoolId, queries::HolderFacts)> {
    let vault = std::sync::Arc::clone(&visit.house().vault);
    visit
        .read(move |ctx, tx| {
            let row = code_row(tx, ctx, &vault, &code)?;
            let known = [Purpose::FirstSignIn.code(), Purpose::Reset.code()].contains(&row.purpose.as_str());
            let account = row.account.filter(|_| known).ok_or(Error::NotFound)?;
            Ok((
                account,
                row.school,
                queries::holder(tx, ctx, row.school, account)?,
            ))
        })
        .await
}

/// `POST /first`
pub async fn create(Form(visit, input): Form) -> Answer {
    match chosen(&visit, &input).await {
        Ok(entered) => led_on(&visit, &entered, Device::Own, "/"),
        Err(Error::Invalid(problems)) => page(&visit, Filled::refused(&visit, input, &problems)).await,
        Err(other) => Err(other.into()),
    }
}

async fn chosen(visit: &Visit, input: &Input) -> Result<Entered> {
    let code = Code::parse(input.get("code")).map_err(|text| Error::field("code", text))?;
    let (account, school, facts) = holder(visit, code.clone()).await?;
    let typed = input.untrimmed("password").to_owned();
    let hash = password::chosen(visit, (account, &facts), typed).await?;
    let vault = std::sync::Arc::clone(&visit.house().vault);
    let new = NewSession {
        account,
        school,
        device: Device::Own,
        browser: browser_of(visit),
        agent: visit.agent().to_owned(),
        address: visit.address().to_owned(),
        whence: whence_of(visit),
    };
    visit
        .write(move |ctx, tx| {
            must_be_near(tx, ctx, &new)?;
            use_code(tx, ctx, &vault, &code)?;
            set_password(tx, ctx, (school, account), &hash)?;
            enter(tx, ctx, &vault, &new)
        })
        .await
}
