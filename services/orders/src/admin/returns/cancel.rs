//! Returns that do not happen.

use axum::response::Response;
use entity::ids::OrderReturnId;
use events::EventName;
use resource::admin::deleted;
use serde_json::json;
use web::ApiError;

use super::{REQUEST, Return, bodies::Quietly, receive};
use crate::{
    admin::operations::{Work, part},
    amend::{self, Begin, Parts},
};

const CANCELED: EventName = EventName::new("return.canceled");

/// A return that was confirmed, and of which nothing has come.
pub(super) async fn cancel(work: Work, said: Quietly) -> Result<Response, ApiError> {
    let (mut held, back) = amend::hold_back(&work.tx, work.id(0)).await?;
    let id = OrderReturnId(back.id);
    match &*back.status {
        "requested" => {
            let parts = Parts { return_id: Some(back.id), ..Parts::default() };
            amend::begin(&work.tx, &mut held, Begin { kind: REQUEST, parts, ..Begin::default() }).await?;
            amend::push(&work.tx, &mut held, amend::undoing(&back)).await?;
            amend::confirm(&work.tx, &mut held, work.by()).await?;
        }
        "open" if held.open(REQUEST).is_ok_and(|change| change.return_id == Some(back.id)) => {
            amend::cancel(&work.tx, &mut held, work.by()).await?;
        }
        "open" if back.claim_id.is_some() || back.exchange_id.is_some() => {
            return Err(ApiError::invalid_data("Cancel the claim or the exchange that the return belongs to instead"));
        }
        "open" => {}
        status => {
            let words = format!("Return with id {id} is {status}: what has come back is not sent back by canceling it");
            return Err(ApiError::invalid_data(words));
        }
    }
    amend::cancel_return(&work.tx, back.id, said.no_notification).await?;
    let (before, after) =
        (json!({ "status": back.status }), json!({ "status": "canceled", "order_id": back.order_id }));
    amend::tell(&work.tx, CANCELED, back.id, Some(before), Some(after)).await?;
    let shown = part::<Return>(&work, back.id).await?;
    work.done(&[("return", &shown)]).await
}

/// One that was not confirmed yet is gone.
pub(super) async fn request(work: Work) -> Result<Response, ApiError> {
    let (mut held, back) = amend::hold_back(&work.tx, work.id(0)).await?;
    let change = held.open(REQUEST)?;
    if change.return_id != Some(back.id) || back.status != "open" {
        return Err(ApiError::invalid_data("An active Order Change is required to proceed"));
    }
    amend::cancel(&work.tx, &mut held, work.by()).await?;
    resource::retire(&work.tx, "public.order_returns", back.id).await?;
    amend::tell(&work.tx, CANCELED, back.id, Some(json!({ "status": back.status })), None).await?;
    let id = work.id(0).to_owned();
    work.tx.commit().await?;
    Ok(deleted(&id, "return"))
}

/// Nothing has come after all: the return waits for it as before.
pub(super) async fn receive(work: Work) -> Result<Response, ApiError> {
    let (mut held, _) = receive::open(&work).await?;
    amend::cancel(&work.tx, &mut held, work.by()).await?;
    let id = work.id(0).to_owned();
    work.tx.commit().await?;
    Ok(deleted(&id, "return"))
}
