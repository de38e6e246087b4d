//! What was done in a shop, for those who may know: `/admin/audit-logs`, `/admin/security-logs`, and their export.

mod audit_log;
mod export;
mod filter;
mod list;
mod security_log;

use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

/// The routes.
pub(crate) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(audit_log::list_audit_logs))
        .routes(routes!(audit_log::export_audit_logs))
        .routes(routes!(security_log::list_security_logs))
        .routes(routes!(security_log::export_security_logs))
}
