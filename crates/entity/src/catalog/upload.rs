//! A file that somebody uploaded, or that an export made.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, UploadId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "uploads")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UploadId,
    /// Name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Key.
    #[sea_orm(column_type = "Text")]
    pub key: String,
    /// Mime type.
    #[sea_orm(column_type = "Text")]
    pub mime_type: String,
    /// Size.
    pub size: i64,
    /// Sha256.
    pub sha256: Vec<u8>,
    /// Width.
    pub width: Option<i32>,
    /// Height.
    pub height: Option<i32>,
    /// Access.
    #[sea_orm(column_type = "Text")]
    pub access: String,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// When it was deleted; the row stays for what refers to it.
    pub deleted_at: Option<DateTimeUtc>,
    /// Who made the row.
    pub created_by: Option<UserId>,
}

impl ActiveModelBehavior for ActiveModel {}
