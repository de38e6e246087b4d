//! `GET /admin/customers/{id}`

use auth::May;
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use web::{ApiError, App, SelectQuery, query::Query};

use super::{Resource, answer, begin, key, select};

pub(super) async fn retrieve<T: Resource>(
    State(app): State<App>,
    staff: May<T::Read>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = select::<T>(fields.as_deref())?;
    let key = key::<T>(&id)?;
    let tx = begin::<T>(&app, &staff).await?;
    let answer = answer::<T>(&tx, key, &id, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
