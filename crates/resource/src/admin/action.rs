//! `POST /admin/api-keys/{id}/revoke`: what is done to one, which is answered afterwards.

use auth::{May, Staff};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use db::Tx;
use uuid::Uuid;
use web::{
    ApiError, App,
    body::{Body, Documented, FromBody},
    query::Query,
};

use super::{Resource, answer, begin, key, missing};
use crate::table::Asked;

/// Something that is done to one of a resource.
pub trait Action: Send + Sync + 'static {
    /// To what.
    type On: Resource;
    /// What comes behind the id: `/revoke`.
    const PATH: &'static str;
    /// Its name in the document, such as `revoke_api_key`.
    const NAME: &'static str;
    /// What is said of it.
    type Input: FromBody + Documented + Send + 'static;

    /// Does it; false when there is none of this id.
    fn act(tx: &Tx, staff: &Staff, id: Uuid, input: Self::Input)
    -> impl Future<Output = Result<bool, ApiError>> + Send;
}

pub(super) async fn act<A: Action>(
    State(app): State<App>,
    staff: May<<A::On as Resource>::Write>,
    path: Result<Path<String>, PathRejection>,
    Query(asked): Query<Asked<A::On>>,
    Body(input): Body<A::Input>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = asked.select()?;
    let key = key::<A::On>(&id)?;
    let tx = begin::<A::On>(&app, &staff).await?;
    if !A::act(&tx, &staff, key, input).await? {
        return Err(missing::<A::On>(&id));
    }
    let answer = answer::<A::On>(&tx, key, &id, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
