//! What is claimed.

use axum::response::Response;
use web::{ApiError, body::Required};

use super::{
    Claims,
    bodies::{ClaimedChange, ClaimedItems},
};
use crate::{
    admin::{
        operations::Work,
        order_edits::{line, wrong},
        swaps::{self, Kind},
    },
    amend,
    change::What,
};

pub(super) async fn add(work: Work, new: ClaimedItems) -> Result<Response, ApiError> {
    let (mut held, swap) = swaps::open::<Claims>(&work).await?;
    let mut whats = Vec::new();
    for item in new.items.unwrap_or_default() {
        let Required(text) = item.id;
        let what = What::WriteOffItem {
            item: line(&held, &text)?,
            quantity: item.quantity.0,
            reason: item.reason.0,
            note: item.description,
            metadata: item.metadata.given(),
        };
        whats.push((what, item.internal_note));
    }
    amend::push(&work.tx, &mut held, whats).await?;
    swaps::answer::<Claims>(work, &held, &swap).await
}

pub(super) async fn change(work: Work, said: ClaimedChange) -> Result<Response, ApiError> {
    let (mut held, swap) = swaps::open::<Claims>(&work).await?;
    amend::reasons(&work.tx, said.reason_id.as_slice()).await?;
    let action = held.open(Claims::WORD)?.action(work.id(1))?.clone();
    let mut what = action.what;
    match &mut what {
        What::WriteOffItem { quantity, .. } => *quantity = said.quantity.0.unwrap_or(*quantity),
        other => return Err(wrong(other)),
    }
    amend::replace(&work.tx, &mut held, action.id, what, said.internal_note).await?;
    swaps::answer::<Claims>(work, &held, &swap).await
}

pub(super) async fn undo(work: Work) -> Result<Response, ApiError> {
    let (mut held, swap) = swaps::open::<Claims>(&work).await?;
    let action = held.open(Claims::WORD)?.action(work.id(1))?.clone();
    if !matches!(action.what, What::WriteOffItem { .. }) {
        return Err(wrong(&action.what));
    }
    amend::drop_action(&work.tx, &mut held, action.id).await?;
    swaps::answer::<Claims>(work, &held, &swap).await
}
