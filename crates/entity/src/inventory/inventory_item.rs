//! A thing that is counted.

use sea_orm::entity::prelude::*;

use crate::ids::{InventoryItemId, OrganizationId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "inventory_items")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InventoryItemId,
    /// Sku.
    #[sea_orm(column_type = "Text", nullable)]
    pub sku: Option<String>,
    /// Title.
    #[sea_orm(column_type = "Text", nullable)]
    pub title: Option<String>,
    /// Requires shipping.
    pub requires_shipping: bool,
    /// Description.
    #[sea_orm(column_type = "Text", nullable)]
    pub description: Option<String>,
    /// Thumbnail.
    #[sea_orm(column_type = "Text", nullable)]
    pub thumbnail: Option<String>,
    /// Origin country.
    #[sea_orm(column_type = "Text", nullable)]
    pub origin_country: Option<String>,
    /// Hs code.
    #[sea_orm(column_type = "Text", nullable)]
    pub hs_code: Option<String>,
    /// Mid code.
    #[sea_orm(column_type = "Text", nullable)]
    pub mid_code: Option<String>,
    /// Material.
    #[sea_orm(column_type = "Text", nullable)]
    pub material: Option<String>,
    /// Unit of measure.
    #[sea_orm(column_type = "Text", nullable)]
    pub unit_of_measure: Option<String>,
    /// Weight.
    pub weight: Option<f64>,
    /// Length.
    pub length: Option<f64>,
    /// Height.
    pub height: Option<f64>,
    /// Width.
    pub width: Option<f64>,
    /// From what number left it counts as low; the shop's when there is none.
    pub low_stock_threshold: Option<i64>,
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
}

impl ActiveModelBehavior for ActiveModel {}
