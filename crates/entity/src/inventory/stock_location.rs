//! A place where stock lies.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, StockLocationAddressId, StockLocationId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stock_locations")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: StockLocationId,
    /// Name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Where it is.
    pub address_id: Option<StockLocationAddressId>,
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
    /// The address it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, address_id)", to = "(organization_id, id)")]
    pub address: BelongsTo<Option<super::stock_location_address::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
