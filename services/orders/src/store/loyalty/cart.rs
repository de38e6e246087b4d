//! `/store/carts/{id}/loyalty-points`

use auth::{Customer, Shopper};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use sea_orm::FromQueryResult;
use serde_json::Value;
use uuid::Uuid;
use web::{
    ApiError, App, SelectParams, SelectQuery, body,
    body::{Body, Within},
    query::Query,
};

use crate::{
    cart::{Program, Taxing, view},
    credit::{MOST, points_line},
    store::{
        carts::{as_it_is, example, finish, hold_own},
        errors::CartErrors,
    },
};

const MOST_POINTS: i64 = 1_000_000_000_000;

body! {
    /// How many.
    pub(super) struct Spent {
        /// So many of one's points.
        points: Within<1, MOST_POINTS> = 500,
    }
}

#[derive(FromQueryResult)]
struct Of {
    id: Uuid,
    program: Value,
}

/// Pay with points. They are taken when the cart is completed, and not before; of an order they pay as much as the shop allows.
#[utoipa::path(
    post,
    path = "/store/carts/{id}/loyalty-points",
    tag = "Carts",
    operation_id = "add_loyalty_points",
    params(("id" = String, Path, description = "The cart's id.", example = "cart_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    request_body(content = inline(Spent), example = json!({"points": 500})),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "The cart.", body = serde_json::Value, example = json!({"cart": example()})),
        (status = 401, description = "Nobody has signed in.", body = web::ErrorBody),
        CartErrors,
    )
)]
pub(super) async fn pay(
    State(app): State<App>,
    me: Customer,
    shopper: Shopper,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Spent { points: Within(points) }): Body<Spent>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = view::rules().select(fields.as_deref())?;
    let Some(points) = points else {
        return Err(ApiError::invalid_data("Invalid request: Field 'points' is required"));
    };
    let (tx, mut cart, _turn) = hold_own(&app, &shopper, &me, &id).await?;
    let sql = "select k.id, jsonb_build_object('customer_id', k.customer_id, 'available', private.spendable_points(k.id, $2), 'point_value', p.point_value::text,
          'most_percent', p.most_percent::text, 'least', p.least_redeemed, 'currency_code', p.currency_code, 'is_enabled', p.is_enabled) as program
        from loyalty_accounts k join loyalty_programs p on p.organization_id = k.organization_id
        where k.customer_id = $1 and p.is_enabled";
    let found: Option<Of> = db::fetch_optional(&tx, sql, [me.id.0.into(), tx.now().into()]).await?;
    let none = || ApiError::invalid_data("You have no points to spend");
    let Of { id: account, program } = found.ok_or_else(none)?;
    let program: Program = serde_json::from_value(program).map_err(ApiError::internal)?;
    check(&program, points, &cart.currency_code)?;
    cart.credit_lines.retain(|line| line.reference != "loyalty");
    if cart.credit_lines.len() >= MOST {
        return Err(ApiError::invalid_data(format!("Invalid request: A cart is paid with at most {MOST} credits")));
    }
    cart.credit_lines.push(points_line(account, program, points));
    let offers = as_it_is(&tx, &cart).await?;
    finish(tx, cart, &offers, Taxing::AsTheRegion, &selection).await
}

fn check(program: &Program, points: i64, currency: &str) -> Result<(), ApiError> {
    let words = if program.currency_code != currency {
        format!("Points are spent in {}, and the cart is in {currency}", program.currency_code)
    } else if points > program.available {
        format!("There are not enough points: {} of {points}", program.available)
    } else if points < program.least {
        format!("At least {} points are spent at a time", program.least)
    } else {
        return Ok(());
    };
    Err(ApiError::invalid_data(words))
}

/// Take points out of a cart.
#[utoipa::path(
    delete,
    path = "/store/carts/{id}/loyalty-points",
    tag = "Carts",
    operation_id = "remove_loyalty_points",
    params(("id" = String, Path, description = "The cart's id.", example = "cart_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "The cart.", body = serde_json::Value, example = json!({"cart": example()})),
        (status = 401, description = "Nobody has signed in.", body = web::ErrorBody),
        CartErrors,
    )
)]
pub(super) async fn remove(
    State(app): State<App>,
    me: Customer,
    shopper: Shopper,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = view::rules().select(fields.as_deref())?;
    let (tx, mut cart, _turn) = hold_own(&app, &shopper, &me, &id).await?;
    cart.credit_lines.retain(|line| line.reference != "loyalty");
    let offers = as_it_is(&tx, &cart).await?;
    finish(tx, cart, &offers, Taxing::AsTheRegion, &selection).await
}
