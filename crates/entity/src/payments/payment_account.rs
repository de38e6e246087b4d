//! The account at a provider that a shop's money goes through.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, PaymentAccountId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payment_accounts")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PaymentAccountId,
    /// Provider.
    #[sea_orm(column_type = "Text")]
    pub provider: String,
    /// Source.
    #[sea_orm(column_type = "Text")]
    pub source: String,
    /// Account ref.
    #[sea_orm(column_type = "Text", nullable)]
    pub account_ref: Option<String>,
    /// Is live.
    pub is_live: bool,
    /// Is enabled.
    pub is_enabled: bool,
    /// Publishable key.
    #[sea_orm(column_type = "Text", nullable)]
    pub publishable_key: Option<String>,
    /// Secret key.
    #[sea_orm(column_type = "Text", nullable)]
    pub secret_key: Option<String>,
    /// Webhook secrets.
    #[sea_orm(column_type = "Text", nullable)]
    pub webhook_secrets: Option<String>,
    /// Api version.
    #[sea_orm(column_type = "Text", nullable)]
    pub api_version: Option<String>,
    /// Events until.
    pub events_until: Option<DateTimeUtc>,
    /// Last event id.
    #[sea_orm(column_type = "Text", nullable)]
    pub last_event_id: Option<String>,
    /// Objects until.
    pub objects_until: Option<DateTimeUtc>,
    pub walks: Json,
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
