//! `POST /admin/pages`, `DELETE /admin/pages/{id}`

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
    routing::{delete, post},
};
use db::Scope;
use resource::admin::{Doc, answer, deleted, fields, id, key, select};
use serde_json::json;
use utoipa::openapi::HttpMethod;
use utoipa_axum::router::OpenApiRouter;
use web::{ApiError, App, SelectQuery, body::Body, query::Query};

use super::{Edited, bodies::New, deed::held};
use crate::{admin::locale::language, pages};

pub(super) fn router<T: Edited>() -> OpenApiRouter<App> {
    let name = T::NAME.to_lowercase();
    let made = Doc::new::<needs::ContentWrite>(format!("create_{}", T::WORD), T::TAG, "Make one, as a draft.")
        .params([fields()])
        .body::<New<T>>()
        .answers(format!("{}.", T::NAME), json!({ T::ONE: T::example() }));
    let gone = json!({ "id": T::example_id(), "object": T::ONE, "deleted": true });
    let removed = Doc::new::<needs::ContentWrite>(
        format!("delete_{}", T::WORD),
        T::TAG,
        "Delete one. Nobody sees it any more, and its path is free.",
    )
    .params([id("id", T::NAME, &T::example())])
    .answers(format!("The {name} is gone."), gone);
    OpenApiRouter::new().routes(made.route(HttpMethod::Post, T::PATH, post(create::<T>))).routes(removed.route(
        HttpMethod::Delete,
        &T::path(""),
        delete(remove::<T>),
    ))
}

async fn create<T: Edited>(
    State(app): State<App>,
    staff: May<needs::ContentWrite>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(mut new): Body<New<T>>,
) -> Result<Response, ApiError> {
    let selection = select::<T>(fields.as_deref())?;
    let translation_of = new.translation_of.take().map(|of| key::<T>(&of)).transpose()?;
    let metadata = std::mem::take(&mut new.metadata);
    let tx = app.db.begin_working(&staff).await?;
    let locale = match new.locale.take() {
        Some(locale) => locale.0,
        None => language(&tx).await?,
    };
    let new = pages::New { kind: T::KIND, locale, translation_of, first: new.snapshot(), metadata };
    let made = pages::create(&tx, new).await?;
    tx.commit().await?;
    let tx = app.db.begin(Scope::from(&*staff)).await?;
    let answer = answer::<T>(&tx, made, &made.to_string(), &selection).await?;
    tx.commit().await?;
    Ok(answer)
}

async fn remove<T: Edited>(
    State(app): State<App>,
    staff: May<needs::ContentWrite>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let key = key::<T>(&id)?;
    let tx = app.db.begin_working(&staff).await?;
    let held = held::<T>(&tx, key, &id).await?;
    pages::remove(&tx, &held).await?;
    tx.commit().await?;
    Ok(deleted(&id, T::ONE))
}
