//! A change of an order before it is one.

use sea_orm::entity::prelude::*;

use crate::ids::{OrderChangeId, OrderClaimId, OrderExchangeId, OrderId, OrderReturnId, OrganizationId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "order_changes")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrderChangeId,
    /// Order id.
    pub order_id: OrderId,
    /// Return id.
    pub return_id: Option<OrderReturnId>,
    /// Claim id.
    pub claim_id: Option<OrderClaimId>,
    /// Exchange id.
    pub exchange_id: Option<OrderExchangeId>,
    /// Version.
    pub version: i32,
    /// Change type.
    #[sea_orm(column_type = "Text")]
    pub change_type: String,
    /// Status.
    #[sea_orm(column_type = "Text")]
    pub status: String,
    /// Description.
    #[sea_orm(column_type = "Text", nullable)]
    pub description: Option<String>,
    /// Internal note.
    #[sea_orm(column_type = "Text", nullable)]
    pub internal_note: Option<String>,
    /// Carry over promotions.
    pub carry_over_promotions: Option<bool>,
    /// The shop's own data.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub metadata: Option<Json>,
    /// Requested by.
    #[sea_orm(column_type = "Text", nullable)]
    pub requested_by: Option<String>,
    /// Requested at.
    pub requested_at: Option<DateTimeUtc>,
    /// Confirmed by.
    #[sea_orm(column_type = "Text", nullable)]
    pub confirmed_by: Option<String>,
    /// Confirmed at.
    pub confirmed_at: Option<DateTimeUtc>,
    /// Declined by.
    #[sea_orm(column_type = "Text", nullable)]
    pub declined_by: Option<String>,
    /// Declined reason.
    #[sea_orm(column_type = "Text", nullable)]
    pub declined_reason: Option<String>,
    /// Declined at.
    pub declined_at: Option<DateTimeUtc>,
    /// Canceled by.
    #[sea_orm(column_type = "Text", nullable)]
    pub canceled_by: Option<String>,
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
