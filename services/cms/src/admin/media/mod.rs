//! `/admin/media`: the library.

mod change;
mod read;
mod remove;
mod table;
mod upload;
mod usages;

use axum::extract::DefaultBodyLimit;
use db::{Scope, Tx};
use utoipa_axum::router::OpenApiRouter;
use web::{ApiError, App};

use crate::media::Library;

pub(super) fn router() -> OpenApiRouter<App> {
    // Files are counted as they come, and have limits of their own.
    let many = OpenApiRouter::new().merge(upload::router()).layer(DefaultBodyLimit::disable());
    many.merge(read::router()).merge(change::router()).merge(remove::router()).merge(usages::router())
}

/// A transaction of who calls, in which rows say where they are shown.
async fn begin(app: &App, staff: &auth::Staff, library: &Library) -> Result<Tx, ApiError> {
    let tx = app.db.begin(Scope::from(staff)).await?;
    db::exec(&tx, "select set_config('kontor.media', $1, true)", [library.base().into()]).await?;
    Ok(tx)
}
