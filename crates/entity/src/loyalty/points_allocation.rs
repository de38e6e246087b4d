//! From which lot spent points came.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, PointsAllocationId, PointsEntryId, PointsLotId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "points_allocations")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PointsAllocationId,
    /// Entry id.
    pub entry_id: PointsEntryId,
    /// Lot id.
    pub lot_id: PointsLotId,
    /// Points.
    pub points: i64,
    /// Restored.
    pub restored: i64,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
