//! A standard as Word and as PDF. The document is the offices': its words are Chinese in every language of the interface.

use axum::extract::Path;
use kernel::{Error, Lang, Result, Text};
use paper::doc::Doc;
use web::{Answer, Visit, file};

use super::parse;
use crate::model::Standard;
use crate::{document, policy, queries};

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
#[cfg(feature = "pdf")]
const PDF: &str = "application/pdf";

/// `GET /standards/{id}/versions/{number}/word`
pub async fn word(visit: Visit, Path((id, number)): Path<(String, String)>) -> Answer {
    let content = published(&visit, &id, &number).await?;
    word_of(&visit, &content).await
}

/// `GET /standards/{id}/versions/{number}/pdf`
#[cfg(feature = "pdf")]
pub async fn pdf(visit: Visit, Path((id, number)): Path<(String, String)>) -> Answer {
    let content = published(&visit, &id, &number).await?;
    pdf_of(&visit, &content).await
}

/// `GET /standards/{id}/draft/word`
pub async fn draft_word(visit: Visit, Path(id): Path<String>) -> Answer {
    let content = drafted(&visit, &id).await?;
    word_of(&visit, &content).await
}

/// `GET /standards/{id}/draft/pdf`
#[cfg(feature = "pdf")]
pub async fn draft_pdf(visit: Visit, Path(id): Path<String>) -> Answer {
    let content = drafted(&visit, &id).await?;
    pdf_of(&visit, &content).await
}

async fn published(visit: &Visit, id: &str, number: &str) -> Result<Standard> {
    let (id, number) = (parse(id)?, number.parse().map_err(|_| Error::NotFound)?);
    let read = visit.read(move |ctx, tx| {
        policy::readable(tx, ctx, id, Some(number))?;
        queries::content(tx, id, number)
    });
    Ok(read.await?.0)
}

async fn drafted(visit: &Visit, id: &str) -> Result<Standard> {
    let id = parse(id)?;
    visit
        .read(move |ctx, tx| Ok(policy::may_read_draft(tx, ctx, id)?.into_target().content))
        .await
}

async fn word_of(visit: &Visit, content: &Standard) -> Answer {
    let doc = official(visit, content);
    let name = format!("{}.docx", doc.title);
    let bytes = made(move || paper::word::write(&doc).map_err(Error::internal)).await?;
    file(&name, WORD, bytes)
}

#[cfg(feature = "pdf")]
async fn pdf_of(visit: &Visit, content: &Standard) -> Answer {
    let doc = official(visit, content);
    let name = format!("{}.pdf", doc.title);
    let bytes = made(move || Ok(paper::pdf::write(&doc).map_err(Error::internal)?.bytes)).await?;
    file(&name, PDF, bytes)
}

fn official(visit: &Visit, content: &Standard) -> Doc {
    let say = |text: &Text| visit.house().texts.format(Lang::Zh, text);
    document(content, &say)
}

async fn made(make: impl FnOnce() -> Result<Vec<u8>> + Send + 'static) -> Result<Vec<u8>> {
    tokio::task::spawn_blocking(make).await.map_err(Error::internal)?
}
