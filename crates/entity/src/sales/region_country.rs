//! A country of a region.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, RegionId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "region_countries")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Iso 2.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub iso_2: String,
    /// Region id.
    pub region_id: RegionId,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// The region it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, region_id)", to = "(organization_id, id)")]
    pub region: BelongsTo<super::region::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
