//! Packing what was ordered.

use std::collections::BTreeMap;

use db::Tx;
use entity::ids::{FulfillmentId, OrderLineItemId, ShippingOptionId, StockLocationId};
use events::{Emit, EventName};
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Value, json};
use uuid::Uuid;
use web::ApiError;

use super::{
    provider::{self, DEFAULT},
    refused,
};
use crate::order::Held;

const CREATED: EventName = EventName::new("order.fulfillment_created");

/// So many of a line.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    /// The line, as it was named.
    pub(crate) line: String,
    /// So many.
    pub(crate) quantity: i64,
}

/// By which it is followed.
#[expect(clippy::struct_field_names, reason = "the columns are Medusa's")]
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct Label {
    pub(crate) tracking_number: String,
    pub(crate) tracking_url: String,
    pub(crate) label_url: String,
}

/// What is said of a new fulfilment.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parcel {
    pub(crate) pieces: Vec<Piece>,
    /// Where from; the place of the way in which it is sent when it is left out.
    pub(crate) location: Option<String>,
    /// Another way of sending than the customer chose.
    pub(crate) option: Option<String>,
    /// Another provider than that of the way of sending.
    pub(crate) provider: Option<String>,
    /// Another address than the order's.
    pub(crate) address: Option<Value>,
    pub(crate) labels: Vec<Label>,
    pub(crate) no_notification: Option<bool>,
    pub(crate) data: Option<Value>,
    pub(crate) metadata: Option<Value>,
}

#[derive(FromQueryResult)]
struct Line {
    id: Uuid,
    open: i64,
    title: String,
    variant_title: Option<String>,
    variant_sku: Option<String>,
    variant_barcode: Option<String>,
    requires_shipping: bool,
    shipping_profile_id: Option<Uuid>,
}

/// How it is sent.
#[derive(Default, FromQueryResult)]
struct Way {
    option: Option<Uuid>,
    provider: Option<String>,
    location: Option<Uuid>,
}

/// What left.
#[derive(FromQueryResult)]
struct Left {
    line_item_id: Uuid,
    inventory_item_id: Uuid,
    quantity: i64,
}

/// Packs pieces of an order that is held; what was kept for them leaves the stock.
pub(crate) async fn create(tx: &Tx, order: &Held, parcel: Parcel) -> Result<FulfillmentId, ApiError> {
    order.must_stand()?;
    let lines = lines(tx, order).await?;
    let wanted = wanted(order, &parcel.pieces, &lines)?;
    let way = way(tx, order, parcel.option.as_deref(), &wanted).await?;
    let location = location(tx, &parcel, &way).await?;
    let provider = parcel.provider.or(way.provider).unwrap_or_else(|| DEFAULT.to_owned());
    let Some(carrier) = provider::provider(&provider) else {
        let shown: String = provider.chars().take(100).collect();
        let words = format!("Unable to retrieve the fulfillment provider with id: {shown}");
        return Err(ApiError::invalid_data(words));
    };
    let counts: Vec<Value> = wanted.iter().map(|(line, n)| json!({ "line_item_id": line.id, "quantity": n })).collect();
    let counts = Value::Array(counts);
    take(tx, order, &counts, &wanted).await?;

    let id = FulfillmentId::new();
    let sql = "insert into fulfillments (organization_id, id, order_id, location_id, provider_id, shipping_option_id, requires_shipping,
          delivery_address, data, packed_at, no_notification, metadata, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, coalesce($8, (
            select to_jsonb(a) - array['organization_id', 'order_id', 'kind', 'customer_id'] from order_addresses a
            where a.organization_id = $1 and a.order_id = $3 and a.kind = 'shipping')),
          $9, $10, $11, $12, $10, $10)";
    let values: [Cell; 12] = [
        tx.organization()?.into(),
        id.0.into(),
        order.id.into(),
        location.into(),
        provider.into(),
        way.option.into(),
        wanted.first().is_some_and(|(line, _)| line.requires_shipping).into(),
        parcel.address.into(),
        parcel.data.unwrap_or_else(|| carrier.pack()).into(),
        tx.now().into(),
        parcel.no_notification.into(),
        parcel.metadata.into(),
    ];
    db::exec(tx, sql, values).await?;
    put_labels(tx, id, &parcel.labels).await?;
    // Stock comes last, so that what everybody wants is held for as short as can be.
    let sql = "select line_item_id, inventory_item_id, quantity from private.ship_reserved($1, $2)";
    let left: db::Result<Vec<Left>> = db::fetch_all(tx, sql, [counts.into(), location.into()]).await;
    let left = left.map_err(refused::explain)?;
    put_items(tx, id, &wanted, &left).await?;
    // Of a line that is wholly sent nothing is kept, whatever its variant is made of by now.
    let sent: Vec<Uuid> = wanted.iter().filter(|(line, n)| line.open == *n).map(|(line, _)| line.id).collect();
    let sql = "select private.end_reservations(array(select r.id from reservation_items r
        where r.line_item_id = any($1::uuid[]::text[]) and r.deleted_at is null), false)";
    db::exec(tx, sql, [sent.into()]).await?;
    let event = Emit::new(CREATED, order.id).after(json!({
        "order_id": order.id, "fulfillment_id": id.0, "location_id": location, "no_notification": parcel.no_notification,
        "items": wanted.iter().map(|(line, n)| json!({ "id": line.id, "quantity": n })).collect::<Vec<_>>(),
    }));
    events::emit(tx, event).await?;
    Ok(id)
}

