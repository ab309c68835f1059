//! Rosters of students and teachers: sent, previewed, brought in.

mod shown;

use std::collections::HashSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use db::params;
use kernel::{Error, Id, RawId, Result, SchoolId, Text};
use org::model::major::normalise_name;
use web::{Answer, Filled, Form, Page, Upload, Visit, file, redirect, redirect_saying, with_status};

use self::shown::{Shown, shown};
use super::words;
use crate::actions::{
    CHUNK, confirm_roster, create_class, discard_roster, finish_roster, stage_roster, write_people,
};
use crate::intake::{self, Base, Incoming, Kind, Plan};
use crate::model::class::NewClass;
use crate::model::roster::Waits;
use crate::model::roster::missing::MissingClass;
use crate::model::roster::{student, teacher};
use crate::store::roster::{self as sql, UploadRow};
use crate::{policy, queries};

/// What the file itself is sealed for.
use crate::intake::UPLOAD as FILE;

#[derive(Template)]
#[template(path = "rosters.html")]
struct RostersPage {
    p: Page,
    form: Filled,
    rows: Vec<UploadView>,
}

struct UploadView {
    id: String,
    file: String,
    of: String,
    sent: String,
    state: (&'static str, &'static str),
    counts: [u32; 3],
    decided: bool,
}

#[derive(Template)]
#[template(path = "roster.html")]
struct RosterPage {
    p: Page,
    form: Filled,
    id: String,
    of: String,
    shown: Shown,
    under_way: bool,
}

/// `GET /rosters`
pub async fn index(visit: Visit) -> Answer {
    list(&visit, Filled::empty()).await
}

async fn list(visit: &Visit, form: Filled) -> Answer {
    let (rows, classes) = visit
        .read(|ctx, tx| {
            let school = policy::may_import_roster(ctx)?.into_target();
            let rows: Vec<UploadRow> = tx.all(sql::UPLOADS, params![school, ctx.now])?;
            let asks = |row: &UploadRow| row.confirmed_at.is_none() && !row.missing.is_empty();
            let classes = match rows.iter().any(asks) {
                true => queries::classes(tx, school, None)?,
                false => Vec::new(),
            };
            Ok((rows, classes))
        })
        .await?;
    let open = classes.iter().filter(|class| class.ended_at.is_none());
    let classes: HashSet<String> = open.map(|class| normalise_name(&class.name)).collect();
    let view = |row: UploadRow| UploadView {
        id: Id::<()>::of(row.id).to_string(),
        of: words(visit, "people-roster-of-", &row.kind),
        sent: row.created_at.minute_text(),
        state: match (row.confirmed_at, row.done_at) {
            (_, Some(_)) => ("ok", "people-roster-done"),
            (Some(_), None) => ("wait", "people-roster-writing"),
            (None, None) => Waits::state(row.faults, &row.missing, &classes),
        },
        counts: [row.added, row.changed, row.moved],
        decided: row.confirmed_at.is_some(),
        file: row.file_name,
    };
    let page = RostersPage {
        p: visit
            .page()
            .crumb("/people", visit.text(&Text::new("people-nav-people"))),
        form,
        rows: rows.into_iter().map(view).collect(),
    };
    with_status(page.form.status(), &page)
}

/// `POST /rosters`: keeps the file sealed and shows what it would do; nobody is stored.
pub async fn create(upload: Upload) -> Answer {
    match staged(&upload).await {
        Ok(id) => redirect(&format!("/rosters/{}", Id::<()>::of(id))),
        Err(Error::Invalid(problems)) => {
            list(
                &upload.visit,
                Filled::refused(&upload.visit, upload.input, &problems),
            )
            .await
        }
        Err(other) => Err(other.into()),
    }
}

/// `GET /rosters/templates/{kind}`: an empty roster to be filled in.
pub async fn template(visit: Visit, Path(kind): Path<String>) -> Answer {
    policy::may_import_roster(visit.ctx())?;
    let kind = Kind::from_code(&kind).ok_or(Error::NotFound)?;
    let sheets = match kind {
        Kind::Students => student::template(),
        Kind::Teachers => teacher::template(),
    };
    let bytes = tokio::task::spawn_blocking(move || paper::sheet::write(&sheets)).await;
    let bytes = bytes.map_err(Error::internal)?.map_err(Error::internal)?;
    let name = words(&visit, "people-roster-of-", kind.code());
    file(&format!("{name}.xlsx"), paper::sheet::XLSX, bytes)
}

