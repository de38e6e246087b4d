//! The edit of a draft: begun, asked for, confirmed, taken back.

use axum::response::Response;
use events::EventName;
use resource::admin::deleted;
use serde_json::json;
use web::ApiError;

use super::{EDIT, answer, open};
use crate::{
    admin::operations::Work,
    amend::{self, Begin},
};

const CONFIRMED: EventName = EventName::new("draft_order.changed");

pub(super) async fn begin(work: Work, (): ()) -> Result<Response, ApiError> {
    let mut held = amend::hold(&work.tx, work.id(0), true).await?;
    amend::begin(&work.tx, &mut held, Begin { kind: EDIT, ..Begin::default() }).await?;
    answer(work, &held).await
}

pub(super) async fn request(work: Work, (): ()) -> Result<Response, ApiError> {
    let mut held = open(&work).await?;
    amend::request(&work.tx, &mut held, work.by()).await?;
    answer(work, &held).await
}

pub(super) async fn confirm(work: Work, (): ()) -> Result<Response, ApiError> {
    let mut held = open(&work).await?;
    let order = amend::settled(&work.tx, &held, held.applied()?, &[]).await?;
    let preview = amend::preview_of(&held, order.clone())?;
    let done = amend::confirm_as(&work.tx, &mut held, work.by(), order).await?;
    let before = json!({ "total": done.total_before.to_string() });
    let after = json!({ "version": done.order.version, "total": done.total.to_string() });
    amend::tell(&work.tx, CONFIRMED, done.order.id, Some(before), Some(after)).await?;
    work.done(&[("draft_order_preview", &preview)]).await
}

pub(super) async fn cancel(work: Work) -> Result<Response, ApiError> {
    let mut held = open(&work).await?;
    amend::cancel(&work.tx, &mut held, work.by()).await?;
    let id = work.id(0).to_owned();
    work.tx.commit().await?;
    Ok(deleted(&id, "draft-order-edit"))
}
