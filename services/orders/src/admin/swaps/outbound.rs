//! What is sent.

use axum::response::Response;
use web::ApiError;

use super::{Kind, answer, open};
use crate::{
    admin::{
        operations::Work,
        order_edits::{changed as changed_item, changed_way, wrong},
        parts::{ItemAction, NewItem, NewItems, NewWay, WayChange},
    },
    amend,
    change::What,
};

pub(super) async fn add<K: Kind>(work: Work, new: NewItems) -> Result<Response, ApiError> {
    let (mut held, swap) = open::<K>(&work).await?;
    let new = new.items.unwrap_or_default().into_iter().map(NewItem::line).collect();
    let order = held.applied()?.order;
    let whats = amend::lines(&work.tx, &held, &order, new).await?;
    amend::push(&work.tx, &mut held, whats).await?;
    answer::<K>(work, &held, &swap).await
}

pub(super) async fn change<K: Kind>(work: Work, said: ItemAction) -> Result<Response, ApiError> {
    let (mut held, swap) = open::<K>(&work).await?;
    let (id, what) = changed_item(held.open(K::WORD)?, work.id(1), &said)?;
    amend::replace(&work.tx, &mut held, id, what, said.internal_note).await?;
    answer::<K>(work, &held, &swap).await
}

pub(super) async fn undo<K: Kind>(work: Work) -> Result<Response, ApiError> {
    let (mut held, swap) = open::<K>(&work).await?;
    let action = held.open(K::WORD)?.action(work.id(1))?.clone();
    if !matches!(action.what, What::ItemAdd { .. }) {
        return Err(wrong(&action.what));
    }
    amend::drop_action(&work.tx, &mut held, action.id).await?;
    answer::<K>(work, &held, &swap).await
}

pub(super) async fn add_way<K: Kind>(work: Work, new: NewWay) -> Result<Response, ApiError> {
    let (mut held, swap) = open::<K>(&work).await?;
    let order = held.applied()?.order;
    let (note, is_custom_amount) = (new.internal_note.clone(), new.custom_amount.0.is_some());
    let (method, _) = amend::way(&work.tx, &held, &order, new.way(false)).await?;
    let parts = K::parts(swap.id, None);
    let (claim_id, exchange_id) = (parts.claim_id, parts.exchange_id);
    let method = Box::new(method);
    let what = What::ShippingAdd { method, return_id: None, claim_id, exchange_id, is_custom_amount };
    amend::push(&work.tx, &mut held, vec![(what, note)]).await?;
    answer::<K>(work, &held, &swap).await
}

fn is_sent(what: &What) -> bool {
    matches!(what, What::ShippingAdd { return_id: None, .. })
}

pub(super) async fn change_way<K: Kind>(work: Work, said: WayChange) -> Result<Response, ApiError> {
    let (mut held, swap) = open::<K>(&work).await?;
    let (id, what) = changed_way(held.open(K::WORD)?, work.id(1), &said)?;
    if !is_sent(&what) {
        return Err(wrong(&what));
    }
    amend::replace(&work.tx, &mut held, id, what, said.internal_note).await?;
    answer::<K>(work, &held, &swap).await
}

pub(super) async fn undo_way<K: Kind>(work: Work) -> Result<Response, ApiError> {
    let (mut held, swap) = open::<K>(&work).await?;
    let action = held.open(K::WORD)?.action(work.id(1))?.clone();
    if !is_sent(&action.what) {
        return Err(wrong(&action.what));
    }
    amend::drop_action(&work.tx, &mut held, action.id).await?;
    answer::<K>(work, &held, &swap).await
}
