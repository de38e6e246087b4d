//! `POST /admin/store-credit-accounts/{id}/credit`

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use http::HeaderMap;
use resource::{
    admin::{answer, key, missing, select},
    lock,
};
use uuid::Uuid;
use web::{
    AdminErrors, ApiError, App, SelectParams, SelectQuery, body,
    body::{Body, Change},
    query::Query,
};

use super::account::Account;
use crate::admin::promotions::fields::MustSum;

body! {
    /// What is given.
    pub(super) struct Given {
        /// How much, in the account's currency.
        amount: MustSum = 20,
        /// Why; the customer is told when he asks what is kept about him.
        note: Change<String> = "For the broken mug",
    }
}

/// Give credit. With an `Idempotency-Key`, whoever asks again gives nothing more.
#[utoipa::path(
    post,
    path = "/admin/store-credit-accounts/{id}/credit",
    tag = "Admin: store credit",
    operation_id = "admin_give_store_credit",
    params(
        ("id" = String, Path, description = "The account's id.", example = "sca_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("Idempotency-Key" = Option<String>, Header, description = "Credit is given once for each.", example = "7c1f"),
        SelectParams,
    ),
    request_body(content = inline(Given), example = json!({"amount": 20, "note": "For the broken mug"})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses(
        (status = 200, description = "The account.", body = serde_json::Value, example = json!({
            "store_credit_account": <Account as resource::admin::Resource>::example()
        })),
        AdminErrors,
    )
)]
pub(super) async fn give(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Given { amount: MustSum(amount), note }): Body<Given>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = select::<Account>(fields.as_deref())?;
    if !amount.is_positive() {
        return Err(ApiError::invalid_data(
            "Invalid request: Value for field 'amount' too small, expected more than: '0'",
        ));
    }
    let once = match headers.get("idempotency-key").map(|value| value.to_str()) {
        Some(Ok(text)) if !text.is_empty() && text.len() <= 200 => text.to_owned(),
        Some(_) => {
            return Err(ApiError::invalid_data(
                "The header Idempotency-Key must be a text of 1 to 200 ASCII characters",
            ));
        }
        None => Uuid::now_v7().to_string(),
    };
    let account = key::<Account>(&id)?;
    let tx = app.db.begin_working(&staff).await?;
    if !lock::<Account>(&tx, account).await? {
        return Err(missing::<Account>(&id));
    }
    // A key is one of this account's: another account's is another.
    let once = format!("manual:{account}:{once}");
    let sql = "select private.book_credit($1, $2, 'manual', null, $3, $4)";
    let values = [account.into(), amount.clone().into_decimal().into(), once.clone().into(), note.given().into()];
    db::exec(&tx, sql, values).await?;
    // In the books: what we gave for nothing, and owe.
    let sql = "select private.post('store_credit', t.id, 1, a.currency_code,
          jsonb_build_object('goodwill', t.amount, 'store_credit', -t.amount), null, null, a.customer_id)
        from public.store_credit_transactions t
        join public.store_credit_accounts a on a.organization_id = t.organization_id and a.id = t.account_id
        where t.organization_id = $1 and t.key = $2";
    db::exec(&tx, sql, [tx.organization()?.into(), once.into()]).await?;
    let answer = answer::<Account>(&tx, account, &id, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
