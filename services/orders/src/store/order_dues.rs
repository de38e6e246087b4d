//! `/store/orders/{id}/dues`

use auth::{Customer, Shopper};
use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use entity::ids::{OrderDueId, OrderId, PaymentCollectionId};
use money::wire::Number;
use resource::admin::respond;
use sea_orm::FromQueryResult;
use serde_json::{Value, json};
use web::{ApiError, App, StoreErrors};

use crate::{dues, order};

fn example() -> Value {
    json!({
        "id": "due_01jd6nwvvgfa5sr38y5wx4pq3d", "order_id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "nth": 1, "kind": "deposit", "amount": 600,
        "currency_code": "eur", "due_at": "2026-11-28T10:00:00.000Z", "paid_at": null, "payment_collection_id": null
    })
}

/// List what of an order is due when. Whoever has the order's id has the order, and what is due of it.
#[utoipa::path(
    get,
    path = "/store/orders/{id}/dues",
    tag = "Orders",
    operation_id = "list_order_dues",
    params(("id" = String, Path, description = "The order's id.", example = "order_01jd6nwvvgfa5sr38y5wx4pq3d")),
    security(("publishable_key" = [])),
    responses((status = 200, description = "All of them.", body = Value, example = json!({"dues": [example()]})), StoreErrors)
)]
pub(super) async fn list(
    State(app): State<App>,
    shopper: Shopper,
    customer: Option<Extension<Customer>>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(text) = path?;
    let id: OrderId = text.parse().map_err(|_| order::missing(&text))?;
    let tx = app.db.begin_working(shopper.working(customer.as_deref())).await?;
    let sql = "select from orders o where o.id = $1 and o.deleted_at is null and not o.is_draft_order";
    if db::exec(&tx, sql, [id.0.into()]).await? == 0 {
        return Err(order::missing(&text));
    }
    let dues = dues::of_order(&tx, id.0).await?.iter().map(|due| due.json(false)).collect::<Result<Vec<_>, _>>()?;
    tx.commit().await?;
    Ok(respond(json!({ "dues": dues }).to_string().into_bytes()))
}

#[derive(FromQueryResult)]
struct Collection {
    currency_code: String,
    amount: String,
    status: String,
}

/// Begin to pay what is due. Asked again, it answers the same.
#[utoipa::path(
    post,
    path = "/store/orders/{id}/dues/{due_id}/payment-collection",
    tag = "Orders",
    operation_id = "create_order_due_payment_collection",
    params(
        ("id" = String, Path, description = "The order's id.", example = "order_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("due_id" = String, Path, description = "The due's id.", example = "due_01jd6nwvvgfa5sr38y5wx4pq3d"),
    ),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "What is to be paid.", body = Value, example = json!({"payment_collection": {
            "id": "pay_col_01jd6nwvvgfa5sr38y5wx4pq3d", "currency_code": "eur", "amount": 600, "status": "not_paid", "payment_sessions": []
        }})),
        StoreErrors,
    )
)]
pub(super) async fn collect(
    State(app): State<App>,
    shopper: Shopper,
    customer: Option<Extension<Customer>>,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path((order, due)) = path?;
    let id: OrderId = order.parse().map_err(|_| order::missing(&order))?;
    let missing = || ApiError::missing("Due", &due);
    let key: OrderDueId = due.parse().map_err(|_| missing())?;
    let tx = app.db.begin_working(shopper.working(customer.as_deref())).await?;
    let collection = dues::collect(&tx, id.0, key.0).await?.ok_or_else(missing)?;
    let sql = "select c.currency_code, c.amount::text as amount, c.status from payment_collections c where c.id = $1";
    let Collection { currency_code, amount, status } = db::fetch_one(&tx, sql, [collection.into()]).await?;
    tx.commit().await?;
    let amount = Number(amount.parse().map_err(ApiError::internal)?);
    let body = json!({"payment_collection": {
        "id": PaymentCollectionId(collection), "currency_code": currency_code, "amount": amount, "status": status, "payment_sessions": []
    }});
    Ok(respond(body.to_string().into_bytes()))
}
