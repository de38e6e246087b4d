//! `POST /admin/customers`, `POST|DELETE /admin/customers/{id}`

use std::marker::PhantomData;

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

use super::{Action, Resource, answer, begin, deleted, key, missing};
use crate::table::Asked;

/// A resource that is made.
pub trait Create: Resource {
    /// What is said of a new one.
    type New: FromBody + Documented + Send + 'static;

    /// Makes it, and answers its key.
    fn create(tx: &Tx, staff: &Staff, new: Self::New) -> impl Future<Output = Result<Uuid, ApiError>> + Send;
}

/// A resource that is changed.
pub trait Update: Resource {
    /// What changes; what is not named stays.
    type Changes: FromBody + Documented + Send + 'static;

    /// Changes it; false when there is none.
    fn update(
        tx: &Tx,
        staff: &Staff,
        id: Uuid,
        changes: Self::Changes,
    ) -> impl Future<Output = Result<bool, ApiError>> + Send;
}

/// A resource that is deleted.
pub trait Delete: Resource {
    /// Its name in the answer.
    const OBJECT: &'static str = Self::ONE;

    /// Deletes it; false when there is none.
    fn delete(tx: &Tx, staff: &Staff, id: Uuid) -> impl Future<Output = Result<bool, ApiError>> + Send;
}

pub(super) async fn create<T: Create>(
    State(app): State<App>,
    staff: May<T::Write>,
    Query(asked): Query<Asked<T>>,
    Body(new): Body<T::New>,
) -> Result<Response, ApiError> {
    let selection = asked.select()?;
    let tx = begin::<T>(&app, &staff).await?;
    let key = T::create(&tx, &staff, new).await?;
    let answer = answer::<T>(&tx, key, &key.to_string(), &selection).await?;
    tx.commit().await?;
    Ok(answer)
}

/// The change of one, which is something that is done to it like any other.
pub(super) struct Updating<T>(PhantomData<fn() -> T>);

impl<T: Update> Action for Updating<T> {
    type On = T;
    type Input = T::Changes;

    const PATH: &'static str = "";
    // The document has a name for each.
    const NAME: &'static str = "";

    async fn act(tx: &Tx, staff: &Staff, id: Uuid, changes: T::Changes) -> Result<bool, ApiError> {
        T::update(tx, staff, id, changes).await
    }
}

pub(super) async fn delete<T: Delete>(
    State(app): State<App>,
    staff: May<T::Write>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let key = key::<T>(&id)?;
    let tx = begin::<T>(&app, &staff).await?;
    if !T::delete(&tx, &staff, key).await? {
        return Err(missing::<T>(&id));
    }
    tx.commit().await?;
    Ok(deleted(&id, T::OBJECT))
}
