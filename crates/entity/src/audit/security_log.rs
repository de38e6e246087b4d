//! Something that happened to ways in, roles or keys.

use sea_orm::entity::prelude::*;

use crate::ids::{ApiKeyId, OrganizationId, PersonalKeyId, SecurityLogId, SessionId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "security_logs")]
pub struct Model {
    /// The shop, or the installation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SecurityLogId,
    /// When.
    #[sea_orm(primary_key, auto_increment = false)]
    pub created_at: DateTimeUtc,
    /// What: `password.changed`.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Whom it is about.
    pub user_id: Option<UserId>,
    /// Who did it.
    pub actor_id: Option<UserId>,
    /// The key of the shop with which it was done.
    pub api_key_id: Option<ApiKeyId>,
    /// The person's own key with which it was done.
    pub personal_key_id: Option<PersonalKeyId>,
    /// The administrator who acted as the actor.
    pub impersonated_by: Option<UserId>,
    /// The session.
    pub session_id: Option<SessionId>,
    /// The client's address.
    #[sea_orm(column_type = "Text", nullable)]
    pub address: Option<String>,
    /// The browser or program, by its own account.
    #[sea_orm(column_type = "Text", nullable)]
    pub user_agent: Option<String>,
    /// The request.
    #[sea_orm(column_type = "Text", nullable)]
    pub request_id: Option<String>,
    /// More, by name.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub detail: Option<Json>,
}

impl ActiveModelBehavior for ActiveModel {}
