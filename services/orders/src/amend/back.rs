//! What comes back: the return of an order, its pieces, and what they are worth.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use db::Tx;
use entity::ids::{OrderReturnId, OrderReturnItemId, ReturnReasonId, StockLocationId};
use money::{Amount, totals};
use sea_orm::{FromQueryResult, Value as Cell};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;
use web::ApiError;

use super::{Confirmed, Held, confirm, explain, hold_by};
use crate::{
    cart::{of_line, of_method},
    change::{Action, What},
    order::{self, document::Order},
};

/// A return with its pieces.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Back {
    pub(crate) id: Uuid,
    pub(crate) order_id: Uuid,
    pub(crate) claim_id: Option<Uuid>,
    pub(crate) exchange_id: Option<Uuid>,
    pub(crate) status: String,
    pub(crate) location_id: Option<Uuid>,
    pub(crate) canceled_at: Option<DateTime<Utc>>,
    pub(crate) items: Vec<BackItem>,
    /// The ways in which it comes.
    pub(crate) methods: Vec<Uuid>,
}

/// So many of a line.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct BackItem {
    pub(crate) item_id: Uuid,
    pub(crate) quantity: u32,
    pub(crate) received_quantity: u32,
    pub(crate) damaged_quantity: u32,
}

impl BackItem {
    /// What has not come yet.
    pub(crate) fn left(&self) -> u32 {
        self.quantity.saturating_sub(self.received_quantity + self.damaged_quantity)
    }
}

#[derive(FromQueryResult)]
struct Row {
    found: Option<Value>,
}

const SQL: &str = "select (select to_jsonb(r) || jsonb_build_object(
      'items', (select coalesce(jsonb_agg(to_jsonb(i) order by i.created_at, i.id), '[]') from order_return_items i
        where i.organization_id = r.organization_id and i.return_id = r.id and i.deleted_at is null),
      'methods', (select coalesce(jsonb_agg(m.id), '[]') from order_shipping_methods m
        where m.organization_id = r.organization_id and m.return_id = r.id and m.deleted_at is null))
    from order_returns r where r.id = $1 and r.deleted_at is null) as found";

/// A return, whoever holds it.
pub(crate) async fn back(tx: &Tx, id: Uuid) -> Result<Option<Back>, ApiError> {
    let row: Row = db::fetch_one(tx, SQL, [id.into()]).await?;
    row.found.map(serde_json::from_value).transpose().map_err(ApiError::internal)
}

/// A return that is about to change, with its order, which is held.
pub(crate) async fn hold_back(tx: &Tx, text: &str) -> Result<(Held, Back), ApiError> {
    let missing = || ApiError::missing("Return", text);
    let id: OrderReturnId = text.parse().map_err(|_| missing())?;
    let of = back(tx, id.0).await?.ok_or_else(missing)?.order_id;
    let held = hold_by(tx, of).await?;
    // Whoever held the order before may have changed it.
    let back = back(tx, id.0).await?.ok_or_else(missing)?;
    if back.canceled_at.is_some() {
        return Err(ApiError::invalid_data(format!("Return with id {id} has been canceled.")));
    }
    Ok((held, back))
}

/// A new return.
#[derive(Debug, Default)]
pub(crate) struct NewReturn {
    pub(crate) location: Option<Uuid>,
    pub(crate) claim_id: Option<Uuid>,
    pub(crate) exchange_id: Option<Uuid>,
    pub(crate) no_notification: Option<bool>,
    pub(crate) metadata: Option<Map<String, Value>>,
}

/// Makes a return of an order that is held; nothing comes back by it yet.
pub(crate) async fn create_return(tx: &Tx, held: &Held, new: NewReturn) -> Result<Uuid, ApiError> {
    let id = OrderReturnId::new().0;
    let sql = "insert into order_returns (organization_id, id, order_id, claim_id, exchange_id, display_id, order_version, location_id,
          no_notification, metadata, created_at, updated_at)
        values ($1, $2, $3, $4, $5, private.take_numbers('return', 1), $6, $7, $8, $9, $10, $10)";
    let values: [Cell; 10] = [
        tx.organization()?.into(),
        id.into(),
        held.order.id.into(),
        new.claim_id.into(),
        new.exchange_id.into(),
        held.order.version.into(),
        new.location.into(),
        new.no_notification.into(),
        new.metadata.map(Value::Object).into(),
        tx.now().into(),
    ];
    db::exec(tx, sql, values).await?;
    Ok(id)
}

