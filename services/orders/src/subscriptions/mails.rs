//! What customers are told of their subscriptions.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use db::Tx;
use events::{EventRef, Subscriptions};
use jobs::{Job, JobContext, JobError};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;
use web::ApiError;

use crate::{
    documents::{date, words, written},
    mails::{self, Telling},
};

/// Answers an event of a subscription with a mail.
#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Tell(EventRef);

/// What is told of which event.
const TOLD: [(&str, &str); 5] = [
    ("subscription.started", "subscription_started"),
    ("subscription.renewed", "subscription_renewed"),
    ("subscription.payment_failed", "subscription_past_due"),
    ("subscription.cancel_scheduled", "subscription_canceled"),
    ("subscription.canceled", "subscription_canceled"),
];

/// The events that it hears.
pub(crate) fn subscriptions(all: Subscriptions) -> Subscriptions {
    TOLD.iter().fold(all, |all, (event, _)| all.on::<Tell>(event))
}

#[derive(FromQueryResult)]
struct Of {
    shop: String,
    email: String,
    name: Option<String>,
    locale: Option<String>,
    customer_id: Uuid,
    product: Option<String>,
    amount: Option<String>,
    currency_code: Option<String>,
    /// When it is charged next, or ends.
    next_at: Option<DateTime<Utc>>,
    ends_at: Option<DateTime<Utc>>,
    trial_ends_at: Option<DateTime<Utc>>,
    pay_url: Option<String>,
}

/// Tells the customer of a subscription. Nobody, where there is nobody any more.
pub(super) async fn tell(tx: &Tx, id: Uuid, name: &str, key: String, after: &Value) -> Result<bool, ApiError> {
    let kind = mails::kind(name).ok_or_else(|| ApiError::internal("subscriptions have no such mail"))?;
    let sql = "select t.name as shop, c.email, nullif(concat_ws(' ', c.first_name, c.last_name), '') as name, s.locale, c.id as customer_id,
            p.title as product, (l.amount * s.quantity)::text as amount, l.currency_code, s.current_period_end as next_at,
            coalesce(s.ended_at, s.cancel_at, s.current_period_end) as ends_at, s.trial_ends_at,
            (select i.page from subscription_invoices i where i.organization_id = s.organization_id and i.subscription_id = s.id
              and i.status = 'open' order by i.created_at desc, i.id desc limit 1) as pay_url
        from subscriptions s
        join customers c on c.organization_id = s.organization_id and c.id = s.customer_id and c.deleted_at is null
        join stores t on t.organization_id = s.organization_id
        left join subscription_plans l on l.organization_id = s.organization_id and l.id = s.plan_id
        left join product_variants v on v.organization_id = l.organization_id and v.id = l.variant_id
        left join products p on p.organization_id = v.organization_id and p.id = v.product_id
        where s.id = $1 and c.email is not null";
    let Some(of): Option<Of> = db::fetch_optional(tx, sql, [id.into()]).await? else { return Ok(false) };
    let said = words(of.locale.as_deref());
    // What the event says of an amount is what was charged; else it is what the plan costs.
    let told = if name == "subscription_renewed" { &after["amount_paid"] } else { &after["amount"] };
    let amount = told.as_str().or(of.amount.as_deref()).map(str::parse).transpose().map_err(ApiError::internal)?;
    let currency = of.currency_code.as_deref().unwrap_or_default();
    let at = match name {
        "subscription_canceled" => of.ends_at,
        "subscription_trial_ending" => of.trial_ends_at,
        "subscription_past_due" => Some(tx.now()),
        _ => of.next_at,
    };
    let values = BTreeMap::from([
        ("shop", of.shop),
        ("hello", mails::hello(of.locale.as_deref(), of.name.as_deref())),
        ("product", of.product.unwrap_or_default()),
        ("amount", amount.map(|amount| written(said, currency, &amount)).unwrap_or_default()),
        ("date", at.map(|at| date(said, at)).unwrap_or_default()),
        ("link", of.pay_url.filter(|_| name == "subscription_past_due").unwrap_or_default()),
    ]);
    let telling = Telling {
        kind,
        to: of.email,
        locale: of.locale,
        customer: Some(of.customer_id),
        about: ("subscription", id),
        key,
        values,
        is_secret: false,
    };
    mails::tell(tx, &telling).await
}

impl Job for Tell {
    const NAME: &'static str = "subscriptions.tell";
    type State = ();

    async fn run(&self, ctx: &JobContext, (): &()) -> Result<(), JobError> {
        // Who works for the shop reads no events.
        let tx = ctx.begin().await?;
        let Some(event) = events::load(&tx, &self.0).await? else { return Ok(()) };
        tx.commit().await?;
        let (Some((_, kind)), Some(id)) = (TOLD.iter().find(|(name, _)| *name == self.0.event), event.entity_id) else {
            return Ok(());
        };
        let before = event.before.unwrap_or_default();
        if self.0.event == "subscription.canceled" && before["cancel_at_period_end"] == true {
            // He was told when he, or the shop, said so.
            return Ok(());
        }
        let after = event.after.unwrap_or_default();
        let tx = ctx.begin_working().await?;
        let key = format!("{kind}:{}", self.0.event_id);
        tell(&tx, id, kind, key, &after).await?;
        tx.commit().await?;
        Ok(())
    }
}
