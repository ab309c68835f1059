//! A posted file: fields and files of a multipart body, its token checked.

use std::sync::Arc;

use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use kernel::Error;

use crate::{House, Input, Refused, Visit};

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
    /// The name on the sender's machine, content.
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
        let request = Request::from_parts(parts, body);
        let mut multipart = Multipart::from_request(request, house)
            .await
            .map_err(|_| Refused::from(Error::NotFound))?;
        let (mut fields, mut files) = (Vec::new(), Vec::new());
        while let Some(part) = multipart.next_field().await.map_err(|_| Refused::too_large())? {
            let field = part.name().unwrap_or_default().to_owned();
            let name = part.file_name().map(str::to_owned);
            let bytes = part.bytes().await.map_err(|_| Refused::too_large())?;
            match name {
                Some(name) if !name.is_empty() => files.push(UploadedFile {
                    field,
                    name,
                    bytes: bytes.to_vec(),
                }),
                Some(_) => {}
                None => fields.push((field, String::from_utf8_lossy(&bytes).replace('\0', ""))),
            }
        }
        let input = Input::of(fields);
        if !visit.is_verified() {
            visit.verify(input.get("_csrf"))?;
        }
        Ok(Self { visit, input, files })
    }
}
