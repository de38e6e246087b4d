//! Lines of a draft.

use axum::response::Response;
use db::Tx;
use web::ApiError;

use super::{
    EDIT, answer,
    bodies::{DraftItem, DraftItems, Item},
    open,
};
use crate::{
    admin::{
        operations::Work,
        order_edits::{changed, line, set, wrong},
        parts::{ItemAction, ItemChange},
    },
    amend::{self, Held},
    change::What,
    order::document::Order,
};

/// Lines of what is put in: variants in one go, and what is called so.
pub(super) async fn made(
    tx: &Tx,
    held: &Held,
    order: &Order,
    new: Vec<DraftItem>,
) -> Result<Vec<(What, Option<String>)>, ApiError> {
    let (mut variants, mut whats) = (Vec::new(), Vec::new());
    let mut customs = Vec::new();
    for one in new {
        match one.item() {
            Item::Variant(line) => variants.push(line),
            Item::Custom { title, sku, barcode, line } => customs.push((title, sku, barcode, line)),
        }
    }
    if !variants.is_empty() {
        whats.extend(amend::lines(tx, held, order, variants).await?);
    }
    whats.extend(amend::custom_lines(tx, held, order, customs).await?);
    Ok(whats)
}

pub(super) async fn add(work: Work, new: DraftItems) -> Result<Response, ApiError> {
    let mut held = open(&work).await?;
    let order = held.applied()?.order;
    let items = new.items.unwrap_or_default();
    amend::fits_draft(order.items.len() + items.len(), 0)?;
    let whats = made(&work.tx, &held, &order, items).await?;
    amend::push(&work.tx, &mut held, whats).await?;
    answer(work, &held).await
}

pub(super) async fn update(work: Work, said: ItemChange) -> Result<Response, ApiError> {
    let mut held = open(&work).await?;
    let item = line(&held, work.id(1))?;
    set(&work, &mut held, item, said, EDIT).await?;
    answer(work, &held).await
}

pub(super) async fn change(work: Work, said: ItemAction) -> Result<Response, ApiError> {
    let mut held = open(&work).await?;
    let (id, what) = changed(held.open(EDIT)?, work.id(1), &said)?;
    amend::replace(&work.tx, &mut held, id, what, said.internal_note).await?;
    answer(work, &held).await
}

pub(super) async fn undo(work: Work) -> Result<Response, ApiError> {
    let mut held = open(&work).await?;
    let action = held.open(EDIT)?.action(work.id(1))?.clone();
    if action.what.item().is_none() {
        return Err(wrong(&action.what));
    }
    amend::drop_action(&work.tx, &mut held, action.id).await?;
    answer(work, &held).await
}
