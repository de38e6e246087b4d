//! What was bought.

use sea_orm::entity::prelude::*;

use crate::ids::{CartId, CustomerId, OrderId, OrganizationId, RegionId, SalesChannelId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "orders")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrderId,
    /// Display id.
    pub display_id: i64,
    /// Custom display id.
    #[sea_orm(column_type = "Text", nullable)]
    pub custom_display_id: Option<String>,
    /// Cart id.
    pub cart_id: Option<CartId>,
    /// Project key.
    #[sea_orm(column_type = "Text", nullable)]
    pub project_key: Option<String>,
    /// Status.
    #[sea_orm(column_type = "Text")]
    pub status: String,
    /// Version.
    pub version: i32,
    /// Is draft order.
    pub is_draft_order: bool,
    /// Region id.
    pub region_id: Option<RegionId>,
    /// Sales channel id.
    pub sales_channel_id: Option<SalesChannelId>,
    /// Whose it is.
    pub customer_id: Option<CustomerId>,
    /// ISO 4217, in lower case.
    #[sea_orm(column_type = "Text")]
    pub currency_code: String,
    /// Email.
    #[sea_orm(column_type = "Text", nullable)]
    pub email: Option<String>,
    /// Locale.
    #[sea_orm(column_type = "Text", nullable)]
    pub locale: Option<String>,
    /// No notification.
    pub no_notification: Option<bool>,
    /// Totals rounding.
    #[sea_orm(column_type = "Text")]
    pub totals_rounding: String,
    /// Total.
    #[sea_orm(column_type = "Decimal(None)")]
    pub total: BigDecimal,
    /// All sums, as they were computed.
    #[sea_orm(column_type = "JsonBinary")]
    pub totals: Json,
    /// What it cost when it was placed.
    #[sea_orm(column_type = "Decimal(None)", nullable)]
    pub original_total: Option<BigDecimal>,
    /// The shop's own data.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub metadata: Option<Json>,
    /// Search.
    #[sea_orm(column_type = "Text")]
    pub search: String,
    /// Placed at.
    pub placed_at: Option<DateTimeUtc>,
    /// Canceled at.
    pub canceled_at: Option<DateTimeUtc>,
    /// Completed at.
    pub completed_at: Option<DateTimeUtc>,
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
