//! What no webhook tells: subscriptions of which nothing was heard are looked up, bills that were paid and are no order become one, and
//! customers hear of the end of their trial three days before it.

use chrono::{DateTime, Duration, Utc};
use entity::ids::SubscriptionId;
use jobs::{Job, JobContext, JobError, Schedule, ScheduleError};
use sea_orm::{FromQueryResult, Value as Cell};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;
use web::ApiError;

use super::{look, mails};
use crate::payment::{
    Desk,
    accounts::{OWN, Opened},
    work,
};

/// Looks at all shops.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Tend {}

/// As many of a kind in one run.
const MOST: i64 = 200;
/// So long before its end a trial is told of.
const TRIAL: Duration = Duration::days(3);
/// Nothing was heard of it for so long, though its period is over.
const LATE: Duration = Duration::hours(2);
/// Nothing was heard of it at all for so long.
const SILENT: Duration = Duration::days(2);

#[derive(FromQueryResult)]
struct Row {
    organization_id: Uuid,
    id: Uuid,
    payment_account_id: Option<Uuid>,
    provider_ref: String,
}

#[derive(FromQueryResult)]
struct Ending {
    organization_id: Uuid,
    id: Uuid,
    trial_ends_at: DateTime<Utc>,
}

impl Row {
    /// The account that it runs at.
    fn of<'a>(&self, all: &'a [Opened]) -> Option<&'a Opened> {
        all.iter().find(|of| of.id == self.payment_account_id.unwrap_or(OWN))
    }
}

/// The accounts that can be asked.
fn ids(all: &[Opened]) -> Cell {
    all.iter().map(|of| of.id).collect::<Vec<_>>().into()
}

impl Tend {
    /// When it looks.
    pub(crate) fn schedule() -> Result<Schedule, ScheduleError> {
        Schedule::new("subscriptions.tend", "40 */10 * * * *", &Self {})
    }

    async fn rows<T: FromQueryResult>(ctx: &JobContext, sql: &str, values: Vec<Cell>) -> Result<Vec<T>, JobError> {
        let tx = ctx.db().begin_system("look after subscriptions").await?;
        let rows = db::fetch_all(&tx, sql, values).await?;
        tx.commit().await?;
        Ok(rows)
    }

    async fn silent(ctx: &JobContext, desk: &Desk, all: &[Opened]) -> Result<(), JobError> {
        let sql = "select s.organization_id, s.id, c.payment_account_id, s.provider_ref from subscriptions s
            left join stripe_customers c on c.organization_id = s.organization_id and c.id = s.stripe_customer_id
            where s.provider_ref is not null and coalesce(c.payment_account_id, $4) = any ($5) and s.status not in ('canceled', 'incomplete_expired')
              and (s.told_at < $1 or (s.told_at < $2 and least(s.current_period_end, case when s.status = 'trialing' then s.trial_ends_at end,
                case when s.paused_at is not null then s.resumes_at end) < $2))
            -- In any order, so that some that cannot be looked up never hide the others.
            order by random() limit $3";
        let now = ctx.now();
        let values = vec![(now - SILENT).into(), (now - LATE).into(), MOST.into(), OWN.into(), ids(all)];
        for row in Self::rows::<Row>(ctx, sql, values).await? {
            let Some(of) = row.of(all) else { continue };
            let Row { organization_id, id, provider_ref, .. } = &row;
            let working = ctx.working_in(*organization_id);
            if let Err(error) = look(ctx.db(), desk, of, working, (*id, provider_ref)).await {
                // The others are looked up all the same.
                tracing::warn!(subscription = %SubscriptionId(*id), %error, "a subscription could not be looked up");
            }
        }
        Ok(())
    }

    async fn unbooked(ctx: &JobContext, desk: &Desk, all: &[Opened]) -> Result<(), JobError> {
        let sql = "select i.organization_id, i.id, c.payment_account_id, i.provider_ref from subscription_invoices i
            join subscriptions s on s.organization_id = i.organization_id and s.id = i.subscription_id
            left join stripe_customers c on c.organization_id = s.organization_id and c.id = s.stripe_customer_id
            where coalesce(c.payment_account_id, $2) = any ($3) and i.status = 'paid'
              and (i.amount_paid > 0 or i.quantity is not null) and i.order_id is null
            -- In any order, so that some that cannot be helped never hide the others.
            order by random() limit $1";
        for row in Self::rows::<Row>(ctx, sql, vec![MOST.into(), OWN.into(), ids(all)]).await? {
            let Some(of) = row.of(all) else { continue };
            let Row { organization_id, id, provider_ref, .. } = &row;
            if let Err(why) = work::book_invoice(ctx, desk, of, (*organization_id, *id), provider_ref).await {
                tracing::warn!(invoice = provider_ref, why, "a bill that was paid is no order yet");
            }
        }
        Ok(())
    }

    async fn trials(ctx: &JobContext) -> Result<(), JobError> {
        let sql = "select s.organization_id, s.id, s.trial_ends_at from subscriptions s
            where s.status = 'trialing' and s.trial_ends_at between $1 and $2 and not s.cancel_at_period_end and not s.needs_method
              and s.trial_told_for is distinct from s.trial_ends_at
            order by random() limit $3";
        let now = ctx.now();
        let values = vec![now.into(), (now + TRIAL).into(), MOST.into()];
        for Ending { organization_id, id, trial_ends_at } in Self::rows::<Ending>(ctx, sql, values).await? {
            if let Err(error) = Self::tell(ctx, organization_id, id, trial_ends_at).await {
                // The others are told all the same.
                tracing::warn!(subscription = %SubscriptionId(id), %error, "nobody could be told that a trial ends");
            }
        }
        Ok(())
    }

    /// Once for each end, also where the shop tells nobody of such things.
    async fn tell(ctx: &JobContext, shop: Uuid, id: Uuid, trial_ends_at: DateTime<Utc>) -> Result<(), ApiError> {
        let tx = ctx.begin_working_in(shop).await?;
        let key = format!("subscription_trial_ending:{id}:{}", trial_ends_at.timestamp());
        mails::tell(&tx, id, "subscription_trial_ending", key, &Value::Null).await?;
        let sql = "update subscriptions set trial_told_for = $2 where id = $1";
        db::exec(&tx, sql, [id.into(), trial_ends_at.into()]).await?;
        Ok(tx.commit().await?)
    }
}

fn again(error: ApiError) -> JobError {
    JobError::from(anyhow::Error::from(error))
}

impl Job for Tend {
    const NAME: &'static str = "subscriptions.tend";
    const QUEUE: &'static str = "payments";
    const MAX_ATTEMPTS: i32 = 1;
    type State = Desk;

    async fn run(&self, ctx: &JobContext, desk: &Desk) -> Result<(), JobError> {
        Self::trials(ctx).await?;
        let all = desk.all().await.map_err(again)?;
        if all.is_empty() {
            return Ok(());
        }
        Self::silent(ctx, desk, &all).await?;
        Self::unbooked(ctx, desk, &all).await
    }
}
