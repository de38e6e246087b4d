//! `DELETE /store/customers/me/payment-methods/{id}`

use auth::{Customer, Shopper};
use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use resource::admin::respond;
use serde_json::json;
use web::{ApiError, App};

use super::MethodErrors;
use crate::{
    payment::{Desk, methods},
    store::visitor::{Deed, Visitor},
};

/// Have something forgotten that is kept to pay with. Nobody pays with it any more.
#[utoipa::path(
    delete,
    path = "/store/customers/me/payment-methods/{id}",
    tag = "Payments",
    operation_id = "delete_payment_method",
    params(("id" = String, Path, description = "The payment method's id.", example = "pm_1QVd6nwvvgfa5sr38y5wx4pq")),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "It is gone.", body = serde_json::Value, example = json!({
            "id": "pm_1QVd6nwvvgfa5sr38y5wx4pq", "object": "payment_method", "deleted": true
        })),
        MethodErrors,
    )
)]
pub(super) async fn remove(
    State(app): State<App>,
    shopper: Shopper,
    Extension(desk): Extension<Desk>,
    me: Customer,
    visitor: Visitor,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    visitor.does(Deed::Payment).await?;
    visitor.does_as(Deed::Payment, me.id).await?;
    methods::remove(&app.db, &desk, || shopper.working(Some(&me)), me.id, &id).await?;
    Ok(respond(json!({ "id": id, "object": "payment_method", "deleted": true }).to_string().into_bytes()))
}
