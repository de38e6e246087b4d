//! A part of the world, down to postal codes.

use sea_orm::entity::prelude::*;

use crate::ids::{GeoZoneId, OrganizationId, ServiceZoneId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "geo_zones")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GeoZoneId,
    /// Service zone id.
    pub service_zone_id: ServiceZoneId,
    /// Type.
    #[sea_orm(column_type = "Text")]
    pub r#type: String,
    /// ISO 3166-1, two letters in lower case.
    #[sea_orm(column_type = "Text")]
    pub country_code: String,
    /// Province code.
    #[sea_orm(column_type = "Text", nullable)]
    pub province_code: Option<String>,
    /// City.
    #[sea_orm(column_type = "Text", nullable)]
    pub city: Option<String>,
    /// Postal expression.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub postal_expression: Option<Json>,
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

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
