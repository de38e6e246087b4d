//! Hears what happens to points, and tells whose they are.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use events::{EventRef, Subscriptions};
use jobs::{Job, JobContext, JobError};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::{Kind, Telling, hello, kind, tell};
use crate::documents::{date, words};

/// Answers an event of points with a mail.
#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct TellPoints(EventRef);

/// What is told of which event: points that can be spent from now on, points that end soon, and who has brought somebody.
const TOLD: &[(&str, &str)] = &[
    ("loyalty.earn", "points_earned"),
    ("loyalty.release", "points_earned"),
    ("loyalty.expiring", "points_expiring"),
    ("referral.rewarded", "referral_rewarded"),
];

/// With the events that it hears.
pub(super) fn heard(all: Subscriptions) -> Subscriptions {
    TOLD.iter().fold(all, |all, (event, _)| all.on::<TellPoints>(event))
}

/// Whom it concerns.
#[derive(FromQueryResult)]
struct Owner {
    id: Uuid,
    email: Option<String>,
    name: Option<String>,
    locale: Option<String>,
    shop: String,
    /// Of a referral: what it has brought.
    points: Option<i64>,
}

impl Job for TellPoints {
    const NAME: &'static str = "orders.tell_points";
    type State = ();

    async fn run(&self, ctx: &JobContext, (): &()) -> Result<(), JobError> {
        // Who works for the shop reads no events.
        let tx = ctx.begin().await?;
        let Some(event) = events::load(&tx, &self.0).await? else { return Ok(()) };
        tx.commit().await?;
        let told = TOLD.iter().find(|(name, _)| *name == self.0.event).and_then(|(_, name)| kind(name));
        let (Some(kind), Some(entity)) = (told, event.entity_id) else { return Ok(()) };
        let after = event.after.as_ref().unwrap_or(&Value::Null);
        if kind.name == "points_earned" && after["source"] == "referral" {
            // That one has a mail of its own.
            return Ok(());
        }
        let tx = ctx.begin_working().await?;
        let found: Option<Owner> = db::fetch_optional(&tx, whose(kind), [entity.into()]).await?;
        let Some(owner) = found else { return Ok(()) };
        let points = owner.points.or_else(|| after["points"].as_i64()).or_else(|| after["amount"].as_i64());
        let (Some(to), Some(points)) = (owner.email, points.filter(|points| *points > 0)) else { return Ok(()) };
        let said = words(owner.locale.as_deref());
        let ends = after["expires_at"].as_str().and_then(|text| text.parse::<DateTime<Utc>>().ok());
        let values = BTreeMap::from([
            ("shop", owner.shop),
            ("hello", hello(owner.locale.as_deref(), owner.name.as_deref())),
            ("points", points.to_string()),
            ("date", ends.map(|at| date(said, at)).unwrap_or_default()),
        ]);
        let telling = Telling {
            kind,
            to,
            locale: owner.locale,
            customer: Some(owner.id),
            about: if kind.name == "referral_rewarded" { ("referral", entity) } else { ("loyalty_account", entity) },
            key: format!("{}:{}", kind.name, self.0.event_id),
            values,
            is_secret: false,
        };
        tell(&tx, &telling).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// The customer of an account, or whose code it was that somebody came with.
fn whose(kind: &Kind) -> &'static str {
    if kind.name == "referral_rewarded" {
        "select c.id, c.email, c.first_name as name, (select s.name from stores s where s.organization_id = c.organization_id limit 1) as shop,
            (select o.locale from orders o where o.organization_id = c.organization_id and o.customer_id = c.id order by o.created_at desc limit 1) as locale,
            (select sum(l.points)::bigint from points_lots l join loyalty_accounts a on a.organization_id = l.organization_id and a.id = l.account_id
              where l.organization_id = r.organization_id and l.source = 'referral' and l.source_id = r.id and a.customer_id = c.id) as points
          from referrals r
          join referral_codes k on k.organization_id = r.organization_id and k.id = r.referral_code_id
          join customers c on c.organization_id = k.organization_id and c.id = k.customer_id and c.deleted_at is null
          where r.id = $1"
    } else {
        "select c.id, c.email, c.first_name as name, (select s.name from stores s where s.organization_id = c.organization_id limit 1) as shop,
            (select o.locale from orders o where o.organization_id = c.organization_id and o.customer_id = c.id order by o.created_at desc limit 1) as locale,
            null::bigint as points
          from loyalty_accounts a join customers c on c.organization_id = a.organization_id and c.id = a.customer_id and c.deleted_at is null
          where a.id = $1"
    }
}
