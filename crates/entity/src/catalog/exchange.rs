//! An import or an export.

use sea_orm::entity::prelude::*;

use crate::ids::{ExchangeId, OrganizationId, UploadId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "exchanges")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ExchangeId,
    /// Kind.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Format.
    #[sea_orm(column_type = "Text")]
    pub format: String,
    /// Status.
    #[sea_orm(column_type = "Text")]
    pub status: String,
    /// Upload id.
    pub upload_id: Option<UploadId>,
    /// Options.
    #[sea_orm(column_type = "JsonBinary")]
    pub options: Json,
    /// Total lines.
    pub total_lines: Option<i64>,
    /// Done line.
    pub done_line: i64,
    /// Created count.
    pub created_count: i64,
    /// Updated count.
    pub updated_count: i64,
    /// Unchanged count.
    pub unchanged_count: i64,
    /// Error count.
    pub error_count: i64,
    /// Failure.
    #[sea_orm(column_type = "Text", nullable)]
    pub failure: Option<String>,
    /// Started at.
    pub started_at: Option<DateTimeUtc>,
    /// Finished at.
    pub finished_at: Option<DateTimeUtc>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// Who made the row.
    pub created_by: Option<UserId>,
    /// The upload it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, upload_id)", to = "(organization_id, id)")]
    pub upload: BelongsTo<Option<super::upload::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
