//! What is held of a person: one's own copy in one click, the copy for who asks in writing, an erasure that two persons decide.

use askama::Template;
use axum::extract::{Path, Query};
use db::params;
use kernel::{Error, OrgId, PersonId, Result, Text};
use serde::Deserialize;
use web::{
    Answer, Filled, Form, Held, Page, Personal, Visit, file, html, redirect, redirect_saying, with_status,
};

use super::packed;
use crate::actions::{
    bound, copy_person, decline_erasure, erase, factor_of, propose_erasure, reset_factor as reset,
};
use crate::store::personal::{self as sql, ErasureLine, SubjectRow, WaitingRow};
use crate::{policy, queries};

#[derive(Template)]
#[template(path = "personal.html")]
struct ListPage {
    p: Page,
    form: Filled,
    rows: Vec<LineView>,
    /// What waits at organisations that have nobody who settles it.
    others: Vec<OtherView>,
    settles: bool,
}

struct OtherView {
    href: String,
    org: String,
    name: String,
    number: String,
    proposed: String,
}

struct LineView {
    id: String,
    name: String,
    number: String,
    proposed: String,
    state: &'static str,
    word: String,
    settled: String,
}

#[derive(Template)]
#[template(path = "personal_person.html")]
struct SubjectPage {
    p: Page,
    form: Filled,
    id: String,
    /// Whose person it is, where that is another organisation than the reader's.
    org_query: String,
    name: String,
    number: String,
    state: &'static str,
    word: String,
    proposed: Option<(String, String)>,
    erased: bool,
    waits: bool,
    own: bool,
    may: (bool, bool),
    /// Their second factor can be reset here.
    resets: bool,
    binds: Vec<String>,
    goes: Vec<(String, i64)>,
    stays: Vec<String>,
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    number: String,
}

/// Which organisation, where it is not one's own.
#[derive(Deserialize)]
pub struct At {
    org: Option<String>,
}

impl At {
    fn named(&self) -> Result<Option<OrgId>> {
        let parsed = self.org.as_deref().map(str::parse).transpose();
        parsed.map_err(|_| Error::NotFound)
    }

    fn query(&self) -> String {
        self.org
            .as_ref()
            .map(|org| format!("?org={org}"))
            .unwrap_or_default()
    }
}

/// What every module answers about one person.
fn of(visit: &Visit) -> Vec<Personal> {
    let modules = visit.house().modules.iter();
    modules.filter_map(|module| module.personal).collect()
}

/// `POST /me/copy`: all that is held of oneself.
pub async fn own_copy(Form(visit, _): Form) -> Answer {
    let (of, vault) = (of(&visit), visit.house().vault.clone());
    let held = visit
        .write(move |ctx, tx| {
            let grant = policy::may_copy_own(tx, ctx)?;
            copy_person(tx, ctx, &vault, &grant, &of)
        })
        .await?;
    download(&visit, held).await
}

/// `POST /personal/{id}/copy`: for a person who asked in writing.
pub async fn copy(Path(id): Path<String>, Form(visit, _): Form) -> Answer {
    let person = parsed(&id)?;
    let (of, vault) = (of(&visit), visit.house().vault.clone());
    let held = visit
        .write(move |ctx, tx| {
            let grant = policy::may_copy_person(tx, ctx, person)?;
            copy_person(tx, ctx, &vault, &grant, &of)
        })
        .await?;
    download(&visit, held).await
}

async fn download(visit: &Visit, held: Held) -> Answer {
    let bytes = packed::packed(visit, held).await?;
    let day = visit.ctx().now.day();
    let name = visit.text(&Text::new("people-copy-file").with("day", day));
    file(&format!("{name}.zip"), "application/zip", bytes)
}

fn parsed(id: &str) -> Result<PersonId> {
    id.parse().map_err(|_| Error::NotFound)
}

