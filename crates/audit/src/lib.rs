//! Who called what.
//!
//! Owns the line that each call of somebody who is known leaves in `api_audit_logs`, which waits and is written as `batches` does it.
//! Also the last use of each secret key, which is known here anyway.
//!
//! Must never delay a call, fail one, or grow without bound: when Postgres is away the queue fills, and what does not fit is
//! counted (`audit_dropped_total`) and let go. A line holds no query and no body, which may hold anything.
//!
//! A call is logged however it ends: one that was cut short has the status 499 (the client went away) or 504 (it took too long).
//!
//! A crash loses at most what waits: [`EVERY`] or [`AT_ONCE`] lines; an orderly end, [`Audit::close`] after the last answer,
//! loses none while Postgres is there. What must not be lost, changes of ways in, roles and keys, stands in `security_logs`,
//! which triggers write in the transaction of the change.

mod layer;
mod line;
mod queue;
mod writer;

pub use batches::{AT_ONCE, EVERY, QUEUE};
pub use layer::layer;
pub use line::Line;
pub use queue::Audit;
