//! `POST /admin/redirects`, `POST|DELETE /admin/redirects/{id}`: what is made, changed and deleted by Kontor at work, for nobody writes these
//! tables himself. The answer is read as who called.

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
    routing::{delete, post},
};
use db::{Scope, Tx};
use resource::admin::{Doc, Resource, answer, deleted, fields, id, key, missing, select};
use serde_json::json;
use utoipa::openapi::HttpMethod;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{
    ApiError, App, SelectQuery,
    body::{Body, Documented, FromBody},
    query::Query,
};

/// A resource that Kontor at work writes.
pub(super) trait Written: Resource {
    /// What is said of a new one.
    type New: FromBody + Documented + Send + 'static;
    /// What changes; what is not named stays.
    type Changes: FromBody + Documented + Send + 'static;

    /// Makes it, and answers its key.
    fn create(tx: &Tx, new: Self::New) -> impl Future<Output = Result<Uuid, ApiError>> + Send;

    /// Changes it; false when there is none.
    fn update(tx: &Tx, id: Uuid, changes: Self::Changes) -> impl Future<Output = Result<bool, ApiError>> + Send;

    /// Deletes it; false when there is none.
    fn delete(tx: &Tx, id: Uuid) -> impl Future<Output = Result<bool, ApiError>> + Send;
}

/// Serves and documents the three.
pub(super) fn written<T: Written>(words: [&'static str; 3]) -> OpenApiRouter<App> {
    let [making, changing, deleting] = words;
    let one = || id("id", T::NAME, &T::example());
    let of_one = format!("{}/{{id}}", T::PATH);
    let doc = |verb: &str, summary| Doc::new::<needs::ContentWrite>(format!("{verb}_{}", T::ONE), T::TAG, summary);
    let shown = |doc: Doc| doc.params([fields()]).answers(format!("{}.", T::NAME), json!({ T::ONE: T::example() }));
    let gone = json!({ "id": T::example()["id"], "object": T::ONE, "deleted": true });
    let created = shown(doc("create", making)).body::<T::New>();
    let updated = shown(doc("update", changing).params([one()])).body::<T::Changes>();
    let removed = doc("delete", deleting).params([one()]).answers("It is gone.", gone);
    OpenApiRouter::new()
        .routes(created.route(HttpMethod::Post, T::PATH, post(create::<T>)))
        .routes(updated.route(HttpMethod::Post, &of_one, post(update::<T>)))
        .routes(removed.route(HttpMethod::Delete, &of_one, delete(remove::<T>)))
}

async fn create<T: Written>(
    State(app): State<App>,
    staff: May<needs::ContentWrite>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(new): Body<T::New>,
) -> Result<Response, ApiError> {
    let selection = select::<T>(fields.as_deref())?;
    let tx = app.db.begin_working(&staff).await?;
    let made = T::create(&tx, new).await?;
    tx.commit().await?;
    let tx = app.db.begin(Scope::from(&*staff)).await?;
    let answer = answer::<T>(&tx, made, &made.to_string(), &selection).await?;
    tx.commit().await?;
    Ok(answer)
}

async fn update<T: Written>(
    State(app): State<App>,
    staff: May<needs::ContentWrite>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(changes): Body<T::Changes>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = select::<T>(fields.as_deref())?;
    let key = key::<T>(&id)?;
    let tx = app.db.begin_working(&staff).await?;
    if !T::update(&tx, key, changes).await? {
        return Err(missing::<T>(&id));
    }
    tx.commit().await?;
    let tx = app.db.begin(Scope::from(&*staff)).await?;
    let answer = answer::<T>(&tx, key, &id, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}

async fn remove<T: Written>(
    State(app): State<App>,
    staff: May<needs::ContentWrite>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let key = key::<T>(&id)?;
    let tx = app.db.begin_working(&staff).await?;
    if !T::delete(&tx, key).await? {
        return Err(missing::<T>(&id));
    }
    tx.commit().await?;
    Ok(deleted(&id, T::ONE))
}
