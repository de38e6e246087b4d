//! Ways of sending in an edit.

use axum::response::Response;
use uuid::Uuid;
use web::ApiError;

use super::{EDIT, answer, items::wrong, open};
use crate::{
    admin::{
        operations::Work,
        parts::{NewWay, WayChange},
    },
    amend::{self, Open, Way},
    change::What,
};

pub(super) async fn add(work: Work, new: NewWay) -> Result<Response, ApiError> {
    let mut held = open(&work).await?;
    let order = held.applied()?.order;
    let is_custom_amount = new.custom_amount.0.is_some();
    let note = new.internal_note.clone();
    let (method, _) = amend::way(&work.tx, &held, &order, new.way(false)).await?;
    let what = What::ShippingAdd {
        method: Box::new(method),
        return_id: None,
        claim_id: None,
        exchange_id: None,
        is_custom_amount,
    };
    amend::push(&work.tx, &mut held, vec![(what, note)]).await?;
    answer(work, &held).await
}

impl NewWay {
    pub(crate) fn way(self, is_return: bool) -> Way {
        Way {
            option: self.shipping_option_id.0,
            custom_amount: self.custom_amount.0,
            description: self.description,
            metadata: self.metadata.given(),
            is_return,
            is_of_staff: true,
        }
    }
}

pub(super) async fn change(work: Work, said: WayChange) -> Result<Response, ApiError> {
    let mut held = open(&work).await?;
    let (id, what) = changed(held.open(EDIT)?, work.id(1), &said)?;
    amend::replace(&work.tx, &mut held, id, what, said.internal_note).await?;
    answer(work, &held).await
}

/// A way of sending with what is said of it instead.
pub(crate) fn changed(change: &Open, action: &str, said: &WayChange) -> Result<(Uuid, What), ApiError> {
    let action = change.action(action)?;
    let mut what = action.what.clone();
    match &mut what {
        What::ShippingAdd { method, is_custom_amount, .. } | What::ShippingUpdate { method, is_custom_amount } => {
            if let Some(amount) = &said.custom_amount.0 {
                method.amount = amount.clone();
                *is_custom_amount = true;
            }
            if let web::body::Change::Set(metadata) = &said.metadata {
                method.metadata = Some(metadata.clone().into());
            }
        }
        other => return Err(wrong(other)),
    }
    Ok((action.id, what))
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
