//! Photos and files of a student's work: sent, looked at, taken out.

use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use files::{FileMark, Kind, Limits};
use kernel::{Error, Id, Text};
use web::{Answer, Form, Page, Shown, Upload, Visit, redirect_saying, stored, with_status};

use super::work_acts::op;
use super::work_view::{FileView, file_view, whole};
use super::{id, raw};
use crate::actions::{self, NewFile};
use crate::change::wake;
use crate::model::fields::{Attached, Value};
use crate::model::{Owner, RunId};
use crate::{field, policy, queries};
use design::model::{OutcomeKind, StepId};

#[derive(Template)]
#[template(path = "work_file.html")]
struct FilePiece {
    p: Page,
    file: FileView,
    can_edit: bool,
}

/// `POST /work/{run}/steps/{step}/files/{node}`: adds a photo or file; answers the piece that stands for it.
pub async fn store(Path((run, step, node)): Path<(String, String, String)>, sent: Upload) -> Answer {
    let (run, step, node): (RunId, StepId, _) = (id(&run)?, id(&step)?, raw(&node)?);
    let visit = sent.visit.clone();
    // Who may not add anything sends no bytes into the store.
    let (bench, task) = visit
        .read(move |ctx, tx| {
            let bench = policy::may_work(tx, ctx, run)?.into_target();
            let task = queries::task(tx, &bench.run)?;
            Ok((bench, task))
        })
        .await?;
    let found = task.steps().find(|(_, _, other)| other.id == step);
    let (_, _, step) = found.ok_or(Error::NotFound)?;
    let outcome = step.outcomes.iter().find(|outcome| outcome.id.raw() == node);
    let outcome = outcome.ok_or(Error::NotFound)?;
    let new = taken(&visit, &sent, (step.id, &outcome.kind), node)?;
    visit.house().files.put(&new.upload).await?;
    let vault = Arc::clone(&visit.house().vault);
    let file = visit
        .write(move |ctx, tx| {
            let grant = policy::may_work(tx, ctx, run)?;
            actions::store_photo(tx, ctx, &vault, &grant, &new)
        })
        .await?;
    wake(&visit, run);
    let owner = Owner::of_field(step, node, bench.seat.student, bench.seat.group).raw();
    let file = file_view(&visit, &bench, (step, outcome), (owner, &file));
    with_status(
        StatusCode::OK,
        &FilePiece {
            p: visit.page(),
            file,
            can_edit: true,
        },
    )
}

/// Checks what was sent by its content.
fn taken(
    visit: &Visit,
    sent: &Upload,
    (step, kind): (StepId, &OutcomeKind),
    node: kernel::RawId,
) -> kernel::Result<NewFile> {
    let limits = match kind {
        OutcomeKind::Photo => Limits::PHOTO,
        OutcomeKind::File => Limits::ATTACHMENT,
        OutcomeKind::Text | OutcomeKind::Table(_) | OutcomeKind::Measured(_) => return Err(Error::NotFound),
    };
    let slot = whole(node);
    let file = sent
        .file("file")?
        .ok_or_else(|| Error::field(slot.field(), Text::new("files-empty")))?;
    let upload =
        files::Upload::check(&file.bytes, "", &limits).map_err(|text| Error::field(slot.field(), text))?;
    Ok(NewFile {
        step,
        slot,
        upload,
        name: file.name.clone(),
        op: op(sent.input.get("op")).unwrap_or_else(|| visit.ctx().id()),
    })
}

/// `POST /work/{run}/steps/{step}/files/{node}/{file}/removal`
pub async fn remove(
    Path((run, step, node, file)): Path<(String, String, String, String)>,
    Form(visit, _): Form,
) -> Answer {
    let (run_id, step_id, slot) = (id(&run)?, id(&step)?, whole(raw(&node)?));
    let file: Id<FileMark> = id(&file)?;
    let vault = Arc::clone(&visit.house().vault);
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_work(tx, ctx, run_id)?;
            actions::drop_photo(tx, ctx, &vault, &grant, (step_id, slot, file))
        })
        .await?;
    let to = format!("/work/{run}/steps/{step}#n-{node}");
    redirect_saying(&visit, &to, &Text::new("classroom-work-said-removed"))
}

/// `GET /work/{run}/files/{owner}/{step}/{node}/{file}`
pub async fn show(
    visit: Visit,
    Path((run, owner, step, node, file)): Path<(String, String, String, String, String)>,
) -> Answer {
    let (run, owner, step, node) = (id(&run)?, raw(&owner)?, id(&step)?, raw(&node)?);
    let file: Id<FileMark> = id(&file)?;
    let found: Attached = visit
        .read(move |ctx, tx| {
            let run = policy::may_see_files(tx, ctx, run, owner)?;
            let kept = field::of_owner(tx, &run, (owner, step), whole(node))?;
            let Value::Files(files) = kept.ok_or(Error::NotFound)?.entry.value else {
                return Err(Error::NotFound);
            };
            files
                .into_iter()
                .find(|held| held.file == file)
                .ok_or(Error::NotFound)
        })
        .await?;
    let bytes = visit.house().files.get(&found.hash()?).await?;
    let kind = Kind::of(&bytes).ok_or_else(|| Error::internal("a stored file of no kind"))?;
    let shown = if Kind::PICTURES.contains(&kind) {
        Shown::InPage
    } else {
        Shown::AsFile
    };
    // What was kept before names were looked at is called what it is too.
    let name = files::named(&found.name, kind);
    stored(&name, (kind.media_type(), shown), bytes.to_vec())
}