/// A stock location of the shop.
pub(crate) async fn location(tx: &Tx, text: Option<&str>) -> Result<Option<Uuid>, ApiError> {
    let Some(text) = text else { return Ok(None) };
    let missing = || ApiError::missing("Stock location", text);
    let id: StockLocationId = text.parse().map_err(|_| missing())?;
    let sql = "select from stock_locations l where l.id = $1 and l.deleted_at is null";
    if db::exec(tx, sql, [id.0.into()]).await? == 0 { Err(missing()) } else { Ok(Some(id.0)) }
}

#[derive(FromQueryResult)]
struct Known {
    id: Uuid,
}

/// Reasons of the shop, by their ids on the wire.
pub(crate) async fn reasons(tx: &Tx, texts: &[String]) -> Result<BTreeMap<String, Uuid>, ApiError> {
    let ids: BTreeMap<String, Uuid> =
        texts.iter().filter_map(|text| Some((text.clone(), text.parse::<ReturnReasonId>().ok()?.0))).collect();
    let sql = "select r.id from return_reasons r where r.id = any($1) and r.deleted_at is null";
    let wanted: Vec<Uuid> = ids.values().copied().collect();
    let known: Vec<Known> =
        if wanted.is_empty() { Vec::new() } else { db::fetch_all(tx, sql, [wanted.into()]).await? };
    let is_known = |text: &String| ids.get(text).is_some_and(|id| known.iter().any(|one| one.id == *id));
    match texts.iter().find(|text| !is_known(text)) {
        Some(unknown) => Err(ApiError::missing("Return reason", unknown)),
        None => Ok(ids),
    }
}

/// What pieces of lines are worth, less what their way back costs; never below nothing.
pub(crate) fn worth(order: &Order, pieces: &[(Uuid, u32)], ways: &[Uuid]) -> Amount {
    let rounding = order::rounding(order);
    let goods: Amount = (pieces.iter())
        .filter_map(|(id, pieces)| {
            let line = &order.items.iter().find(|item| item.line.id == *id)?.line;
            let total = totals::line(&of_line(line), rounding).sums.total;
            Some(totals::returned(&total, line.quantity, *pieces, rounding))
        })
        .sum();
    let shipping: Amount = (order.shipping_methods.iter())
        .filter(|method| ways.contains(&method.id))
        .map(|method| totals::line(&of_method(method), rounding).sums.total)
        .sum();
    (&goods - &shipping).at_least_zero()
}

/// Confirms that things come back: the open change is confirmed, and the return says what it waits for.
pub(crate) async fn confirm_return(
    tx: &Tx,
    held: &mut Held,
    return_id: Uuid,
    by: Option<String>,
) -> Result<Confirmed, ApiError> {
    let done = confirm(tx, held, by).await?;
    expect(tx, &done, return_id).await?;
    Ok(done)
}

/// What a confirmed change asks back is what its return waits for.
pub(crate) async fn expect(tx: &Tx, done: &Confirmed, return_id: Uuid) -> Result<(), ApiError> {
    let mut rows: BTreeMap<Uuid, (u32, Value)> = BTreeMap::new();
    for Action { what, .. } in &done.actions {
        let What::ReturnItem { item, quantity, reason_id, note, metadata } = what else { continue };
        let (pieces, row) = rows.entry(*item).or_default();
        *pieces += quantity;
        *row = json!({
            "id": OrderReturnItemId::new().0, "item_id": item, "quantity": *pieces, "reason_id": reason_id, "note": note, "metadata": metadata
        });
    }
    let pieces: Vec<(Uuid, u32)> = rows.iter().map(|(id, (pieces, _))| (*id, *pieces)).collect();
    let ways: Vec<Uuid> = (done.actions.iter())
        .filter(|action| matches!(&action.what, What::ShippingAdd { return_id: of, .. } if *of == Some(return_id)))
        .filter_map(|action| action.what.method())
        .collect();
    let sql = "with made as (
          insert into order_return_items (organization_id, id, return_id, item_id, quantity, reason_id, note, metadata, created_at, updated_at)
          select $1, n.id, $2, n.item_id, n.quantity, n.reason_id, n.note, n.metadata, $5, $5
          from jsonb_populate_recordset(null::order_return_items, $3) n returning id)
        update order_returns r set status = 'requested', requested_at = $5, refund_amount = $4::numeric, updated_at = $5
        where r.id = $2 and (select count(*) from made) >= 0";
    let rows: Vec<Value> = rows.into_values().map(|(_, row)| row).collect();
    let values: [Cell; 5] = [
        tx.organization()?.into(),
        return_id.into(),
        Value::Array(rows).into(),
        worth(&done.order, &pieces, &ways).to_string().into(),
        tx.now().into(),
    ];
    db::exec(tx, sql, values).await.map_err(explain)?;
    Ok(())
}

