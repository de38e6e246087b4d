//! Who called what.

use auth::{May, needs};
use axum::response::Response;
use db::Scope;
use entity::{
    Timestamp,
    ids::{ApiKeyId, AuditLogId, PersonalKeyId, SessionId, UserId},
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
pub(super) struct AuditLog {
    /// Key.
    id: AuditLogId,
    /// When it came.
    created_at: Timestamp,
    /// The person.
    user_id: Option<UserId>,
    /// His session.
    session_id: Option<SessionId>,
    /// The key of the shop.
    api_key_id: Option<ApiKeyId>,
    /// The person's own key.
    personal_key_id: Option<PersonalKeyId>,
    /// Who acted as him.
    impersonated_by: Option<UserId>,
    /// HTTP method.
    method: String,
    /// The route.
    endpoint: String,
    /// The path, without its query.
    path: String,
    /// HTTP status.
    status: i16,
    /// In milliseconds.
    duration_ms: i32,
    /// The client's address.
    address: Option<String>,
    /// The browser or program.
    user_agent: Option<String>,
    /// The request.
    request_id: Option<String>,
}

impl Log for AuditLog {
    const TABLE: &'static str = "public.api_audit_logs";
    const MANY: &'static str = "audit_logs";
    const COLUMNS: &'static str = "l.id, l.created_at, l.user_id, l.session_id, l.api_key_id, l.personal_key_id, l.impersonated_by, l.method, l.endpoint, l.path, l.status, l.duration_ms, l.address, l.user_agent, l.request_id";
    const HEADINGS: &'static [&'static str] = &[
        "id",
        "created_at",
        "user_id",
        "session_id",
        "api_key_id",
        "personal_key_id",
        "impersonated_by",
        "method",
        "endpoint",
        "path",
        "status",
        "duration_ms",
        "address",
        "user_agent",
        "request_id",
    ];

    fn filter(params: &mut Params) -> Filter {
        let mut filter = Filter::default();
        filter.ids(params, "id", filter::audit_log);
        filter.ids(params, "user_id", filter::user);
        filter.ids(params, "impersonated_by", filter::user);
        filter.ids(params, "api_key_id", filter::api_key);
        filter.texts(params, "method");
        filter.texts(params, "endpoint");
        filter.texts(params, "address");
        filter.texts(params, "request_id");
        if let Some(status) = params.integer("status", 100, 599) {
            filter.add("status", "=", i16::try_from(status).unwrap_or_default());
        }
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
            self.user_id.map(|id| id.to_string()).unwrap_or_default(),
            self.session_id.map(|id| id.to_string()).unwrap_or_default(),
            self.api_key_id.map(|id| id.to_string()).unwrap_or_default(),
            self.personal_key_id.map(|id| id.to_string()).unwrap_or_default(),
            self.impersonated_by.map(|id| id.to_string()).unwrap_or_default(),
            self.method.clone(),
            self.endpoint.clone(),
            self.path.clone(),
            self.status.to_string(),
            self.duration_ms.to_string(),
            self.address.clone().unwrap_or_default(),
            self.user_agent.clone().unwrap_or_default(),
            self.request_id.clone().unwrap_or_default(),
        ]
    }
}

