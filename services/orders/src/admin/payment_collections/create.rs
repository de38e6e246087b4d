//! `POST /admin/payment-collections`

use auth::{May, needs};
use axum::{extract::State, response::Response};
use entity::ids::{OrderId, PaymentCollectionId};
use resource::{
    admin::{Resource as _, answer, begin, select},
    fields::Amount,
};
use sea_orm::Value;
use web::{
    AdminErrors, ApiError, App, SelectParams, SelectQuery, body,
    body::{Body, Required},
    query::Query,
};

use super::table::PaymentCollection;
use crate::{admin::payments::positive, order};

body! {
    /// What is to be paid.
    pub(super) struct New {
        /// For which order.
        order_id: Required = "order_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// How much: at most what is still to be paid of it.
        amount: Amount = 24.9,
    }
}

/// Ask for money for an order: at most what is still to be paid of it, and is not asked for yet.
#[utoipa::path(
    post,
    path = "/admin/payment-collections",
    tag = "Admin: payments",
    operation_id = "create_order_payment_collection",
    params(SelectParams),
    request_body(content = inline(New), example = json!({"order_id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "amount": 24.9})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses(
        (status = 200, description = "What is to be paid.", body = serde_json::Value, example = json!({"payment_collection": PaymentCollection::example()})),
        AdminErrors,
    )
)]
pub(super) async fn create(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(New { order_id: Required(order), amount: Amount(amount) }): Body<New>,
) -> Result<Response, ApiError> {
    let selection = select::<PaymentCollection>(fields.as_deref())?;
    let amount = amount.ok_or_else(|| ApiError::invalid_data("Invalid request: Field 'amount' is required"))?;
    let amount = positive(amount)?;
    let OrderId(key) = order.parse().map_err(|_| order::missing(&order))?;
    let id = PaymentCollectionId::new();
    let tx = app.db.begin_working(&staff).await?;
    order::hold(&tx, OrderId(key)).await?.must_stand()?;
    let open = order::open(&tx, OrderId(key)).await?;
    if amount > open {
        let words = format!(
            "Invalid request: Value for field 'amount' too big: {} of the order are still to be paid",
            open.at_least_zero()
        );
        return Err(ApiError::invalid_data(words));
    }
    let sql =
        "insert into payment_collections (organization_id, id, order_id, currency_code, amount, created_at, updated_at)
        select o.organization_id, $2, o.id, o.currency_code, $3::numeric, $4, $4 from orders o where o.id = $1";
    let values: [Value; 4] = [key.into(), id.0.into(), amount.to_string().into(), tx.now().into()];
    db::exec(&tx, sql, values).await?;
    tx.commit().await?;
    let tx = begin::<PaymentCollection>(&app, &staff).await?;
    let answer = answer::<PaymentCollection>(&tx, id.0, &id.to_string(), &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
