//! Reading an order.

use db::Tx;
use entity::ids::OrderId;
use sea_orm::FromQueryResult;
use serde_json::Value;
use web::{ApiError, fields::Selection};

use super::{document::Order, view::OrderView};
use crate::cart::view::goods;

#[derive(FromQueryResult)]
struct Row {
    found: Option<Value>,
}

/// An order as it is told: whoever has its id has the order, as with Medusa.
pub(crate) async fn read(tx: &Tx, id: OrderId, selection: &Selection) -> Result<OrderView, ApiError> {
    let row: Row = db::fetch_one(tx, SQL, [id.0.into()]).await?;
    let found = row.found.ok_or_else(|| missing(&id.to_string()))?;
    let order: Order = serde_json::from_value(found).map_err(ApiError::internal)?;
    let goods = goods::load(tx, order.items.iter().map(|item| &item.line), selection).await?;
    Ok(OrderView::new(order, &goods))
}

/// There is no such order in this shop.
pub(crate) fn missing(id: &str) -> ApiError {
    ApiError::missing("Order", id)
}

/// Money is text: numbers of JSON lose digits on their way.
const SQL: &str = "select (select to_jsonb(o) - 'total' - 'totals' - 'search' || jsonb_build_object(
    'addresses', (select coalesce(jsonb_agg(to_jsonb(a)), '[]') from order_addresses a
      where a.organization_id = o.organization_id and a.order_id = o.id),
    'items', (select coalesce(jsonb_agg(to_jsonb(i) || jsonb_build_object('unit_price', i.unit_price::text,
        'compare_at_unit_price', i.compare_at_unit_price::text) order by i.created_at, i.id), '[]') from order_line_items i
      where i.organization_id = o.organization_id and i.order_id = o.id),
    'shipping_methods', (select coalesce(jsonb_agg(to_jsonb(m) || jsonb_build_object('amount', m.amount::text)
        order by m.created_at, m.id), '[]') from order_shipping_methods m
      where m.organization_id = o.organization_id and m.order_id = o.id and m.deleted_at is null),
    'credit_lines', (select coalesce(jsonb_agg(to_jsonb(l) || jsonb_build_object('amount', l.amount::text)
        order by l.created_at, l.id), '[]') from order_credit_lines l
      where l.organization_id = o.organization_id and l.order_id = o.id),
    'payment_collections', (select coalesce(jsonb_agg(to_jsonb(k) || jsonb_build_object('amount', k.amount::text,
        'authorized_amount', k.authorized_amount::text, 'captured_amount', k.captured_amount::text,
        'refunded_amount', k.refunded_amount::text, 'session', null,
        'payments', (select coalesce(jsonb_agg(to_jsonb(p) || jsonb_build_object('amount', p.amount::text) order by p.created_at), '[]')
          from payments p where p.organization_id = k.organization_id and p.payment_collection_id = k.id))
        order by k.created_at), '[]') from payment_collections k
      where k.organization_id = o.organization_id and k.order_id = o.id and k.deleted_at is null),
    'paid', coalesce((select sum(t.amount) from order_transactions t
      where t.organization_id = o.organization_id and t.order_id = o.id and t.amount > 0), 0)::text,
    'refunded', coalesce((select -sum(t.amount) from order_transactions t
      where t.organization_id = o.organization_id and t.order_id = o.id and t.amount < 0), 0)::text,
    'payment_status', s.payment_status, 'fulfillment_status', s.fulfillment_status)
  from orders o join private.order_states(array[$1]) s on s.order_id = o.id
  where o.id = $1 and not o.is_draft_order and o.deleted_at is null) as found";
