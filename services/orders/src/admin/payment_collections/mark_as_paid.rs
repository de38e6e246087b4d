//! `POST /admin/payment-collections/{id}/mark-as-paid`

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use entity::ids::OrderId;
use resource::admin::{Resource as _, answer, begin, key, missing, select};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;
use web::{
    AdminErrors, ApiError, App, SelectParams, SelectQuery, body,
    body::{Body, Filled, Required},
    query::Query,
};

use super::table::PaymentCollection;
use crate::{order, payment::SYSTEM};

body! {
    /// Which order was paid.
    pub(super) struct Paid {
        /// The order.
        order_id: Required = "order_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Who took the money: the one that needs nobody.
        provider_id: Filled = "pp_system_default",
    }
}

#[derive(FromQueryResult)]
struct Of {
    order_id: Option<Uuid>,
}

#[derive(FromQueryResult)]
struct Done {
    done: bool,
}

/// Say that what is open was paid elsewhere, in cash or by transfer: it is captured, and booked.
#[utoipa::path(
    post,
    path = "/admin/payment-collections/{id}/mark-as-paid",
    tag = "Admin: payments",
    operation_id = "mark_payment_collection_as_paid",
    params(
        ("id" = String, Path, description = "The payment collection's id.", example = "pay_col_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    request_body(content = inline(Paid), example = json!({"order_id": "order_01jd6nwvvgfa5sr38y5wx4pq3d"})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses(
        (status = 200, description = "It is paid.", body = serde_json::Value, example = json!({"payment_collection": PaymentCollection::example()})),
        AdminErrors,
    )
)]
pub(super) async fn mark_as_paid(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Paid { order_id: Required(order), provider_id: Filled(provider) }): Body<Paid>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = select::<PaymentCollection>(fields.as_deref())?;
    let collection = key::<PaymentCollection>(&id)?;
    if provider.is_some_and(|provider| provider != SYSTEM) {
        return Err(ApiError::invalid_data(format!(
            "Only {SYSTEM} takes what was paid elsewhere: leave provider_id out"
        )));
    }
    let OrderId(of) = order.parse().map_err(|_| order::missing(&order))?;
    let tx = app.db.begin_working(&staff).await?;
    order::hold(&tx, OrderId(of)).await?.must_stand()?;
    let sql = "select k.order_id from payment_collections k where k.id = $1 and k.deleted_at is null";
    let found: Option<Of> = db::fetch_optional(&tx, sql, [collection.into()]).await?;
    if found.and_then(|row| row.order_id) != Some(of) {
        return Err(missing::<PaymentCollection>(&id));
    }
    let fresh = || Value::from(Uuid::now_v7());
    let values: [Value; 5] = [collection.into(), fresh(), fresh(), fresh(), tx.now().into()];
    let sql = "select private.mark_as_paid($1, $2, $3, $4, $5) as done";
    let Done { done } = db::fetch_one(&tx, sql, values).await?;
    if !done {
        return Err(ApiError::not_allowed("Nothing of the payment collection is open: it was paid, or canceled"));
    }
    tx.commit().await?;
    let tx = begin::<PaymentCollection>(&app, &staff).await?;
    let answer = answer::<PaymentCollection>(&tx, collection, &id, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