/// Writes down by what a fulfilment is followed.
pub(super) async fn put_labels(tx: &Tx, id: FulfillmentId, labels: &[Label]) -> Result<(), ApiError> {
    if labels.is_empty() {
        return Ok(());
    }
    let sql = "insert into fulfillment_labels (organization_id, fulfillment_id, tracking_number, tracking_url, label_url, created_at, updated_at)
        select $1, $2, l.tracking_number, l.tracking_url, l.label_url, $4, $4
        from jsonb_to_recordset($3) as l (tracking_number text, tracking_url text, label_url text)";
    let labels = serde_json::to_value(labels).map_err(ApiError::internal)?;
    db::exec(tx, sql, [tx.organization()?.into(), id.0.into(), labels.into(), tx.now().into()]).await?;
    Ok(())
}

async fn lines(tx: &Tx, order: &Held) -> Result<Vec<Line>, ApiError> {
    let sql = "select i.id, i.quantity - i.fulfilled_quantity as open, i.title, i.variant_title, i.variant_sku,
          i.variant_barcode, i.requires_shipping, i.shipping_profile_id
        from order_line_items i where i.order_id = $1";
    Ok(db::fetch_all(tx, sql, [order.id.into()]).await?)
}

/// The lines that are named, each once, with how many of them; no more than are open.
fn wanted<'l>(order: &Held, pieces: &[Piece], lines: &'l [Line]) -> Result<Vec<(&'l Line, i64)>, ApiError> {
    let mut counts: BTreeMap<Uuid, i64> = BTreeMap::new();
    let mut unknown = Vec::new();
    for piece in pieces {
        let id = piece.line.parse::<OrderLineItemId>().ok().filter(|id| lines.iter().any(|line| line.id == id.0));
        match id {
            Some(id) => *counts.entry(id.0).or_default() += piece.quantity,
            None => unknown.push(piece.line.chars().take(100).collect::<String>()),
        }
    }
    if !unknown.is_empty() {
        unknown.truncate(20);
        return Err(ApiError::invalid_data(format!(
            "Items with ids {} does not exist in order with id {}.",
            unknown.join(", "),
            order.id()
        )));
    }
    let wanted: Vec<(&Line, i64)> = lines.iter().filter_map(|line| Some((line, *counts.get(&line.id)?))).collect();
    if let Some((line, _)) = wanted.iter().find(|(line, n)| *n > line.open) {
        return Err(too_many(line.id));
    }
    if wanted.iter().any(|(line, _)| line.requires_shipping) && wanted.iter().any(|(line, _)| !line.requires_shipping) {
        return Err(ApiError::invalid_data(
            "Fulfillment can only be created entirely with items with shipping or items without shipping. Split this request into 2 fulfillments.",
        ));
    }
    Ok(wanted)
}

fn too_many(line: Uuid) -> ApiError {
    let line = OrderLineItemId(line);
    ApiError::invalid_data(format!("Cannot fulfill more items than what was ordered for item {line}."))
}

