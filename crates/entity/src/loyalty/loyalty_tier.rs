//! A step that customers reach.

use sea_orm::entity::prelude::*;

use crate::ids::{LoyaltyTierId, OrganizationId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "loyalty_tiers")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LoyaltyTierId,
    /// Name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Least points.
    pub least_points: i64,
    /// Multiplier.
    #[sea_orm(column_type = "Decimal(None)")]
    pub multiplier: BigDecimal,
    /// Benefits.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub benefits: Option<Json>,
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
