//! Files of a form (`multipart/form-data`), part by part, as they come: nobody waits for what is refused, and nobody holds it in memory.

use axum::extract::{FromRequest, Multipart, Request, multipart::Field};
use bytes::Bytes;
use http::header;

use crate::{ApiError, Kind};

/// Of what was refused so much is read on, so that the answer is heard and not a closed door.
const DRAINED: u64 = 256 << 20;

/// A form of which one field is files.
#[derive(Debug)]
pub struct FileForm {
    multipart: Multipart,
    field: &'static str,
    most: usize,
    seen: usize,
}

/// A file that is coming.
#[derive(Debug)]
pub struct FilePart<'a> {
    part: Field<'a>,
    /// As it is called, by whoever sends it.
    pub file_name: String,
}

/// Whether a body is a form of files.
pub fn is_form(request: &Request) -> bool {
    let given = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    given.trim_start().to_ascii_lowercase().starts_with("multipart/form-data")
}

impl FileForm {
    /// A request's form, of which `field` may be so many files.
    pub async fn open(request: Request, field: &'static str, most: usize) -> Result<Self, ApiError> {
        if !is_form(&request) {
            let message = "Invalid request: The body must be a form: send it with content-type: multipart/form-data";
            return Err(ApiError::new(Kind::UnsupportedMediaType, message));
        }
        let multipart = Multipart::from_request(request, &())
            .await
            .map_err(|_| ApiError::invalid_data("Invalid request: The form names no boundary"))?;
        Ok(Self { multipart, field, most, seen: 0 })
    }

    /// The next file; nothing behind the last one. A form without any is refused.
    pub async fn next(&mut self) -> Result<Option<FilePart<'_>>, ApiError> {
        let Self { multipart, field, most, seen } = self;
        let Some(mut part) = multipart.next_field().await.map_err(|_| not_whole())? else {
            if *seen == 0 {
                return Err(ApiError::invalid_data(format!("Invalid request: Field '{field}' is required")));
            }
            return Ok(None);
        };
        let refused = if part.name() != Some(*field) {
            let shown: String = part.name().unwrap_or_default().chars().take(40).collect();
            Some(format!("Invalid request: Unrecognized fields: '{shown}'"))
        } else if seen == most {
            Some(format!("Invalid request: Field '{field}' has more than {most} files"))
        } else if part.file_name().is_none() {
            Some(format!("Invalid request: Field '{field}' must be a file, with a filename"))
        } else {
            None
        };
        if let Some(message) = refused {
            drain_part(&mut part, &mut { DRAINED }).await;
            return Err(ApiError::invalid_data(message));
        }
        *seen += 1;
        let file_name = part.file_name().unwrap_or_default().to_owned();
        Ok(Some(FilePart { part, file_name }))
    }

    /// Reads on, once something was refused.
    pub async fn drain(&mut self) {
        let mut left = DRAINED;
        while let Ok(Some(mut part)) = self.multipart.next_field().await {
            drain_part(&mut part, &mut left).await;
            if left == 0 {
                return;
            }
        }
    }
}

impl FilePart<'_> {
    /// More of it; nothing at its end.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, ApiError> {
        self.part.chunk().await.map_err(|_| not_whole())
    }

    /// Reads on, once it was refused.
    pub async fn drain(&mut self) {
        drain_part(&mut self.part, &mut { DRAINED }).await;
    }
}

async fn drain_part(part: &mut Field<'_>, left: &mut u64) {
    while let Ok(Some(bytes)) = part.chunk().await {
        *left = left.saturating_sub(bytes.len() as u64);
        if *left == 0 {
            return;
        }
    }
}

fn not_whole() -> ApiError {
    ApiError::invalid_data("Invalid request: The form is broken or did not arrive whole")
}
