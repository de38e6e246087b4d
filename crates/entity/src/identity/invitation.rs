//! An invitation into a shop.

use sea_orm::entity::prelude::*;

use crate::ids::{InvitationId, OrganizationId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(schema_name = "auth", table_name = "invitation")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false, column_name = "organizationId")]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InvitationId,
    /// Email.
    #[sea_orm(column_type = "Text")]
    pub email: String,
    /// Role.
    #[sea_orm(column_type = "Text")]
    pub role: String,
    /// Team id.
    #[sea_orm(column_type = "Text", nullable, column_name = "teamId")]
    pub team_id: Option<String>,
    /// Status.
    #[sea_orm(column_type = "Text")]
    pub status: String,
    /// Expires at.
    #[sea_orm(column_name = "expiresAt")]
    pub expires_at: DateTimeUtc,
    /// When the row was made.
    #[sea_orm(column_name = "createdAt")]
    pub created_at: DateTimeUtc,
    /// Inviter id.
    #[sea_orm(column_name = "inviterId")]
    pub inviter_id: UserId,
}

impl ActiveModelBehavior for ActiveModel {}
