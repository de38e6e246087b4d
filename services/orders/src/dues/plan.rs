//! How the rest of an order is to be paid.

use chrono::{DateTime, Utc};
use db::Tx;
use entity::ids::{OrderDueId, OrderId};
use events::{Emit, EventName};
use money::Amount;
use sea_orm::{FromQueryResult, Value};
use serde_json::json;
use uuid::Uuid;
use web::ApiError;

const PLANNED: EventName = EventName::new("order.dues_planned");

/// A part of what is left.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) kind: &'static str,
    pub(crate) amount: Amount,
    pub(crate) due_at: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
struct Left {
    status: String,
    is_draft_order: bool,
    open: String,
    last: i32,
    is_begun: bool,
    before: serde_json::Value,
}

/// Replaces what is due of an order and not paid. False when there is no such order.
pub(crate) async fn replace(tx: &Tx, order: Uuid, parts: &[Part]) -> Result<bool, ApiError> {
    let held =
        db::exec(tx, "select from orders o where o.id = $1 and o.deleted_at is null for no key update", [order.into()])
            .await?;
    if held == 0 {
        return Ok(false);
    }
    // What is paid for them, before they are: as whoever hears that it is paid.
    let sql = "select from payment_collections c where c.id in (select d.payment_collection_id from order_dues d where d.order_id = $1)
        order by c.id for no key update";
    db::exec(tx, sql, [order.into()]).await?;
    let sql = "select o.status, o.is_draft_order,
        (o.total - coalesce((select sum(private.worth_of(d)) from order_dues d where d.organization_id = o.organization_id and d.order_id = o.id
          and d.paid_at is not null), 0)
          - coalesce((select sum(p.captured_amount - p.refunded_amount) from payments p
            join payment_collections c on c.organization_id = p.organization_id and c.id = p.payment_collection_id
            where c.organization_id = o.organization_id and c.order_id = o.id and c.deleted_at is null and p.canceled_at is null and not exists (
              select from order_dues d where d.organization_id = c.organization_id and d.payment_collection_id = c.id)), 0))::text as open,
        coalesce((select max(d.nth) from order_dues d where d.organization_id = o.organization_id and d.order_id = o.id and d.paid_at is not null), 0) as last,
        exists (select from order_dues d join payment_collections c on c.organization_id = d.organization_id and c.id = d.payment_collection_id
          where d.organization_id = o.organization_id and d.order_id = o.id and d.paid_at is null
            and (c.captured_amount > 0 or private.on_its_way(c.organization_id, c.id) > 0)) as is_begun,
        (select coalesce(jsonb_agg(jsonb_build_object('kind', d.kind, 'amount', d.amount::text, 'due_at', d.due_at) order by d.nth), '[]')
          from order_dues d where d.organization_id = o.organization_id and d.order_id = o.id) as before
        from orders o where o.id = $1";
    let left: Left = db::fetch_one(tx, sql, [order.into()]).await?;
    let id = OrderId(order);
    if left.is_draft_order || left.status == "canceled" {
        return Err(ApiError::not_allowed(format!("Order with id: {id} is {}: nothing is due of it", left.status)));
    }
    if left.is_begun {
        return Err(ApiError::not_allowed(format!(
            "A due of order with id: {id} is being paid: wait for it, or cancel its payment"
        )));
    }
    let open: Amount = left.open.parse().map_err(ApiError::internal)?;
    let sum: Amount = parts.iter().map(|part| &part.amount).sum();
    if sum != open {
        let words = format!("The dues come to {sum}, but {open} is left to pay of order with id: {id}");
        return Err(ApiError::invalid_data(words));
    }
    // What nobody pays for any more ends with the dues that it was for.
    let sql = "select s from order_dues d cross join lateral private.end_sessions(d.payment_collection_id, $2) s
        where d.order_id = $1 and d.paid_at is null and d.payment_collection_id is not null";
    db::exec(tx, sql, [order.into(), tx.now().into()]).await?;
    let sql = "update payment_collections c set status = 'canceled', deleted_at = $2 from order_dues d
        where d.order_id = $1 and d.paid_at is null and d.organization_id = c.organization_id and d.payment_collection_id = c.id";
    db::exec(tx, sql, [order.into(), tx.now().into()]).await?;
    db::exec(tx, "delete from order_dues where order_id = $1 and paid_at is null", [order.into()]).await?;
    let parts: Vec<serde_json::Value> = (parts.iter().zip(1..))
        .map(|(part, nth)| {
            json!({
                "id": OrderDueId::new().0, "nth": left.last + nth, "kind": part.kind, "amount": part.amount.to_string(), "due_at": part.due_at,
            })
        })
        .collect();
    let parts = serde_json::Value::Array(parts);
    let sql =
        "insert into order_dues (organization_id, id, order_id, nth, kind, amount, due_at, created_at, updated_at)
        select $1, p.id, $2, p.nth, p.kind, p.amount, p.due_at, $3, $3
        from jsonb_to_recordset($4) as p (id uuid, nth integer, kind text, amount numeric, due_at timestamptz)";
    let values: [Value; 4] = [tx.organization()?.into(), order.into(), tx.now().into(), parts.clone().into()];
    db::exec(tx, sql, values).await?;
    events::emit(tx, Emit::new(PLANNED, order).before(left.before).after(parts)).await?;
    Ok(true)
}
