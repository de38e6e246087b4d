//! `/admin/uploads`

mod create;
mod presigned;
mod read;
mod table;

use axum::extract::DefaultBodyLimit;
use db::Tx;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{ApiError, App};

use crate::files::Files;

pub(in crate::admin) use create::{MultipartFiles, receive};

pub(super) fn router() -> OpenApiRouter<App> {
    // Files are counted as they come, and have limits of their own.
    let create = OpenApiRouter::new().routes(routes!(create::create, read::list)).layer(DefaultBodyLimit::disable());
    create
        .routes(routes!(presigned::presigned))
        .routes(routes!(read::retrieve, read::delete))
        .routes(routes!(read::content))
}

/// Lets rows say where their files are.
async fn say_base(tx: &Tx, files: &Files) -> Result<(), ApiError> {
    db::exec(tx, "select set_config('kontor.media', $1, true)", [files.base().into()]).await?;
    Ok(())
}
