//! A line of an order, and how much of it is where.

use sea_orm::entity::prelude::*;

use crate::ids::{
    OrderId, OrderItemId, OrderLineItemId, OrganizationId, ProductId, ProductTypeId, ShippingProfileId, VariantId,
};

/// A row.
#[expect(clippy::struct_excessive_bools, reason = "what a line says of itself, as Medusa has it")]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "order_line_items")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrderLineItemId,
    /// Order id.
    pub order_id: OrderId,
    /// Variant id.
    pub variant_id: Option<VariantId>,
    /// Product id.
    pub product_id: Option<ProductId>,
    /// Product type id.
    pub product_type_id: Option<ProductTypeId>,
    /// Shipping profile id.
    pub shipping_profile_id: Option<ShippingProfileId>,
    /// Title.
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// Subtitle.
    #[sea_orm(column_type = "Text", nullable)]
    pub subtitle: Option<String>,
    /// Thumbnail.
    #[sea_orm(column_type = "Text", nullable)]
    pub thumbnail: Option<String>,
    /// Product title.
    #[sea_orm(column_type = "Text", nullable)]
    pub product_title: Option<String>,
    /// Product description.
    #[sea_orm(column_type = "Text", nullable)]
    pub product_description: Option<String>,
    /// Product subtitle.
    #[sea_orm(column_type = "Text", nullable)]
    pub product_subtitle: Option<String>,
    /// Product type.
    #[sea_orm(column_type = "Text", nullable)]
    pub product_type: Option<String>,
    /// Product collection.
    #[sea_orm(column_type = "Text", nullable)]
    pub product_collection: Option<String>,
    /// Product handle.
    #[sea_orm(column_type = "Text", nullable)]
    pub product_handle: Option<String>,
    /// Variant sku.
    #[sea_orm(column_type = "Text", nullable)]
    pub variant_sku: Option<String>,
    /// Variant barcode.
    #[sea_orm(column_type = "Text", nullable)]
    pub variant_barcode: Option<String>,
    /// Variant title.
    #[sea_orm(column_type = "Text", nullable)]
    pub variant_title: Option<String>,
    /// Variant option values.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub variant_option_values: Option<Json>,
    /// Unit price.
    #[sea_orm(column_type = "Decimal(None)")]
    pub unit_price: BigDecimal,
    /// Compare at unit price.
    #[sea_orm(column_type = "Decimal(None)", nullable)]
    pub compare_at_unit_price: Option<BigDecimal>,
    /// Is tax inclusive.
    pub is_tax_inclusive: bool,
    /// Is discountable.
    pub is_discountable: bool,
    /// Is giftcard.
    pub is_giftcard: bool,
    /// Is custom price.
    pub is_custom_price: bool,
    /// Requires shipping.
    pub requires_shipping: bool,
    /// Whether the staff sells it although it is not there.
    pub allow_backorder: bool,
    /// Taxes, as they were computed.
    #[sea_orm(column_type = "JsonBinary")]
    pub tax_lines: Json,
    /// Discounts, as they were computed.
    #[sea_orm(column_type = "JsonBinary")]
    pub adjustments: Json,
    /// The shop's own data.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub metadata: Option<Json>,
    /// Detail id.
    pub detail_id: OrderItemId,
    /// Quantity.
    pub quantity: i64,
    /// Fulfilled quantity.
    pub fulfilled_quantity: i64,
    /// Shipped quantity.
    pub shipped_quantity: i64,
    /// Delivered quantity.
    pub delivered_quantity: i64,
    /// Return requested quantity.
    pub return_requested_quantity: i64,
    /// Return received quantity.
    pub return_received_quantity: i64,
    /// Return dismissed quantity.
    pub return_dismissed_quantity: i64,
    /// Written off quantity.
    pub written_off_quantity: i64,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
