//! `POST /admin/order-edits/{id}/confirm`

use axum::response::Response;
use events::EventName;
use serde_json::json;
use web::ApiError;

use super::open;
use crate::{admin::operations::Work, amend};

const CONFIRMED: EventName = EventName::new("order_edit.confirmed");

/// The answer is the order as it is now, with what was done beside its lines.
pub(super) async fn confirm(work: Work, (): ()) -> Result<Response, ApiError> {
    let mut held = open(&work).await?;
    let preview = amend::preview(&held)?;
    let version = held.order.version;
    let done = amend::confirm(&work.tx, &mut held, work.by()).await?;
    let actions: Vec<_> = done.actions.iter().map(|action| action.what.name()).collect();
    let before = json!({ "version": version, "total": done.total_before.to_string() });
    let after = json!({ "version": done.order.version, "total": done.total.to_string(), "actions": actions });
    amend::tell(&work.tx, CONFIRMED, done.order.id, Some(before), Some(after)).await?;
    work.done(&[("order_preview", &preview)]).await
}
