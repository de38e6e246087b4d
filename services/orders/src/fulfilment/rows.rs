//! Fulfilments with what is in them, as they are told.

use std::collections::HashMap;

use db::Tx;
use entity::{
    Timestamp,
    ids::{
        FulfillmentId, FulfillmentItemId, FulfillmentLabelId, FulfillmentSetId, InventoryItemId, OrderLineItemId,
        ServiceZoneId, ShippingOptionId, StockLocationId, UserId,
    },
};
use resource::{Row, row};
use sea_orm::{FromQueryResult, QueryResult};
use serde_json::{Value, json as value};
use uuid::Uuid;
use web::fields::{Column, Relation, Selection, View, json, many, one};

use crate::{cart::view::goods::Audience, owned::Owned};

row! {
    /// A fulfilment.
    pub(crate) struct Fulfillment from "f" {
        id: FulfillmentId,
        location_id: Option<StockLocationId>,
        provider_id: Option<String>,
        shipping_option_id: Option<ShippingOptionId>,
        requires_shipping: bool,
        packed_at: Option<Timestamp>,
        shipped_at: Option<Timestamp>,
        delivered_at: Option<Timestamp>,
        canceled_at: Option<Timestamp>,
        marked_shipped_by: Option<UserId>,
        no_notification: Option<bool>,
        data: Option<Value>,
        metadata: Option<Value>,
        created_by: Option<UserId>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
        delivery_address: Option<Value>,
    }
    loaded {
        items: Vec<Item>,
        labels: Vec<Followed>,
        shipping_option: Option<OptionOf>,
    }
}

row! {
    /// What is in it.
    pub(crate) struct Item from "i" {
        id: FulfillmentItemId,
        fulfillment_id: FulfillmentId,
        line_item_id: Option<OrderLineItemId>,
        inventory_item_id: Option<InventoryItemId>,
        title: String,
        sku: Option<String>,
        barcode: Option<String>,
        quantity: i64,
        required_quantity: i64,
        created_at: Timestamp,
        updated_at: Timestamp,
    }
}

row! {
    /// By which it is followed.
    pub(crate) struct Followed from "l" {
        id: FulfillmentLabelId,
        fulfillment_id: FulfillmentId,
        tracking_number: String,
        tracking_url: String,
        label_url: String,
        created_at: Timestamp,
        updated_at: Timestamp,
    }
}

row! {
    /// The way in which it is sent.
    pub(crate) struct OptionOf from "s" {
        id: ShippingOptionId,
        name: String,
        price_type: String,
        provider_id: Option<String>,
        service_zone_id: ServiceZoneId,
    }
    loaded {
        zone: Option<Zone>,
    }
}

row! {
    /// Where it reaches to.
    pub(crate) struct Zone from "z" {
        id: ServiceZoneId,
        name: String,
        fulfillment_set_id: FulfillmentSetId,
    }
    loaded {
        set: Option<Set>,
    }
}

row! {
    /// How a place gets goods to people.
    pub(crate) struct Set from "t" {
        id: FulfillmentSetId,
        name: String,
        r#type: String = "t.type",
    }
}

/// An option with its zone and set, which stand behind it in the row.
struct Whole(OptionOf);

impl FromQueryResult for Whole {
    fn from_query_result(row: &QueryResult, _: &str) -> Result<Self, sea_orm::DbErr> {
        let set = Set::read_at(row, OptionOf::WIDTH + Zone::WIDTH)?;
        let zone = Zone { set: Some(set), ..Zone::read_at(row, OptionOf::WIDTH)? };
        Ok(Self(OptionOf { zone: Some(zone), ..OptionOf::read_at(row, 0)? }))
    }
}

/// The fulfilments of orders, by the order. What the shop and its providers note of them is not for shoppers.
pub(crate) async fn of_orders(
    tx: &Tx,
    orders: Vec<Uuid>,
    audience: Audience,
    selection: &Selection,
) -> db::Result<HashMap<Uuid, Vec<Fulfillment>>> {
    let sql = format!(
        "select {}, f.order_id as owner from fulfillments f
         where f.order_id = any($1) and f.return_id is null and f.deleted_at is null order by f.created_at, f.id",
        Fulfillment::SELECT
    );
    let rows: Vec<Owned<Fulfillment>> = db::fetch_all(tx, &sql, [orders.into()]).await?;
    let (owners, mut found): (Vec<Uuid>, Vec<Fulfillment>) =
        rows.into_iter().map(|Owned(owner, row)| (owner, row)).unzip();
    fill(tx, &mut found, selection).await?;
    let mut of: HashMap<Uuid, Vec<Fulfillment>> = HashMap::new();
    for (owner, mut one) in owners.into_iter().zip(found) {
        if audience == Audience::Shopper {
            (one.data, one.metadata, one.created_by, one.marked_shipped_by) = (None, None, None, None);
        }
        of.entry(owner).or_default().push(one);
    }
    Ok(of)
}

