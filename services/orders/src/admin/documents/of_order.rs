//! `/admin/orders/{id}/documents` and what is written of an order.

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use db::Tx;
use entity::ids::{DocumentId, FulfillmentId, OrderId, PaymentRefundId};
use resource::admin::{Listing, Resource as _, answer, begin, respond_page, select};
use sea_orm::FromQueryResult;
use serde_json::{Value, json};
use uuid::Uuid;
use web::{
    AdminErrors, ApiError, App, ListParams, SelectParams, SelectQuery, body,
    body::{Body, Filled},
    query::Query,
};

use super::document::Document;
use crate::{
    documents::{self, Kind, Of, Packed, Sold},
    order,
};

body! {
    /// Of which refund.
    pub(super) struct OfRefund {
        /// The refund; without one, what the invoice says, the order does not hold any more, and was never paid.
        refund_id: Filled = "ref_01jd6nwvvgfa5sr38y5wx4pq3d",
    }
}

body! {
    /// Of which parcel.
    pub(super) struct OfParcel {
        /// The fulfilment; without one, all that the order sends.
        fulfillment_id: Option<String> = "ful_01jd6nwvvgfa5sr38y5wx4pq3d",
    }
}

fn key(id: &str) -> Result<Uuid, ApiError> {
    id.parse::<OrderId>().map(|id| id.0).map_err(|_| order::missing(id))
}

fn example() -> Value {
    json!({ "document": Document::example() })
}

async fn written(tx: Tx, document: Uuid, fields: Option<&str>) -> Result<Response, ApiError> {
    let answer =
        answer::<Document>(&tx, document, &DocumentId(document).to_string(), &select::<Document>(fields)?).await?;
    tx.commit().await?;
    Ok(answer)
}

/// List the documents of an order.
#[utoipa::path(
    get,
    path = "/admin/orders/{id}/documents",
    tag = "Admin: documents",
    operation_id = "admin_list_order_documents",
    params(("id" = String, Path, description = "The order's id.", example = "order_01jd6nwvvgfa5sr38y5wx4pq3d"), ListParams),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:read"))),
    responses(
        (status = 200, description = "A page of them.", body = Value, example = json!({"documents": [Document::example()], "count": 1, "offset": 0, "limit": 20})),
        AdminErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    staff: May<needs::OrderRead>,
    path: Result<Path<String>, PathRejection>,
    Query(listing): Query<Listing<Document>>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let order = key(&id)?;
    let tx = begin::<Document>(&app, &staff).await?;
    if db::exec(&tx, "select from orders o where o.id = $1 and o.deleted_at is null", [order.into()]).await? == 0 {
        return Err(order::missing(&id));
    }
    let answer = respond_page(&tx, listing.only("d.order_id = ?", order)).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Write the invoice of an order. It is written once, and stays as it is: asked again, it is answered.
#[utoipa::path(
    post,
    path = "/admin/orders/{id}/invoice",
    tag = "Admin: documents",
    operation_id = "admin_create_order_invoice",
    params(("id" = String, Path, description = "The order's id.", example = "order_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses((status = 200, description = "The invoice.", body = Value, example = json!(example())), AdminErrors)
)]
pub(super) async fn invoice(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let order = key(&id)?;
    let tx = app.db.begin_working(&staff).await?;
    let document = documents::issue(&tx, order).await?.ok_or_else(|| order::missing(&id))?;
    written(tx, document, fields.as_deref()).await
}

/// Write the credit note of a refund that succeeded, or of what an invoice asks for too much: its order was canceled, or changed, before it
/// was paid. It is written once: asked again, it is answered.
#[utoipa::path(
    post,
    path = "/admin/orders/{id}/credit-note",
    tag = "Admin: documents",
    operation_id = "admin_create_order_credit_note",
    params(("id" = String, Path, description = "The order's id.", example = "order_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    request_body(content = inline(OfRefund), example = json!({"refund_id": "ref_01jd6nwvvgfa5sr38y5wx4pq3d"})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses((status = 200, description = "The credit note.", body = Value, example = json!(example())), AdminErrors)
)]
pub(super) async fn credit_note(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(OfRefund { refund_id: Filled(refund) }): Body<OfRefund>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let order = key(&id)?;
    let document;
    let tx = app.db.begin_working(&staff).await?;
    if let Some(refund) = refund {
        let unknown = || ApiError::missing("Refund", &refund);
        let key: PaymentRefundId = refund.parse().map_err(|_| unknown())?;
        document = documents::note_refund(&tx, order, key.0).await?.ok_or_else(unknown)?;
    } else {
        document = documents::note_rest(&tx, order).await?.ok_or_else(|| order::missing(&id))?;
    }
    written(tx, document, fields.as_deref()).await
}

/// Write a packing slip, of a fulfilment or of all that the order sends.
#[utoipa::path(
    post,
    path = "/admin/orders/{id}/packing-slip",
    tag = "Admin: documents",
    operation_id = "admin_create_order_packing_slip",
    params(("id" = String, Path, description = "The order's id.", example = "order_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    request_body(content = inline(OfParcel), example = json!({"fulfillment_id": "ful_01jd6nwvvgfa5sr38y5wx4pq3d"})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses((status = 200, description = "The packing slip.", body = Value, example = json!(example())), AdminErrors)
)]
pub(super) async fn packing_slip(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(OfParcel { fulfillment_id }): Body<OfParcel>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let order = key(&id)?;
    let tx = app.db.begin_working(&staff).await?;
    let sold = Sold::order(&tx, order).await?.ok_or_else(|| order::missing(&id))?;
    let mut of = Of { order: Some(order), ..Of::default() };
    let packed = match fulfillment_id {
        None => None,
        Some(text) => {
            let unknown = || ApiError::missing("Fulfillment", &text);
            let fulfillment: FulfillmentId = text.parse().map_err(|_| unknown())?;
            of.fulfillment = Some(fulfillment.0);
            Some(packed(&tx, order, fulfillment.0).await?.ok_or_else(unknown)?)
        }
    };
    let sheet = documents::packing_slip(&sold, packed.as_deref(), tx.now());
    let document = documents::write(&tx, Kind::PackingSlip, None, of, sheet).await?;
    written(tx, document, fields.as_deref()).await
}

#[derive(FromQueryResult)]
struct Parcel {
    items: Value,
}

/// What lies in a parcel of an order.
async fn packed(tx: &Tx, order: Uuid, fulfillment: Uuid) -> Result<Option<Vec<Packed>>, ApiError> {
    let sql =
        "select (select coalesce(jsonb_agg(to_jsonb(i) order by i.created_at, i.id), '[]') from fulfillment_items i
          where i.organization_id = f.organization_id and i.fulfillment_id = f.id) as items
        from fulfillments f where f.id = $1 and f.order_id = $2 and f.canceled_at is null and f.deleted_at is null";
    let found: Option<Parcel> = db::fetch_optional(tx, sql, [fulfillment.into(), order.into()]).await?;
    found.map(|found| serde_json::from_value(found.items)).transpose().map_err(ApiError::internal)
}
