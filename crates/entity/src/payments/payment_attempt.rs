//! A request to a provider, written before it is sent.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, PaymentAccountId, PaymentAttemptId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payment_attempts")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PaymentAttemptId,
    /// Payment account id.
    pub payment_account_id: Option<PaymentAccountId>,
    /// Kind.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Subject id.
    pub subject_id: Uuid,
    /// Nth.
    pub nth: i32,
    /// Idempotency key.
    #[sea_orm(column_type = "Text")]
    pub idempotency_key: String,
    /// Path.
    #[sea_orm(column_type = "Text")]
    pub path: String,
    /// Body.
    #[sea_orm(column_type = "Text")]
    pub body: String,
    /// Api version.
    #[sea_orm(column_type = "Text")]
    pub api_version: String,
    /// State.
    #[sea_orm(column_type = "Text")]
    pub state: String,
    /// Tries.
    pub tries: i32,
    /// Http status.
    pub http_status: Option<i32>,
    /// The provider's own id of it.
    #[sea_orm(column_type = "Text", nullable)]
    pub provider_ref: Option<String>,
    /// Provider request.
    #[sea_orm(column_type = "Text", nullable)]
    pub provider_request: Option<String>,
    /// Error code.
    #[sea_orm(column_type = "Text", nullable)]
    pub error_code: Option<String>,
    /// Error message.
    #[sea_orm(column_type = "Text", nullable)]
    pub error_message: Option<String>,
    /// Planned at.
    pub planned_at: DateTimeUtc,
    /// First sent at.
    pub first_sent_at: Option<DateTimeUtc>,
    /// Last sent at.
    pub last_sent_at: Option<DateTimeUtc>,
    /// Next at.
    pub next_at: Option<DateTimeUtc>,
    /// Settled at.
    pub settled_at: Option<DateTimeUtc>,
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
