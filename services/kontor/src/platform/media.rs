//! The pictures of the demo shop, which are files of this project and travel in the executable.

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, header};
use include_dir::{Dir, include_dir};
use web::ApiError;

static IMAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/demo/images");

/// Where they are served.
pub(crate) const PATH: &str = "/demo-media";

/// `GET /demo-media/{file}`. An SVG could carry script, so it may load and run nothing.
pub(super) async fn image(Path(file): Path<String>) -> Response {
    let Some(found) = IMAGES.get_file(&file) else {
        return ApiError::not_found("There is no such picture").into_response();
    };
    (
        [
            (header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml")),
            (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400")),
            (
                header::CONTENT_SECURITY_POLICY,
                HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'"),
            ),
            (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        ],
        found.contents(),
    )
        .into_response()
}