/// The way in which it is sent: the one that is named, else the one that was chosen for such goods.
async fn way(tx: &Tx, order: &Held, named: Option<&str>, wanted: &[(&Line, i64)]) -> Result<Way, ApiError> {
    const FROM: &str = "left join service_zones z on z.organization_id = o.organization_id and z.id = o.service_zone_id
        left join fulfillment_sets s on s.organization_id = z.organization_id and s.id = z.fulfillment_set_id";
    if let Some(named) = named {
        let unknown = || ApiError::missing("Shipping option", named);
        let id: ShippingOptionId = named.parse().map_err(|_| unknown())?;
        let sql = format!(
            "select o.id as option, o.provider_id as provider, s.stock_location_id as location from shipping_options o {FROM}
             where o.id = $1 and o.deleted_at is null"
        );
        let found: Option<Way> = db::fetch_optional(tx, &sql, [id.0.into()]).await?;
        return found.ok_or_else(unknown);
    }
    let profiles: Vec<Uuid> = wanted.iter().filter_map(|(line, _)| line.shipping_profile_id).collect();
    let sql = format!(
        "select o.id as option, o.provider_id as provider, s.stock_location_id as location from order_shipping_methods m
         join shipping_options o on o.organization_id = m.organization_id and o.id = m.shipping_option_id {FROM}
         where m.order_id = $1 and m.return_id is null and m.deleted_at is null
         order by coalesce(m.shipping_profile_id = any($2), false) desc, m.created_at, m.id limit 1"
    );
    Ok(db::fetch_optional(tx, &sql, [order.id.into(), profiles.into()]).await?.unwrap_or_default())
}

/// Where it leaves from.
async fn location(tx: &Tx, parcel: &Parcel, way: &Way) -> Result<Uuid, ApiError> {
    let Some(named) = &parcel.location else {
        return way.location.ok_or_else(|| {
            ApiError::invalid_data(
                "Cannot create fulfillment without stock location, either provide a location or you should link the shipping option to a \
                 stock location.",
            )
        });
    };
    let unknown = || ApiError::missing("Stock location", named);
    let id: StockLocationId = named.parse().map_err(|_| unknown())?;
    let sql = "select from stock_locations l where l.id = $1 and l.deleted_at is null for share";
    if db::exec(tx, sql, [id.0.into()]).await? == 0 { Err(unknown()) } else { Ok(id.0) }
}

/// So many of each line are fulfilled from here on.
async fn take(tx: &Tx, order: &Held, counts: &Value, wanted: &[(&Line, i64)]) -> Result<(), ApiError> {
    let sql = "update order_line_items i set fulfilled_quantity = i.fulfilled_quantity + w.quantity
        from jsonb_to_recordset($2) as w (line_item_id uuid, quantity bigint)
        where i.order_id = $1 and i.id = w.line_item_id and i.fulfilled_quantity + w.quantity <= i.quantity";
    let done = db::exec(tx, sql, [order.id.into(), counts.clone().into()]).await?;
    match wanted.first() {
        Some((line, _)) if usize::try_from(done) != Ok(wanted.len()) => Err(too_many(line.id)),
        _ => Ok(()),
    }
}

/// What is in it: the parts that left, and lines of which no stock is kept as they are.
async fn put_items(tx: &Tx, id: FulfillmentId, wanted: &[(&Line, i64)], left: &[Left]) -> Result<(), ApiError> {
    let mut items = Vec::new();
    for (line, n) in wanted {
        let item = |part: Option<Uuid>, quantity: i64| {
            json!({
                "line_item_id": line.id, "inventory_item_id": part, "quantity": quantity, "required_quantity": quantity / n,
                "title": line.variant_title.as_ref().unwrap_or(&line.title), "sku": line.variant_sku, "barcode": line.variant_barcode,
            })
        };
        let before = items.len();
        items.extend(
            left.iter()
                .filter(|part| part.line_item_id == line.id)
                .map(|part| item(Some(part.inventory_item_id), part.quantity)),
        );
        if items.len() == before {
            items.push(item(None, *n));
        }
    }
    let sql = "insert into fulfillment_items (organization_id, fulfillment_id, line_item_id, inventory_item_id, title, sku, barcode, quantity,
          required_quantity, created_at, updated_at)
        select $1, $2, n.line_item_id, n.inventory_item_id, n.title, coalesce(n.sku, ''), coalesce(n.barcode, ''), n.quantity,
          n.required_quantity, $4, $4
        from jsonb_populate_recordset(null::fulfillment_items, $3) n";
    let values: [Cell; 4] = [tx.organization()?.into(), id.0.into(), Value::Array(items).into(), tx.now().into()];
    db::exec(tx, sql, values).await?;
    Ok(())
}
