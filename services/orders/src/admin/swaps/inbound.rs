//! What comes back.

use axum::response::Response;
use web::ApiError;

use super::{Kind, Swap, answer, open, return_of};
use crate::{
    admin::{
        operations::Work,
        order_edits::{changed_way, wrong},
        parts::{NewWay, WayChange},
        returns::{
            bodies::{BackItemChange, BackItems},
            request,
        },
    },
    amend::{self, Back, Held},
    change::What,
};

/// Its return, which is made with the first thing that is to come back.
async fn back<K: Kind>(work: &Work, held: &mut Held, swap: &mut Swap) -> Result<Back, ApiError> {
    let tx = &work.tx;
    let id = if let Some(id) = swap.return_id {
        id
    } else {
        let parts = K::parts(swap.id, None);
        let (claim_id, exchange_id) = (parts.claim_id, parts.exchange_id);
        let new = amend::NewReturn { claim_id, exchange_id, ..amend::NewReturn::default() };
        let id = amend::create_return(tx, held, new).await?;
        let sql = format!("update {} set return_id = $2, updated_at = $3 where id = $1", K::TABLE);
        db::exec(tx, &sql, [swap.id.into(), id.into(), tx.now().into()]).await?;
        amend::link_return(tx, held, id).await?;
        swap.return_id = Some(id);
        id
    };
    amend::back(tx, id).await?.ok_or_else(|| ApiError::internal("the return that was made is not there"))
}

async fn with_return(work: Work, held: &Held, swap: &Swap) -> Result<Response, ApiError> {
    let preview = amend::preview(held)?;
    let shown = return_of(&work, swap.return_id).await?;
    work.done(&[("order_preview", &preview), ("return", &shown)]).await
}

pub(super) async fn add<K: Kind>(work: Work, new: BackItems) -> Result<Response, ApiError> {
    let (mut held, mut swap) = open::<K>(&work).await?;
    let back = back::<K>(&work, &mut held, &mut swap).await?;
    request::say_location(&work.tx, back.id, new.location_id.as_deref()).await?;
    let whats = request::asked(&work.tx, &held, new).await?;
    amend::push(&work.tx, &mut held, whats).await?;
    with_return(work, &held, &swap).await
}

pub(super) async fn change<K: Kind>(work: Work, said: BackItemChange) -> Result<Response, ApiError> {
    let (mut held, swap) = open::<K>(&work).await?;
    let (id, what) = request::changed(&work.tx, held.open(K::WORD)?, work.id(1), &said).await?;
    amend::replace(&work.tx, &mut held, id, what, said.internal_note).await?;
    with_return(work, &held, &swap).await
}

pub(super) async fn undo<K: Kind>(work: Work) -> Result<Response, ApiError> {
    let (mut held, swap) = open::<K>(&work).await?;
    let action = held.open(K::WORD)?.action(work.id(1))?.clone();
    if !matches!(action.what, What::ReturnItem { .. }) {
        return Err(wrong(&action.what));
    }
    amend::drop_action(&work.tx, &mut held, action.id).await?;
    with_return(work, &held, &swap).await
}

pub(super) async fn add_way<K: Kind>(work: Work, new: NewWay) -> Result<Response, ApiError> {
    let (mut held, mut swap) = open::<K>(&work).await?;
    let back = back::<K>(&work, &mut held, &mut swap).await?;
    request::add_way_back(&work.tx, &mut held, &back, new).await?;
    with_return(work, &held, &swap).await
}

pub(super) async fn change_way<K: Kind>(work: Work, said: WayChange) -> Result<Response, ApiError> {
    let (mut held, swap) = open::<K>(&work).await?;
    let (id, what) = changed_way(held.open(K::WORD)?, work.id(1), &said)?;
    if !is_back(&what) {
        return Err(wrong(&what));
    }
    amend::replace(&work.tx, &mut held, id, what, said.internal_note).await?;
    answer::<K>(work, &held, &swap).await
}

fn is_back(what: &What) -> bool {
    matches!(what, What::ShippingAdd { return_id: Some(_), .. })
}

pub(super) async fn undo_way<K: Kind>(work: Work) -> Result<Response, ApiError> {
    let (mut held, swap) = open::<K>(&work).await?;
    let action = held.open(K::WORD)?.action(work.id(1))?.clone();
    if !is_back(&action.what) {
        return Err(wrong(&action.what));
    }
    amend::drop_action(&work.tx, &mut held, action.id).await?;
    with_return(work, &held, &swap).await
}
