//! Lines of an edit.

use axum::response::Response;
use entity::ids::OrderLineItemId;
use uuid::Uuid;
use web::ApiError;

use super::{EDIT, answer, open};
use crate::{
    admin::{
        operations::Work,
        parts::{ItemAction, ItemChange, NewItem, NewItems},
    },
    amend::{self, Held, Open},
    change::{Action, What},
};

pub(super) async fn add(work: Work, new: NewItems) -> Result<Response, ApiError> {
    let mut held = open(&work).await?;
    let new = new.items.unwrap_or_default().into_iter().map(NewItem::line).collect();
    let order = held.applied()?.order;
    let whats = amend::lines(&work.tx, &held, &order, new).await?;
    amend::push(&work.tx, &mut held, whats).await?;
    answer(work, &held).await
}

pub(super) async fn update(work: Work, said: ItemChange) -> Result<Response, ApiError> {
    let mut held = open(&work).await?;
    let item = line(&held, work.id(1))?;
    set(&work, &mut held, item, said, EDIT).await?;
    answer(work, &held).await
}

/// What is said of a line takes the place of what this change has said of it before.
pub(crate) async fn set(
    work: &Work,
    held: &mut Held,
    item: Uuid,
    said: ItemChange,
    kind: &str,
) -> Result<(), ApiError> {
    let what = What::ItemUpdate {
        item,
        quantity: said.quantity.0,
        unit_price: said.unit_price.0,
        compare_at_unit_price: said.compare_at_unit_price.0,
        metadata: said.metadata.given(),
    };
    let is_update = |action: &&Action| matches!(&action.what, What::ItemUpdate { item: of, .. } if *of == item);
    let old = held.open(kind)?.actions.iter().find(is_update).map(|action| action.id);
    match old {
        Some(old) => amend::replace(&work.tx, held, old, what, said.internal_note).await,
        None => amend::push(&work.tx, held, vec![(what, said.internal_note)]).await,
    }
}

/// A line of the order as it would be.
pub(crate) fn line(held: &Held, text: &str) -> Result<Uuid, ApiError> {
    let order = held.applied()?.order;
    let id = text.parse::<OrderLineItemId>().ok().map(|id| id.0);
    let found = id.filter(|id| order.items.iter().any(|item| item.line.id == *id));
    found.ok_or_else(|| ApiError::missing("Order line item", text))
}

pub(super) async fn change(work: Work, said: ItemAction) -> Result<Response, ApiError> {
    let mut held = open(&work).await?;
    let (id, what) = changed(held.open(EDIT)?, work.id(1), &said)?;
    amend::replace(&work.tx, &mut held, id, what, said.internal_note).await?;
    answer(work, &held).await
}

/// An action on a line with what is said of it instead.
pub(crate) fn changed(change: &Open, action: &str, said: &ItemAction) -> Result<(Uuid, What), ApiError> {
    let action = change.action(action)?;
    let mut what = action.what.clone();
    match &mut what {
        What::ItemAdd { line, .. } => {
            match said.quantity.0 {
                Some(0) => return Err(none_added()),
                Some(quantity) => line.quantity = quantity,
                None => {}
            }
            if let Some(price) = &said.unit_price.0 {
                line.unit_price = price.clone();
                line.is_custom_price = true;
            }
            if said.compare_at_unit_price.0.is_some() {
                line.compare_at_unit_price.clone_from(&said.compare_at_unit_price.0);
            }
        }
        What::ItemUpdate { quantity, unit_price, compare_at_unit_price, .. } => {
            if let Some(said) = said.quantity.0 {
                *quantity = said;
            }
            if said.unit_price.0.is_some() {
                unit_price.clone_from(&said.unit_price.0);
            }
            if said.compare_at_unit_price.0.is_some() {
                compare_at_unit_price.clone_from(&said.compare_at_unit_price.0);
            }
        }
        other => return Err(wrong(other)),
    }
    Ok((action.id, what))
}

/// None of something is not put in: that is the action taken away.
fn none_added() -> ApiError {
    ApiError::invalid_data("Invalid request: Value for field 'quantity' too small, expected at least: '1'")
}

/// The action is none that is changed here.
pub(crate) fn wrong(what: &What) -> ApiError {
    ApiError::invalid_data(format!("Action {} cannot be changed or taken back here", what.name()))
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
