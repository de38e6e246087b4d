//! Who called what.

use chrono::{DateTime, Utc};
use entity::{
    Timestamp,
    ids::{ApiKeyId, AuditLogId, PersonalKeyId, SessionId, UserId},
};
use resource::{Param, row};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Log;

row! {
    /// A line.
    pub(super) struct AuditLog from "l" {
        id: AuditLogId,
        created_at: Timestamp,
        user_id: Option<UserId>,
        session_id: Option<SessionId>,
        api_key_id: Option<ApiKeyId>,
        personal_key_id: Option<PersonalKeyId>,
        impersonated_by: Option<UserId>,
        method: String,
        // The route.
        endpoint: String,
        path: String,
        status: i32 = "l.status::int4",
        duration_ms: i32,
        address: Option<String>,
        user_agent: Option<String>,
        request_id: Option<String>,
    }
}

impl Log for AuditLog {
    const TABLE: &'static str = "public.api_audit_logs";
    const PATH: &'static str = "/admin/audit-logs";
    const MANY: &'static str = "audit_logs";
    const FILTERS: &'static [Param] = &[
        Param::ids::<AuditLogId>("id", "Lines by id."),
        Param::ids::<UserId>("user_id", "Calls of these people."),
        Param::ids::<UserId>("impersonated_by", "Calls of these administrators as somebody else."),
        Param::ids::<ApiKeyId>("api_key_id", "Calls with these keys."),
        Param::text("method", "HTTP methods."),
        Param::text("endpoint", "Routes, such as `/admin/customers/{id}`."),
        Param::text("address", "Addresses of clients."),
        Param::text("request_id", "The line of a request."),
        Param::number("status", "HTTP status.").within(100, 599),
        Param::time("created_at", "When it came: `created_at[$gte]=2026-11-01&created_at[$lt]=2026-12-01`."),
    ];

    fn place(&self) -> (DateTime<Utc>, Uuid) {
        (self.created_at.0, self.id.0)
    }

    fn example() -> Value {
        json!({
            "id": "audit_01kahx8y4ze8b9x9mgvjxk3f2d", "created_at": "2026-11-21T09:30:00.000Z",
            "user_id": "user_01kahx8y4ze8b9x9mgvjxk3f2e", "session_id": "ses_01kahx8y4ze8b9x9mgvjxk3f2f",
            "api_key_id": null, "personal_key_id": null, "impersonated_by": null, "method": "POST",
            "endpoint": "/admin/customers/{id}", "path": "/admin/customers/cus_01kahx8y4ze8b9x9mgvjxk3f2g",
            "status": 200, "duration_ms": 12, "address": "203.0.113.9", "user_agent": "Mozilla/5.0",
            "request_id": "01kahx8y4ze8b9x9mgvjxk3f2h"
        })
    }
}
