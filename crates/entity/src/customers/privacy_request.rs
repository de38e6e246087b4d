//! What somebody asked to be told or to have erased.

use sea_orm::entity::prelude::*;

use crate::ids::{CustomerId, OrganizationId, PrivacyRequestId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "privacy_requests")]
pub struct Model {
    /// The shop, or the installation when it is about a whole person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PrivacyRequestId,
    /// `export` or `erasure`.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// The customer that it is about.
    pub customer_id: Option<CustomerId>,
    /// The person behind him, or the whole person that it is about.
    pub user_id: Option<UserId>,
    /// `pending`, `running`, `done` or `failed`.
    #[sea_orm(column_type = "Text")]
    pub status: String,
    /// Why it failed.
    #[sea_orm(column_type = "Text", nullable)]
    pub failure: Option<String>,
    /// When the file of an export goes; none while there is no file.
    pub expires_at: Option<DateTimeUtc>,
    /// When it was done, or given up.
    pub finished_at: Option<DateTimeUtc>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// Who asked.
    pub created_by: Option<UserId>,
}

impl ActiveModelBehavior for ActiveModel {}
