//! Where a stock location is.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, StockLocationAddressId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stock_location_addresses")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: StockLocationAddressId,
    /// Address 1.
    #[sea_orm(column_type = "Text")]
    pub address_1: String,
    /// Address 2.
    #[sea_orm(column_type = "Text", nullable)]
    pub address_2: Option<String>,
    /// Company.
    #[sea_orm(column_type = "Text", nullable)]
    pub company: Option<String>,
    /// City.
    #[sea_orm(column_type = "Text", nullable)]
    pub city: Option<String>,
    /// Country code.
    #[sea_orm(column_type = "Text")]
    pub country_code: String,
    /// Phone.
    #[sea_orm(column_type = "Text", nullable)]
    pub phone: Option<String>,
    /// Province.
    #[sea_orm(column_type = "Text", nullable)]
    pub province: Option<String>,
    /// Postal code.
    #[sea_orm(column_type = "Text", nullable)]
    pub postal_code: Option<String>,
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
