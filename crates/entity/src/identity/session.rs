//! A sign-in that lasts.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, SessionId, TeamId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(schema_name = "auth", table_name = "session")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SessionId,
    /// Expires at.
    #[sea_orm(column_name = "expiresAt")]
    pub expires_at: DateTimeUtc,
    /// Token.
    #[sea_orm(column_type = "Text")]
    pub token: String,
    /// When the row was made.
    #[sea_orm(column_name = "createdAt")]
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    #[sea_orm(column_name = "updatedAt")]
    pub updated_at: DateTimeUtc,
    /// Ip address.
    #[sea_orm(column_type = "Text", nullable, column_name = "ipAddress")]
    pub ip_address: Option<String>,
    /// User agent.
    #[sea_orm(column_type = "Text", nullable, column_name = "userAgent")]
    pub user_agent: Option<String>,
    /// User id.
    #[sea_orm(column_name = "userId")]
    pub user_id: UserId,
    /// Active organization id.
    #[sea_orm(column_name = "activeOrganizationId")]
    pub active_organization_id: Option<OrganizationId>,
    /// Active team id.
    #[sea_orm(column_name = "activeTeamId")]
    pub active_team_id: Option<TeamId>,
    /// Impersonated by.
    #[sea_orm(column_name = "impersonatedBy")]
    pub impersonated_by: Option<UserId>,
    /// Remember.
    pub remember: bool,
}

impl ActiveModelBehavior for ActiveModel {}
