//! The tables that a change of a product writes, with all columns that the Admin API sets. An import sets fewer and leaves the
//! others as they are, so it has rows of its own ([`crate::write::tables`]); those that are the same are taken from there.

use bigdecimal::BigDecimal;
use serde_json::Value;
use uuid::Uuid;

use crate::write::row::row;
pub(super) use crate::write::tables::{PriceSetRow, ValueRow};

row! {
    /// A product.
    ProductRow in "products" {
        handle: String = "text",
        title: String = "text",
        subtitle: Option<String> = "text",
        description: Option<String> = "text",
        status: String = "text",
        is_giftcard: bool = "boolean",
        discountable: bool = "boolean",
        thumbnail: Option<String> = "text",
        type_id: Option<Uuid> = "uuid",
        collection_id: Option<Uuid> = "uuid",
        shipping_profile_id: Option<Uuid> = "uuid",
        weight: Option<String> = "text",
        length: Option<String> = "text",
        height: Option<String> = "text",
        width: Option<String> = "text",
        hs_code: Option<String> = "text",
        origin_country: Option<String> = "text",
        mid_code: Option<String> = "text",
        material: Option<String> = "text",
        external_id: Option<String> = "text",
        metadata: Option<Value> = "jsonb",
    }
}

row! {
    /// An option.
    OptionRow in "product_options" {
        title: String = "text",
        is_exclusive: bool = "boolean",
        metadata: Option<Value> = "jsonb",
    }
}

row! {
    /// A variant.
    VariantRow in "product_variants" {
        product_id: Uuid = "uuid",
        title: String = "text",
        sku: Option<String> = "text",
        barcode: Option<String> = "text",
        ean: Option<String> = "text",
        upc: Option<String> = "text",
        allow_backorder: bool = "boolean",
        manage_inventory: bool = "boolean",
        variant_rank: i32 = "integer",
        thumbnail: Option<String> = "text",
        weight: Option<f64> = "double precision",
        length: Option<f64> = "double precision",
        height: Option<f64> = "double precision",
        width: Option<f64> = "double precision",
        hs_code: Option<String> = "text",
        origin_country: Option<String> = "text",
        mid_code: Option<String> = "text",
        material: Option<String> = "text",
        price_set_id: Option<Uuid> = "uuid",
        metadata: Option<Value> = "jsonb",
    }
}

row! {
    /// A picture of a product.
    ImageRow in "product_images" {
        product_id: Uuid = "uuid",
        url: String = "text",
        rank: i32 = "integer",
    }
}

row! {
    /// A base price.
    PriceRow in "prices" {
        price_set_id: Uuid = "uuid",
        currency_code: String = "text",
        amount: BigDecimal = "numeric",
        min_quantity: Option<i64> = "bigint",
        max_quantity: Option<i64> = "bigint",
    }
}

row! {
    /// What must be so that a price holds.
    RuleRow in "price_rules" {
        price_id: Uuid = "uuid",
        attribute: String = "text",
        value: String = "text",
    }
}
