//! A call that somebody made who was known.

use sea_orm::entity::prelude::*;

use crate::ids::{ApiKeyId, AuditLogId, OrganizationId, PersonalKeyId, SessionId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_audit_logs")]
pub struct Model {
    /// The shop, or the installation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AuditLogId,
    /// When.
    #[sea_orm(primary_key, auto_increment = false)]
    pub created_at: DateTimeUtc,
    /// The person.
    pub user_id: Option<UserId>,
    /// His session.
    pub session_id: Option<SessionId>,
    /// The key of the shop, if a program called.
    pub api_key_id: Option<ApiKeyId>,
    /// The person's own key, if a program called.
    pub personal_key_id: Option<PersonalKeyId>,
    /// The administrator who acted as him.
    pub impersonated_by: Option<UserId>,
    /// HTTP method.
    #[sea_orm(column_type = "Text")]
    pub method: String,
    /// The route.
    #[sea_orm(column_type = "Text")]
    pub endpoint: String,
    /// The path, without its query.
    #[sea_orm(column_type = "Text")]
    pub path: String,
    /// HTTP status.
    pub status: i16,
    /// How long it took, in milliseconds.
    pub duration_ms: i32,
    /// The client's address.
    #[sea_orm(column_type = "Text", nullable)]
    pub address: Option<String>,
    /// The browser or program, by its own account.
    #[sea_orm(column_type = "Text", nullable)]
    pub user_agent: Option<String>,
    /// The request.
    #[sea_orm(column_type = "Text", nullable)]
    pub request_id: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
