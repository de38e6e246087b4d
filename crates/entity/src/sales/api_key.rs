//! A key that opens a shop to a program.

use sea_orm::entity::prelude::*;

use crate::ids::{ApiKeyId, OrganizationId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_keys")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApiKeyId,
    /// Type.
    #[sea_orm(column_type = "Text")]
    pub r#type: String,
    /// Title.
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// Token sha256.
    pub token_sha256: Vec<u8>,
    /// Token.
    #[sea_orm(column_type = "Text", nullable)]
    pub token: Option<String>,
    /// Redacted.
    #[sea_orm(column_type = "Text")]
    pub redacted: String,
    /// What a secret key may do; `*` is everything.
    pub scopes: Vec<String>,
    /// When it ends.
    pub expires_at: Option<DateTimeUtc>,
    /// Requests a minute.
    pub rate_limit: Option<i32>,
    /// Revoked at.
    pub revoked_at: Option<DateTimeUtc>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// When it was deleted; the row stays for what refers to it.
    pub deleted_at: Option<DateTimeUtc>,
    /// Who made the row.
    pub created_by: Option<UserId>,
    /// Who revoked it.
    pub revoked_by: Option<UserId>,
}

impl ActiveModelBehavior for ActiveModel {}
