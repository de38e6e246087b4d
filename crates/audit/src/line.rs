//! A line, before it is written.

use chrono::{DateTime, Utc};
use db::{Actor, INSTALLATION};
use entity::ids::AuditLogId;
use serde::Serialize;
use uuid::Uuid;

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

/// As the statement that writes it wants it.
#[derive(Debug, Serialize)]
pub(crate) struct Row<'a> {
    organization_id: Uuid,
    id: Uuid,
    at: DateTime<Utc>,
    user_id: Option<Uuid>,
    session_id: Option<Uuid>,
    api_key_id: Option<Uuid>,
    personal_key_id: Option<Uuid>,
    impersonated_by: Option<Uuid>,
    method: &'a str,
    endpoint: &'a str,
    path: &'a str,
    status: u16,
    duration_ms: i32,
    address: Option<&'a str>,
    user_agent: Option<&'a str>,
    request_id: &'a str,
}

impl Line {
    pub(crate) fn row(&self) -> Row<'_> {
        let Self { at, actor, method, endpoint, path, status, duration_ms, address, user_agent, request_id } = self;
        Row {
            organization_id: actor.organization.unwrap_or(INSTALLATION),
            id: AuditLogId::new().0,
            at: *at,
            user_id: actor.user,
            session_id: actor.session,
            api_key_id: actor.api_key,
            personal_key_id: actor.personal_key,
            impersonated_by: actor.impersonated_by,
            method,
            endpoint,
            path,
            status: *status,
            duration_ms: *duration_ms,
            address: address.as_deref(),
            user_agent: user_agent.as_deref(),
            request_id,
        }
    }
}

/// So much of what a client says is kept.
const MOST: usize = 512;

/// What Postgres takes, and not too much of it.
pub(crate) fn tame(text: &str) -> String {
    text.chars().filter(|c| *c != '\0').take(MOST).collect()
}
