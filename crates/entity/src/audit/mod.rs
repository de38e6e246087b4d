//! What was done, by whom.

pub mod api_audit_log;
pub mod security_log;
