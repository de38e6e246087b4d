//! `/store/carts/{id}/gift-cards`

use auth::Shopper;
use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use db::Tx;
use entity::ids::GiftCardId;
use http::request::Parts;
use limits::Limits;
use sea_orm::FromQueryResult;
use serde_json::Value;
use uuid::Uuid;
use web::{
    ApiError, App, SelectParams, SelectQuery, body,
    body::{Body, Required},
    query::Query,
};

use crate::{
    cart::{Account, Cart, Taxing, view},
    credit::{MOST, account_line, count_guess, written},
    store::carts::{Signed, as_it_is, example, finish, hold},
    store::errors::CartErrors,
};

body! {
    /// A gift card.
    pub(super) struct Card {
        /// Its code, however it is typed.
        code: Required = "SUMMER-7Q2K-9DJX",
    }
}

/// Pay with a gift card. It is used when the cart is completed, and not before.
#[utoipa::path(
    post,
    path = "/store/carts/{id}/gift-cards",
    tag = "Carts",
    operation_id = "add_gift_card",
    params(("id" = String, Path, description = "The cart's id.", example = "cart_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    request_body(content = inline(Card), example = json!({"code": "SUMMER-7Q2K-9DJX"})),
    security(("publishable_key" = [])),
    responses((status = 200, description = "The cart.", body = serde_json::Value, example = json!({"cart": example()})), CartErrors)
)]
#[expect(clippy::too_many_arguments, reason = "each is a part of the request")]
pub(super) async fn add(
    State(app): State<App>,
    Extension(limits): Extension<Limits>,
    shopper: Shopper,
    customer: Signed,
    parts: Parts,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Card { code: Required(code) }): Body<Card>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = view::rules().select(fields.as_deref())?;
    count_guess(&app, &limits, &shopper, &parts).await?;
    let (tx, mut cart, _turn) = hold(&app, &shopper, &customer, &id).await?;
    let found = open(&tx, &cart, &code).await?;
    if cart.credit_lines.len() >= MOST {
        return Err(ApiError::invalid_data(format!("Invalid request: A cart is paid with at most {MOST} credits")));
    }
    let is_there = cart.credit_lines.iter().any(|line| line.store_credit_account_id == Some(found.account_id));
    if !is_there {
        let Found { card_id, account_id, account } = found;
        let account = serde_json::from_value(account).map_err(ApiError::internal)?;
        cart.credit_lines.push(account_line("gift_card", card_id, account_id, account, None));
    }
    let offers = as_it_is(&tx, &cart).await?;
    finish(tx, cart, &offers, Taxing::AsTheRegion, &selection).await
}

/// Take a gift card out of a cart. The code stands in the body, as in Medusa.
#[utoipa::path(
    delete,
    path = "/store/carts/{id}/gift-cards",
    tag = "Carts",
    operation_id = "remove_gift_card",
    params(("id" = String, Path, description = "The cart's id.", example = "cart_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    request_body(content = inline(Card), example = json!({"code": "SUMMER-7Q2K-9DJX"})),
    security(("publishable_key" = [])),
    responses((status = 200, description = "The cart.", body = serde_json::Value, example = json!({"cart": example()})), CartErrors)
)]
#[expect(clippy::too_many_arguments, reason = "each is a part of the request")]
pub(super) async fn remove(
    State(app): State<App>,
    Extension(limits): Extension<Limits>,
    shopper: Shopper,
    customer: Signed,
    parts: Parts,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Card { code: Required(code) }): Body<Card>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = view::rules().select(fields.as_deref())?;
    count_guess(&app, &limits, &shopper, &parts).await?;
    let (tx, mut cart, _turn) = hold(&app, &shopper, &customer, &id).await?;
    // By its id too: the cart tells that, and of the code the end alone.
    let named = code.parse::<GiftCardId>().ok().map(|id| id.0);
    let sql = "select g.id from public.gift_cards g where g.code = $1 or g.id = $2";
    let found: Option<Id> = db::fetch_optional(&tx, sql, [written(&code).into(), named.into()]).await?;
    // Whether there is such a card is told to nobody who has it not in his cart.
    cart.credit_lines
        .retain(|line| line.reference != "gift_card" || found.as_ref().is_none_or(|one| line.reference_id != one.id));
    let offers = as_it_is(&tx, &cart).await?;
    finish(tx, cart, &offers, Taxing::AsTheRegion, &selection).await
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

#[derive(FromQueryResult)]
struct Opened {
    account: Option<Uuid>,
}

#[derive(FromQueryResult)]
struct Found {
    card_id: Uuid,
    account_id: Uuid,
    account: Value,
}

/// The account behind a card that may pay for this cart. Why another may not, its holder is told, and a stranger is not.
async fn open(tx: &Tx, cart: &Cart, code: &str) -> Result<Found, ApiError> {
    let unknown = || {
        let code: String = code.chars().take(100).collect();
        ApiError::not_found(format!("Gift card with code: {code} was not found"))
    };
    let code = written(code);
    let sql = "select private.open_gift_card($1, $2) as account";
    let Opened { account } = db::fetch_one(tx, sql, [code.clone().into(), tx.now().into()]).await?;
    let account = account.ok_or_else(unknown)?;
    let sql = "select g.id as card_id, a.id as account_id, jsonb_build_object('balance', a.balance::text, 'currency_code', a.currency_code,
          'customer_id', a.customer_id, 'expires_at', g.expires_at, 'code', '****-' || right(g.code, 4)) as account
        from public.gift_cards g
        join public.store_credit_accounts a on a.organization_id = g.organization_id and a.id = g.store_credit_account_id
        where g.code = $1 and a.id = $2 and a.deleted_at is null";
    let found: Option<Found> = db::fetch_optional(tx, sql, [code.into(), account.into()]).await?;
    let found = found.ok_or_else(unknown)?;
    let account: Account = serde_json::from_value(found.account.clone()).map_err(ApiError::internal)?;
    let is_over = account.expires_at.is_some_and(|end| end <= tx.now());
    let is_another_ones = account.customer_id.is_some() && account.customer_id != cart.customer_id;
    if is_over || is_another_ones {
        return Err(unknown());
    }
    if account.currency_code != cart.currency_code {
        let words = format!("The gift card is in {}, and the cart in {}", account.currency_code, cart.currency_code);
        return Err(ApiError::invalid_data(words));
    }
    if !account.balance.is_positive() {
        return Err(ApiError::invalid_data("The gift card has nothing left"));
    }
    Ok(found)
}