async fn staged(upload: &Upload) -> Result<RawId> {
    let visit = &upload.visit;
    let school = policy::may_import_roster(visit.ctx())?.into_target();
    let kind = Kind::from_code(upload.input.get("kind"))
        .ok_or_else(|| Error::field("kind", Text::new("web-required")))?;
    let file = upload
        .file("file")?
        .ok_or_else(|| Error::field("file", Text::new("people-roster-no-file")))?;
    let (name, bytes) = (file.name.clone(), file.bytes.clone());
    let (_, plan) = planned(visit, school, kind, (name.clone(), bytes.clone())).await?;
    let waits = plan.waits();
    // A context of its own: its chance seals and serves nothing else.
    let nonce = visit.house().ctx(visit.ctx().actor.clone()).bytes();
    let sealed = visit.house().vault.seal(FILE, &bytes, nonce);
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_import_roster(ctx)?;
            stage_roster(tx, ctx, &grant, (kind, &waits), (&name, &sealed))
        })
        .await
}

/// What the school knows, and what a file would do; the file is read on a thread that may take its time.
async fn planned(
    visit: &Visit,
    school: SchoolId,
    kind: Kind,
    file: (String, Vec<u8>),
) -> Result<(Base, Plan)> {
    let vault = Arc::clone(&visit.house().vault);
    let reading = Arc::clone(&vault);
    let base = visit
        .read(move |_, tx| intake::base(tx, &reading, school, kind))
        .await?;
    let today = visit.ctx().now.day();
    let done = tokio::task::spawn_blocking(move || {
        let plan = base.plan(&vault, today, (&file.0, &file.1))?;
        Ok((base, plan))
    });
    done.await.map_err(Error::internal)?
}

struct Opened {
    id: RawId,
    kind: Kind,
    row: UploadRow,
    base: Base,
    plan: Plan,
}

/// A file that waits or is being written, with its plan as of now; `None` when it is done.
async fn open(visit: &Visit, id: &str) -> Result<Option<Opened>> {
    let id = id.parse::<Id<()>>().map_err(|_| Error::NotFound)?.raw();
    let (school, row) = visit
        .read(move |ctx, tx| {
            let school = policy::may_import_roster(ctx)?.into_target();
            Ok((
                school,
                tx.one::<UploadRow>(sql::UPLOAD, params![school, id, ctx.now])?,
            ))
        })
        .await?;
    let Some(sealed) = &row.sealed else {
        return Ok(None);
    };
    let kind = Kind::from_code(&row.kind).ok_or(Error::NotFound)?;
    let bytes = visit.house().vault.open(FILE, sealed).map_err(Error::internal)?;
    let (base, plan) = planned(visit, school, kind, (row.file_name.clone(), bytes)).await?;
    Ok(Some(Opened {
        id,
        kind,
        row,
        base,
        plan,
    }))
}

/// `GET /rosters/{id}`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    match open(&visit, &id).await? {
        Some(opened) => page(&visit, &opened, Filled::empty()),
        None => redirect("/rosters"),
    }
}

fn page(visit: &Visit, opened: &Opened, form: Filled) -> Answer {
    let shown = shown(visit, opened);
    let page = RosterPage {
        p: visit
            .page()
            .crumb("/rosters", visit.text(&Text::new("people-rosters"))),
        form,
        id: Id::<()>::of(opened.id).to_string(),
        of: format!(
            "{} · {}",
            words(visit, "people-roster-of-", opened.kind.code()),
            opened.row.file_name
        ),
        under_way: opened.row.confirmed_at.is_some(),
        shown,
    };
    with_status(page.form.status(), &page)
}

/// `POST /rosters/{id}/discard`
pub async fn discard(Path(id): Path<String>, Form(visit, _): Form) -> Answer {
    let id = id.parse::<Id<()>>().map_err(|_| Error::NotFound)?.raw();
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_import_roster(ctx)?;
            discard_roster(tx, &grant, id)
        })
        .await?;
    redirect_saying(&visit, "/rosters", &Text::new("people-roster-discarded"))
}