/// Lists the calls of people and programs that were known
///
/// The youngest first; `count` stops at 10,000.
#[utoipa::path(
    get, path = "/admin/audit-logs", operation_id = "list_audit_logs", tag = "Logs",
    params(
        ("limit" = Option<i64>, Query, description = "How many to answer, 1,000 at most."),
        ("offset" = Option<i64>, Query, description = "How many to skip."),
        ("id" = Option<String>, Query, description = "Lines by id."),
        ("user_id" = Option<String>, Query, description = "Calls of these people."),
        ("impersonated_by" = Option<String>, Query, description = "Calls of these administrators as somebody else."),
        ("api_key_id" = Option<String>, Query, description = "Calls with these keys."),
        ("method" = Option<String>, Query, description = "HTTP methods."),
        ("endpoint" = Option<String>, Query, description = "Routes, such as `/admin/customers/{id}`."),
        ("address" = Option<String>, Query, description = "Addresses of clients."),
        ("request_id" = Option<String>, Query, description = "The line of a request."),
        ("status" = Option<String>, Query, description = "HTTP status."),
        ("created_at" = Option<String>, Query, description = "A range: `created_at[$gte]=2026-11-01&created_at[$lt]=2026-12-01`."),
    ),
    responses(
        (status = 200, description = "A page of the log.", body = serde_json::Value, example = json!({"audit_logs": [{"id": "audit_01kahx8y4ze8b9x9mgvjxk3f2d", "created_at": "2026-11-21T09:30:00.000Z", "user_id": "user_01kahx8y4ze8b9x9mgvjxk3f2e", "session_id": "ses_01kahx8y4ze8b9x9mgvjxk3f2f", "api_key_id": null, "personal_key_id": null, "impersonated_by": null, "method": "POST", "endpoint": "/admin/customers/{id}", "path": "/admin/customers/cus_01kahx8y4ze8b9x9mgvjxk3f2g", "status": 200, "duration_ms": 12, "address": "203.0.113.9", "user_agent": "Mozilla/5.0", "request_id": "01kahx8y4ze8b9x9mgvjxk3f2h"}], "count": 1, "offset": 0, "limit": 50})),
        AdminErrors,
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("audit:read"))),
)]
pub(super) async fn list_audit_logs(
    accounts: Accounts,
    staff: May<needs::AuditRead>,
    Query(query): Query<list::Query<AuditLog>>,
) -> Result<Response, ApiError> {
    list::list(&accounts, Scope::from(&staff), staff.organization.0, query).await
}

/// Exports the calls of people and programs that were known
///
/// The whole log, or what is left of it by the filters, as a file.
#[utoipa::path(
    get, path = "/admin/audit-logs/export", operation_id = "export_audit_logs", tag = "Logs",
    params(
        ("format" = Option<String>, Query, description = "`csv` or `ndjson`.", example = "csv"),
        ("id" = Option<String>, Query, description = "Lines by id."),
        ("user_id" = Option<String>, Query, description = "Calls of these people."),
        ("impersonated_by" = Option<String>, Query, description = "Calls of these administrators as somebody else."),
        ("api_key_id" = Option<String>, Query, description = "Calls with these keys."),
        ("method" = Option<String>, Query, description = "HTTP methods."),
        ("endpoint" = Option<String>, Query, description = "Routes, such as `/admin/customers/{id}`."),
        ("address" = Option<String>, Query, description = "Addresses of clients."),
        ("request_id" = Option<String>, Query, description = "The line of a request."),
        ("status" = Option<String>, Query, description = "HTTP status."),
        ("created_at" = Option<String>, Query, description = "A range: `created_at[$gte]=2026-11-01&created_at[$lt]=2026-12-01`."),
    ),
    responses(
        (status = 200, description = "A file: CSV (RFC 4180) with headings, or a JSON object per line.", content(
            (String = "text/csv", example = json!("\"id\",\"created_at\",…\r\n")),
            (serde_json::Value = "application/json", example = json!({"id": "audit_01kahx8y4ze8b9x9mgvjxk3f2d", "created_at": "2026-11-21T09:30:00.000Z", "user_id": "user_01kahx8y4ze8b9x9mgvjxk3f2e", "session_id": "ses_01kahx8y4ze8b9x9mgvjxk3f2f", "api_key_id": null, "personal_key_id": null, "impersonated_by": null, "method": "POST", "endpoint": "/admin/customers/{id}", "path": "/admin/customers/cus_01kahx8y4ze8b9x9mgvjxk3f2g", "status": 200, "duration_ms": 12, "address": "203.0.113.9", "user_agent": "Mozilla/5.0", "request_id": "01kahx8y4ze8b9x9mgvjxk3f2h"})),
        )),
        AdminErrors,
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("audit:read"))),
)]
pub(super) async fn export_audit_logs(
    accounts: Accounts,
    staff: May<needs::AuditRead>,
    Query(query): Query<export::Query<AuditLog>>,
) -> Result<Response, ApiError> {
    export::export(accounts.app.db.clone(), Scope::from(&staff), staff.organization.0, query)
}