/// `GET /personal?number=`: what waits and what was erased; a number leads to its person.
pub async fn index(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let number = asked.number.trim().to_owned();
    let wanted = number.clone();
    let (found, rows, others) = visit
        .read(move |ctx, tx| {
            let school = policy::may_read_erasures(tx, ctx, None)?.into_target();
            let rows: Vec<ErasureLine> = tx.all(sql::ERASURES, params![school])?;
            let found: Option<(PersonId,)> =
                tx.opt(crate::store::names::HOLDER_OF_NUMBER, params![school, &wanted])?;
            Ok((found, rows, queries::waiting_elsewhere(tx, ctx)?))
        })
        .await?;
    let form = match found {
        Some((person,)) => return redirect(&format!("/personal/{person}")),
        None if number.is_empty() => Filled::empty(),
        None => {
            let Error::Invalid(problems) = Error::field("number", Text::new("people-personal-unknown"))
            else {
                return Err(Error::NotFound.into());
            };
            Filled::refused(&visit, web::Input::default(), &problems)
        }
    };
    let line = |row: ErasureLine| {
        let (state, word) = stands(&visit, Some(&row.outcome));
        LineView {
            id: row.person.to_string(),
            name: row.name,
            number: row.number,
            proposed: row.proposed_at.minute_text(),
            state,
            word,
            settled: row.settled_at.map(|at| at.minute_text()).unwrap_or_default(),
        }
    };
    let page = ListPage {
        p: visit.page(),
        form,
        rows: rows.into_iter().map(line).collect(),
        others: others.into_iter().map(other).collect(),
        settles: policy::may_settle(visit.ctx()).1,
    };
    html(&page)
}

fn other((org, name, row): (OrgId, String, WaitingRow)) -> OtherView {
    OtherView {
        href: format!("/personal/{}?org={org}", row.person),
        org: name,
        name: row.name,
        number: row.number,
        proposed: row.proposed_at.minute_text(),
    }
}

fn stands(visit: &Visit, outcome: Option<&str>) -> (&'static str, String) {
    let (kind, text) = match outcome {
        None => ("idle", Text::new("people-erasure-never")),
        Some("") => ("wait", Text::new("people-erasure-waits")),
        Some("erased") => ("ok", Text::new("people-erasure-erased")),
        Some(_) => ("mute", Text::new("people-erasure-declined")),
    };
    (kind, visit.text(&text))
}

/// `GET /personal/{id}?org=`: what goes and what stays.
pub async fn show(visit: Visit, Path(id): Path<String>, Query(at): Query<At>) -> Answer {
    page(&visit, (&at, parsed(&id)?), Filled::empty()).await
}

struct Known {
    subject: SubjectRow,
    binds: Vec<Text>,
    goes: Vec<(Text, i64)>,
    resets: bool,
}

async fn page(visit: &Visit, (at, person): (&At, PersonId), form: Filled) -> Answer {
    let (all, named) = (of(visit), at.named()?);
    let asked = all.clone();
    let known = visit
        .read(move |ctx, tx| {
            let subject = policy::subject(tx, ctx, (named, person))?;
            let whose = subject.whose();
            let mut goes = Vec::new();
            let mut binds = Vec::new();
            if !subject.is_erased() {
                binds = bound(tx, ctx, &whose, &asked)?;
                for one in &asked {
                    goes.extend((one.goes)(tx, ctx, &whose)?);
                }
            }
            let resets = match subject.account {
                Some(account) if policy::may_reset_factor(tx, ctx, person).is_ok() => {
                    factor_of(tx, account)?.on_since.is_some()
                }
                _ => false,
            };
            Ok(Known {
                subject,
                binds,
                goes,
                resets,
            })
        })
        .await?;
    let stays = all.iter().flat_map(|one| one.stays);
    let (state, word) = stands(visit, known.subject.erasure.as_deref());
    let page = SubjectPage {
        p: visit
            .page()
            .crumb("/personal", visit.text(&Text::new("people-nav-personal"))),
        id: person.to_string(),
        org_query: at.query(),
        state,
        word,
        erased: known.subject.is_erased(),
        waits: known.subject.waits(),
        own: known.subject.proposed_by == visit.ctx().actor.person(),
        proposed: told(&known.subject),
        name: known.subject.name,
        number: known.subject.number,
        may: policy::may_settle(visit.ctx()),
        resets: known.resets,
        binds: known.binds.iter().map(|text| visit.text(text)).collect(),
        goes: known
            .goes
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(text, count)| (visit.text(text), *count))
            .collect(),
        stays: stays.map(|key| visit.text(&Text::new(key))).collect(),
        form,
    };
    with_status(page.form.status(), &page)
}

