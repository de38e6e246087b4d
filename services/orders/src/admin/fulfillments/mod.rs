//! `/admin/fulfillments`: the same fulfilments as below their orders, by their own ids.

mod cancel;
mod create;
mod shipment;

use std::sync::LazyLock;

use auth::Staff;
use axum::response::Response;
use db::Scope;
use entity::ids::FulfillmentId;
use resource::admin::respond;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{
    ApiError, App,
    fields::{FieldRules, Plan, Selection, View},
};

use crate::fulfilment::{Fulfillment, one_of};

static RULES: LazyLock<FieldRules> = LazyLock::new(|| {
    let columns = <Fulfillment as View>::COLUMNS.iter().map(|(name, _)| *name);
    FieldRules::open(columns.chain(["*items", "*labels", "*provider", "delivery_address"]))
});

/// `{"fulfillment": …}`, as who calls may see it.
async fn answer(app: &App, staff: &Staff, id: FulfillmentId, selection: &Selection) -> Result<Response, ApiError> {
    let tx = app.db.begin(Scope::from(staff)).await?;
    let found = one_of(&tx, id.0, selection).await?;
    tx.commit().await?;
    let found = found.ok_or_else(|| ApiError::missing("Fulfillment", &id.to_string()))?;
    let mut body = b"{\"fulfillment\":".to_vec();
    Plan::<Fulfillment>::new(selection).write(&found, &mut body);
    body.push(b'}');
    Ok(respond(body))
}

/// A fulfilment, for the OpenAPI document.
fn example() -> serde_json::Value {
    serde_json::json!({
        "id": "ful_01jd6nwvvgfa5sr38y5wx4pq3d", "location_id": "sloc_01jd6nwvvgfa5sr38y5wx4pq3d", "provider_id": "manual_manual",
        "packed_at": "2026-11-21T10:00:00.000Z", "shipped_at": null, "canceled_at": null,
        "items": [{"line_item_id": "ordli_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Blue", "quantity": 1}], "labels": []
    })
}

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create::create)).routes(routes!(cancel::cancel)).routes(routes!(shipment::ship))
}
