//! `/store/locales`: the languages that the shop speaks, in its order.

use auth::Shopper;
use axum::{extract::State, response::Response};
use cache::Topic;
use web::{ApiError, App, SelectParams, SelectQuery, StoreErrors, query::Query};

use super::{answer, rules};
use crate::data;

/// List languages.
///
/// 404 in a shop that speaks none of its own, as Medusa answers without translations.
#[utoipa::path(
    get,
    path = "/store/locales",
    tag = "Locales",
    operation_id = "list_locales",
    params(SelectParams),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The languages.", body = serde_json::Value, example = json!({
            "locales": [{"code": "de", "name": "German"}, {"code": "de-AT", "name": "German (Austria)"}]
        })),
        StoreErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    shopper: Shopper,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let selection = rules::LOCALES.select(fields.as_deref())?;
    let tx = app.db.begin_read(&shopper).await?;
    let locales = data::list_locales(&tx).await?;
    tx.commit().await?;
    if locales.is_empty() {
        return Err(ApiError::not_found("The shop speaks no languages of its own"));
    }
    Ok(answer::all("locales", &locales, &selection, Topic::Catalog))
}
