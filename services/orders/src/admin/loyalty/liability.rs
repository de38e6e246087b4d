//! `GET /admin/loyalty/liability`: what the shop owes in points.

use auth::{May, Staff, needs};
use axum::{extract::State, response::Response};
use bigdecimal::BigDecimal;
use db::Scope;
use resource::admin::respond;
use sea_orm::FromQueryResult;
use serde_json::json;
use web::{AdminErrors, ApiError, App};

use crate::admin::promotions::number;

#[derive(FromQueryResult)]
struct Owed {
    accounts: i64,
    available: BigDecimal,
    pending: BigDecimal,
    debt: BigDecimal,
    ending: BigDecimal,
    value: Option<BigDecimal>,
    pending_value: Option<BigDecimal>,
    currency_code: Option<String>,
}

/// Read what the shop owes in points: how many there are, what they are worth, and how many end within 30 days.
#[utoipa::path(
    get,
    path = "/admin/loyalty/liability",
    tag = super::TAG,
    operation_id = "admin_retrieve_loyalty_liability",
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("promotion:read"))),
    responses(
        (status = 200, description = "Sums of all customers.", body = serde_json::Value, example = json!({"liability": {
            "accounts": 12, "available": 5400, "pending": 300, "debt": 0, "ending_in_30_days": 120, "value": 54, "pending_value": 3,
            "currency_code": "eur"
        }})),
        AdminErrors,
    )
)]
pub(super) async fn retrieve(State(app): State<App>, staff: May<needs::PromotionRead>) -> Result<Response, ApiError> {
    let staff: &Staff = &staff;
    let tx = app.db.begin(Scope::from(staff)).await?;
    let sql = "select count(*) as accounts, coalesce(sum(a.available), 0) as available, coalesce(sum(a.pending), 0) as pending,
          coalesce(sum(a.debt), 0) as debt, (select p.currency_code from public.loyalty_programs p where p.organization_id = $1) as currency_code,
          coalesce(sum(a.available), 0) * (select p.point_value from public.loyalty_programs p where p.organization_id = $1) as value,
          coalesce(sum(a.pending), 0) * (select p.point_value from public.loyalty_programs p where p.organization_id = $1) as pending_value,
          (select coalesce(sum(l.remaining), 0) from public.points_lots l where l.organization_id = $1 and l.state = 'available'
            and l.expires_at < $2::timestamptz + interval '30 days') as ending
        from public.loyalty_accounts a where a.organization_id = $1";
    let owed: Owed = db::fetch_one(&tx, sql, [tx.organization()?.into(), tx.now().into()]).await?;
    tx.commit().await?;
    let body = json!({ "liability": {
        "accounts": owed.accounts, "available": number(&owed.available), "pending": number(&owed.pending), "debt": number(&owed.debt),
        "ending_in_30_days": number(&owed.ending), "value": owed.value.as_ref().and_then(number),
        "pending_value": owed.pending_value.as_ref().and_then(number), "currency_code": owed.currency_code,
    } });
    Ok(respond(body.to_string().into_bytes()))
}
