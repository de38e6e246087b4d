//! A line, before it is written.

use chrono::{DateTime, Utc};
use db::{Actor, INSTALLATION};
use entity::ids::AuditLogId;
use serde_json::{Value, json};

/// A call.
#[derive(Debug, Clone)]
pub struct Line {
    /// When it came.
    pub at: DateTime<Utc>,
    /// Whom it was of.
    pub actor: Actor,
    /// HTTP method.
    pub method: String,
    /// The route: `/admin/customers/{id}`.
    pub endpoint: String,
    /// The path, without its query.
    pub path: String,
    /// HTTP status.
    pub status: u16,
    /// How long it took, in milliseconds.
    pub duration_ms: i32,
    /// The client's address.
    pub address: Option<String>,
    /// The browser or program, by its own account.
    pub user_agent: Option<String>,
    /// The request.
    pub request_id: String,
}

impl Line {
    /// As the statement that writes it wants it.
    pub(crate) fn row(&self) -> Value {
        let Self { at, actor, method, endpoint, path, status, duration_ms, address, user_agent, request_id } = self;
        json!({
            "organization_id": actor.organization.unwrap_or(INSTALLATION),
            "id": AuditLogId::new().0,
            "at": at,
            "user_id": actor.user,
            "session_id": actor.session,
            "api_key_id": actor.api_key,
            "personal_key_id": actor.personal_key,
            "impersonated_by": actor.impersonated_by,
            "method": method,
            "endpoint": endpoint,
            "path": path,
            "status": status,
            "duration_ms": duration_ms,
            "address": address,
            "user_agent": user_agent,
            "request_id": request_id,
        })
    }
}

/// So much of what a client says is kept.
const MOST: usize = 512;

/// What Postgres takes, and not too much of it.
pub(crate) fn tame(text: &str) -> String {
    text.chars().filter(|c| *c != '\0').take(MOST).collect()
}