/// `POST /rosters/{id}/classes`: registers the classes that the preview offered, each as its rows say; the preview comes
/// again, now with them.
pub async fn register_classes(Path(id): Path<String>, Form(visit, input): Form) -> Answer {
    policy::may_manage_classes(visit.ctx())?;
    let Some(opened) = open(&visit, &id).await? else {
        return redirect("/rosters");
    };
    let new = offered(&opened, &input);
    let back = format!("/rosters/{}", Id::<()>::of(opened.id));
    // A second tap finds them registered, and has nothing to tell.
    if new.is_empty() {
        return redirect(&back);
    }
    let count = new.len();
    let registered = visit
        .write(move |ctx, tx| {
            let grant = policy::may_manage_classes(ctx)?;
            new.iter()
                .try_for_each(|class| create_class(tx, ctx, &grant, class).map(drop))
        })
        .await;
    match registered {
        Ok(()) => {
            let said = Text::new("people-roster-classes-registered").with("count", count);
            redirect_saying(&visit, &back, &said)
        }
        // Somebody registered one of them meanwhile, or one that ended has its name.
        Err(Error::Invalid(mut problems)) => {
            for problem in &mut problems.0 {
                problem.field.clear();
            }
            match open(&visit, &id).await? {
                Some(now) if !offered(&now, &input).is_empty() => {
                    page(&visit, &now, Filled::refused(&visit, input, &problems))
                }
                _ => redirect(&back),
            }
        }
        Err(other) => Err(other.into()),
    }
}

/// The classes of a form that the file names and the school does not have.
fn offered(opened: &Opened, input: &web::Input) -> Vec<NewClass> {
    let wanted: HashSet<&str> = input.list("class").collect();
    let missing = opened.plan.missing().iter();
    missing
        .filter_map(MissingClass::class)
        .filter(|class| wanted.contains(class.name.as_str()))
        .collect()
}

/// `POST /rosters/{id}/import`: all of it, as the preview showed it, or nothing. An import that was stopped goes on.
pub async fn import(Path(id): Path<String>, Form(visit, input): Form) -> Answer {
    let Some(opened) = open(&visit, &id).await? else {
        return redirect("/rosters");
    };
    let view = shown(&visit, &opened);
    let problem = match () {
        () if view.faults > 0 => Some("people-roster-faults"),
        () if opened.row.confirmed_at.is_none() && view.digest != input.get("digest") => {
            Some("people-roster-stale")
        }
        () => None,
    };
    if let Some(key) = problem {
        let Error::Invalid(problems) = Error::field("", Text::new(key)) else {
            return Err(Error::NotFound.into());
        };
        return page(&visit, &opened, Filled::refused(&visit, input, &problems));
    }
    if opened.row.confirmed_at.is_none() {
        decide(&visit, &opened, &view).await?;
    }
    // What was decided is written to its end, whether or not the browser still waits for the answer.
    let writing = visit.clone();
    tokio::spawn(async move { write(&writing, &opened).await })
        .await
        .map_err(Error::internal)??;
    let [new, _, changed, moved] = view.counts;
    let done = Text::new("people-roster-imported")
        .with("new", new)
        .with("changed", changed)
        .with("moved", moved);
    redirect_saying(&visit, "/rosters", &done)
}

async fn decide(visit: &Visit, opened: &Opened, view: &Shown) -> Result<()> {
    let (id, kind) = (opened.id, opened.kind);
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let [new, _, changed, moved] = view.counts.map(count);
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_import_roster(ctx)?;
            confirm_roster(tx, ctx, &grant, (id, kind), [new, changed, moved])
        })
        .await
}

async fn write(visit: &Visit, opened: &Opened) -> Result<()> {
    let house = visit.house();
    let actor = &visit.ctx().actor;
    let (vault, upload) = (Arc::clone(&house.vault), opened.id);
    let rows = opened
        .base
        .incoming(&vault, &house.ctx(actor.clone()), &opened.plan)?;
    for chunk in rows.chunks(CHUNK) {
        let (chunk, vault): (Vec<Incoming>, _) = (chunk.to_vec(), Arc::clone(&vault));
        visit
            .write(move |ctx, tx| {
                let grant = policy::may_import_roster(ctx)?;
                write_people(tx, ctx, &vault, (&grant, Some(upload)), &chunk)
            })
            .await?;
    }
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_import_roster(ctx)?;
            finish_roster(tx, ctx, &grant, upload)
        })
        .await
}
