//! How many of a variant a sales channel has.

use std::collections::HashMap;

use db::Tx;
use entity::ids::{SalesChannelId, VariantId};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::uuids;
use crate::view::Variant;

#[derive(FromQueryResult)]
struct Row {
    variant_id: VariantId,
    quantity: i64,
}

/// Shoppers see no stock but this sum, so it is made by a function that looks past their policies.
pub(super) async fn fill_inventory_quantities(
    tx: &Tx,
    variants: &mut [&mut Variant],
    channel: SalesChannelId,
) -> db::Result<()> {
    let ids: Vec<VariantId> =
        variants.iter().filter(|variant| variant.manage_inventory).map(|variant| variant.id).collect();
    let rows: Vec<Row> = db::fetch_all(
        tx,
        "select s.variant_id, s.quantity from private.channel_stock($1, $2) s",
        [uuids(ids), Uuid::from(channel).into()],
    )
    .await?;
    let quantities: HashMap<VariantId, i64> = rows.into_iter().map(|row| (row.variant_id, row.quantity)).collect();
    for variant in variants.iter_mut().filter(|variant| variant.manage_inventory) {
        variant.inventory_quantity = Some(quantities.get(&variant.id).copied().unwrap_or(0));
    }
    Ok(())
}
