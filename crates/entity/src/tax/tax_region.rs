//! A country or a province in which something is taxed.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, TaxRegionId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tax_regions")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TaxRegionId,
    /// ISO 3166-1, two letters in lower case.
    #[sea_orm(column_type = "Text")]
    pub country_code: String,
    /// Province code.
    #[sea_orm(column_type = "Text", nullable)]
    pub province_code: Option<String>,
    /// Parent id.
    pub parent_id: Option<TaxRegionId>,
    /// Provider id.
    #[sea_orm(column_type = "Text", nullable)]
    pub provider_id: Option<String>,
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
