//! Reading orders: one, or a page of them, in a number of statements that does not depend on how many they are.

use std::collections::HashMap;

use db::Tx;
use entity::ids::OrderId;
use resource::{Filter, Select, order_by, page};
use sea_orm::FromQueryResult;
use serde_json::Value;
use uuid::Uuid;
use web::{ApiError, ListQuery, fields::Selection};

use super::{document::Order, related::Related, view::OrderView};
use crate::cart::view::goods::{self, Audience, Goods};

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    found: Value,
}

#[derive(FromQueryResult)]
struct Snapshot {
    snapshot: Value,
}

/// An order as shoppers are told it: whoever has its id has the order, as with Medusa. Asked by Kontor at work.
pub(crate) async fn read(tx: &Tx, id: OrderId, selection: &Selection) -> Result<OrderView, ApiError> {
    let rows: Vec<Row> = db::fetch_all(tx, PLACED, [vec![id.0].into()]).await?;
    let unknown = || missing(&id.to_string());
    let found = rows.into_iter().next().ok_or_else(unknown)?.found;
    let order = serde_json::from_value(found).map_err(ApiError::internal)?;
    views(tx, vec![order], Audience::Shopper, selection).await?.pop().ok_or_else(unknown)
}

/// Whether all that shoppers are told by this selection stands in the order, or is its goods.
pub(crate) fn stands_alone(selection: &Selection) -> bool {
    !Related::is_wanted(selection)
}

/// The order of such a selection, from the document of `private.order_documents`, as shoppers are told it.
pub(crate) fn told(document: &str, goods: &Goods) -> Result<OrderView, ApiError> {
    let order = serde_json::from_str(document).map_err(ApiError::internal)?;
    Ok(OrderView::new(order, goods, &mut Related::default(), Audience::Shopper))
}

/// An order, for whoever asks; as it is, or as it was in a version before.
pub(crate) async fn read_for(
    tx: &Tx,
    id: OrderId,
    audience: Audience,
    version: Option<i64>,
    selection: &Selection,
) -> Result<OrderView, ApiError> {
    let unknown = || missing(&id.to_string());
    let now = document(tx, id).await?.ok_or_else(unknown)?;
    let found = match version {
        Some(version) if now["version"].as_i64() != Some(version) => before(tx, id, version).await?,
        _ => now,
    };
    let order = serde_json::from_value(found).map_err(ApiError::internal)?;
    views(tx, vec![order], audience, selection).await?.pop().ok_or_else(unknown)
}

/// A page of orders, in the order of their keys here.
pub(crate) async fn read_all(
    tx: &Tx,
    ids: &[Uuid],
    audience: Audience,
    selection: &Selection,
) -> Result<Vec<OrderView>, ApiError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> = db::fetch_all(tx, SQL, [ids.to_vec().into()]).await?;
    let mut found: HashMap<Uuid, Value> = rows.into_iter().map(|row| (row.id, row.found)).collect();
    let orders: Result<Vec<Order>, _> =
        ids.iter().filter_map(|id| found.remove(id)).map(serde_json::from_value).collect();
    Ok(views(tx, orders.map_err(ApiError::internal)?, audience, selection).await?)
}

/// An order whole, as a version of it is kept (`private.confirm_change`).
pub(crate) async fn document(tx: &Tx, id: OrderId) -> Result<Option<Value>, ApiError> {
    let rows: Vec<Row> = db::fetch_all(tx, SQL, [vec![id.0].into()]).await?;
    Ok(rows.into_iter().next().map(|row| row.found))
}

#[derive(FromQueryResult)]
struct Key {
    id: Uuid,
}

/// A page of somebody's own orders, under these conditions, and how many they are.
pub(crate) async fn of_customer(
    tx: &Tx,
    list: &ListQuery,
    filter: &Filter,
    selection: &Selection,
) -> Result<(Vec<OrderView>, i64), ApiError> {
    let order_by = order_by("o", &list.order, "o.created_at desc, o.id desc");
    let select = Select { columns: "o.id", from: "orders o", order_by: &order_by };
    let (keys, count): (Vec<Key>, i64) = page(tx, select, filter, Vec::new(), list.page).await?;
    let ids: Vec<Uuid> = keys.into_iter().map(|key| key.id).collect();
    Ok((read_all(tx, &ids, Audience::Shopper, selection).await?, count))
}

/// Refuses where there is no such order.
pub(crate) async fn must_be(tx: &Tx, id: OrderId) -> Result<(), ApiError> {
    let sql = "select from orders o where o.id = $1 and not o.is_draft_order and o.deleted_at is null";
    match db::exec(tx, sql, [id.0.into()]).await? {
        0 => Err(missing(&id.to_string())),
        _ => Ok(()),
    }
}

/// There is no such order in this shop.
pub(crate) fn missing(id: &str) -> ApiError {
    ApiError::missing("Order", id)
}

/// The versions of an order that were the last ones with a line that it has not any more.
pub(crate) async fn with_former_lines(tx: &Tx, id: OrderId, selection: &Selection) -> Result<Vec<OrderView>, ApiError> {
    let sql = "with last as (select i.item ->> 'id' as line, max(w.version) as version
          from order_versions w cross join jsonb_array_elements(w.snapshot -> 'items') i (item)
          where w.order_id = $1 group by i.item ->> 'id')
        select v.snapshot from order_versions v
        where v.order_id = $1 and v.version in (select l.version from last l
          where not exists (select from order_line_items n where n.order_id = $1 and n.id = l.line::uuid))
        order by v.version desc";
    let found: Vec<Snapshot> = db::fetch_all(tx, sql, [id.0.into()]).await?;
    let orders: Result<Vec<Order>, _> = found.into_iter().map(|row| serde_json::from_value(row.snapshot)).collect();
    Ok(views(tx, orders.map_err(ApiError::internal)?, Audience::Staff, selection).await?)
}

async fn before(tx: &Tx, id: OrderId, version: i64) -> Result<Value, ApiError> {
    let sql = "select v.snapshot from order_versions v where v.order_id = $1 and v.version = $2";
    let found: Vec<Snapshot> = db::fetch_all(tx, sql, [id.0.into(), version.into()]).await?;
    let found = found.into_iter().next().map(|row| row.snapshot);
    found.ok_or_else(|| ApiError::not_found(format!("Order with id: {id} has no version {version}")))
}

/// Orders, or drafts of them, with what is selected of all that belongs to them.
pub(crate) async fn views(
    tx: &Tx,
    orders: Vec<Order>,
    audience: Audience,
    selection: &Selection,
) -> db::Result<Vec<OrderView>> {
    let lines = orders.iter().flat_map(|order| &order.items).map(|item| &item.line);
    let goods = goods::load(tx, lines, audience, selection).await?;
    let mut related = Related::load(tx, &orders, audience, selection).await?;
    Ok(orders.into_iter().map(|order| OrderView::new(order, &goods, &mut related, audience)).collect())
}

/// Drafts are told by who writes them.
const SQL: &str = "select d.id, d.found from private.order_documents($1) d where not d.is_draft_order";
/// The same for Kontor at work.
const PLACED: &str = "select d.id, d.found from private.placed_orders($1) d where not d.is_draft_order";
