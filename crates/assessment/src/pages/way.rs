//! The acts on a whole sheet: its round, showing it, its way from submission to lock.

use axum::extract::Path;
use kernel::{Error, Text};
use web::{Answer, Form, Visit, redirect_saying};

use super::{sheet, sheet_id};
use crate::model::SheetId;
use crate::{actions, policy};

/// `POST /grades/{id}/round`
pub async fn open_round(Path(id): Path<String>, Form(visit, _): Form) -> Answer {
    let sheet = sheet_id(&id)?;
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_lead_sheet(tx, ctx, sheet)?;
            actions::open_round(tx, ctx, &grant)
        })
        .await?;
    redirect_saying(
        &visit,
        &format!("/grades/{id}"),
        &Text::new("assessment-round-opened"),
    )
}

/// `POST /grades/{id}/round/end`
pub async fn end_round(Path(id): Path<String>, Form(visit, _): Form) -> Answer {
    let sheet = sheet_id(&id)?;
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_lead_sheet(tx, ctx, sheet)?;
            actions::end_round(tx, ctx, &grant)
        })
        .await?;
    redirect_saying(
        &visit,
        &format!("/grades/{id}"),
        &Text::new("assessment-round-ended"),
    )
}

/// `POST /grades/{id}/showing`
pub async fn show_grades(Path(id): Path<String>, Form(visit, _): Form) -> Answer {
    let sheet = sheet_id(&id)?;
    let done = visit
        .write(move |ctx, tx| {
            let grant = policy::may_lead_sheet(tx, ctx, sheet)?;
            actions::show_grades(tx, ctx, &grant)
        })
        .await;
    let count = match done {
        Ok(count) => count,
        Err(error) => return refused(&visit, sheet, error).await,
    };
    let done = Text::new("assessment-shown").with("count", count);
    redirect_saying(&visit, &format!("/grades/{id}"), &done)
}

/// `POST /grades/{id}/version`
pub async fn adopt(Path(id): Path<String>, Form(visit, _): Form) -> Answer {
    let sheet = sheet_id(&id)?;
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_lead_sheet(tx, ctx, sheet)?;
            actions::adopt_version(tx, ctx, &grant)
        })
        .await?;
    redirect_saying(
        &visit,
        &format!("/grades/{id}"),
        &Text::new("assessment-version-adopted"),
    )
}

/// `POST /grades/{id}/submission`
pub async fn submit(Path(id): Path<String>, Form(visit, _): Form) -> Answer {
    let sheet = sheet_id(&id)?;
    let done = visit
        .write(move |ctx, tx| {
            let grant = policy::may_lead_sheet(tx, ctx, sheet)?;
            actions::submit_sheet(tx, ctx, &grant)
        })
        .await;
    let count = match done {
        Ok(count) => count,
        Err(error) => return refused(&visit, sheet, error).await,
    };
    let done = Text::new("assessment-submitted").with("count", count);
    redirect_saying(&visit, &format!("/grades/{id}"), &done)
}

/// `POST /grades/{id}/return`
pub async fn send_back(Path(id): Path<String>, Form(visit, input): Form) -> Answer {
    let sheet = sheet_id(&id)?;
    let reason = input.get("reason").to_owned();
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_check_sheet(tx, ctx, sheet)?;
            actions::return_sheet(tx, ctx, &grant, &reason)
        })
        .await?;
    redirect_saying(
        &visit,
        &format!("/grades/{id}"),
        &Text::new("assessment-returned"),
    )
}

/// `POST /grades/{id}/check`
pub async fn check(Path(id): Path<String>, Form(visit, _): Form) -> Answer {
    let sheet = sheet_id(&id)?;
    let count = visit
        .write(move |ctx, tx| {
            let grant = policy::may_check_sheet(tx, ctx, sheet)?;
            actions::check_sheet(tx, ctx, &grant)
        })
        .await?;
    let done = Text::new("assessment-checked").with("count", count);
    redirect_saying(&visit, &format!("/grades/{id}"), &done)
}

/// `POST /grades/{id}/lock`
pub async fn lock(Path(id): Path<String>, Form(visit, _): Form) -> Answer {
    let sheet = sheet_id(&id)?;
    let count = visit
        .write(move |ctx, tx| {
            let grant = policy::may_lock_sheet(tx, ctx, sheet)?;
            actions::lock_sheet(tx, ctx, &grant)
        })
        .await?;
    let done = Text::new("assessment-locked").with("count", count);
    redirect_saying(&visit, &format!("/grades/{id}"), &done)
}

/// A refusal; where something is missing in the sheet, with the sheet and what it is.
async fn refused(visit: &Visit, sheet: SheetId, error: Error) -> Answer {
    match &error {
        Error::Conflict(text) if is_missing(&text.key) => sheet::incomplete(visit, sheet, text).await,
        _ => Err(error.into()),
    }
}

fn is_missing(key: &str) -> bool {
    matches!(key, "assessment-sheet-open" | "assessment-show-open")
}
