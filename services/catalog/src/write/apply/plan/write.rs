//! Writing a plan: a statement per table and kind of change, however many rows there are.

use db::Tx;
use entity::ids::InventoryItemId;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::{Gone, Plan};
use crate::write::{apply::refused::Refused, row::json, tables::place_options};

#[derive(FromQueryResult)]
struct Item {
    id: Uuid,
}

impl Plan {
    /// Writes all of it. What goes makes room for what comes.
    pub(in crate::write::apply) async fn write(&self, tx: &Tx) -> Result<(), Refused> {
        self.remove(tx).await?;
        self.put(tx).await.map_err(crate::write::apply::refused::raced)?;
        self.stock(tx).await
    }

    async fn remove(&self, tx: &Tx) -> Result<(), Refused> {
        let Gone { products, variants, images, options, values, prices, price_sets } = &self.gone;
        if !variants.is_empty() {
            let sql = "select id from private.retire_variant_stock($1, $2) as id order by id";
            let held: Vec<Item> = db::fetch_all(tx, sql, [variants.clone().into(), tx.now().into()]).await?;
            if !held.is_empty() {
                let ids: Vec<String> = held.iter().map(|item| InventoryItemId(item.id).to_string()).collect();
                return Err(Refused::NotAllowed(format!(
                    "Cannot remove following inventory item(s) since they have reservations: [{}]",
                    ids.join(", ")
                )));
            }
        }
        for (table, ids) in [
            ("public.products", products),
            ("public.product_variants", variants),
            ("public.prices", prices),
            ("public.price_sets", price_sets),
            ("public.product_images", images),
            ("public.product_options", options),
            ("public.product_option_values", values),
        ] {
            if !ids.is_empty() {
                let sql = format!(
                    "update {table} set deleted_at = $3 where organization_id = $1 and id = any($2) and deleted_at is null"
                );
                db::exec(tx, &sql, [tx.organization()?.into(), ids.clone().into(), tx.now().into()]).await?;
            }
        }
        // One alone takes what is free.
        if self.renamed.len() > 1 {
            let sql = "update public.products set handle = 'moving-' || replace(id::text, '-', '')
                where organization_id = $1 and id = any($2)";
            db::exec(tx, sql, [tx.organization()?.into(), self.renamed.clone().into()]).await?;
        }
        if !self.released.is_empty() {
            let sql = "update public.product_variants set sku = null, barcode = null, ean = null, upc = null
                where organization_id = $1 and id = any($2)";
            db::exec(tx, sql, [tx.organization()?.into(), self.released.clone().into()]).await?;
        }
        Ok(self.unlinked.write(tx, tx.organization()?).await?)
    }

    async fn put(&self, tx: &Tx) -> db::Result<()> {
        let shop = tx.organization()?;
        self.products.write_inserts(tx, shop).await?;
        self.products.write_updates(tx, shop).await?;
        self.options.write_inserts(tx, shop).await?;
        self.options.write_updates(tx, shop).await?;
        place_options(tx, &self.places).await?;
        self.values.write_inserts(tx, shop).await?;
        self.values.write_updates(tx, shop).await?;
        self.price_sets.write_inserts(tx, shop).await?;
        self.variants.write_inserts(tx, shop).await?;
        self.variants.write_updates(tx, shop).await?;
        self.prices.write_inserts(tx, shop).await?;
        self.prices.write_updates(tx, shop).await?;
        self.rule(tx).await?;
        self.images.write_inserts(tx, shop).await?;
        self.images.write_updates(tx, shop).await?;
        for links in [&self.tags, &self.categories, &self.channels, &self.variant_values] {
            links.write(tx, shop).await?;
        }
        Ok(())
    }

    async fn rule(&self, tx: &Tx) -> db::Result<()> {
        if self.ruled.is_empty() {
            return Ok(());
        }
        let shop: Value = tx.organization()?.into();
        let gone = "delete from public.price_rules where organization_id = $1 and price_id = any($2)";
        db::exec(tx, gone, [shop.clone(), self.ruled.clone().into()]).await?;
        let sql = "insert into public.price_rules (organization_id, id, price_id, attribute, value)
            select $1, r.id, r.price_id, r.attribute, r.value
            from json_to_recordset($2::json) as r (id uuid, price_id uuid, attribute text, value text)";
        db::exec(tx, sql, [shop, json(&self.rules)?]).await.map(drop)
    }

    /// What is counted. Who writes products need not be allowed to write stock, so functions do it.
    async fn stock(&self, tx: &Tx) -> Result<(), Refused> {
        if !self.items.is_empty() {
            let links = serde_json::to_value(&self.items).unwrap_or_default();
            super::super::link_items(tx, links).await?;
        }
        if !self.stocked.is_empty() {
            let sql = "select private.stock_new_variants($1)";
            db::exec(tx, sql, [self.stocked.clone().into()]).await.map_err(crate::write::apply::refused::raced)?;
        }
        Ok(())
    }
}
