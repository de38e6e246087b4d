//! Files on their way out.

use axum::{
    Router,
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderValue, header};
use uuid::Uuid;
use web::{ApiError, StoreErrors};

use super::{Access, Files, Kind, place};

const POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; sandbox");
const NOSNIFF: HeaderValue = HeaderValue::from_static("nosniff");

/// `/media/{shop}/{key}`: pictures, which never change.
pub(crate) fn router(files: &Files) -> Router {
    Router::new().route("/media/{organization}/{folder}/{file}", get(media)).with_state(files.clone())
}

/// Read a picture that the shop shows. It never changes: another one has another address.
#[utoipa::path(
    get,
    path = "/media/{organization}/{folder}/{file}",
    tag = "Feeds",
    operation_id = "read_picture",
    params(
        ("organization" = String, Path, description = "The shop.", example = "0193f5e8-0000-7000-8000-000000000001"),
        ("folder" = String, Path, description = "Where it lies.", example = "3d"),
        ("file" = String, Path, description = "Its name there.", example = "0193f5e8-0000-7000-8000-00000000003d.png"),
    ),
    security(()),
    responses(
        (status = 200, description = "Its bytes.", content_type = "image/png", body = String, example = "PNG"),
        StoreErrors,
    )
)]
pub(crate) async fn media(
    State(files): State<Files>,
    Path((organization, folder, file)): Path<(String, String, String)>,
) -> Result<Response, ApiError> {
    let none = || ApiError::not_found("There is no such file");
    let organization = Uuid::parse_str(&organization).map_err(|_| none())?;
    let (name, extension) = file.rsplit_once('.').ok_or_else(none)?;
    let is_key = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let kind = Kind::of_extension(extension).filter(|kind| kind.access() == Access::Public).ok_or_else(none)?;
    if !is_key(name) || !is_key(&folder) {
        return Err(none());
    }
    let mut response = answer(&files, &place("public", organization, &format!("{folder}/{file}")), kind).await?;
    // Its key is its own: what is changed is another file.
    let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
    response.headers_mut().insert(header::CACHE_CONTROL, forever);
    Ok(response)
}

async fn answer(files: &Files, place: &str, kind: Kind) -> Result<Response, ApiError> {
    let (size, stream) = match files.storage.read(place).await {
        Ok(found) => found,
        Err(storage::Error::NotFound) => return Err(ApiError::not_found("There is no such file")),
        Err(error) => return Err(super::receive::unavailable(error)),
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind.mime())),
        (header::CONTENT_LENGTH, HeaderValue::from(size)),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, NOSNIFF),
    ];
    Ok((headers, Body::from_stream(stream)).into_response())
}

/// A file for the staff, which a browser keeps and does not show. Its key says what it is.
pub(crate) async fn content(
    files: &Files,
    organization: Uuid,
    access: &str,
    key: &str,
    name: &str,
) -> Result<Response, ApiError> {
    let extension = key.rsplit_once('.').map_or("", |(_, extension)| extension);
    let kind = Kind::of_extension(extension).unwrap_or(Kind::Text);
    let mut response = answer(files, &place(access, organization, key), kind).await?;
    let safe: String = name
        .chars()
        .map(|sign| if sign.is_ascii_alphanumeric() || "-_. ".contains(sign) { sign } else { '_' })
        .collect();
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{safe}\"")).map_err(ApiError::internal)?;
    response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}
