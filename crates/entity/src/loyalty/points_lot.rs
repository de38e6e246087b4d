//! Points of one earning.

use sea_orm::entity::prelude::*;

use crate::ids::{LoyaltyAccountId, OrganizationId, PointsLotId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "points_lots")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PointsLotId,
    /// Account id.
    pub account_id: LoyaltyAccountId,
    /// Points.
    pub points: i64,
    /// Remaining.
    pub remaining: i64,
    /// The money that they were given for.
    #[sea_orm(column_type = "Decimal(None)", nullable)]
    pub worth: Option<BigDecimal>,
    /// State.
    #[sea_orm(column_type = "Text")]
    pub state: String,
    /// Releases at.
    pub releases_at: Option<DateTimeUtc>,
    /// Expires at.
    pub expires_at: Option<DateTimeUtc>,
    /// Source.
    #[sea_orm(column_type = "Text")]
    pub source: String,
    /// Source id.
    pub source_id: Option<Uuid>,
    /// Warned at.
    pub warned_at: Option<DateTimeUtc>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
