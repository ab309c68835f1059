//! A posted file: fields and files of a multipart body, its token checked.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;

use axum::body::{Body, HttpBody as _};
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_LENGTH;
use axum::http::request::Parts;
use files::Verdict;
use kernel::{Error, Problems, Text};

use crate::border::LARGEST_BODY;
use crate::form::without_zeros;
use crate::{House, Input, Refused, Visit, figures};

/// So much of a body that is too large is read and thrown away before it is refused.
const READ_AWAY: usize = 1 << 30;

/// More files than any form of ours sends at once.
const MOST_FILES: usize = 8;

/// The fields and files of a multipart form. Where a scanner is set it has seen every file before a handler does, and what it found
/// something in is not here.
pub struct Upload {
    /// The request.
    pub visit: Visit,
    /// Fields that are no files.
    pub input: Input,
    files: Vec<UploadedFile>,
    /// What the scanner found, at the field whose file it was.
    found: Problems,
}

/// One file as a browser sent it; nothing about it is believed but its bytes.
pub struct UploadedFile {
    /// The field.
    pub field: String,
    /// The name on the sender's machine, content, as [`files::plain`] leaves it.
    pub name: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl Upload {
    /// The file of a field; none where the field was left empty.
    ///
    /// # Errors
    /// The text `files-infected` at the field, where the scanner found something in the file.
    pub fn file(&self, field: &str) -> kernel::Result<Option<&UploadedFile>> {
        match self.found.at(field) {
            Some(text) => Err(Error::field(field, text.clone())),
            None => Ok(self.files.iter().find(|file| file.field == field)),
        }
    }

    /// As [`Upload::file`], for whoever wants nothing else of it.
    ///
    /// # Errors
    /// As there.
    pub fn into_file(self, field: &str) -> kernel::Result<Option<UploadedFile>> {
        self.file(field)?;
        Ok(self.files.into_iter().find(|file| file.field == field))
    }
}

impl FromRequest<Arc<House>> for Upload {
    type Rejection = Refused;

    async fn from_request(request: Request, house: &Arc<House>) -> Result<Self, Refused> {
        let (mut parts, body) = request.into_parts();
        let Ok(visit) = Visit::from_request_parts(&mut parts, house).await;
        if announced(&parts) > LARGEST_BODY {
            // A browser that is still sending reads no answer: it would show that the connection broke, and not why.
            if visit.admitted().is_some() {
                read_away(body).await;
            }
            return Err(Refused::too_large());
        }
        let request = Request::from_parts(parts, body);
        let mut multipart = Multipart::from_request(request, house)
            .await
            .map_err(|_| Refused::from(Error::NotFound))?;
        let (mut fields, mut files) = (Vec::new(), Vec::new());
        while let Some(part) = multipart.next_field().await.map_err(refused)? {
            let field = without_zeros(part.name().unwrap_or_default().to_owned());
            let name = part.file_name().map(|name| without_zeros(name.to_owned()));
            let bytes = part.bytes().await.map_err(refused)?;
            match name {
                Some(_) if files.len() == MOST_FILES => return Err(Error::NotFound.into()),
                Some(name) if !name.is_empty() => files.push(UploadedFile {
                    field,
                    name: files::plain(&name),
                    bytes: bytes.to_vec(),
                }),
                Some(_) => {}
                None => fields.push((field, without_zeros(String::from_utf8_lossy(&bytes).into_owned()))),
            }
        }
        let input = Input::of(fields);
        if !visit.is_verified() {
            visit.verify(input.get("_csrf"))?;
        }
        let (files, found) = scanned(&visit, files).await?;
        Ok(Self {
            visit,
            input,
            files,
            found,
        })
    }
}

/// Asks the scanner about every file. What it finds something in ends here, so that no handler can read or keep it; a file of which
/// nothing is heard goes no further either.
async fn scanned(visit: &Visit, files: Vec<UploadedFile>) -> Result<(Vec<UploadedFile>, Problems), Refused> {
    let (mut clean, mut found) = (Vec::new(), Problems::default());
    let Some(scanner) = &visit.house().scanner else {
        return Ok((files, found));
    };
    let (request, path) = (visit.ctx().request, visit.path());
    for file in files {
        let said = scanner.ask(&file.bytes).await;
        let counted = match &said {
            Ok(Verdict::Clean) => "clean",
            Ok(Verdict::Found(_)) => "found",
            Err(_) => "unheard",
        };
        figures::scans(counted).increment(1);
        match said {
            Ok(Verdict::Clean) => clean.push(file),
            Ok(Verdict::Found(signature)) => {
                let session = visit.admitted().map(|admitted| admitted.session.to_string());
                tracing::warn!(
                    %request, path, session, field = file.field, bytes = file.bytes.len(), signature,
                    "the scanner found something in a file; nothing of it was stored"
                );
                found.add(
                    file.field,
                    Text::new("files-infected").with("signature", signature),
                );
            }
            Err(error) => {
                tracing::error!(%request, path, %error, "a file was refused: nothing was heard from the scanner");
                return Err(Error::Busy.into());
            }
        }
    }
    Ok((clean, found))
}

/// How long the body is as its sender says; nothing where they do not.
fn announced(parts: &Parts) -> usize {
    let length = parts.headers.get(CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse().ok());
    length.unwrap_or_default()
}

async fn read_away(mut body: Body) {
    let mut read = 0;
    while read < READ_AWAY {
        match poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
            Some(Ok(frame)) => read += frame.data_ref().map_or(0, |data| data.len()),
            Some(Err(_)) | None => return,
        }
    }
}

/// A body that is too large, or one that no form of ours makes.
#[allow(clippy::needless_pass_by_value, reason = "it stands in map_err")]
fn refused(error: MultipartError) -> Refused {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refused::too_large(),
        _ => Refused::from(Error::NotFound),
    }
}
