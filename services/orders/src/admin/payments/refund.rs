//! `POST /admin/payments/{id}/refund`

use auth::{May, needs};
use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use bigdecimal::BigDecimal;
use entity::ids::RefundReasonId;
use http::HeaderMap;
use resource::{
    admin::{Resource as _, answer, begin, key, missing, select},
    fields::{Amount, AtMost},
};
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::{
    AdminErrors, ApiError, App, SelectParams, SelectQuery, body,
    body::{Body, Filled},
    query::Query,
};

use super::{key as once, table::Payment};
use crate::payment::{self, By, Desk, Refunding};

body! {
    /// What goes back, and why.
    pub(super) struct GivingBack {
        /// So much; all that is left when nothing is said.
        amount: Amount = 24.9,
        /// Why, of `/admin/refund-reasons`.
        refund_reason_id: Filled = "refr_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Why, in words.
        note: Filled<AtMost<2000>> = "Arrived broken",
    }
}

#[derive(FromQueryResult)]
struct Known {
    is: bool,
}

/// An amount that something is asked for.
pub(in crate::admin) fn positive(amount: BigDecimal) -> Result<money::Amount, ApiError> {
    let amount =
        money::Amount::new(amount).map_err(|error| ApiError::invalid_data(format!("Invalid request: {error}")))?;
    if amount.is_positive() {
        return Ok(amount);
    }
    Err(ApiError::invalid_data("Invalid request: Value for field 'amount' too small, expected more than: '0'"))
}

/// Give money back, all that is left or so much: never more than was taken, whoever else gives back at the same time.
///
/// Asked again with the same `Idempotency-Key`, it gives back nothing more and answers the same. What the provider has not settled yet is
/// `pending`, and its webhook ends it.
#[utoipa::path(
    post,
    path = "/admin/payments/{id}/refund",
    tag = "Admin: payments",
    operation_id = "refund_payment",
    params(
        ("id" = String, Path, description = "The payment's id.", example = "pay_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("idempotency-key" = Option<String>, Header, description = "A name of your own for this refund.", example = "case-77"),
        SelectParams,
    ),
    request_body(content = inline(GivingBack), example = json!({"amount": 24.9, "note": "Arrived broken"})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses(
        (status = 200, description = "The payment.", body = serde_json::Value, example = json!({"payment": Payment::example()})),
        AdminErrors,
    )
)]
pub(super) async fn refund(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    Extension(desk): Extension<Desk>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    headers: HeaderMap,
    Body(GivingBack { amount: Amount(amount), refund_reason_id: Filled(reason), note: Filled(note) }): Body<GivingBack>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = select::<Payment>(fields.as_deref())?;
    let payment = key::<Payment>(&id)?;
    let refunding = Refunding {
        amount: amount.map(positive).transpose()?,
        reason: match reason {
            Some(reason) => Some(known(&app, &staff, &reason).await?),
            None => None,
        },
        note: note.map(|AtMost(note)| note),
        key: once::of(&headers)?,
        by: By::Hand,
    };
    if !payment::refund(&app.db, &desk, || (&staff).into(), payment, refunding).await? {
        return Err(missing::<Payment>(&id));
    }
    let tx = begin::<Payment>(&app, &staff).await?;
    let answer = answer::<Payment>(&tx, payment, &id, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}

async fn known(app: &App, staff: &May<needs::OrderWrite>, reason: &str) -> Result<Uuid, ApiError> {
    let unknown = || ApiError::missing("Refund reason", reason);
    let RefundReasonId(key) = reason.parse().map_err(|_| unknown())?;
    let tx = begin::<Payment>(app, staff).await?;
    let sql = "select exists (select from refund_reasons where id = $1 and deleted_at is null) as is";
    let Known { is } = db::fetch_one(&tx, sql, [key.into()]).await?;
    tx.commit().await?;
    if is { Ok(key) } else { Err(unknown()) }
}
