//! `POST /admin/claims/{id}/request`, and that of exchanges.

use axum::response::Response;
use serde_json::json;
use web::ApiError;

use super::{Kind, open, return_of};
use crate::{
    admin::operations::{Work, part},
    amend::{self, Back, Confirmed},
    change::{Action, What},
};

/// What of it comes back, what of it is sent, what is written off, and what it costs: from here on it is so.
pub(super) async fn confirm<K: Kind>(work: Work, (): ()) -> Result<Response, ApiError> {
    let (mut held, mut swap) = open::<K>(&work).await?;
    let change = held.open(K::WORD)?;
    if !change.actions.iter().any(|action| action.what.item().is_some()) {
        return Err(ApiError::invalid_data(format!("Order {} request should have at least 1 item", K::WORD)));
    }
    let comes_back = change.actions.iter().any(|action| matches!(action.what, What::ReturnItem { .. }));
    if !comes_back {
        // Nothing comes back, so nobody pays for its way.
        let is_way_back = |action: &&Action| matches!(action.what, What::ShippingAdd { return_id: Some(_), .. });
        let ways: Vec<_> = change.actions.iter().filter(is_way_back).map(|action| action.id).collect();
        amend::drop_actions(&work.tx, &mut held, &ways).await?;
    }
    let preview = amend::preview(&held)?;
    let done = amend::confirm(&work.tx, &mut held, work.by()).await?;
    if let Some(id) = swap.return_id {
        if comes_back {
            amend::expect(&work.tx, &done, id).await?;
        } else {
            // Something was to come back, and then was not.
            resource::retire(&work.tx, "public.order_returns", id).await?;
            let sql = format!("update {} set return_id = null where id = $1", K::TABLE);
            db::exec(&work.tx, &sql, [swap.id.into()]).await?;
            swap.return_id = None;
        }
    }
    K::write(&work.tx, &swap, &done).await?;
    let actions: Vec<_> = done.actions.iter().map(|action| action.what.name()).collect();
    let before = json!({ "total": done.total_before.to_string() });
    let after = json!({
        "order_id": swap.order_id, "return_id": swap.return_id, "total": done.total.to_string(), "actions": actions
    });
    amend::tell(&work.tx, K::CREATED, swap.id, Some(before), Some(after)).await?;
    let back = return_of(&work, swap.return_id).await?;
    let shown = part::<K::Row>(&work, swap.id).await?;
    work.done(&[("return", &back), ("order_preview", &preview), (K::WORD, &shown)]).await
}

/// What of a confirmed change comes back, in pieces by line; and the ways in which it does.
pub(crate) fn back_of(done: &Confirmed) -> (Vec<(uuid::Uuid, u32)>, Vec<uuid::Uuid>) {
    let pieces = done.actions.iter().filter_map(|action| match &action.what {
        What::ReturnItem { item, quantity, .. } => Some((*item, *quantity)),
        _ => None,
    });
    let ways = done.actions.iter().filter_map(|action| match &action.what {
        What::ShippingAdd { method, return_id: Some(_), .. } => Some(method.id),
        _ => None,
    });
    (pieces.collect(), ways.collect())
}

/// Whether a return still waits.
pub(super) fn waits(back: &Back) -> bool {
    matches!(&*back.status, "requested")
}
