//! `POST /admin/pages/{id}/publish`: what is done to one, which is answered afterwards.
//!
//! Kontor at work does it, for nobody writes pages himself; the answer is read as who called.

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
    routing::post,
};
use db::{Scope, Tx};
use resource::admin::{Doc, answer, fields, id, key, missing, select};
use serde_json::json;
use utoipa::openapi::HttpMethod;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{
    ApiError, App, SelectQuery,
    body::{Body, Documented, FromBody},
    query::Query,
};

use super::Edited;
use crate::pages::{Held, hold};

/// Something that is done to a page, a post or a block.
pub(super) trait Deed: Send + Sync + 'static {
    /// What comes behind the id: `/publish`.
    const PATH: &'static str;
    /// Its name: `publish`.
    const VERB: &'static str;
    /// What is said of it.
    type Input: FromBody + Documented + Send + 'static;

    /// Does it to one that is held.
    fn act(tx: &Tx, held: &Held, input: Self::Input) -> impl Future<Output = Result<(), ApiError>> + Send;
}

/// Serves and documents it.
pub(super) fn deed<T: Edited, D: Deed>(summary: &'static str) -> OpenApiRouter<App> {
    let doc = Doc::new::<needs::ContentWrite>(format!("{}_{}", D::VERB, T::WORD), T::TAG, summary)
        .params([id("id", T::NAME, &T::example()), fields()])
        .body::<D::Input>()
        .answers(format!("{}.", T::NAME), json!({ T::ONE: T::example() }));
    OpenApiRouter::new().routes(doc.route(HttpMethod::Post, &T::path(D::PATH), post(act::<T, D>)))
}

async fn act<T: Edited, D: Deed>(
    State(app): State<App>,
    staff: May<needs::ContentWrite>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(input): Body<D::Input>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = select::<T>(fields.as_deref())?;
    let key = key::<T>(&id)?;
    let tx = app.db.begin_working(&staff).await?;
    let held = held::<T>(&tx, key, &id).await?;
    D::act(&tx, &held, input).await?;
    tx.commit().await?;
    let tx = app.db.begin(Scope::from(&*staff)).await?;
    let answer = answer::<T>(&tx, key, &id, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}

/// The one that a path names, held; 404 when there is none.
pub(super) async fn held<T: Edited>(tx: &Tx, key: Uuid, id: &str) -> Result<Held, ApiError> {
    hold(tx, T::KIND, key).await?.ok_or_else(|| missing::<T>(id))
}