/// What was received is in the rows of the return, and what can be sold again is stock where it came to. Answers the status.
pub(crate) async fn received(tx: &Tx, done: &Confirmed, back: &Back) -> Result<&'static str, ApiError> {
    let mut items = back.items.clone();
    let mut lines = Vec::new();
    for Action { what, .. } in &done.actions {
        let (item, whole, damaged) = match what {
            What::ReceiveReturnItem { item, quantity } => (item, *quantity, 0),
            What::ReceiveDamagedReturnItem { item, quantity } => (item, 0, *quantity),
            _ => continue,
        };
        if let Some(row) = items.iter_mut().find(|row| row.item_id == *item) {
            row.received_quantity += whole;
            row.damaged_quantity += damaged;
        }
        if whole > 0 {
            lines.push(json!({ "line_item_id": item, "quantity": whole }));
        }
    }
    let status = if items.iter().all(|row| row.left() == 0) { "received" } else { "partially_received" };
    let pieces: Vec<(Uuid, u32)> =
        items.iter().map(|row| (row.item_id, row.received_quantity + row.damaged_quantity)).collect();
    let rows: Vec<Value> = (items.iter())
        .map(|row| json!({ "item_id": row.item_id, "received_quantity": row.received_quantity, "damaged_quantity": row.damaged_quantity }))
        .collect();
    let sql = "with counted as (
          update order_return_items i set received_quantity = n.received_quantity, damaged_quantity = n.damaged_quantity, updated_at = $5
          from jsonb_populate_recordset(null::order_return_items, $2) n where i.return_id = $1 and i.item_id = n.item_id returning i.id)
        update order_returns r set status = $3, refund_amount = $4::numeric, updated_at = $5,
          received_at = case when $3 = 'received' then $5 end
        where r.id = $1 and (select count(*) from counted) >= 0";
    let values: [Cell; 5] = [
        back.id.into(),
        Value::Array(rows).into(),
        status.into(),
        worth(&done.order, &pieces, &back.methods).to_string().into(),
        tx.now().into(),
    ];
    db::exec(tx, sql, values).await.map_err(explain)?;
    if !lines.is_empty() {
        let sql = "select private.take_back($1, $2, $3)";
        let values: [Cell; 3] = [Value::Array(lines).into(), back.location_id.into(), back.id.into()];
        db::exec(tx, sql, values).await.map_err(explain)?;
    }
    Ok(status)
}

/// What has to be done so that nothing of a return comes back, nor is sent that way.
pub(crate) fn undoing(back: &Back) -> Vec<(What, Option<String>)> {
    let items = back
        .items
        .iter()
        .filter(|row| row.left() > 0)
        .map(|row| What::CancelReturnItem { item: row.item_id, quantity: row.left() });
    let ways = back.methods.iter().map(|method| What::ShippingRemove { method: *method });
    items.chain(ways).map(|what| (what, None)).collect()
}

/// The return is canceled.
pub(crate) async fn cancel_return(tx: &Tx, id: Uuid, no_notification: Option<bool>) -> Result<(), ApiError> {
    let sql = "update order_returns r set status = 'canceled', canceled_at = $2, updated_at = $2,
        no_notification = coalesce($3, r.no_notification) where r.id = $1";
    db::exec(tx, sql, [id.into(), tx.now().into(), no_notification.into()]).await?;
    Ok(())
}
