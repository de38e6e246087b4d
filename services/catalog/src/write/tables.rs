//! The tables that the writer writes.

use bigdecimal::BigDecimal;
use db::Tx;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::row::{LinkTable, json, row};

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
        mid_code: Option<String> = "text",
        origin_country: Option<String> = "text",
        material: Option<String> = "text",
        external_id: Option<String> = "text",
        metadata: Option<Value> = "jsonb",
    }
}

row! {
    /// An option. One that is not exclusive belongs to several products: it is never changed for one of them.
    OptionRow in "product_options" {
        title: String = "text",
        is_exclusive: bool = "boolean",
    }
}

row! {
    /// A value of an option.
    ValueRow in "product_option_values" {
        option_id: Uuid = "uuid",
        value: String = "text",
        rank: i32 = "integer",
    }
}

row! {
    /// A variant.
    VariantRow in "product_variants" {
        product_id: Uuid = "uuid",
        published: bool = "boolean",
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
        mid_code: Option<String> = "text",
        material: Option<String> = "text",
        origin_country: Option<String> = "text",
        price_set_id: Option<Uuid> = "uuid",
        metadata: Option<Value> = "jsonb",
    }
}

row! {
    /// A picture of a product.
    ImageRow in "product_images" {
        product_id: Uuid = "uuid",
        published: bool = "boolean",
        url: String = "text",
        rank: i32 = "integer",
        metadata: Option<Value> = "jsonb",
    }
}

row! {
    /// What has prices.
    PriceSetRow in "price_sets" {}
}

row! {
    /// A base price: it holds without rules and for any quantity.
    PriceRow in "prices" {
        price_set_id: Uuid = "uuid",
        currency_code: String = "text",
        amount: BigDecimal = "numeric",
    }
}

row! {
    /// That a price holds in a region only.
    PriceRuleRow in "price_rules" {
        price_id: Uuid = "uuid",
        attribute: String = "text",
        value: String = "text",
    }
}

row! {
    /// What a variant costs the shop.
    CostRow in "variant_costs" {
        variant_id: Uuid = "uuid",
        currency_code: String = "text",
        amount: BigDecimal = "numeric",
    }
}

row! {
    /// What is kept in stock.
    ItemRow in "inventory_items" {
        sku: Option<String> = "text",
        title: Option<String> = "text",
    }
}

row! {
    /// How many of it are where.
    LevelRow in "inventory_levels" {
        inventory_item_id: Uuid = "uuid",
        location_id: Uuid = "uuid",
        stocked_quantity: i64 = "bigint",
    }
}

pub(super) const PRODUCT_TAGS: LinkTable =
    LinkTable { table: "product_product_tags", owner: "product_id", target: "tag_id" };
pub(super) const PRODUCT_CATEGORIES: LinkTable =
    LinkTable { table: "product_category_products", owner: "product_id", target: "product_category_id" };
pub(super) const PRODUCT_CHANNELS: LinkTable =
    LinkTable { table: "product_sales_channels", owner: "product_id", target: "sales_channel_id" };
pub(super) const PRODUCT_OPTIONS: LinkTable =
    LinkTable { table: "product_product_options", owner: "product_id", target: "option_id" };
pub(super) const VARIANT_VALUES: LinkTable =
    LinkTable { table: "product_variant_options", owner: "variant_id", target: "option_value_id" };
pub(super) const VARIANT_IMAGES: LinkTable =
    LinkTable { table: "product_variant_images", owner: "variant_id", target: "image_id" };
pub(super) const VARIANT_ITEMS: LinkTable =
    LinkTable { table: "product_variant_inventory_items", owner: "variant_id", target: "inventory_item_id" };

/// Where an option stands in a product, and which of its values the product has; all of them when there is no list.
#[derive(Debug, Serialize)]
pub(super) struct OptionPlace {
    pub(super) product_id: Uuid,
    pub(super) option_id: Uuid,
    pub(super) rank: i32,
    pub(super) value_ids: Option<Vec<Uuid>>,
}

/// Puts options into products, or where they stand now.
pub(super) async fn place_options(tx: &Tx, places: &[OptionPlace]) -> db::Result<()> {
    if places.is_empty() {
        return Ok(());
    }
    let sql = "insert into public.product_product_options (organization_id, product_id, option_id, rank, value_ids)
        select $1, r.product_id, r.option_id, r.rank, r.value_ids
        from json_to_recordset($2::json) as r (product_id uuid, option_id uuid, rank integer, value_ids uuid[])
        on conflict (organization_id, product_id, option_id) do update set rank = excluded.rank, value_ids = excluded.value_ids";
    db::exec(tx, sql, [tx.organization()?.into(), json(places)?]).await.map(drop)
}
