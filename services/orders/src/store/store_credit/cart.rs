//! `POST /store/carts/{id}/store-credits`

use auth::{Customer, Shopper};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use money::Amount;
use sea_orm::FromQueryResult;
use serde_json::Value;
use uuid::Uuid;
use web::{ApiError, App, SelectParams, SelectQuery, body, body::Body, query::Query};

use crate::{
    admin::promotions::fields::MustSum,
    cart::{Account, Taxing, view},
    credit::{MOST, account_line},
    store::{
        carts::{as_it_is, example, finish, hold_own},
        errors::CartErrors,
    },
};

body! {
    /// How much.
    pub(super) struct Paid {
        /// So much of one's credit; 0 takes it out of the cart.
        amount: MustSum = 15,
    }
}

#[derive(FromQueryResult)]
struct Of {
    id: Uuid,
    account: Value,
}

/// Pay with one's store credit. It is taken when the cart is completed, and not before.
#[utoipa::path(
    post,
    path = "/store/carts/{id}/store-credits",
    tag = "Carts",
    operation_id = "add_store_credits",
    params(("id" = String, Path, description = "The cart's id.", example = "cart_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    request_body(content = inline(Paid), example = json!({"amount": 15})),
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
    Body(Paid { amount: MustSum(amount) }): Body<Paid>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = view::rules().select(fields.as_deref())?;
    let (tx, mut cart, _turn) = hold_own(&app, &shopper, &me, &id).await?;
    cart.credit_lines.retain(|line| line.reference != "store_credit");
    if amount.is_positive() {
        // Those that end sooner would come first; accounts do not end.
        let sql = "select a.id, jsonb_build_object('balance', a.balance::text, 'currency_code', a.currency_code, 'customer_id', a.customer_id,
              'expires_at', null, 'code', null) as account
            from public.store_credit_accounts a
            where a.customer_id = $1 and a.currency_code = $2 and a.balance > 0 and a.deleted_at is null
              and not exists (select from public.gift_cards g where g.organization_id = a.organization_id
                and g.store_credit_account_id = a.id and g.expires_at <= $3)
            order by a.created_at, a.id limit $4";
        let most = i64::try_from(MOST).unwrap_or_default();
        let values = [me.id.0.into(), cart.currency_code.as_str().into(), tx.now().into(), most.into()];
        let accounts: Vec<Of> = db::fetch_all(&tx, sql, values).await?;
        let mut left = amount.clone();
        for Of { id, account } in accounts {
            let is_used = cart.credit_lines.iter().any(|line| line.store_credit_account_id == Some(id));
            if !left.is_positive() || is_used || cart.credit_lines.len() >= MOST {
                continue;
            }
            let account: Account = serde_json::from_value(account).map_err(ApiError::internal)?;
            let wanted = if account.balance < left { account.balance.clone() } else { left.clone() };
            left = &left - &wanted;
            cart.credit_lines.push(account_line("store_credit", id, id, account, Some(wanted)));
        }
        if left.is_positive() {
            return Err(short(&amount, &left));
        }
    }
    let offers = as_it_is(&tx, &cart).await?;
    finish(tx, cart, &offers, Taxing::AsTheRegion, &selection).await
}

fn short(wanted: &Amount, missing: &Amount) -> ApiError {
    let there = wanted - missing;
    ApiError::invalid_data(format!("There is not enough store credit: {there} of {wanted}"))
}