/// The words of a proposal and of its answer; none once they went with the person.
fn told(subject: &SubjectRow) -> Option<(String, String)> {
    let reason = subject.reason.clone().filter(|reason| !reason.is_empty())?;
    Some((reason, subject.word.clone().unwrap_or_default()))
}

/// `POST /personal/{id}/erasure`
pub async fn propose(Path(id): Path<String>, Form(visit, input): Form) -> Answer {
    let person = parsed(&id)?;
    let (of, vault, reason) = (
        of(&visit),
        visit.house().vault.clone(),
        input.get("reason").to_owned(),
    );
    let done = visit.write(move |ctx, tx| {
        let grant = policy::may_propose_erasure(tx, ctx, person)?;
        propose_erasure(tx, ctx, &vault, &grant, (&reason, &of))
    });
    match done.await {
        Err(Error::Invalid(problems)) => {
            let own = At { org: None };
            page(&visit, (&own, person), Filled::refused(&visit, input, &problems)).await
        }
        done => back(
            &visit,
            (&At { org: None }, person),
            done.map(|()| Text::new("people-erasure-proposed")),
        ),
    }
}

/// `POST /personal/{id}/erasure/decline`
pub async fn decline(Path(id): Path<String>, Query(at): Query<At>, Form(visit, input): Form) -> Answer {
    let (person, named) = (parsed(&id)?, at.named()?);
    let (vault, word) = (visit.house().vault.clone(), input.get("word").to_owned());
    let done = visit.write(move |ctx, tx| {
        let grant = policy::may_confirm_erasure(tx, ctx, (named, person))?;
        decline_erasure(tx, ctx, &vault, &grant, &word)
    });
    match done.await {
        Err(Error::Invalid(problems)) => {
            page(&visit, (&at, person), Filled::refused(&visit, input, &problems)).await
        }
        done => back(
            &visit,
            (&at, person),
            done.map(|()| Text::new("people-erasure-was-declined")),
        ),
    }
}

/// `POST /personal/{id}/erasure/confirm?org=`: what nobody may need any more goes from the disk after the commit. Where that fails, the erasure is done
/// all the same: a job drops what is left, and is tried until it succeeds.
pub async fn confirm(Path(id): Path<String>, Query(at): Query<At>, Form(visit, _): Form) -> Answer {
    let (person, named) = (parsed(&id)?, at.named()?);
    let of = of(&visit);
    let gone = visit
        .write(move |ctx, tx| {
            let grant = policy::may_confirm_erasure(tx, ctx, (named, person))?;
            erase(tx, ctx, &grant, &of)
        })
        .await?;
    let house = visit.house();
    let ctx = house.ctx(kernel::Actor::System);
    // The job that the erasure left says why, should it fail again.
    drop(files::drop_unused(&house.files, &house.db, &ctx, &gone).await);
    back(&visit, (&at, person), Ok(Text::new("people-erasure-was-done")))
}

/// `POST /personal/{id}/second-factor/end`: for who lost the device.
pub async fn reset_factor(Path(id): Path<String>, Form(visit, _): Form) -> Answer {
    let person = parsed(&id)?;
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_reset_factor(tx, ctx, person)?;
            reset(tx, ctx, &grant)
        })
        .await?;
    back(
        &visit,
        (&At { org: None }, person),
        Ok(Text::new("people-factor-was-reset")),
    )
}

fn back(visit: &Visit, (at, person): (&At, PersonId), done: Result<Text>) -> Answer {
    redirect_saying(visit, &format!("/personal/{person}{}", at.query()), &done?)
}
