//! `GET /ok`

use crate::better_auth::transport::{Refusal, Reply};

/// It is there.
pub(super) async fn ok() -> Result<Reply, Refusal> {
    Reply::json(serde_json::json!({ "ok": true }))
}
