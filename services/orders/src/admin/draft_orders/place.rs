//! `POST /admin/draft-orders/{id}/convert-to-order`

use axum::response::Response;
use web::{ApiError, body};

use crate::{admin::operations::Work, amend};

body! {
    /// What is answered of it.
    pub(super) struct Converting {
        /// Fields of the order; all are answered.
        fields: Option<String> = "id,total",
    }
}

/// Once: whoever comes second finds no draft.
pub(super) async fn convert(work: Work, _: Converting) -> Result<Response, ApiError> {
    let held = amend::hold(&work.tx, work.id(0), true).await?;
    if held.change.is_some() {
        return Err(ApiError::invalid_data("The draft is being edited: confirm or cancel its edit first"));
    }
    if held.order.items.is_empty() {
        return Err(ApiError::invalid_data("Cannot convert a draft order with no items"));
    }
    if !amend::place(&work.tx, &held.order).await? {
        return Err(ApiError::missing("Draft order", work.id(0)));
    }
    let mut order = held.order;
    "pending".clone_into(&mut order.status);
    let shown = amend::order(&order)?;
    work.done(&[("order", &shown)]).await
}
