//! Claims and exchanges that do not happen.

use std::collections::BTreeMap;

use axum::response::Response;
use resource::admin::deleted;
use serde_json::json;
use uuid::Uuid;
use web::ApiError;

use super::{Kind, Swap, confirm::waits, hold, hold::is_open, open};
use crate::{
    admin::{
        operations::{Work, part},
        returns::bodies::Quietly,
    },
    amend::{self, Back, Begin, Held},
    change::What,
};

/// Nothing of it is sent or comes back from here on.
pub(super) async fn cancel<K: Kind>(work: Work, said: Quietly) -> Result<Response, ApiError> {
    let (mut held, swap) = hold::<K>(&work).await?;
    let back = match swap.return_id {
        Some(id) => amend::back(&work.tx, id).await?,
        None => None,
    };
    if is_open::<K>(&held, &swap) {
        amend::cancel(&work.tx, &mut held, work.by()).await?;
    } else {
        let undoing = undoing(&held, &swap, back.as_ref(), K::WORD)?;
        amend::begin(
            &work.tx,
            &mut held,
            Begin { kind: K::WORD, parts: K::parts(swap.id, swap.return_id), ..Begin::default() },
        )
        .await?;
        amend::push(&work.tx, &mut held, undoing).await?;
        amend::confirm(&work.tx, &mut held, work.by()).await?;
    }
    if let Some(back) = back.filter(|back| back.canceled_at.is_none()) {
        amend::cancel_return(&work.tx, back.id, said.no_notification).await?;
    }
    let sql = format!(
        "update {} set canceled_at = $2, updated_at = $2, no_notification = coalesce($3, no_notification) where id = $1",
        K::TABLE
    );
    db::exec(&work.tx, &sql, [swap.id.into(), work.tx.now().into(), said.no_notification.into()]).await?;
    told::<K>(&work, swap.id, swap.order_id).await?;
    let shown = part::<K::Row>(&work, swap.id).await?;
    work.done(&[(K::WORD, &shown)]).await
}

async fn told<K: Kind>(work: &Work, id: Uuid, order: Uuid) -> Result<(), ApiError> {
    let (before, after) = (json!({ "canceled_at": null }), json!({ "canceled_at": work.tx.now(), "order_id": order }));
    amend::tell(&work.tx, K::CANCELED, id, Some(before), Some(after)).await
}

/// The opposite of what was done: only where nothing has been sent, and nothing has come back.
fn undoing(held: &Held, swap: &Swap, back: Option<&Back>, word: &str) -> Result<Vec<(What, Option<String>)>, ApiError> {
    if let Some(back) = back.filter(|back| matches!(&*back.status, "received" | "partially_received")) {
        let id = entity::ids::OrderReturnId(back.id);
        return Err(ApiError::invalid_data(format!(
            "Return with id {id} is {}: the {word} cannot be canceled any more",
            back.status
        )));
    }
    let mut whats = Vec::new();
    // Several rows may claim of the same line.
    let mut claimed: BTreeMap<Uuid, u32> = BTreeMap::new();
    for piece in &swap.items {
        let Some(line) = held.order.items.iter().find(|item| item.line.id == piece.item_id) else { continue };
        if piece.is_additional_item {
            if line.detail.fulfilled_quantity > 0 {
                let words = format!("All fulfillments must be canceled before canceling a {word}");
                return Err(ApiError::not_allowed(words));
            }
            whats.push(What::ItemUpdate {
                item: piece.item_id,
                quantity: 0,
                unit_price: None,
                compare_at_unit_price: None,
                metadata: None,
            });
        } else {
            *claimed.entry(piece.item_id).or_default() += piece.quantity;
        }
    }
    for (item, pieces) in claimed {
        // What was asked back as well was not written off.
        let came = back.into_iter().flat_map(|back| &back.items).filter(|row| row.item_id == item);
        let quantity = pieces.saturating_sub(came.map(|row| row.quantity).sum());
        if quantity > 0 {
            whats.push(What::ReinstateItem { item, quantity });
        }
    }
    whats.extend(swap.methods.iter().map(|method| What::ShippingRemove { method: *method }));
    let mut whats: Vec<_> = whats.into_iter().map(|what| (what, None)).collect();
    whats.extend(back.filter(|back| waits(back)).into_iter().flat_map(amend::undoing));
    Ok(whats)
}

/// One that was not confirmed yet is gone.
pub(super) async fn request<K: Kind>(work: Work) -> Result<Response, ApiError> {
    let (mut held, swap) = open::<K>(&work).await?;
    amend::cancel(&work.tx, &mut held, work.by()).await?;
    if let Some(id) = swap.return_id {
        resource::retire(&work.tx, "public.order_returns", id).await?;
    }
    resource::retire(&work.tx, K::TABLE, swap.id).await?;
    told::<K>(&work, swap.id, swap.order_id).await?;
    let id = work.id(0).to_owned();
    work.tx.commit().await?;
    Ok(deleted(&id, K::WORD))
}
