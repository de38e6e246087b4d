//! What a provider told, as it came.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, WebhookEventId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_events")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WebhookEventId,
    /// Endpoint id.
    pub endpoint_id: Uuid,
    /// Event id.
    #[sea_orm(column_type = "Text")]
    pub event_id: String,
    /// Type.
    #[sea_orm(column_type = "Text")]
    pub r#type: String,
    /// Object id.
    #[sea_orm(column_type = "Text", nullable)]
    pub object_id: Option<String>,
    /// Object type.
    #[sea_orm(column_type = "Text", nullable)]
    pub object_type: Option<String>,
    /// Account ref.
    #[sea_orm(column_type = "Text", nullable)]
    pub account_ref: Option<String>,
    /// Api version.
    #[sea_orm(column_type = "Text", nullable)]
    pub api_version: Option<String>,
    /// Is live.
    pub is_live: Option<bool>,
    /// Headers.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub headers: Option<Json>,
    /// Body.
    pub body: Vec<u8>,
    /// Source.
    #[sea_orm(column_type = "Text")]
    pub source: String,
    /// Status.
    #[sea_orm(column_type = "Text")]
    pub status: String,
    /// Shop id.
    pub shop_id: Option<OrganizationId>,
    /// Tries.
    pub tries: i32,
    /// Last error.
    #[sea_orm(column_type = "Text", nullable)]
    pub last_error: Option<String>,
    /// Received at.
    pub received_at: DateTimeUtc,
    /// Next at.
    pub next_at: DateTimeUtc,
    /// Leased until.
    pub leased_until: Option<DateTimeUtc>,
    /// Done at.
    pub done_at: Option<DateTimeUtc>,
    /// When the row was made.
    #[sea_orm(primary_key, auto_increment = false)]
    pub created_at: DateTimeUtc,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
