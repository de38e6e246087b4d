//! What has come back, whole or damaged.

use axum::response::Response;
use entity::ids::{OrderLineItemId, OrderReturnId};
use events::EventName;
use serde_json::json;
use uuid::Uuid;
use web::{ApiError, body::Required};

use super::{
    RECEIVE, Return, answer, answer_with,
    bodies::{CameChange, CameItems, Quietly, Receiving},
};
use crate::{
    admin::{
        operations::{Work, part},
        order_edits::wrong,
    },
    amend::{self, Back, Begin, Held, Parts},
    change::What,
    order,
};

const RECEIVED: EventName = EventName::new("return.received");

pub(super) async fn begin(work: Work, said: Receiving) -> Result<Response, ApiError> {
    let (mut held, back) = amend::hold_back(&work.tx, work.id(0)).await?;
    if !matches!(&*back.status, "requested" | "partially_received") {
        let (id, status) = (OrderReturnId(back.id), &back.status);
        return Err(ApiError::invalid_data(format!(
            "Return with id {id} is {status}: only one that was requested is received"
        )));
    }
    let parts = Parts { return_id: Some(back.id), claim_id: back.claim_id, exchange_id: back.exchange_id };
    let Receiving { description, internal_note, metadata } = said;
    let begin = Begin { kind: RECEIVE, parts, description, internal_note, metadata: metadata.given() };
    amend::begin(&work.tx, &mut held, begin).await?;
    let (order, shown) = (amend::order(&held.order)?, part::<Return>(&work, back.id).await?);
    work.done(&[("order", &order), ("return", &shown)]).await
}

/// A return that is being received, with its order.
pub(super) async fn open(work: &Work) -> Result<(Held, Back), ApiError> {
    let (held, back) = amend::hold_back(&work.tx, work.id(0)).await?;
    let change = held.open(RECEIVE)?;
    if change.return_id != Some(back.id) {
        return Err(ApiError::invalid_data("An active Order Change is required to proceed"));
    }
    Ok((held, back))
}

pub(super) async fn add(work: Work, came: CameItems) -> Result<Response, ApiError> {
    put(work, came, |item, quantity| What::ReceiveReturnItem { item, quantity }).await
}

pub(super) async fn add_damaged(work: Work, came: CameItems) -> Result<Response, ApiError> {
    put(work, came, |item, quantity| What::ReceiveDamagedReturnItem { item, quantity }).await
}

async fn put(work: Work, came: CameItems, made: impl Fn(Uuid, u32) -> What) -> Result<Response, ApiError> {
    let (mut held, back) = open(&work).await?;
    let items = came.items.unwrap_or_default();
    let of = |text: &str| {
        let id = text.parse::<OrderLineItemId>().ok()?.0;
        back.items.iter().any(|row| row.item_id == id).then_some(id)
    };
    let unknown: Vec<String> = (items.iter())
        .filter(|item| of(&item.id.0).is_none())
        .map(|item| item.id.0.chars().take(100).collect())
        .take(20)
        .collect();
    if !unknown.is_empty() {
        let (unknown, id) = (unknown.join(", "), OrderReturnId(back.id));
        return Err(ApiError::invalid_data(format!("Items with ids {unknown} does not exist in Return with id {id}.")));
    }
    let whats = items.into_iter().filter_map(|item| {
        let Required(text) = &item.id;
        Some((made(of(text)?, item.quantity.0), item.internal_note))
    });
    amend::push(&work.tx, &mut held, whats.collect()).await?;
    check(&held, &back)?;
    answer(work, &held, back.id).await
}

/// Of each line no more than this return waits for: another one of the order may wait for the rest.
fn check(held: &Held, back: &Back) -> Result<(), ApiError> {
    let actions = &held.open(RECEIVE)?.actions;
    for row in &back.items {
        let came: u64 = (actions.iter())
            .filter_map(|action| match &action.what {
                What::ReceiveReturnItem { item, quantity } | What::ReceiveDamagedReturnItem { item, quantity }
                    if *item == row.item_id =>
                {
                    Some(u64::from(*quantity))
                }
                _ => None,
            })
            .sum();
        if came > u64::from(row.left()) {
            let id = OrderLineItemId(row.item_id);
            let words = format!("Cannot receive more items than what was requested to be returned for item {id}.");
            return Err(ApiError::invalid_data(words));
        }
    }
    Ok(())
}

pub(super) async fn change(work: Work, said: CameChange) -> Result<Response, ApiError> {
    let (mut held, back) = open(&work).await?;
    let action = held.open(RECEIVE)?.action(work.id(1))?.clone();
    let mut what = action.what;
    match &mut what {
        What::ReceiveReturnItem { quantity, .. } | What::ReceiveDamagedReturnItem { quantity, .. } => {
            *quantity = said.quantity.0.unwrap_or(*quantity);
        }
        other => return Err(wrong(other)),
    }
    amend::replace(&work.tx, &mut held, action.id, what, said.internal_note).await?;
    check(&held, &back)?;
    answer(work, &held, back.id).await
}

pub(super) async fn undo(work: Work) -> Result<Response, ApiError> {
    let (mut held, back) = open(&work).await?;
    let action = held.open(RECEIVE)?.action(work.id(1))?.id;
    amend::drop_action(&work.tx, &mut held, action).await?;
    answer(work, &held, back.id).await
}

pub(super) async fn confirm(work: Work, said: Quietly) -> Result<Response, ApiError> {
    let (mut held, back) = open(&work).await?;
    if held.open(RECEIVE)?.actions.is_empty() {
        return Err(ApiError::invalid_data("Nothing was received: add items first"));
    }
    check(&held, &back)?;
    let preview = amend::preview(&held)?;
    if said.no_notification.is_some() {
        let values = [back.id.into(), said.no_notification.into()];
        db::exec(&work.tx, "update order_returns set no_notification = $2 where id = $1", values).await?;
    }
    let done = amend::confirm(&work.tx, &mut held, work.by()).await?;
    let status = amend::received(&work.tx, &done, &back).await?;
    let before = json!({ "status": back.status, "total": done.total_before.to_string() });
    let after = json!({
        "status": status, "order_id": back.order_id, "total": done.total.to_string(),
        "refund_due": order::refund_due(&done.order, &done.total).to_string()
    });
    amend::tell(&work.tx, RECEIVED, back.id, Some(before), Some(after)).await?;
    answer_with(work, preview, back.id).await
}