/// One by its key.
pub(crate) async fn one_of(tx: &Tx, id: Uuid, selection: &Selection) -> db::Result<Option<Fulfillment>> {
    let sql = format!("select {} from fulfillments f where f.id = $1 and f.deleted_at is null", Fulfillment::SELECT);
    let mut found: Vec<Fulfillment> = db::fetch_all(tx, &sql, [id.into()]).await?;
    fill(tx, &mut found, selection).await?;
    Ok(found.pop())
}

/// Loads what is selected of them.
async fn fill(tx: &Tx, found: &mut [Fulfillment], selection: &Selection) -> db::Result<()> {
    let ids: Vec<Uuid> = found.iter().map(|one| one.id.0).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let at: HashMap<Uuid, usize> = ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    if selection.has("items") {
        let sql = format!(
            "select {} from fulfillment_items i where i.fulfillment_id = any($1) order by i.created_at, i.id",
            Item::SELECT
        );
        for item in db::fetch_all::<Item>(tx, &sql, [ids.clone().into()]).await? {
            if let Some(at) = at.get(&item.fulfillment_id.0) {
                found[*at].items.push(item);
            }
        }
    }
    if selection.has("labels") {
        let sql = format!(
            "select {} from fulfillment_labels l where l.fulfillment_id = any($1) order by l.created_at, l.id",
            Followed::SELECT
        );
        for label in db::fetch_all::<Followed>(tx, &sql, [ids.into()]).await? {
            if let Some(at) = at.get(&label.fulfillment_id.0) {
                found[*at].labels.push(label);
            }
        }
    }
    if selection.has("shipping_option") {
        let ids: Vec<Uuid> = found.iter().filter_map(|one| one.shipping_option_id).map(Uuid::from).collect();
        let sql = format!(
            "select {}, {}, {} from shipping_options s
             join service_zones z on z.organization_id = s.organization_id and z.id = s.service_zone_id
             join fulfillment_sets t on t.organization_id = z.organization_id and t.id = z.fulfillment_set_id
             where s.id = any($1)",
            OptionOf::SELECT,
            Zone::SELECT,
            Set::SELECT
        );
        let options: Vec<Whole> = db::fetch_all(tx, &sql, [ids.into()]).await?;
        for one in found {
            let named = options.iter().find(|Whole(option)| Some(option.id) == one.shipping_option_id);
            one.shipping_option = named.map(|Whole(option)| option.clone());
        }
    }
    Ok(())
}

impl View for Fulfillment {
    const COLUMNS: &'static [Column<Self>] = {
        // The address is told when it is asked for, as Medusa's relation is.
        let (shown, _) = <Self as Row>::FIELDS.split_at(<Self as Row>::FIELDS.len() - 1);
        shown
    };
    const COMPUTED: &'static [Column<Self>] = &[("delivery_address", |one, out| json(&one.delivery_address, out))];
    const RELATIONS: &'static [Relation<Self>] = &[
        ("items", |s| many(s, |one: &Self| &one.items)),
        ("labels", |s| many(s, |one: &Self| &one.labels)),
        ("shipping_option", |s| one(s, |one: &Self| one.shipping_option.as_ref())),
        ("provider", |_| {
            Box::new(|one: &Self, out| {
                let provider = one.provider_id.as_ref().map(|id| value!({ "id": id, "is_enabled": true }));
                json(&provider, out);
            })
        }),
    ];
}

impl View for Item {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl View for Followed {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl View for OptionOf {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
    const RELATIONS: &'static [Relation<Self>] = &[("service_zone", |s| one(s, |one: &Self| one.zone.as_ref()))];
}

impl View for Zone {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
    const RELATIONS: &'static [Relation<Self>] = &[("fulfillment_set", |s| one(s, |one: &Self| one.set.as_ref()))];
}

impl View for Set {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}
