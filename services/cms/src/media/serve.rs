//! `/media/{shop}/library/{key}/{size}`: what the library shows.

use axum::{
    Router,
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::get,
};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use images::{Format, Kind};
use uuid::Uuid;
use web::{ApiError, StoreErrors};

use super::{
    Library,
    address::{Variant, is_key, original},
    library::{read_whole, unavailable},
    make::{Outcome, Wanted, document},
};

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// A smaller one is being made.
const FOR_NOW: HeaderValue = HeaderValue::from_static("public, max-age=300");
const POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; sandbox");
const NOSNIFF: HeaderValue = HeaderValue::from_static("nosniff");

pub(crate) fn router(library: &Library) -> Router {
    Router::new().route("/media/{organization}/library/{key}/{file}", get(read)).with_state(library.clone())
}

/// Read a picture in one of its sizes, or download a document.
///
/// Without an extension a browser is sent what it reads (`Accept`): AVIF, WebP, or else JPEG, or PNG of what shines through. What is at
/// an address never changes.
#[utoipa::path(
    get,
    path = "/media/{organization}/library/{key}/{file}",
    tag = "Pages",
    operation_id = "read_media",
    params(
        ("organization" = String, Path, description = "The shop.", example = "0193f5e8-0000-7000-8000-000000000001"),
        ("key" = String, Path, description = "What it is.", example = "9f86d081884c7d659a2feaa0c55ad015-3ab4d86d"),
        ("file" = String, Path, description = "How wide, and cut to which shape: `640`, `640-square-50-33`, `640.webp`; of a document its name.", example = "640-16x9-50-33"),
    ),
    security(()),
    responses(
        (status = 200, description = "Its bytes.", content_type = "image/webp", body = String, example = "WebP"),
        (status = 302, description = "What must stay in view is elsewhere by now."),
        (status = 304, description = "It is the same."),
        StoreErrors,
    )
)]
pub(crate) async fn read(
    State(library): State<Library>,
    Path((organization, key, file)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let shop = Uuid::parse_str(&organization).map_err(|_| none())?;
    if !is_key(&key) {
        return Err(none());
    }
    let (name, extension) = file.split_once('.').map_or((&*file, None), |(name, extension)| (name, Some(extension)));
    let variant = Variant::named(name);
    if let Some(kind @ ("pdf" | "svg")) = extension {
        // Its name is what it is saved as: whoever made the address chose it.
        let variant =
            variant.unwrap_or(Variant { width: 0, aspect: images::Aspect::Original, focal: images::Focal::default() });
        return download(&library, &Wanted { shop, key, variant }, kind).await;
    }
    let wanted = Wanted { shop, key, variant: variant.ok_or_else(none)? };
    match extension {
        None => negotiated(&library, wanted, &headers).await,
        Some(extension) => {
            let format = Format::of_extension(extension).ok_or_else(none)?;
            exact(&library, wanted, format, &headers).await
        }
    }
}

fn none() -> ApiError {
    ApiError::not_found("There is no such file")
}

/// What a browser says that it reads.
fn reads(headers: &HeaderMap, mime: &str) -> bool {
    let given = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    given.flat_map(|value| value.split(',')).any(|part| {
        let mut parts = part.split(';').map(str::trim);
        let is_it = parts.next().is_some_and(|kind| kind.eq_ignore_ascii_case(mime));
        is_it && !parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

/// What a browser reads, of what there is.
async fn negotiated(library: &Library, wanted: Wanted, headers: &HeaderMap) -> Result<Response, ApiError> {
    let mut answer = best(library, wanted, headers).await?;
    answer.headers_mut().insert(header::VARY, HeaderValue::from_name(header::ACCEPT));
    Ok(answer)
}

/// The smallest that is there; what is not there yet is made, but for AVIF, which comes later.
async fn best(library: &Library, wanted: Wanted, headers: &HeaderMap) -> Result<Response, ApiError> {
    if !reads(headers, Format::Webp.mime()) {
        return made(library, wanted, None, FOR_EVER, headers).await;
    }
    let mut caching = FOR_EVER;
    if reads(headers, Format::Avif.mime()) {
        match there(library, &wanted, Format::Avif).await? {
            Some(bytes) if !bytes.is_empty() => return Ok(picture(&wanted, Format::Avif, bytes, FOR_EVER, headers)),
            // It was not smaller.
            Some(_) => {}
            None => caching = FOR_NOW,
        }
    }
    made(library, wanted, Some(Format::Webp), caching, headers).await
}

/// AVIF is there or it is not: nobody waits for it.
async fn exact(library: &Library, wanted: Wanted, format: Format, headers: &HeaderMap) -> Result<Response, ApiError> {
    if format == Format::Avif {
        let bytes = there(library, &wanted, format).await?.filter(|bytes| !bytes.is_empty()).ok_or_else(none)?;
        return Ok(picture(&wanted, format, bytes, FOR_EVER, headers));
    }
    made(library, wanted, Some(format), FOR_EVER, headers).await
}

async fn there(library: &Library, wanted: &Wanted, format: Format) -> Result<Option<Bytes>, ApiError> {
    let found = read_whole(&library.storage, &wanted.place(format)).await.map_err(unavailable)?;
    Ok(found.map(Bytes::from))
}

/// What is there, or is made now.
async fn made(
    library: &Library,
    wanted: Wanted,
    format: Option<Format>,
    caching: HeaderValue,
    headers: &HeaderMap,
) -> Result<Response, ApiError> {
    let formats = format.map_or(vec![Format::Jpeg, Format::Png], |format| vec![format]);
    for format in formats {
        if let Some(bytes) = there(library, &wanted, format).await? {
            return Ok(picture(&wanted, format, bytes, caching, headers));
        }
    }
    match wanted.clone().make(library.clone(), format).await? {
        Outcome::Made(format, bytes) => Ok(picture(&wanted, format, bytes, caching, headers)),
        Outcome::Moved(name) => {
            let name = format.map_or(name.clone(), |format| format!("{name}.{}", format.extension()));
            let place = HeaderValue::try_from(name).map_err(ApiError::internal)?;
            let soon = HeaderValue::from_static("public, max-age=60");
            Ok((StatusCode::FOUND, [(header::LOCATION, place), (header::CACHE_CONTROL, soon)]).into_response())
        }
        Outcome::None => Err(none()),
    }
}

fn picture(wanted: &Wanted, format: Format, bytes: Bytes, caching: HeaderValue, headers: &HeaderMap) -> Response {
    let tag = format!("\"{}-{}.{}\"", &wanted.key[..16], wanted.variant.name(), format.extension());
    let seen = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let is_seen = seen.flat_map(|value| value.split(',')).any(|seen| seen.trim().trim_start_matches("W/") == tag);
    let mut answer = if is_seen {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, HeaderValue::from_static(format.mime()))], bytes).into_response()
    };
    let own = answer.headers_mut();
    own.insert(header::CACHE_CONTROL, caching);
    if let Ok(tag) = HeaderValue::try_from(tag) {
        own.insert(header::ETAG, tag);
    }
    own.extend(safe());
    answer
}

/// Whatever a browser takes it for, it loads and runs nothing.
fn safe() -> [(HeaderName, HeaderValue); 2] {
    [(header::CONTENT_SECURITY_POLICY, POLICY), (header::X_CONTENT_TYPE_OPTIONS, NOSNIFF)]
}

/// A document is saved and never shown.
async fn download(library: &Library, wanted: &Wanted, extension: &str) -> Result<Response, ApiError> {
    let kind = Kind::ALL.into_iter().find(|kind| kind.extension() == extension).ok_or_else(none)?;
    let place = original(wanted.shop, &wanted.key, kind);
    let (size, stream) = match library.storage.read(&place).await {
        Ok(found) => found,
        Err(storage::Error::NotFound) => return Err(none()),
        Err(error) => return Err(unavailable(error)),
    };
    // What was deleted is gone, even where its file is not yet: no picture is as dear as a document.
    if document(library, wanted).await? != Some(kind) {
        return Err(none());
    }
    // Nothing opens SVG by this name; a PDF says what it is, so that telephones know with what to open it.
    let mime = if kind == Kind::Svg { "application/octet-stream" } else { kind.mime() };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(mime)),
        (header::CONTENT_LENGTH, HeaderValue::from(size)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600")),
    ];
    Ok((headers, safe(), Body::from_stream(stream)).into_response())
}
