//! How a shop rewards.

use sea_orm::entity::prelude::*;

use crate::ids::{LoyaltyProgramId, OrganizationId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "loyalty_programs")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LoyaltyProgramId,
    /// Is enabled.
    pub is_enabled: bool,
    /// Referrals enabled.
    pub referrals_enabled: bool,
    /// Tiers enabled.
    pub tiers_enabled: bool,
    /// ISO 4217, in lower case.
    #[sea_orm(column_type = "Text")]
    pub currency_code: String,
    /// Points per unit.
    #[sea_orm(column_type = "Decimal(None)")]
    pub points_per_unit: BigDecimal,
    /// Point value.
    #[sea_orm(column_type = "Decimal(None)")]
    pub point_value: BigDecimal,
    /// Pending days.
    pub pending_days: Option<i32>,
    /// Expires after days.
    pub expires_after_days: Option<i32>,
    /// Warn days.
    pub warn_days: Vec<i32>,
    /// Least redeemed.
    pub least_redeemed: i64,
    /// Most percent.
    #[sea_orm(column_type = "Decimal(None)")]
    pub most_percent: BigDecimal,
    /// When short.
    #[sea_orm(column_type = "Text")]
    pub when_short: String,
    /// Tier window days.
    pub tier_window_days: i32,
    /// Tier grace days.
    pub tier_grace_days: i32,
    /// Referrer points.
    pub referrer_points: i64,
    /// Referee points.
    pub referee_points: i64,
    /// Referrals most.
    pub referrals_most: Option<i32>,
    /// What who was brought pays at least.
    #[sea_orm(column_type = "Decimal(None)")]
    pub least_order: BigDecimal,
    /// The shop's own data.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub metadata: Option<Json>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// Who made the row.
    pub created_by: Option<UserId>,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
