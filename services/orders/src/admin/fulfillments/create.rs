//! `POST /admin/fulfillments`

use auth::{May, needs};
use axum::{extract::State, response::Response};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use web::{
    AdminErrors, ApiError, App, SelectParams, SelectQuery, body,
    body::{Body, Change, Fields, Required},
    query::Query,
};

use super::{RULES, answer, example};
use crate::{
    admin::{
        address::AddressBody,
        deed::key,
        fields::{Inner, Pieces, Several},
        labels::LabelBody,
    },
    fulfilment::{self, Parcel, Piece},
    order,
};

body! {
    /// So many of a line.
    pub(super) struct ItemBody {
        /// The line of the order.
        line_item_id: Required = "ordli_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// So many.
        quantity: Pieces = 1,
        /// Taken for Medusa's sake: the line says what it is called.
        title: Option<String> = "Blue",
        /// Taken for Medusa's sake: the line says its number.
        sku: Option<String> = "MUG-B",
        /// Taken for Medusa's sake: the line says its bar code.
        barcode: Option<String> = "4006381333931",
        /// Taken for Medusa's sake: the variant says of what it is made.
        inventory_item_id: Option<String> = "iitem_01jd6nwvvgfa5sr38y5wx4pq3d",
    }
}

body! {
    /// What is packed.
    pub(super) struct New {
        /// Of which order.
        order_id: Required = "order_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Where from.
        location_id: Required = "sloc_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Who sends it.
        provider_id: Required = "manual_manual",
        /// Where it goes; where the order goes when it is left out.
        delivery_address: Inner<AddressBody> = {"address_1": "Havnegade 1", "city": "København", "country_code": "dk"},
        /// Of which lines, and how many.
        items: Several<ItemBody> = [{"line_item_id": "ordli_01jd6nwvvgfa5sr38y5wx4pq3d", "quantity": 1}],
        /// By which it is followed.
        labels: Option<Vec<LabelBody>> = [{"tracking_number": "00340434", "tracking_url": "https://example.com/t/00340434", "label_url": ""}],
        /// How it is sent.
        shipping_option_id: Option<String> = "so_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// What the provider notes.
        data: Change<Map<String, Value>> = {},
        /// Taken for Medusa's sake: it is packed now.
        packed_at: Option<DateTime<Utc>> = "2026-11-21T10:00:00Z",
        /// Must be left out: it is shipped at /admin/fulfillments/{id}/shipment.
        shipped_at: Option<DateTime<Utc>> = "2026-11-21T10:00:00Z",
        /// Must be left out: it is delivered at /admin/orders/{id}/fulfillments/{fulfillment_id}/mark-as-delivered.
        delivered_at: Option<DateTime<Utc>> = "2026-11-21T10:00:00Z",
        /// Must be left out: it is canceled at /admin/fulfillments/{id}/cancel.
        canceled_at: Option<DateTime<Utc>> = "2026-11-21T10:00:00Z",
        /// The shop's own data.
        metadata: Change<Map<String, Value>> = {"packer": "Olga"},
    }
    checked by check
}

/// What happens to it later happens later: then lines and stock are counted.
fn check(fields: &mut Fields, new: &New) {
    for (name, time) in
        [("shipped_at", new.shipped_at), ("delivered_at", new.delivered_at), ("canceled_at", new.canceled_at)]
    {
        if time.is_some() {
            let at = fields.at(name);
            fields
                .complain(format!("Value for field '{at}' must be left out: a new fulfillment is packed and no more"));
        }
    }
}

/// Pack pieces of an order, with all that is to be said of it.
#[utoipa::path(
    post,
    path = "/admin/fulfillments",
    tag = "Admin: fulfillments",
    operation_id = "admin_create_fulfillment",
    params(SelectParams),
    request_body(content = inline(New), description = "What is packed.", example = json!({
        "order_id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "location_id": "sloc_01jd6nwvvgfa5sr38y5wx4pq3d", "provider_id": "manual_manual",
        "items": [{"line_item_id": "ordli_01jd6nwvvgfa5sr38y5wx4pq3d", "quantity": 1}]
    })),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses(
        (status = 200, description = "The fulfillment.", body = serde_json::Value, example = json!({"fulfillment": example()})),
        AdminErrors,
    )
)]
pub(super) async fn create(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(new): Body<New>,
) -> Result<Response, ApiError> {
    let selection = RULES.select(fields.as_deref())?;
    let New {
        order_id: Required(order),
        location_id: Required(location),
        provider_id: Required(provider),
        delivery_address: Inner(address),
        items: Several(items),
        labels,
        shipping_option_id,
        data,
        metadata,
        ..
    } = new;
    let piece = |item: ItemBody| Piece { line: item.line_item_id.0, quantity: item.quantity.0 };
    let parcel = Parcel {
        pieces: items.into_iter().map(piece).collect(),
        location: Some(location),
        option: shipping_option_id,
        provider: Some(provider),
        address: address.map(AddressBody::document),
        labels: labels.unwrap_or_default().into_iter().map(LabelBody::label).collect(),
        no_notification: None,
        data: data.given().map(Value::Object),
        metadata: metadata.given().map(Value::Object),
    };
    let tx = app.db.begin_working(&staff).await?;
    let held = order::hold(&tx, key(&order)?).await?;
    let id = fulfilment::create(&tx, &held, parcel).await?;
    tx.commit().await?;
    answer(&app, &staff, id, &selection).await
}
