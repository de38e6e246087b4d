//! `GET /admin/gift-cards/{id}/orders`: what a card paid for.

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use bigdecimal::BigDecimal;
use entity::{Timestamp, ids::OrderId};
use resource::{
    admin::{begin, key, missing, respond, select},
    one,
};
use sea_orm::FromQueryResult;
use serde_json::{Value as Json, json};
use web::{AdminErrors, ApiError, App};

use super::table::GiftCard;
use crate::admin::promotions::number;

#[derive(FromQueryResult)]
struct Paid {
    id: uuid::Uuid,
    display_id: i64,
    status: String,
    email: Option<String>,
    currency_code: String,
    total: BigDecimal,
    amount: BigDecimal,
    created_at: Timestamp,
}

/// The most that are answered.
const MOST: i64 = 1_000;

/// List the orders that a gift card paid for, the youngest first.
#[utoipa::path(
    get,
    path = "/admin/gift-cards/{id}/orders",
    tag = "Admin: gift cards",
    operation_id = "admin_list_orders_of_gift_card",
    params(("id" = String, Path, description = "The gift card's id.", example = "gcard_01jd6nwvvgfa5sr38y5wx4pq3d")),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:read"))),
    responses(
        (status = 200, description = "Orders, each with what the card paid of it.", body = serde_json::Value, example = json!({
            "orders": [{
                "id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "display_id": 7, "status": "pending", "email": "ann@example.com",
                "currency_code": "eur", "total": 0, "gift_card_amount": 23, "created_at": "2026-11-21T10:00:00.000Z"
            }], "count": 1, "offset": 0, "limit": 1000
        })),
        AdminErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    staff: May<needs::OrderRead>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let card = key::<GiftCard>(&id)?;
    let tx = begin::<GiftCard>(&app, &staff).await?;
    one::<GiftCard>(&tx, card, &select::<GiftCard>(Some("id"))?).await?.ok_or_else(|| missing::<GiftCard>(&id))?;
    let sql = "select o.id, o.display_id, o.status, o.email, o.currency_code, o.total, l.amount, o.created_at
        from public.gift_cards g
        join public.store_credit_transactions t on t.organization_id = g.organization_id and t.account_id = g.store_credit_account_id
          and t.reference = 'order' and t.type = 'debit'
        join public.orders o on o.organization_id = t.organization_id and o.id = t.reference_id
        join lateral (select sum(c.amount) as amount from public.order_credit_lines c
          where c.organization_id = o.organization_id and c.order_id = o.id and c.reference = 'gift_card' and c.reference_id = g.id::text
          having count(*) > 0) l on true
        where g.organization_id = $1 and g.id = $2 order by o.created_at desc, o.id desc limit $3";
    let rows: Vec<Paid> = db::fetch_all(&tx, sql, [tx.organization()?.into(), card.into(), MOST.into()]).await?;
    tx.commit().await?;
    let orders: Vec<Json> = (rows.iter())
        .map(|row| {
            json!({
                "id": OrderId(row.id), "display_id": row.display_id, "status": row.status, "email": row.email,
                "currency_code": row.currency_code, "total": number(&row.total), "gift_card_amount": number(&row.amount),
                "created_at": row.created_at,
            })
        })
        .collect();
    let body = json!({ "orders": orders, "count": orders.len(), "offset": 0, "limit": MOST });
    Ok(respond(body.to_string().into_bytes()))
}
