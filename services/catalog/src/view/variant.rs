//! Variants.

use entity::{
    Timestamp,
    ids::{PriceSetId, ProductId, ProductTypeId, VariantId},
};
use resource::{Row, row};
use serde_json::Value;
use web::{
    columns,
    fields::{Column, Relation, View, json, many, one},
};

use super::{CalculatedPrice, Image, VariantOptionValue};

row! {
    /// What can be bought.
    pub struct Variant from "v" {
        id: VariantId,
        title: String,
        sku: Option<String>,
        barcode: Option<String>,
        ean: Option<String>,
        upc: Option<String>,
        allow_backorder: bool,
        manage_inventory: bool,
        hs_code: Option<String>,
        origin_country: Option<String>,
        mid_code: Option<String>,
        material: Option<String>,
        weight: Option<f64>,
        length: Option<f64>,
        height: Option<f64>,
        width: Option<f64>,
        metadata: Option<Value>,
        variant_rank: i32,
        thumbnail: Option<String>,
        product_id: ProductId,
        price_set_id: Option<PriceSetId>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
    loaded {
        product: Option<VariantProduct>,
        options: Vec<VariantOptionValue>,
        images: Vec<Image>,
        calculated_price: Option<CalculatedPrice>,
        inventory_quantity: Option<i64>,
    }
}

row! {
    /// What is told of a variant's product.
    pub struct VariantProduct from "p" {
        id: ProductId,
        type_id: Option<ProductTypeId>,
    }
}

impl View for VariantProduct {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl View for Variant {
    const COLUMNS: &'static [Column<Self>] = columns!(
        Variant: id, title, sku, barcode, ean, upc, allow_backorder, manage_inventory, hs_code, origin_country,
        mid_code, material, weight, length, height, width, metadata, variant_rank, thumbnail, product_id, created_at,
        updated_at, deleted_at,
    );
    const COMPUTED: &'static [Column<Self>] = columns!(Variant: inventory_quantity);
    const RELATIONS: &'static [Relation<Self>] = &[
        ("product", |s| one(s, |variant: &Self| variant.product.as_ref())),
        ("options", |s| many(s, |variant: &Self| &variant.options)),
        ("images", |s| many(s, |variant: &Self| &variant.images)),
        // Its key set is exact: nothing of it can be left out.
        ("calculated_price", |_| Box::new(|variant: &Self, out| json(&variant.calculated_price, out))),
    ];
}
