//! A change of points; added and never changed.

use sea_orm::entity::prelude::*;

use crate::ids::{LoyaltyAccountId, OrganizationId, PointsEntryId, PointsLotId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "points_entries")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PointsEntryId,
    /// Account id.
    pub account_id: LoyaltyAccountId,
    /// Kind.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Amount.
    pub amount: i64,
    /// Pending amount.
    pub pending_amount: i64,
    /// Debt amount.
    pub debt_amount: i64,
    /// Lot id.
    pub lot_id: Option<PointsLotId>,
    /// Source.
    #[sea_orm(column_type = "Text")]
    pub source: String,
    /// Source id.
    pub source_id: Option<Uuid>,
    /// Whoever comes again with it changes nothing.
    #[sea_orm(column_type = "Text")]
    pub key: String,
    /// Note.
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// Who made the row.
    pub created_by: Option<UserId>,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
