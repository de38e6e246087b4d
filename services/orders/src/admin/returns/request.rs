//! What is to come back, and how.

use axum::response::Response;
use db::Tx;
use events::EventName;
use serde_json::json;
use uuid::Uuid;
use web::{ApiError, body::Required};

use super::{
    REQUEST, answer, answer_with,
    bodies::{BackItemChange, BackItems, Quietly},
};
use crate::{
    admin::{
        operations::Work,
        order_edits::{changed_way, line, wrong},
        parts::{NewWay, WayChange},
    },
    amend::{self, Back, Held, Open},
    change::What,
};

const REQUESTED: EventName = EventName::new("return.requested");

/// A return that was not confirmed yet, with its order.
async fn open(work: &Work) -> Result<(Held, Back), ApiError> {
    let (held, back) = amend::hold_back(&work.tx, work.id(0)).await?;
    let change = held.open(REQUEST)?;
    if change.return_id != Some(back.id) {
        return Err(ApiError::invalid_data("An active Order Change is required to proceed"));
    }
    Ok((held, back))
}

pub(super) async fn add(work: Work, new: BackItems) -> Result<Response, ApiError> {
    let (mut held, back) = open(&work).await?;
    let location = new.location_id.clone();
    let whats = asked(&work.tx, &held, new).await?;
    amend::push(&work.tx, &mut held, whats).await?;
    say_location(&work.tx, back.id, location.as_deref()).await?;
    answer(work, &held, back.id).await
}

/// Where a return goes to.
pub(crate) async fn say_location(tx: &Tx, id: Uuid, location: Option<&str>) -> Result<(), ApiError> {
    let Some(place) = amend::location(tx, location).await? else { return Ok(()) };
    db::exec(
        tx,
        "update order_returns set location_id = $2, updated_at = $3 where id = $1",
        [id.into(), place.into(), tx.now().into()],
    )
    .await?;
    Ok(())
}

/// Actions that ask for things to come back.
pub(crate) async fn asked(tx: &Tx, held: &Held, new: BackItems) -> Result<Vec<(What, Option<String>)>, ApiError> {
    let items = new.items.unwrap_or_default();
    let texts: Vec<String> = items.iter().filter_map(|item| item.reason_id.clone()).collect();
    let reasons = amend::reasons(tx, &texts).await?;
    let mut whats = Vec::new();
    for item in items {
        let Required(text) = item.id;
        let what = What::ReturnItem {
            item: line(held, &text)?,
            quantity: item.quantity.0,
            reason_id: item.reason_id.and_then(|text| reasons.get(&text).copied()),
            note: item.description,
            metadata: item.metadata.given(),
        };
        whats.push((what, item.internal_note));
    }
    Ok(whats)
}

pub(super) async fn change(work: Work, said: BackItemChange) -> Result<Response, ApiError> {
    let (mut held, back) = open(&work).await?;
    let (id, what) = changed(&work.tx, held.open(REQUEST)?, work.id(1), &said).await?;
    amend::replace(&work.tx, &mut held, id, what, said.internal_note).await?;
    answer(work, &held, back.id).await
}

/// What comes back, with what is said of it instead.
pub(crate) async fn changed(
    tx: &Tx,
    change: &Open,
    action: &str,
    said: &BackItemChange,
) -> Result<(Uuid, What), ApiError> {
    let action = change.action(action)?;
    let mut what = action.what.clone();
    let What::ReturnItem { quantity, reason_id, metadata, .. } = &mut what else { return Err(wrong(&what)) };
    if let Some(pieces) = said.quantity.0 {
        *quantity = pieces;
    }
    if let Some(text) = &said.reason_id {
        *reason_id = amend::reasons(tx, std::slice::from_ref(text)).await?.get(text).copied();
    }
    if let web::body::Change::Set(said) = &said.metadata {
        *metadata = Some(said.clone());
    }
    Ok((action.id, what))
}

pub(super) async fn undo(work: Work) -> Result<Response, ApiError> {
    let (mut held, back) = open(&work).await?;
    let action = held.open(REQUEST)?.action(work.id(1))?.clone();
    if !matches!(action.what, What::ReturnItem { .. }) {
        return Err(wrong(&action.what));
    }
    amend::drop_action(&work.tx, &mut held, action.id).await?;
    answer(work, &held, back.id).await
}

pub(super) async fn add_way(work: Work, new: NewWay) -> Result<Response, ApiError> {
    let (mut held, back) = open(&work).await?;
    add_way_back(&work.tx, &mut held, &back, new).await?;
    answer(work, &held, back.id).await
}

/// The way back of a return. Where nobody has said where to, it leads to where the option does.
pub(crate) async fn add_way_back(tx: &Tx, held: &mut Held, back: &Back, new: NewWay) -> Result<(), ApiError> {
    let order = held.applied()?.order;
    let (note, is_custom_amount) = (new.internal_note.clone(), new.custom_amount.0.is_some());
    let (method, place) = amend::way(tx, held, &order, new.way(true)).await?;
    let what = What::ShippingAdd {
        method: Box::new(method),
        return_id: Some(back.id),
        claim_id: None,
        exchange_id: None,
        is_custom_amount,
    };
    amend::push(tx, held, vec![(what, note)]).await?;
    let sql = "update order_returns set location_id = coalesce(location_id, $2), updated_at = $3 where id = $1";
    db::exec(tx, sql, [back.id.into(), place.into(), tx.now().into()]).await?;
    Ok(())
}

pub(super) async fn change_way(work: Work, said: WayChange) -> Result<Response, ApiError> {
    let (mut held, back) = open(&work).await?;
    let (id, what) = changed_way(held.open(REQUEST)?, work.id(1), &said)?;
    amend::replace(&work.tx, &mut held, id, what, said.internal_note).await?;
    answer(work, &held, back.id).await
}

pub(super) async fn undo_way(work: Work) -> Result<Response, ApiError> {
    let (mut held, back) = open(&work).await?;
    let action = held.open(REQUEST)?.action(work.id(1))?.clone();
    if action.what.method().is_none() {
        return Err(wrong(&action.what));
    }
    amend::drop_action(&work.tx, &mut held, action.id).await?;
    answer(work, &held, back.id).await
}

pub(super) async fn confirm(work: Work, said: Quietly) -> Result<Response, ApiError> {
    let (mut held, back) = open(&work).await?;
    let preview = amend::preview(&held)?;
    confirm_request(&work.tx, &mut held, &back, said.no_notification, work.by()).await?;
    answer_with(work, preview, back.id).await
}

/// Things come back from here on.
pub(crate) async fn confirm_request(
    tx: &Tx,
    held: &mut Held,
    back: &Back,
    no_notification: Option<bool>,
    by: Option<String>,
) -> Result<(), ApiError> {
    if !held.open(REQUEST)?.actions.iter().any(|action| matches!(action.what, What::ReturnItem { .. })) {
        return Err(ApiError::invalid_data("Order return request should have at least 1 item"));
    }
    if no_notification.is_some() {
        db::exec(
            tx,
            "update order_returns set no_notification = $2 where id = $1",
            [back.id.into(), no_notification.into()],
        )
        .await?;
    }
    let done = amend::confirm_return(tx, held, back.id, by).await?;
    let before = json!({ "status": back.status, "total": done.total_before.to_string() });
    let after = json!({ "status": "requested", "order_id": back.order_id, "total": done.total.to_string() });
    amend::tell(tx, REQUESTED, back.id, Some(before), Some(after)).await
}
