//! `POST /admin/payments/{id}/capture`

use auth::{May, needs};
use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use http::HeaderMap;
use resource::{
    admin::{Resource as _, answer, begin, key, missing, select},
    fields::Amount,
};
use web::{AdminErrors, ApiError, App, SelectParams, SelectQuery, body, body::Body, query::Query};

use super::{key as once, table::Payment};
use crate::payment::{self, Capturing, Desk};

body! {
    /// How much is taken.
    pub(super) struct Taking {
        /// So much; all that is open when nothing is said.
        amount: Amount = 24.9,
    }
}

/// Take money that was promised, all that is open or so much. A provider such as Stripe lets go what is not taken with the first capture.
///
/// Asked again with the same `Idempotency-Key`, it takes nothing more and answers the same.
#[utoipa::path(
    post,
    path = "/admin/payments/{id}/capture",
    tag = "Admin: payments",
    operation_id = "capture_payment",
    params(
        ("id" = String, Path, description = "The payment's id.", example = "pay_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("idempotency-key" = Option<String>, Header, description = "A name of your own for this capture.", example = "ship-1042"),
        SelectParams,
    ),
    request_body(content = inline(Taking), example = json!({"amount": 24.9})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses(
        (status = 200, description = "The payment.", body = serde_json::Value, example = json!({"payment": Payment::example()})),
        AdminErrors,
    )
)]
pub(super) async fn capture(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    Extension(desk): Extension<Desk>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    headers: HeaderMap,
    Body(Taking { amount: Amount(amount) }): Body<Taking>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = select::<Payment>(fields.as_deref())?;
    let payment = key::<Payment>(&id)?;
    let wanted = amount.map(super::refund::positive).transpose()?;
    let name = once::of(&headers)?;
    let capturing = Capturing { amount: wanted, key: name, is_again: false };
    if !payment::capture(&app.db, &desk, || (&staff).into(), payment, capturing).await? {
        return Err(missing::<Payment>(&id));
    }
    let tx = begin::<Payment>(&app, &staff).await?;
    let answer = answer::<Payment>(&tx, payment, &id, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
