//! What can be bought: one combination of option values.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, PriceSetId, ProductId, UserId, VariantId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "product_variants")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: VariantId,
    /// Product id.
    pub product_id: ProductId,
    /// Published.
    pub published: bool,
    /// Title.
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// Sku.
    #[sea_orm(column_type = "Text", nullable)]
    pub sku: Option<String>,
    /// Barcode.
    #[sea_orm(column_type = "Text", nullable)]
    pub barcode: Option<String>,
    /// Ean.
    #[sea_orm(column_type = "Text", nullable)]
    pub ean: Option<String>,
    /// Upc.
    #[sea_orm(column_type = "Text", nullable)]
    pub upc: Option<String>,
    /// Allow backorder.
    pub allow_backorder: bool,
    /// Manage inventory.
    pub manage_inventory: bool,
    /// Variant rank.
    pub variant_rank: i32,
    /// Thumbnail.
    #[sea_orm(column_type = "Text", nullable)]
    pub thumbnail: Option<String>,
    /// Weight.
    pub weight: Option<f64>,
    /// Length.
    pub length: Option<f64>,
    /// Height.
    pub height: Option<f64>,
    /// Width.
    pub width: Option<f64>,
    /// Hs code.
    #[sea_orm(column_type = "Text", nullable)]
    pub hs_code: Option<String>,
    /// Origin country.
    #[sea_orm(column_type = "Text", nullable)]
    pub origin_country: Option<String>,
    /// Mid code.
    #[sea_orm(column_type = "Text", nullable)]
    pub mid_code: Option<String>,
    /// Material.
    #[sea_orm(column_type = "Text", nullable)]
    pub material: Option<String>,
    /// The shop's own data.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub metadata: Option<Json>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// When it was deleted; the row stays for what refers to it.
    pub deleted_at: Option<DateTimeUtc>,
    /// Who made the row.
    pub created_by: Option<UserId>,
    /// Price set id.
    pub price_set_id: Option<PriceSetId>,
    /// The product it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, product_id)", to = "(organization_id, id)")]
    pub product: BelongsTo<super::product::Entity>,
    /// The price set it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, price_set_id)", to = "(organization_id, id)")]
    pub price_set: BelongsTo<Option<super::super::pricing::price_set::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
