//! The invitations of enterprise mentors to one sheet: the link with its QR code, a new one, ending one.

use askama::Template;
use axum::extract::Path;
use db::params;
use kernel::{Error, Result, Text};
use people::model::sign_in::code::Code;
use web::{Answer, Filled, Form, Input, Page, Visit, redirect_saying, with_status};

use super::{say, sheet_id, word};
use crate::actions;
use crate::model::invitation::{LONGEST, NewInvitation, PURPOSE};
use crate::model::{InvitationId, SheetId};
use crate::policy;
use crate::store::invitations::{self as sql, InvitationRow};

#[derive(Template)]
#[template(path = "invitations.html")]
struct InvitationsPage {
    p: Page,
    id: String,
    title: String,
    longest: i64,
    form: Filled,
    open: bool,
    rows: Vec<InvitationView>,
}

struct InvitationView {
    id: String,
    enterprise: String,
    mentor: String,
    state: (&'static str, String),
    until: String,
    rated: String,
    link: Option<(String, String)>,
}

/// `GET /grades/{id}/invitations`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    page(&visit, sheet_id(&id)?, Filled::with(&[("days", &14)])).await
}

async fn page(visit: &Visit, id: SheetId, form: Filled) -> Answer {
    let (opened, rows) = visit
        .read(move |ctx, tx| {
            let opened = policy::may_lead_sheet(tx, ctx, id)?.into_target();
            let rows: Vec<InvitationRow> = tx.all(sql::OF_SHEET, params![opened.school, id])?;
            Ok((opened, rows))
        })
        .await?;
    let title = opened.run.ok_or(Error::NotFound)?.title;
    let views: Vec<InvitationView> = rows.iter().map(|row| view(visit, row)).collect::<Result<_>>()?;
    let page = InvitationsPage {
        p: visit
            .page()
            .crumb("/grades", say(visit, "assessment-nav-grades"))
            .crumb(format!("/grades/{id}"), &title)
            .crumb("", say(visit, "assessment-invitations")),
        id: id.to_string(),
        title,
        longest: LONGEST,
        open: opened.sheet.is_none_or(|sheet| sheet.state == "draft"),
        rows: views,
        form,
    };
    with_status(page.form.status(), &page)
}

fn view(visit: &Visit, row: &InvitationRow) -> Result<InvitationView> {
    let now = visit.ctx().now;
    let (kind, code) = if row.revoked_at.is_some() {
        ("mute", "ended")
    } else if row.expires_at <= now {
        ("late", "expired")
    } else if row.rated_at.is_some() {
        ("ok", "rated")
    } else {
        ("wait", "open")
    };
    let good = matches!(code, "rated" | "open");
    Ok(InvitationView {
        id: row.id.to_string(),
        enterprise: row.enterprise.clone(),
        mentor: row.mentor.clone(),
        state: (kind, word(visit, "assessment-invitation-", code)),
        until: row.expires_at.minute_text(),
        rated: row.rated_at.map(|at| at.minute_text()).unwrap_or_default(),
        link: if good { Some(link(visit, row)?) } else { None },
    })
}

/// The address that the mentor opens, and its QR code.
fn link(visit: &Visit, row: &InvitationRow) -> Result<(String, String)> {
    let house = visit.house();
    let code = house
        .vault
        .open(PURPOSE, &row.code_sealed)
        .map_err(Error::internal)?;
    let code = String::from_utf8(code).map_err(Error::internal)?;
    let code = Code::parse(&code).map_err(|_| Error::internal("a code of another shape"))?;
    let href = format!("{}/mentor/{}?code={}", house.public_url, row.id, code.reveal());
    let qr = web::qr_svg(&href)?;
    Ok((href, qr))
}

/// `POST /grades/{id}/invitations`
pub async fn create(Path(id): Path<String>, Form(visit, input): Form) -> Answer {
    let sheet = sheet_id(&id)?;
    match invited(&visit, sheet, &input).await {
        Ok(()) => redirect_saying(
            &visit,
            &format!("/grades/{id}/invitations"),
            &Text::new("assessment-invited"),
        ),
        Err(Error::Invalid(problems)) => page(&visit, sheet, Filled::refused(&visit, input, &problems)).await,
        Err(other) => Err(other.into()),
    }
}

async fn invited(visit: &Visit, sheet: SheetId, input: &Input) -> Result<()> {
    // Who may invite nobody hears that first, not what is wrong with the form.
    visit
        .read(move |ctx, tx| policy::may_lead_sheet(tx, ctx, sheet).map(drop))
        .await?;
    let new = NewInvitation::parse(input.get("enterprise"), input.get("mentor"), input.get("days"));
    let new = new.map_err(Error::Invalid)?;
    let vault = std::sync::Arc::clone(&visit.house().vault);
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_lead_sheet(tx, ctx, sheet)?;
            actions::invite(tx, ctx, &vault, (&grant, &new)).map(drop)
        })
        .await
}

/// `POST /grades/{id}/invitations/{invitation}/end`
pub async fn end(Path((id, invitation)): Path<(String, String)>, Form(visit, _): Form) -> Answer {
    let sheet = sheet_id(&id)?;
    let invitation: InvitationId = invitation.parse().map_err(|_| Error::NotFound)?;
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_lead_sheet(tx, ctx, sheet)?;
            actions::revoke(tx, ctx, &grant, invitation)
        })
        .await?;
    redirect_saying(
        &visit,
        &format!("/grades/{id}/invitations"),
        &Text::new("assessment-invitation-revoked"),
    )
}
