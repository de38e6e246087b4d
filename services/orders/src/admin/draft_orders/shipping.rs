//! How a draft is sent.

use axum::response::Response;
use entity::ids::OrderShippingMethodId;
use money::Amount;
use web::{ApiError, body::Change};

use super::{EDIT, answer, bodies::DraftWayChange, open};
use crate::{
    admin::{operations::Work, order_edits::wrong, parts::NewWay},
    amend::{self, Held, Way},
    cart::Method,
    change::What,
};

pub(super) async fn add(work: Work, new: NewWay) -> Result<Response, ApiError> {
    let mut held = open(&work).await?;
    let order = held.applied()?.order;
    amend::fits_draft(0, order.shipping_methods.len() + 1)?;
    let (note, is_custom_amount) = (new.internal_note.clone(), new.custom_amount.0.is_some());
    let (method, _) = amend::way(&work.tx, &held, &order, new.way(false)).await?;
    let method = Box::new(method);
    let what = What::ShippingAdd { method, return_id: None, claim_id: None, exchange_id: None, is_custom_amount };
    amend::push(&work.tx, &mut held, vec![(what, note)]).await?;
    answer(work, &held).await
}

/// A method with what is said of it instead: another option, or another price.
async fn said_of(work: &Work, held: &Held, old: &Method, said: &DraftWayChange) -> Result<Method, ApiError> {
    let mut method = old.clone();
    if let Some(option) = said.shipping_option_id.clone() {
        let order = held.applied()?.order;
        let custom_amount: Option<Amount> = said.custom_amount.0.clone();
        let way = Way {
            option,
            custom_amount,
            description: said.description.clone(),
            metadata: None,
            is_return: false,
            is_of_staff: true,
        };
        let (other, _) = amend::way(&work.tx, held, &order, way).await?;
        method = Method { id: old.id, created_at: old.created_at, metadata: old.metadata.clone(), ..other };
    } else if let Some(amount) = &said.custom_amount.0 {
        method.amount = amount.clone();
    }
    if said.description.is_some() {
        method.description.clone_from(&said.description);
    }
    if let Change::Set(metadata) = &said.metadata {
        method.metadata = Some(metadata.clone().into());
    }
    Ok(method)
}

fn method(held: &Held, text: &str) -> Result<Method, ApiError> {
    let order = held.applied()?.order;
    let id = text.parse::<OrderShippingMethodId>().ok();
    let found = id.and_then(|id| order.shipping_methods.into_iter().find(|method| method.id == id.0));
    found.ok_or_else(|| ApiError::missing("Shipping method", text))
}

pub(super) async fn update(work: Work, said: DraftWayChange) -> Result<Response, ApiError> {
    let mut held = open(&work).await?;
    let old = method(&held, work.id(1))?;
    let is_custom_amount = said.custom_amount.0.is_some();
    let method = Box::new(said_of(&work, &held, &old, &said).await?);
    let what = What::ShippingUpdate { method, is_custom_amount };
    amend::push(&work.tx, &mut held, vec![(what, said.internal_note)]).await?;
    answer(work, &held).await
}

pub(super) async fn remove(work: Work) -> Result<Response, ApiError> {
    let mut held = open(&work).await?;
    let old = method(&held, work.id(1))?;
    amend::push(&work.tx, &mut held, vec![(What::ShippingRemove { method: old.id }, None)]).await?;
    answer(work, &held).await
}

pub(super) async fn change(work: Work, said: DraftWayChange) -> Result<Response, ApiError> {
    let mut held = open(&work).await?;
    let action = held.open(EDIT)?.action(work.id(1))?.clone();
    let mut what = action.what;
    match &mut what {
        What::ShippingAdd { method, is_custom_amount, .. } | What::ShippingUpdate { method, is_custom_amount } => {
            **method = said_of(&work, &held, method, &said).await?;
            *is_custom_amount |= said.custom_amount.0.is_some();
        }
        other => return Err(wrong(other)),
    }
    amend::replace(&work.tx, &mut held, action.id, what, said.internal_note).await?;
    answer(work, &held).await
}

pub(super) async fn undo(work: Work) -> Result<Response, ApiError> {
    let mut held = open(&work).await?;
    let action = held.open(EDIT)?.action(work.id(1))?.clone();
    if action.what.method().is_none() {
        return Err(wrong(&action.what));
    }
    amend::drop_action(&work.tx, &mut held, action.id).await?;
    answer(work, &held).await
}
