//! `/store/referrals`: one's own code, and whose code brought one.

use auth::{Customer, Shopper};
use axum::{Extension, extract::State, response::Response};
use db::OnConstraint;
use entity::ids::{ReferralCodeId, ReferralId};
use http::request::Parts;
use limits::Limits;
use resource::admin::respond;
use sea_orm::FromQueryResult;
use serde_json::json;
use uuid::Uuid;
use web::{
    ApiError, App, body,
    body::{Body, Required},
};

use crate::{credit::count_guess, mails, store::errors::CartErrors};

#[derive(FromQueryResult)]
struct Mine {
    code: String,
    brought: i64,
    pending: i64,
    rewarded: i64,
    referrer_points: i64,
    referee_points: i64,
}

/// Read one's code and link for bringing others, and what came of it.
#[utoipa::path(
    get,
    path = "/store/referrals",
    tag = "Loyalty",
    operation_id = "retrieve_referrals",
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "The code; made when it is asked for the first time.", body = serde_json::Value, example = json!({"referral": {
            "code": "7Q2K9DJX", "url": "https://shop.example.com/?ref=7Q2K9DJX", "brought": 3, "pending": 1, "rewarded": 2,
            "referrer_points": 500, "referee_points": 200
        }})),
        (status = 401, description = "Nobody has signed in.", body = web::ErrorBody),
        CartErrors,
    )
)]
pub(super) async fn retrieve(State(app): State<App>, me: Customer) -> Result<Response, ApiError> {
    let tx = app.db.begin_working(&me).await?;
    // Capitals and digits: it is told by mouth.
    let code = vault::random::alphanumeric(10).to_ascii_uppercase();
    let sql = "insert into referral_codes (organization_id, id, customer_id, code, created_at, updated_at)
        select $1, $2, $3, $4, $5, $5 from loyalty_programs p where p.organization_id = $1 and p.referrals_enabled on conflict do nothing";
    let values =
        [tx.organization()?.into(), ReferralCodeId::new().0.into(), me.id.0.into(), code.into(), tx.now().into()];
    db::exec(&tx, sql, values).await?;
    let sql = "select c.code, count(r.id) as brought, count(r.id) filter (where r.status = 'pending') as pending,
          count(r.id) filter (where r.status = 'rewarded') as rewarded, p.referrer_points, p.referee_points
        from referral_codes c join loyalty_programs p on p.organization_id = c.organization_id and p.referrals_enabled
        left join referrals r on r.organization_id = c.organization_id and r.referral_code_id = c.id
        where c.customer_id = $1 and c.deleted_at is null group by c.code, p.referrer_points, p.referee_points";
    let mine: Option<Mine> = db::fetch_optional(&tx, sql, [me.id.0.into()]).await?;
    let site = mails::storefront(&tx).await?;
    tx.commit().await?;
    let mine = mine.ok_or_else(|| ApiError::not_found("This shop rewards nobody for bringing others"))?;
    let site = site.unwrap_or_else(|| app.config.server.public_url().trim_end_matches('/').to_owned());
    let url = format!("{site}/?ref={}", mine.code);
    let body = json!({ "referral": {
        "code": mine.code, "url": url, "brought": mine.brought, "pending": mine.pending, "rewarded": mine.rewarded,
        "referrer_points": mine.referrer_points, "referee_points": mine.referee_points,
    } });
    Ok(respond(body.to_string().into_bytes()))
}

body! {
    /// Who brought one.
    pub(super) struct By {
        /// His code.
        code: Required = "7Q2K9DJX",
    }
}

#[derive(FromQueryResult)]
struct Code {
    id: Uuid,
    customer_id: Uuid,
    is_new: bool,
}

/// Say whose code brought one. Both are rewarded when the first order is paid and cannot be returned any more.
#[utoipa::path(
    post,
    path = "/store/referrals",
    tag = "Loyalty",
    operation_id = "take_referral",
    request_body(content = inline(By), example = json!({"code": "7Q2K9DJX"})),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "It is noted.", body = serde_json::Value, example = json!({"referral": {"status": "clicked", "code": "7Q2K9DJX"}})),
        (status = 401, description = "Nobody has signed in.", body = web::ErrorBody),
        CartErrors,
    )
)]
pub(super) async fn take(
    State(app): State<App>,
    Extension(limits): Extension<Limits>,
    me: Customer,
    shopper: Shopper,
    parts: Parts,
    Body(By { code: Required(code) }): Body<By>,
) -> Result<Response, ApiError> {
    count_guess(&app, &limits, &shopper, &parts).await?;
    let tx = app.db.begin_working(&me).await?;
    let sql = "select c.id, c.customer_id, not exists (select from orders o where o.customer_id = $2 and o.status <> 'canceled') as is_new
        from referral_codes c join loyalty_programs p on p.organization_id = c.organization_id and p.referrals_enabled
        where lower(c.code) = lower($1) and c.deleted_at is null";
    let found: Option<Code> = db::fetch_optional(&tx, sql, [code.trim().into(), me.id.0.into()]).await?;
    let unknown = || ApiError::invalid_data("There is no such referral code");
    let Code { id, customer_id, is_new } = found.ok_or_else(unknown)?;
    let own = || ApiError::not_allowed("Nobody refers himself: this is your own code");
    if customer_id == me.id.0 {
        return Err(own());
    }
    if !is_new {
        return Err(ApiError::not_allowed("Only new customers are brought by somebody: you have ordered here before"));
    }
    let sql = "insert into referrals (organization_id, id, referral_code_id, customer_id, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $5) on conflict (organization_id, customer_id) do nothing";
    let values = [tx.organization()?.into(), ReferralId::new().0.into(), id.into(), me.id.0.into(), tx.now().into()];
    let made = db::exec(&tx, sql, values).await.on_constraint("referrals_self", |_| own())?;
    if made == 0 {
        return Err(ApiError::not_allowed("Somebody has brought you already"));
    }
    tx.commit().await?;
    Ok(respond(json!({ "referral": { "status": "clicked", "code": code.trim() } }).to_string().into_bytes()))
}
