//! `GET /store/customers/me/payment-methods`

use auth::{Customer, Shopper};
use axum::{Extension, extract::State, response::Response};
use resource::admin::respond;
use serde_json::{Value, json};
use web::{ApiError, App};

use super::{MethodErrors, example};
use crate::{
    payment::{Desk, methods},
    store::visitor::{Deed, Visitor},
};

/// List what is kept for oneself to pay with, the youngest first. Its id is what `data.payment_method` of a payment session takes.
#[utoipa::path(
    get,
    path = "/store/customers/me/payment-methods",
    tag = "Payments",
    operation_id = "list_payment_methods",
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "All of it.", body = Value, example = json!({"payment_methods": [example()], "count": 1})),
        MethodErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    shopper: Shopper,
    Extension(desk): Extension<Desk>,
    me: Customer,
    visitor: Visitor,
) -> Result<Response, ApiError> {
    let working = || shopper.working(Some(&me));
    // Whoever asks again and again is told what is known.
    if visitor.does_as(Deed::Look, me.id).await.is_ok() {
        methods::ask(&app.db, &desk, working, me.id).await?;
    }
    let tx = app.db.begin_working(working()).await?;
    let all: Vec<Value> = methods::list(&tx, me.id).await?.iter().map(methods::Kept::json).collect();
    tx.commit().await?;
    Ok(respond(json!({ "count": all.len(), "payment_methods": all }).to_string().into_bytes()))
}
