//! A PDF as an answer.

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, header};
use web::ApiError;

const PDF: HeaderValue = HeaderValue::from_static("application/pdf");
const NO_STORE: HeaderValue = HeaderValue::from_static("private, no-store");
const NOSNIFF: HeaderValue = HeaderValue::from_static("nosniff");

/// A file that a browser shows, and keeps under this name.
pub(crate) fn pdf(file: Vec<u8>, name: &str) -> Result<Response, ApiError> {
    let safe: String =
        name.chars().map(|sign| if sign.is_ascii_alphanumeric() || sign == '-' { sign } else { '_' }).collect();
    let disposition = HeaderValue::try_from(format!("inline; filename=\"{safe}.pdf\"")).map_err(ApiError::internal)?;
    let headers = [
        (header::CONTENT_TYPE, PDF),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, NO_STORE),
        (header::X_CONTENT_TYPE_OPTIONS, NOSNIFF),
    ];
    Ok((headers, Body::from(file)).into_response())
}
