//! `POST /store/store-credit-accounts/claim`

use auth::{Customer, Shopper};
use axum::{Extension, extract::State, response::Response};
use http::request::Parts;
use limits::Limits;
use resource::admin::{answer, select};
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::{
    ApiError, App, SelectParams, SelectQuery, body,
    body::{Body, Required},
    query::Query,
};

use super::example;
use crate::{
    admin::store_credit::Account,
    credit::{count_guess, written},
    store::errors::CartErrors,
};

body! {
    /// What is claimed.
    pub(super) struct Claimed {
        /// The code of an account, or of a gift card.
        code: Required = "SUMMER-7Q2K-9DJX",
    }
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// Make an account, or what is on a gift card, one's own: nobody else pays with it from there on.
#[utoipa::path(
    post,
    path = "/store/store-credit-accounts/claim",
    tag = "Store credit",
    operation_id = "claim_store_credit_account",
    params(SelectParams),
    request_body(content = inline(Claimed), example = json!({"code": "SUMMER-7Q2K-9DJX"})),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "The account.", body = serde_json::Value, example = json!({"store_credit_account": example()})),
        (status = 401, description = "Nobody has signed in.", body = web::ErrorBody),
        CartErrors,
    )
)]
pub(super) async fn claim(
    State(app): State<App>,
    Extension(limits): Extension<Limits>,
    me: Customer,
    shopper: Shopper,
    parts: Parts,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Claimed { code: Required(code) }): Body<Claimed>,
) -> Result<Response, ApiError> {
    let selection = select::<Account>(fields.as_deref())?;
    count_guess(&app, &limits, &shopper, &parts).await?;
    let code = written(&code);
    let tx = app.db.begin_working(&me).await?;
    db::exec(&tx, "select private.open_gift_card($1, $2)", [code.clone().into(), tx.now().into()]).await?;
    // Claimed again by the same customer it is his already.
    let sql = "update public.store_credit_accounts a set customer_id = $2
        where a.code = $1 and a.deleted_at is null and a.balance > 0 and coalesce(a.customer_id = $2, true)
          and not exists (select from public.gift_cards g where g.organization_id = a.organization_id
            and g.store_credit_account_id = a.id and g.expires_at <= $3) returning a.id";
    let claimed: Option<Id> =
        db::fetch_optional(&tx, sql, [code.clone().into(), me.id.0.into(), tx.now().into()]).await?;
    let Some(Id { id }) = claimed else {
        return Err(ApiError::not_found("There is no credit to claim with this code"));
    };
    let sql = "update public.gift_cards g set customer_id = $2 where g.store_credit_account_id = $1";
    db::exec(&tx, sql, [id.into(), me.id.0.into()]).await?;
    let answer = answer::<Account>(&tx, id, &id.to_string(), &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
