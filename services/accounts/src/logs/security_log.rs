//! What happened to ways in, roles and keys.

use auth::{May, needs};
use axum::response::Response;
use db::Scope;
use entity::{
    Timestamp,
    ids::{ApiKeyId, SecurityLogId, SessionId, UserId},
};
use sea_orm::FromQueryResult;
use serde::Serialize;
use uuid::Uuid;
use web::{
    AdminErrors, ApiError,
    query::{Params, Query},
};

use super::{
    export,
    filter::{self, Filter},
    list::{self, Log},
};
use crate::Accounts;

/// A line.
#[derive(Debug, Serialize, FromQueryResult)]
pub(super) struct SecurityLog {
    /// Key.
    id: SecurityLogId,
    /// When.
    created_at: Timestamp,
    /// What happened.
    name: String,
    /// Whom it is about.
    user_id: Option<UserId>,
    /// Who did it.
    actor_id: Option<UserId>,
    /// The key with which it was done.
    api_key_id: Option<ApiKeyId>,
    /// Who acted as the actor.
    impersonated_by: Option<UserId>,
    /// The session.
    session_id: Option<SessionId>,
    /// The client's address.
    address: Option<String>,
    /// The browser or program.
    user_agent: Option<String>,
    /// The request.
    request_id: Option<String>,
    /// More, by name.
    detail: Option<serde_json::Value>,
}

impl Log for SecurityLog {
    const TABLE: &'static str = "public.security_logs";
    const MANY: &'static str = "security_logs";
    const COLUMNS: &'static str = "l.id, l.created_at, l.name, l.user_id, l.actor_id, l.api_key_id, l.impersonated_by, l.session_id, l.address, l.user_agent, l.request_id, l.detail";
    const HEADINGS: &'static [&'static str] = &[
        "id",
        "created_at",
        "name",
        "user_id",
        "actor_id",
        "api_key_id",
        "impersonated_by",
        "session_id",
        "address",
        "user_agent",
        "request_id",
        "detail",
    ];

    fn filter(params: &mut Params) -> Filter {
        let mut filter = Filter::default();
        filter.ids(params, "id", filter::security_log);
        filter.texts(params, "name");
        filter.ids(params, "user_id", filter::user);
        filter.ids(params, "actor_id", filter::user);
        filter.texts(params, "address");
        filter.texts(params, "request_id");
        filter.times(params);
        filter
    }

    fn place(&self) -> (chrono::DateTime<chrono::Utc>, Uuid) {
        (self.created_at.0, self.id.0)
    }

    fn cells(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.created_at.0.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
            self.name.clone(),
            self.user_id.map(|id| id.to_string()).unwrap_or_default(),
            self.actor_id.map(|id| id.to_string()).unwrap_or_default(),
            self.api_key_id.map(|id| id.to_string()).unwrap_or_default(),
            self.impersonated_by.map(|id| id.to_string()).unwrap_or_default(),
            self.session_id.map(|id| id.to_string()).unwrap_or_default(),
            self.address.clone().unwrap_or_default(),
            self.user_agent.clone().unwrap_or_default(),
            self.request_id.clone().unwrap_or_default(),
            self.detail.as_ref().map(ToString::to_string).unwrap_or_default(),
        ]
    }
}

/// Lists what happened to ways in, roles and keys
///
/// The youngest first; `count` stops at 10,000.
#[utoipa::path(
    get, path = "/admin/security-logs", operation_id = "list_security_logs", tag = "Logs",
    params(
        ("limit" = Option<i64>, Query, description = "How many to answer, 1,000 at most."),
        ("offset" = Option<i64>, Query, description = "How many to skip."),
        ("id" = Option<String>, Query, description = "Lines by id."),
        ("name" = Option<String>, Query, description = "Such as `password.changed`."),
        ("user_id" = Option<String>, Query, description = "What is about these people."),
        ("actor_id" = Option<String>, Query, description = "What these people did."),
        ("address" = Option<String>, Query, description = "Addresses of clients."),
        ("request_id" = Option<String>, Query, description = "The lines of a request."),
        ("created_at" = Option<String>, Query, description = "A range: `created_at[$gte]=2026-11-01&created_at[$lt]=2026-12-01`."),
    ),
    responses(
        (status = 200, description = "A page of the log.", body = serde_json::Value, example = json!({"security_logs": [{"id": "seclog_01kahx8y4ze8b9x9mgvjxk3f2d", "created_at": "2026-11-21T09:30:00.000Z", "name": "role.changed", "user_id": "user_01kahx8y4ze8b9x9mgvjxk3f2e", "actor_id": "user_01kahx8y4ze8b9x9mgvjxk3f2f", "api_key_id": null, "impersonated_by": null, "session_id": "ses_01kahx8y4ze8b9x9mgvjxk3f2f", "address": "203.0.113.9", "user_agent": "Mozilla/5.0", "request_id": "01kahx8y4ze8b9x9mgvjxk3f2h", "detail": {"from": "viewer", "to": "admin"}}], "count": 1, "offset": 0, "limit": 50})),
        AdminErrors,
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("audit:read"))),
)]
pub(super) async fn list_security_logs(
    accounts: Accounts,
    staff: May<needs::AuditRead>,
    Query(query): Query<list::Query<SecurityLog>>,
) -> Result<Response, ApiError> {
    list::list(&accounts, Scope::from(&staff), staff.organization.0, query).await
}

/// Exports what happened to ways in, roles and keys
///
/// The whole log, or what is left of it by the filters, as a file.
#[utoipa::path(
    get, path = "/admin/security-logs/export", operation_id = "export_security_logs", tag = "Logs",
    params(
        ("format" = Option<String>, Query, description = "`csv` or `ndjson`.", example = "csv"),
        ("id" = Option<String>, Query, description = "Lines by id."),
        ("name" = Option<String>, Query, description = "Such as `password.changed`."),
        ("user_id" = Option<String>, Query, description = "What is about these people."),
        ("actor_id" = Option<String>, Query, description = "What these people did."),
        ("address" = Option<String>, Query, description = "Addresses of clients."),
        ("request_id" = Option<String>, Query, description = "The lines of a request."),
        ("created_at" = Option<String>, Query, description = "A range: `created_at[$gte]=2026-11-01&created_at[$lt]=2026-12-01`."),
    ),
    responses(
        (status = 200, description = "A file: CSV (RFC 4180) with headings, or a JSON object per line.", content(
            (String = "text/csv", example = json!("\"id\",\"created_at\",…\r\n")),
            (serde_json::Value = "application/json", example = json!({"id": "seclog_01kahx8y4ze8b9x9mgvjxk3f2d", "created_at": "2026-11-21T09:30:00.000Z", "name": "role.changed", "user_id": "user_01kahx8y4ze8b9x9mgvjxk3f2e", "actor_id": "user_01kahx8y4ze8b9x9mgvjxk3f2f", "api_key_id": null, "impersonated_by": null, "session_id": "ses_01kahx8y4ze8b9x9mgvjxk3f2f", "address": "203.0.113.9", "user_agent": "Mozilla/5.0", "request_id": "01kahx8y4ze8b9x9mgvjxk3f2h", "detail": {"from": "viewer", "to": "admin"}})),
        )),
        AdminErrors,
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("audit:read"))),
)]
pub(super) async fn export_security_logs(
    accounts: Accounts,
    staff: May<needs::AuditRead>,
    Query(query): Query<export::Query<SecurityLog>>,
) -> Result<Response, ApiError> {
    export::export(accounts.app.db.clone(), Scope::from(&staff), staff.organization.0, query)
}
