//! `/store/orders/{id}/transfer/…`

use auth::{Customer, Shopper};
use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use db::Working;
use entity::ids::OrderId;
use resource::fields::AtMost;
use web::{
    ApiError, App, SelectParams, SelectQuery, StoreErrors, body,
    body::{Body, Required},
    query::Query,
};

use super::shown;
use crate::{
    order,
    transfer::{self, Wanted},
};

body! {
    /// What is said of it.
    pub(super) struct Asking {
        /// What whoever has the order is told.
        description: Option<AtMost<2_000>> = "I ordered it before I had an account",
        /// Whether the order's address becomes one's own.
        update_order_email: Option<bool> = false,
    }
}

body! {
    /// Who may answer.
    pub(super) struct Token {
        /// As it was mailed.
        token: Required<AtMost<255>> = "Yb3kq0Zq8mPz0v1m3wJ6yT9r5c2uXe7aQh4sLdNfGkB",
    }
}

type Named = Result<Path<String>, PathRejection>;

fn key(text: &str) -> Result<OrderId, ApiError> {
    text.parse().map_err(|_| order::missing(text))
}

/// Ask for an order. Whoever has it is mailed a token, with which he accepts or declines.
#[utoipa::path(
    post,
    path = "/store/orders/{id}/transfer/request",
    tag = "Orders",
    operation_id = "request_order_transfer",
    params(("id" = String, Path, description = "The order's id.", example = "order_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    request_body(content = inline(Asking), description = "What is said of it.", example = json!({"description": "I ordered it before I had an account"})),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "The order.", body = serde_json::Value, example = json!({"order": {"id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "email": "ann@example.com"}})),
        (status = 401, description = "Nobody has signed in.", body = web::ErrorBody),
        StoreErrors,
    )
)]
pub(super) async fn request(
    State(app): State<App>,
    me: Customer,
    shopper: Shopper,
    path: Named,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Asking { description, update_order_email }): Body<Asking>,
) -> Result<Response, ApiError> {
    let Path(text) = path?;
    let selection = order::rules().select(fields.as_deref())?;
    let tx = app.db.begin_working(shopper.working(Some(&me))).await?;
    let held = order::hold(&tx, key(&text)?).await?;
    let wanted = Wanted {
        customer: me.id.0,
        update_email: update_order_email.unwrap_or_default(),
        description: description.map(|AtMost(text)| text),
        internal_note: None,
        by: me.id.to_string(),
    };
    transfer::request(&tx, &held, wanted).await?;
    let view = order::read(&tx, held.id(), &selection).await?;
    tx.commit().await?;
    Ok(shown(&view, &selection))
}

/// Take back that one asked for an order.
#[utoipa::path(
    post,
    path = "/store/orders/{id}/transfer/cancel",
    tag = "Orders",
    operation_id = "cancel_order_transfer",
    params(("id" = String, Path, description = "The order's id.", example = "order_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "The order.", body = serde_json::Value, example = json!({"order": {"id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "email": "ann@example.com"}})),
        (status = 401, description = "Nobody has signed in.", body = web::ErrorBody),
        StoreErrors,
    )
)]
pub(super) async fn cancel(
    State(app): State<App>,
    me: Customer,
    shopper: Shopper,
    path: Named,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(text) = path?;
    let selection = order::rules().select(fields.as_deref())?;
    let tx = app.db.begin_working(shopper.working(Some(&me))).await?;
    let held = order::hold(&tx, key(&text)?).await?;
    transfer::cancel(&tx, &held, &me.id.to_string(), Some(me.id.0)).await?;
    let view = order::read(&tx, held.id(), &selection).await?;
    tx.commit().await?;
    Ok(shown(&view, &selection))
}

/// Leave an order to who asked for it, with the token that was mailed. It is spent by that.
#[utoipa::path(
    post,
    path = "/store/orders/{id}/transfer/accept",
    tag = "Orders",
    operation_id = "accept_order_transfer",
    params(("id" = String, Path, description = "The order's id.", example = "order_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    request_body(content = inline(Token), description = "As it was mailed.", example = json!({"token": "Yb3kq0Zq8mPz0v1m3wJ6yT9r5c2uXe7aQh4sLdNfGkB"})),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The order.", body = serde_json::Value, example = json!({"order": {"id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "email": "ann@example.com"}})),
        StoreErrors,
    )
)]
pub(super) async fn accept(
    State(app): State<App>,
    shopper: Shopper,
    customer: Option<Extension<Customer>>,
    path: Named,
    Query(asked): Query<SelectQuery>,
    Body(Token { token: Required(AtMost(token)) }): Body<Token>,
) -> Result<Response, ApiError> {
    let Path(text) = path?;
    answer(&app, shopper.working(customer.as_deref()), &text, asked, &token, true).await
}

/// Keep an order that somebody asked for, with the token that was mailed. It is spent by that.
#[utoipa::path(
    post,
    path = "/store/orders/{id}/transfer/decline",
    tag = "Orders",
    operation_id = "decline_order_transfer",
    params(("id" = String, Path, description = "The order's id.", example = "order_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    request_body(content = inline(Token), description = "As it was mailed.", example = json!({"token": "Yb3kq0Zq8mPz0v1m3wJ6yT9r5c2uXe7aQh4sLdNfGkB"})),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The order.", body = serde_json::Value, example = json!({"order": {"id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "email": "ann@example.com"}})),
        StoreErrors,
    )
)]
pub(super) async fn decline(
    State(app): State<App>,
    shopper: Shopper,
    customer: Option<Extension<Customer>>,
    path: Named,
    Query(asked): Query<SelectQuery>,
    Body(Token { token: Required(AtMost(token)) }): Body<Token>,
) -> Result<Response, ApiError> {
    let Path(text) = path?;
    answer(&app, shopper.working(customer.as_deref()), &text, asked, &token, false).await
}

async fn answer(
    app: &App,
    working: Working,
    text: &str,
    SelectQuery { fields }: SelectQuery,
    token: &str,
    is_yes: bool,
) -> Result<Response, ApiError> {
    let selection = order::rules().select(fields.as_deref())?;
    let tx = app.db.begin_working(working).await?;
    let held = order::hold(&tx, key(text)?).await?;
    if is_yes {
        transfer::accept(&tx, &held, token).await?;
    } else {
        transfer::decline(&tx, &held, token).await?;
    }
    let view = order::read(&tx, held.id(), &selection).await?;
    tx.commit().await?;
    Ok(shown(&view, &selection))
}
