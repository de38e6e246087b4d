//! Goods that come back.

use sea_orm::entity::prelude::*;

use crate::ids::{OrderClaimId, OrderExchangeId, OrderId, OrderReturnId, OrganizationId, StockLocationId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "order_returns")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrderReturnId,
    /// Order id.
    pub order_id: OrderId,
    /// Claim id.
    pub claim_id: Option<OrderClaimId>,
    /// Exchange id.
    pub exchange_id: Option<OrderExchangeId>,
    /// Display id.
    pub display_id: i64,
    /// Order version.
    pub order_version: i32,
    /// Status.
    #[sea_orm(column_type = "Text")]
    pub status: String,
    /// Location id.
    pub location_id: Option<StockLocationId>,
    /// Refund amount.
    #[sea_orm(column_type = "Decimal(None)", nullable)]
    pub refund_amount: Option<BigDecimal>,
    /// No notification.
    pub no_notification: Option<bool>,
    /// The shop's own data.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub metadata: Option<Json>,
    /// Requested at.
    pub requested_at: Option<DateTimeUtc>,
    /// Received at.
    pub received_at: Option<DateTimeUtc>,
    /// Canceled at.
    pub canceled_at: Option<DateTimeUtc>,
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
