//! What happened to ways in, roles and keys.

use chrono::{DateTime, Utc};
use entity::{
    Timestamp,
    ids::{ApiKeyId, PersonalKeyId, SecurityLogId, SessionId, UserId},
};
use resource::{Param, row};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Log;

row! {
    /// A line.
    pub(super) struct SecurityLog from "l" {
        id: SecurityLogId,
        created_at: Timestamp,
        // What happened.
        name: String,
        // Whom it is about.
        user_id: Option<UserId>,
        // Who did it.
        actor_id: Option<UserId>,
        api_key_id: Option<ApiKeyId>,
        // The person's own key with which it was done.
        personal_key_id: Option<PersonalKeyId>,
        impersonated_by: Option<UserId>,
        session_id: Option<SessionId>,
        address: Option<String>,
        user_agent: Option<String>,
        request_id: Option<String>,
        detail: Option<Value>,
    }
}

impl Log for SecurityLog {
    const TABLE: &'static str = "public.security_logs";
    const PATH: &'static str = "/admin/security-logs";
    const MANY: &'static str = "security_logs";
    const FILTERS: &'static [Param] = &[
        Param::ids::<SecurityLogId>("id", "Lines by id."),
        Param::text("name", "Such as `password.changed`."),
        Param::ids::<UserId>("user_id", "What is about these people."),
        Param::ids::<UserId>("actor_id", "What these people did."),
        Param::text("address", "Addresses of clients."),
        Param::text("request_id", "The lines of a request."),
        Param::time("created_at", "When: `created_at[$gte]=2026-11-01&created_at[$lt]=2026-12-01`."),
    ];

    fn place(&self) -> (DateTime<Utc>, Uuid) {
        (self.created_at.0, self.id.0)
    }

    fn example() -> Value {
        json!({
            "id": "seclog_01kahx8y4ze8b9x9mgvjxk3f2d", "created_at": "2026-11-21T09:30:00.000Z", "name": "role.changed",
            "user_id": "user_01kahx8y4ze8b9x9mgvjxk3f2e", "actor_id": "user_01kahx8y4ze8b9x9mgvjxk3f2f",
            "api_key_id": null, "personal_key_id": null, "impersonated_by": null, "session_id": "ses_01kahx8y4ze8b9x9mgvjxk3f2f",
            "address": "203.0.113.9", "user_agent": "Mozilla/5.0", "request_id": "01kahx8y4ze8b9x9mgvjxk3f2h",
            "detail": {"from": "viewer", "to": "admin"}
        })
    }
}
