//! What variants of lines are made of: values of options, and things in stock.

use std::collections::HashMap;

use db::Tx;
use entity::{
    Timestamp,
    ids::{InventoryItemId, OptionId, OptionValueId, VariantId},
};
use resource::{Row, row};
use sea_orm::{FromQueryResult, QueryResult};
use serde_json::{Value, json as value};
use uuid::Uuid;
use web::fields::{Column, Relation, View, json, one};

use crate::owned::{Owned, grouped};

row! {
    /// The value of an option that a variant has.
    pub(super) struct OptionValue from "o" {
        id: OptionValueId,
        value: String,
        option_id: OptionId,
        title: String = "p.title",
    }
}

row! {
    /// So many of something in stock, of which a variant is made.
    pub(super) struct KitPart from "k" {
        variant_id: VariantId,
        inventory_item_id: InventoryItemId,
        required_quantity: i64,
    }
    loaded {
        inventory: Option<Stocked>,
    }
}

row! {
    /// Something in stock.
    pub(super) struct Stocked from "i" {
        id: InventoryItemId,
        sku: Option<String>,
        title: Option<String>,
        requires_shipping: bool,
        metadata: Option<Value>,
        created_at: Timestamp,
        updated_at: Timestamp,
    }
}

/// The values of these variants.
pub(super) async fn options(tx: &Tx, variants: Vec<Uuid>) -> db::Result<HashMap<Uuid, Vec<OptionValue>>> {
    let sql = format!(
        "select {}, l.variant_id as owner from product_variant_options l
         join product_option_values o on o.organization_id = l.organization_id and o.id = l.option_value_id
         join product_options p on p.organization_id = o.organization_id and p.id = o.option_id
         where l.variant_id = any($1) order by p.title, o.id",
        OptionValue::SELECT
    );
    Ok(grouped(db::fetch_all(tx, &sql, [variants.into()]).await?))
}

/// A part of a variant with what it is, behind its owner.
struct Part(Owned<KitPart>);

impl FromQueryResult for Part {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, sea_orm::DbErr> {
        let inventory = Some(Stocked::read_at(row, KitPart::WIDTH)?);
        let Owned(owner, part) = Owned::<KitPart>::from_query_result(row, prefix)?;
        Ok(Self(Owned(owner, KitPart { inventory, ..part })))
    }
}

/// What these variants are made of.
pub(super) async fn kits(tx: &Tx, variants: Vec<Uuid>) -> db::Result<HashMap<Uuid, Vec<KitPart>>> {
    let sql = format!(
        "select {}, {}, k.variant_id as owner from product_variant_inventory_items k
         join inventory_items i on i.organization_id = k.organization_id and i.id = k.inventory_item_id and i.deleted_at is null
         where k.variant_id = any($1) order by k.created_at, i.id",
        KitPart::SELECT,
        Stocked::SELECT
    );
    let parts: Vec<Part> = db::fetch_all(tx, &sql, [variants.into()]).await?;
    Ok(grouped(parts.into_iter().map(|Part(part)| part).collect()))
}

impl View for OptionValue {
    const COLUMNS: &'static [Column<Self>] = {
        let (shown, _) = <Self as Row>::FIELDS.split_at(3);
        shown
    };
    const RELATIONS: &'static [Relation<Self>] =
        &[("option", |_| Box::new(|one: &Self, out| json(&value!({ "id": one.option_id, "title": one.title }), out)))];
}

impl View for KitPart {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
    const RELATIONS: &'static [Relation<Self>] = &[("inventory", |s| one(s, |part: &Self| part.inventory.as_ref()))];
}

impl View for Stocked {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}
