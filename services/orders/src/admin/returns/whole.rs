//! Beginning a return, and what is said of it.

use axum::response::Response;
use resource::Set;
use web::{ApiError, body::Required};

use super::{
    REQUEST, Return, answer,
    bodies::{NewReturn, ReturnChanges},
};
use crate::{
    admin::operations::{Work, part},
    amend::{self, Begin, Parts},
};

pub(super) async fn begin(work: Work, new: NewReturn) -> Result<Response, ApiError> {
    let NewReturn { order_id: Required(order), location_id, description, internal_note, no_notification, metadata } =
        new;
    let mut held = amend::hold(&work.tx, &order, false).await?;
    let location = amend::location(&work.tx, location_id.as_deref()).await?;
    let new = amend::NewReturn { location, no_notification, metadata: metadata.given(), ..amend::NewReturn::default() };
    let id = amend::create_return(&work.tx, &held, new).await?;
    let parts = Parts { return_id: Some(id), ..Parts::default() };
    let begin = Begin { kind: REQUEST, parts, description, internal_note, metadata: None };
    amend::begin(&work.tx, &mut held, begin).await?;
    let (order, back) = (amend::order(&held.order)?, part::<Return>(&work, id).await?);
    work.done(&[("order", &order), ("return", &back)]).await
}

pub(super) async fn update(work: Work, changes: ReturnChanges) -> Result<Response, ApiError> {
    let (held, back) = amend::hold_back(&work.tx, work.id(0)).await?;
    let location = amend::location(&work.tx, changes.location_id.as_deref()).await?;
    let mut set = Set::new(&work.tx, back.id)?;
    set.given("location_id", location);
    set.given("no_notification", changes.no_notification);
    set.metadata("metadata", changes.metadata);
    set.run(&work.tx, "public.order_returns").await?;
    answer(work, &held, back.id).await
}
