//! `GET /admin/customers/{id}`

use auth::May;
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use web::{ApiError, App, query::Query};

use super::{Resource, answer, begin, key};
use crate::table::Asked;

pub(super) async fn retrieve<T: Resource>(
    State(app): State<App>,
    staff: May<T::Read>,
    path: Result<Path<String>, PathRejection>,
    Query(asked): Query<Asked<T>>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = asked.select()?;
    let key = key::<T>(&id)?;
    let tx = begin::<T>(&app, &staff).await?;
    let answer = answer::<T>(&tx, key, &id, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
