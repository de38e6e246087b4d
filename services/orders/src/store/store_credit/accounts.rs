//! `GET /store/store-credit-accounts`, `GET /store/store-credit-accounts/{id}`

use auth::Customer;
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use resource::{
    admin::{Listing, key, missing, respond_page, select, shown},
    one,
};
use web::{ApiError, App, SelectParams, SelectQuery, query::Query};

use super::example;
use crate::{admin::store_credit::Account, store::errors::CartErrors};

/// List one's store credit accounts.
#[utoipa::path(
    get,
    path = "/store/store-credit-accounts",
    tag = "Store credit",
    operation_id = "list_store_credit_accounts",
    params(
        ("currency_code" = Option<String>, Query, description = "Currencies.", example = "eur"),
        ("limit" = Option<i64>, Query, description = "How many, 1,000 at most.", example = 50),
        ("offset" = Option<i64>, Query, description = "From which one on.", example = 0),
        ("order" = Option<String>, Query, description = "What it is sorted by.", example = "-created_at"),
        SelectParams,
    ),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "A page of them.", body = serde_json::Value, example = json!({
            "store_credit_accounts": [example()], "count": 1, "offset": 0, "limit": 50
        })),
        (status = 401, description = "Nobody has signed in.", body = web::ErrorBody),
        CartErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    me: Customer,
    Query(listing): Query<Listing<Account>>,
) -> Result<Response, ApiError> {
    let tx = app.db.begin_working(&me).await?;
    let answer = respond_page(&tx, listing.only("a.customer_id = ?", me.id.0)).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Read one of one's store credit accounts.
#[utoipa::path(
    get,
    path = "/store/store-credit-accounts/{id}",
    tag = "Store credit",
    operation_id = "retrieve_store_credit_account",
    params(("id" = String, Path, description = "The account's id.", example = "sca_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "The account.", body = serde_json::Value, example = json!({"store_credit_account": example()})),
        (status = 401, description = "Nobody has signed in.", body = web::ErrorBody),
        CartErrors,
    )
)]
pub(super) async fn retrieve(
    State(app): State<App>,
    me: Customer,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = select::<Account>(fields.as_deref())?;
    let account = key::<Account>(&id)?;
    let tx = app.db.begin_working(&me).await?;
    let found = one::<Account>(&tx, account, &selection).await?;
    tx.commit().await?;
    let found = found.filter(|account| account.customer_id == Some(me.id));
    Ok(shown(&found.ok_or_else(|| missing::<Account>(&id))?, &selection))
}
