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
use kernel::Error;

use crate::border::LARGEST_BODY;
use crate::form::without_zeros;
use crate::{House, Input, Refused, Visit};

/// So much of a body that is too large is read and thrown away before it is refused.
const READ_AWAY: usize = 1 << 30;

/// The fields and files of a multipart form.
pub struct Upload {
    /// The request.
    pub visit: Visit,
    /// Fields that are no files.
    pub input: Input,
    /// Files in order; a file field left empty is absent.
    pub files: Vec<UploadedFile>,
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
    /// The file of a field.
    pub fn file(&self, field: &str) -> Option<&UploadedFile> {
        self.files.iter().find(|file| file.field == field)
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
        Ok(Self { visit, input, files })
    }
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
