//! Beginning an edit, asking for it, and taking it back.

use axum::response::Response;
use events::EventName;
use serde_json::{Map, Value, json};
use web::{
    ApiError, body,
    body::{Change, Required},
};

use super::{EDIT, answer, open};
use crate::{
    admin::operations::Work,
    amend::{self, Begin},
};

const REQUESTED: EventName = EventName::new("order_edit.requested");
const CANCELED: EventName = EventName::new("order_edit.canceled");

body! {
    /// An edit.
    pub(super) struct NewEdit {
        /// Of which order.
        order_id: Required = "order_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// What it is about.
        description: Option<String> = "Ann wants another mug",
        /// For the staff.
        internal_note: Option<String> = "Call her back",
        /// The shop's own data.
        metadata: Change<Map<String, Value>> = {"ticket": 12},
    }
}

pub(super) async fn begin(work: Work, new: NewEdit) -> Result<Response, ApiError> {
    let NewEdit { order_id: Required(order), description, internal_note, metadata } = new;
    let mut held = amend::hold(&work.tx, &order, false).await?;
    let metadata = metadata.given();
    let begin = Begin { kind: EDIT, description, internal_note, metadata, ..Begin::default() };
    amend::begin(&work.tx, &mut held, begin).await?;
    let change = amend::shown_change(held.open(EDIT)?);
    work.done(&[("order_change", &change)]).await
}

pub(super) async fn request(work: Work, (): ()) -> Result<Response, ApiError> {
    let mut held = open(&work).await?;
    if held.open(EDIT)?.actions.is_empty() {
        return Err(ApiError::invalid_data(
            "The edit does not change anything: add an item or a shipping method first",
        ));
    }
    let id = held.open(EDIT)?.id;
    amend::request(&work.tx, &mut held, work.by()).await?;
    let (before, after) = (json!({"status": "pending"}), json!({"status": "requested", "order_change_id": id}));
    amend::tell(&work.tx, REQUESTED, held.order.id, Some(before), Some(after)).await?;
    answer(work, &held).await
}

pub(super) async fn cancel(work: Work) -> Result<Response, ApiError> {
    let mut held = open(&work).await?;
    let status = held.open(EDIT)?.status.clone();
    amend::cancel(&work.tx, &mut held, work.by()).await?;
    let (before, after) = (json!({ "status": status }), json!({"status": "canceled"}));
    amend::tell(&work.tx, CANCELED, held.order.id, Some(before), Some(after)).await?;
    let id = work.id(0).to_owned();
    work.tx.commit().await?;
    Ok(resource::admin::deleted(&id, "order-edit"))
}
