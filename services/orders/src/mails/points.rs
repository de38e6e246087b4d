//! Hears what becomes of points, and tells whose they are.

use chrono::{DateTime, Utc};
use db::Tx;
use events::{EventRef, Subscriptions};
use jobs::{Job, JobContext, JobError};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::{Telling, hello, kind, render::Values, tell};
use crate::documents::{date, words};

/// Answers an event with a mail to a customer.
#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct TellPoints(EventRef);

const EXPIRING: &str = "loyalty.expiring";
const REWARDED: &str = "referral.rewarded";

/// The events that it hears, besides those that are heard.
pub(crate) fn hear_points(subscriptions: Subscriptions) -> Subscriptions {
    subscriptions.on::<TellPoints>(EXPIRING).on::<TellPoints>(REWARDED)
}

/// Whose points they are. Nobody knows his language but by his last order.
#[derive(FromQueryResult)]
struct Whose {
    customer_id: Uuid,
    email: String,
    name: Option<String>,
    locale: Option<String>,
    shop: String,
    points: i64,
}

const WHOSE: &str = "c.id as customer_id, c.email, nullif(trim(concat_ws(' ', c.first_name, c.last_name)), '') as name,
    (select o.locale from orders o where o.organization_id = c.organization_id and o.customer_id = c.id and o.deleted_at is null
      order by o.created_at desc limit 1) as locale,
    (select s.name from stores s where s.organization_id = c.organization_id limit 1) as shop";

async fn of_account(tx: &Tx, account: Uuid, points: i64) -> db::Result<Option<Whose>> {
    let sql = format!(
        "select {WHOSE}, $2::bigint as points from loyalty_accounts a
         join customers c on c.organization_id = a.organization_id and c.id = a.customer_id and c.deleted_at is null and c.email is not null
         where a.id = $1"
    );
    db::fetch_optional(tx, &sql, [account.into(), points.into()]).await
}

/// Who has brought somebody, and what he has got for it.
async fn of_referral(tx: &Tx, referral: Uuid) -> db::Result<Option<Whose>> {
    let sql = format!(
        "select {WHOSE}, l.points from referrals r
         join referral_codes k on k.organization_id = r.organization_id and k.id = r.referral_code_id
         join customers c on c.organization_id = k.organization_id and c.id = k.customer_id and c.deleted_at is null and c.email is not null
         join loyalty_accounts a on a.organization_id = c.organization_id and a.customer_id = c.id
         join points_lots l on l.organization_id = a.organization_id and l.account_id = a.id and l.source = 'referral' and l.source_id = r.id
         where r.id = $1"
    );
    db::fetch_optional(tx, &sql, [referral.into()]).await
}

impl Job for TellPoints {
    const NAME: &'static str = "orders.tell_points";
    type State = ();

    async fn run(&self, ctx: &JobContext, (): &()) -> Result<(), JobError> {
        // Who works for the shop reads no events.
        let tx = ctx.begin().await?;
        let Some(event) = events::load(&tx, &self.0).await? else { return Ok(()) };
        tx.commit().await?;
        let Some(entity) = event.entity_id else { return Ok(()) };
        let after = event.after.as_ref().unwrap_or(&Value::Null);
        let tx = ctx.begin_working().await?;
        let (name, whose) = if self.0.event == EXPIRING {
            ("points_expiring", of_account(&tx, entity, after["points"].as_i64().unwrap_or_default()).await?)
        } else {
            ("referral_rewarded", of_referral(&tx, entity).await?)
        };
        let (Some(kind), Some(whose)) = (kind(name), whose.filter(|whose| whose.points > 0)) else { return Ok(()) };
        let said = words(whose.locale.as_deref());
        let ends = after["expires_at"].as_str().and_then(|text| text.parse::<DateTime<Utc>>().ok());
        let values = Values::from([
            ("shop", whose.shop),
            ("hello", hello(whose.locale.as_deref(), whose.name.as_deref())),
            ("points", whose.points.to_string()),
            ("date", ends.map(|at| date(said, at)).unwrap_or_default()),
        ]);
        let telling = Telling {
            kind,
            to: whose.email,
            locale: whose.locale,
            customer: Some(whose.customer_id),
            about: ("customer", whose.customer_id),
            key: format!("{name}:{}", self.0.event_id),
            values,
        };
        tell(&tx, &telling).await?;
        tx.commit().await?;
        Ok(())
    }
}
