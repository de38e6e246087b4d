//! `POST /admin/subscription-plans`: a plan, and its price at the provider.

use auth::{May, needs};
use axum::{Extension, extract::State, response::Response};
use entity::ids::{SubscriptionPlanId, VariantId};
use money::{Amount, minor, of_minor};
use payments::stripe::Stripe;
use resource::{
    admin::{Resource as _, answer, select},
    fresh_metadata,
};
use sea_orm::Value as Cell;
use serde_json::{Map, Value};
use web::{
    AdminErrors, ApiError, App, SelectParams, SelectQuery, body,
    body::{Body, Change, Required, Within},
    query::Query,
};

use super::plan::SubscriptionPlan;
use crate::{
    admin::promotions::fields::{MustBe, MustSum, Words},
    payment::{Desk, accounts::unknown as unknown_provider, enabled},
    plans,
};

/// How often something is paid.
#[derive(Debug)]
pub(super) enum Interval {}

impl Words for Interval {
    const ALL: &'static [&'static str] = &["day", "week", "month", "year"];
}

body! {
    /// What is sold by subscription, and how it is paid.
    pub(super) struct New {
        /// The variant.
        variant_id: Required = "variant_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// The currency.
        currency_code: Required = "eur",
        /// How much each time, with its taxes; in whole coins of the currency.
        amount: MustSum = 12.9,
        /// `day`, `week`, `month` or `year`.
        interval: MustBe<Interval> = "month",
        /// Every so many of them; every one if nothing is said. Three years at most.
        interval_count: Within<1, 1095> = 1,
        /// So many days are free.
        trial_days: Within<0, 730> = 14,
        /// The shop's own data.
        metadata: Change<Map<String, Value>> = {"shelf": "A"},
    }
}

/// So many of them are three years, which is the most that the provider takes.
fn most(interval: &str) -> i64 {
    match interval {
        "day" => 1_095,
        "week" => 156,
        "month" => 36,
        _ => 3,
    }
}

/// Sell a variant by subscription. Its price is made at the payment provider; where that does not answer, `is_ready` is false, and it is
/// made before somebody subscribes.
#[utoipa::path(
    post,
    path = "/admin/subscription-plans",
    tag = "Admin: subscription plans",
    operation_id = "admin_create_subscription_plan",
    params(SelectParams),
    request_body(content = inline(New), example = json!({
        "variant_id": "variant_01jd6nwvvgfa5sr38y5wx4pq3d", "currency_code": "eur", "amount": 12.9, "interval": "month", "trial_days": 14
    })),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:write"))),
    responses(
        (status = 200, description = "The plan.", body = Value, example = json!({"subscription_plan": SubscriptionPlan::example()})),
        AdminErrors,
    )
)]
pub(super) async fn create(
    State(app): State<App>,
    staff: May<needs::ProductWrite>,
    Extension(desk): Extension<Desk>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(new): Body<New>,
) -> Result<Response, ApiError> {
    let selection = select::<SubscriptionPlan>(fields.as_deref())?;
    let Required(variant) = new.variant_id;
    let unknown = || ApiError::missing("Product variant", &variant);
    let VariantId(key) = variant.parse().map_err(|_| unknown())?;
    let currency_code = new.currency_code.0.to_lowercase();
    let count = new.interval_count.0.unwrap_or(1);
    if !new.amount.0.is_positive() {
        let words = "Invalid request: Value for field 'amount' too small, expected more than: '0'";
        return Err(ApiError::invalid_data(words));
    }
    // The provider charges whole coins of its own: each bill would be of another amount than the plan.
    let charged = |amount: &Amount| minor(amount, &currency_code).map(|units| of_minor(units, &currency_code));
    let is_charged = |amount: &Amount| charged(amount).as_ref() == Some(amount);
    if !is_charged(&new.amount.0) {
        let digits = (0..=3).rev().find(|digits| is_charged(&new.amount.0.r(*digits))).unwrap_or_default();
        return Err(ApiError::invalid_data(format!(
            "Invalid request: Value for field 'amount' has too many digits, expected at most: '{digits}' behind the point in '{currency_code}'"
        )));
    }
    if count > most(new.interval.0) {
        return Err(ApiError::invalid_data(format!(
            "Invalid request: Value for field 'interval_count' too big, expected at most: '{}' for '{}'",
            most(new.interval.0),
            new.interval.0
        )));
    }
    // Nobody subscribes where nobody takes the money.
    let id = SubscriptionPlanId::new();
    let tx = app.db.begin_working(&staff).await?;
    if !enabled(&tx, &desk).await?.contains(&Stripe::ID) {
        return Err(unknown_provider(Stripe::ID));
    }
    let sql = "insert into subscription_plans (organization_id, id, variant_id, currency_code, amount, \"interval\", interval_count, trial_days,
            metadata, created_at, updated_at)
        select v.organization_id, $1, v.id, $3, $4::numeric, $5, $6, nullif($7, 0), private.merge_metadata(null, $8, '{}'), $9, $9
        from product_variants v where v.id = $2 and v.deleted_at is null
          and not exists (select from products p where p.organization_id = v.organization_id and p.id = v.product_id and p.is_giftcard)
          and exists (select from store_currencies c where c.organization_id = v.organization_id and c.currency_code = $3)";
    let values: [Cell; 9] = [
        id.0.into(),
        key.into(),
        currency_code.as_str().into(),
        new.amount.0.to_string().into(),
        new.interval.0.into(),
        i32::try_from(count).unwrap_or(1).into(),
        i32::try_from(new.trial_days.0.unwrap_or_default()).unwrap_or_default().into(),
        fresh_metadata(new.metadata).into(),
        tx.now().into(),
    ];
    if db::exec(&tx, sql, values).await? == 0 {
        let sql = "select from product_variants v where v.id = $1 and v.deleted_at is null";
        if db::exec(&tx, sql, [key.into()]).await? == 0 {
            return Err(unknown());
        }
        let sql = "select from product_variants v join products p on p.organization_id = v.organization_id and p.id = v.product_id and p.is_giftcard
            where v.id = $1";
        if db::exec(&tx, sql, [key.into()]).await? > 0 {
            return Err(ApiError::invalid_data(
                "Gift cards are not sold by subscription: check 'variant_id' for a variant of something else",
            ));
        }
        return Err(ApiError::invalid_data(format!(
            "Currency {currency_code} is not enabled in the shop: check 'currency_code'"
        )));
    }
    tx.commit().await?;
    match plans::offer(&app.db, &desk, &|| (&staff).into(), id.0).await {
        Ok(()) => {}
        // It is made before somebody subscribes.
        Err(error) if error.status().is_server_error() => tracing::warn!(plan = %id, %error, "a plan has no price yet"),
        Err(error) => {
            let tx = app.db.begin_working(&staff).await?;
            db::exec(&tx, "delete from subscription_plans where id = $1", [id.0.into()]).await?;
            tx.commit().await?;
            return Err(error);
        }
    }
    let tx = app.db.begin_working(&staff).await?;
    let answer = answer::<SubscriptionPlan>(&tx, id.0, &id.to_string(), &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
