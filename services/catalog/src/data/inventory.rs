//! How many of a variant a sales channel has.

use std::collections::HashMap;

use db::Tx;
use entity::ids::{SalesChannelId, VariantId};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{uuids, variants};
use crate::view::Product;

#[derive(FromQueryResult)]
struct Row {
    variant_id: VariantId,
    quantity: i64,
}

/// A variant that takes several items is there as often as its scarcest item allows.
pub(super) async fn fill_inventory_quantities(
    tx: &Tx,
    products: &mut [Product],
    channel: SalesChannelId,
) -> db::Result<()> {
    let ids: Vec<VariantId> =
        variants::all(products).filter(|variant| variant.manage_inventory).map(|variant| variant.id).collect();
    let rows: Vec<Row> = db::fetch_all(
        tx,
        "select k.variant_id, min(k.available / k.required_quantity)::bigint as quantity
         from (
           select i.variant_id, i.inventory_item_id, i.required_quantity,
             greatest(coalesce(sum(l.stocked_quantity - l.reserved_quantity), 0), 0)::bigint as available
           from product_variant_inventory_items i
           left join (
             inventory_levels l
             join sales_channel_stock_locations c
               on c.organization_id = l.organization_id and c.stock_location_id = l.location_id
              and c.sales_channel_id = $2
           ) on l.organization_id = i.organization_id and l.inventory_item_id = i.inventory_item_id
           where i.variant_id = any($1)
           group by i.variant_id, i.inventory_item_id, i.required_quantity
         ) k
         group by k.variant_id",
        [uuids(ids), Uuid::from(channel).into()],
    )
    .await?;
    let quantities: HashMap<VariantId, i64> = rows.into_iter().map(|row| (row.variant_id, row.quantity)).collect();
    for variant in variants::all_mut(products).filter(|variant| variant.manage_inventory) {
        variant.inventory_quantity = Some(quantities.get(&variant.id).copied().unwrap_or(0));
    }
    Ok(())
}
