//! A provider that takes payments of a region.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, RegionId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "region_payment_providers")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Region id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub region_id: RegionId,
    /// Provider id.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub provider_id: String,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
