//! Subscriptions as their customer reads them.

use chrono::{DateTime, Utc};
use db::Tx;
use entity::{
    Timestamp,
    ids::{OrderId, ProductId, SavedAddressId, SubscriptionId, SubscriptionInvoiceId, SubscriptionPlanId, VariantId},
};
use money::wire::Number;
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Value, json};
use uuid::Uuid;
use web::ApiError;

/// A subscription with its plan.
#[derive(Debug, FromQueryResult)]
pub(crate) struct Found {
    id: Uuid,
    status: String,
    quantity: i64,
    cancel_at_period_end: bool,
    cancel_at: Option<DateTime<Utc>>,
    canceled_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    trial_ends_at: Option<DateTime<Utc>>,
    current_period_start: Option<DateTime<Utc>>,
    current_period_end: Option<DateTime<Utc>>,
    paused_at: Option<DateTime<Utc>>,
    resumes_at: Option<DateTime<Utc>>,
    order_id: Option<Uuid>,
    shipping_address_id: Option<Uuid>,
    metadata: Option<Value>,
    created_at: DateTime<Utc>,
    client_secret: Option<String>,
    pay_url: Option<String>,
    plan_id: Option<Uuid>,
    amount: Option<String>,
    currency_code: Option<String>,
    interval: Option<String>,
    interval_count: Option<i32>,
    variant_id: Option<Uuid>,
    variant_title: Option<String>,
    product_id: Option<Uuid>,
    title: Option<String>,
    handle: Option<String>,
    thumbnail: Option<String>,
    total: i64,
}

const COLUMNS: &str = "s.id, s.status, s.quantity, s.cancel_at_period_end, s.cancel_at, s.canceled_at, s.ended_at, s.trial_ends_at,
    s.current_period_start, s.current_period_end, s.paused_at, s.resumes_at, s.order_id, s.shipping_address_id, s.metadata, s.created_at,
    s.data ->> 'client_secret' as client_secret,
    (select i.page from subscription_invoices i where i.organization_id = s.organization_id and i.subscription_id = s.id and i.status = 'open'
      and s.status not in ('canceled', 'incomplete_expired') order by i.created_at desc, i.id desc limit 1) as pay_url,
    l.id as plan_id, l.amount::text as amount, l.currency_code, l.interval, l.interval_count, v.id as variant_id, v.title as variant_title,
    p.id as product_id, p.title, p.handle, p.thumbnail, count(*) over () as total";
const FROM: &str = "subscriptions s
    left join subscription_plans l on l.organization_id = s.organization_id and l.id = s.plan_id
    left join product_variants v on v.organization_id = l.organization_id and v.id = l.variant_id
    left join products p on p.organization_id = v.organization_id and p.id = v.product_id";

impl Found {
    /// As he reads it. What he needs to pay, or to leave a card for what comes behind a trial, stands in `payment`.
    pub(crate) fn json(&self) -> Result<Value, ApiError> {
        let time = |at: Option<DateTime<Utc>>| at.map(Timestamp);
        let amount =
            self.amount.as_ref().map(|text| text.parse().map(Number)).transpose().map_err(ApiError::internal)?;
        let plan = self.plan_id.map(|id| {
            json!({
                "id": SubscriptionPlanId(id), "amount": amount, "currency_code": self.currency_code, "interval": self.interval,
                "interval_count": self.interval_count,
                "variant": { "id": self.variant_id.map(VariantId), "title": self.variant_title },
                "product": {
                    "id": self.product_id.map(ProductId), "title": self.title, "handle": self.handle, "thumbnail": self.thumbnail
                },
            })
        });
        let payment = self.client_secret.as_ref().map(|secret| {
            let kind = if secret.starts_with("seti_") { "setup" } else { "payment" };
            json!({ "provider_id": super::PROVIDER, "kind": kind, "client_secret": secret })
        });
        Ok(json!({
            "id": SubscriptionId(self.id), "status": self.status, "quantity": self.quantity, "plan_id": self.plan_id.map(SubscriptionPlanId),
            "plan": plan, "cancel_at_period_end": self.cancel_at_period_end, "cancel_at": time(self.cancel_at),
            "canceled_at": time(self.canceled_at), "ended_at": time(self.ended_at), "trial_ends_at": time(self.trial_ends_at),
            "current_period_start": time(self.current_period_start), "current_period_end": time(self.current_period_end),
            "paused_at": time(self.paused_at), "resumes_at": time(self.resumes_at), "order_id": self.order_id.map(OrderId),
            "shipping_address_id": self.shipping_address_id.map(SavedAddressId), "payment": payment, "pay_url": self.pay_url, "metadata": self.metadata, "created_at": Timestamp(self.created_at),
        }))
    }
}

/// A customer's own, the youngest first, and how many there are; one of them, if it is named.
pub(crate) async fn of_customer(
    tx: &Tx,
    customer: Uuid,
    only: Option<Uuid>,
    (limit, offset): (i64, i64),
) -> Result<(Vec<Found>, i64), ApiError> {
    let sql = format!(
        "select {COLUMNS} from {FROM} where s.customer_id = $1 and coalesce(s.id = $2, $2::uuid is null)
        order by s.created_at desc, s.id desc limit $3 offset $4"
    );
    let values: [Cell; 4] = [customer.into(), only.into(), limit.into(), offset.into()];
    let found: Vec<Found> = db::fetch_all(tx, &sql, values).await?;
    let total = found.first().map_or(0, |one| one.total);
    Ok((found, total))
}

#[derive(FromQueryResult)]
struct Bill {
    id: Uuid,
    number: Option<String>,
    status: String,
    reason: Option<String>,
    currency_code: String,
    amount_due: String,
    amount_paid: String,
    period_start: Option<DateTime<Utc>>,
    period_end: Option<DateTime<Utc>>,
    /// Where it is paid; what is over, nobody pays any more.
    page: Option<String>,
    order_id: Option<Uuid>,
    created_at: DateTime<Utc>,
}

/// The bills of a subscription, the youngest first; at most so many.
pub(crate) async fn invoices(tx: &Tx, subscription: Uuid, most: i64) -> Result<Vec<Value>, ApiError> {
    let sql = "select i.id, i.number, i.status, i.reason, i.currency_code, i.amount_due::text as amount_due, i.amount_paid::text as amount_paid,
            i.period_start, i.period_end,
            case when i.status = 'open' and s.status not in ('canceled', 'incomplete_expired') then i.page end as page, i.order_id, i.created_at
        from subscription_invoices i join subscriptions s on s.organization_id = i.organization_id and s.id = i.subscription_id where i.subscription_id = $1 order by i.created_at desc, i.id desc limit $2";
    let bills: Vec<Bill> = db::fetch_all(tx, sql, [subscription.into(), most.into()]).await?;
    let number = |text: &str| text.parse().map(Number).map_err(ApiError::internal);
    let shown = bills.iter().map(|bill| {
        Ok(json!({
            "id": SubscriptionInvoiceId(bill.id), "number": bill.number, "status": bill.status, "reason": bill.reason,
            "currency_code": bill.currency_code, "amount_due": number(&bill.amount_due)?, "amount_paid": number(&bill.amount_paid)?,
            "period_start": bill.period_start.map(Timestamp), "period_end": bill.period_end.map(Timestamp),
            "pay_url": bill.page, "order_id": bill.order_id.map(OrderId),
            "created_at": Timestamp(bill.created_at),
        }))
    });
    shown.collect()
}
