//! Calls that nobody knows the end of: sent again under the same key while the provider remembers it, looked up once he may not.

use chrono::Duration;
use jobs::{Job, JobContext, JobError};
use payments::Settled;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use tokio::task::JoinSet;

use super::again;
use crate::payment::{
    Desk,
    attempts::{self, Attempt, COLUMNS, Row},
    doubts,
};

/// Looks after all calls that are due.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Attempts {}

/// As many at a time: each is waited for, and what a run that is killed has taken waits until others may look past it.
const AT_ONCE: i64 = 8;
/// So long one run goes on; what is left is the next one's.
const MOST_TIME: Duration = Duration::minutes(2);
/// The provider forgets keys after a day.
const KEY_IS_KNOWN: i64 = 23;
/// So long a customer waits for a payment that Kontor confirms in his name: one that he does not know to be coming surprises him.
const IS_EXPECTED: Duration = Duration::minutes(10);
/// So long after it was sent a call may still arrive.
const MAY_ARRIVE: Duration = Duration::minutes(2);

#[derive(FromQueryResult)]
struct Due {
    #[sea_orm(nested)]
    row: Row,
    /// What it was for is wanted no more: the try was replaced, or its order was canceled.
    is_unwanted: bool,
    /// It moves money at once, and nobody confirms it.
    is_charge: bool,
}

impl Job for Attempts {
    const NAME: &'static str = "payments.attempts";
    const QUEUE: &'static str = "payments";
    const MAX_ATTEMPTS: i32 = 1;
    type State = Desk;

    async fn run(&self, ctx: &JobContext, desk: &Desk) -> Result<(), JobError> {
        let begun = ctx.now();
        while ctx.now() - begun < MOST_TIME && !ctx.stop().is_cancelled() {
            let due = Self::claim(ctx).await?;
            if due.is_empty() {
                break;
            }
            let mut all = JoinSet::new();
            for one in due {
                let (ctx, desk) = (ctx.clone(), desk.clone());
                all.spawn(async move { Self::look_after(&ctx, &desk, one).await });
            }
            while let Some(done) = all.join_next().await {
                done.map_err(anyhow::Error::from)?.map_err(again)?;
            }
        }
        Ok(())
    }
}

impl Attempts {
    /// Takes some that are due. Each is left to this run for a while: another process looks past it.
    async fn claim(ctx: &JobContext) -> Result<Vec<Due>, JobError> {
        let sql = format!(
            "with due as (
                select organization_id, id from payment_attempts where state in ('planned', 'unknown') and next_at <= $1
                order by next_at limit {AT_ONCE} for update skip locked)
            update payment_attempts a set next_at = $1 + interval '2 minutes' from due
            where a.organization_id = due.organization_id and a.id = due.id
            returning {COLUMNS}, a.kind = 'create_intent' and a.body ~ '(^|&)confirm=true' as is_charge,
              a.kind = 'create_intent' and exists (
                select from payment_sessions s
                join payment_collections c on c.organization_id = s.organization_id and c.id = s.payment_collection_id
                left join orders o on o.organization_id = c.organization_id and o.id = c.order_id
                where s.organization_id = a.organization_id and s.id = a.subject_id
                  and (s.replaced_at is not null or c.deleted_at is not null or o.canceled_at is not null)) as is_unwanted"
        );
        let tx = ctx.db().begin_system("look after calls to payment providers").await?;
        let due = db::fetch_all(&tx, &sql, [ctx.now().into()]).await?;
        tx.commit().await?;
        Ok(due)
    }

    async fn look_after(ctx: &JobContext, desk: &Desk, due: Due) -> Result<(), web::ApiError> {
        let (shop, id, now) = (due.row.organization_id, due.row.id, ctx.now());
        let attempt = due.row.attempt(desk, now)?;
        // What nobody waits for any more is not done now: it is only looked for, once it cannot arrive any more.
        let is_past = due.is_unwanted || due.is_charge && now - attempt.planned_at >= IS_EXPECTED;
        let last = attempt.last_sent_at.unwrap_or(attempt.planned_at);
        let (came, last) = if now - attempt.planned_at >= Duration::hours(KEY_IS_KNOWN) {
            (Ok(Came::Over), last)
        } else if is_past {
            (Ok(if now - last >= MAY_ARRIVE { Came::Over } else { Came::Doubt }), last)
        } else {
            (Self::again(ctx, shop, &attempt).await, ctx.now())
        };
        let done = match came {
            Ok(Came::Known) => Ok(()),
            Ok(came) => {
                let is_over = came == Came::Over;
                doubts::find(ctx.db(), ctx.working_in(shop), (&attempt, last), is_over).await.map(drop)
            }
            Err(error) => Err(error),
        };
        if let Err(error) = done {
            // The others are looked after all the same; this one is due again.
            tracing::warn!(attempt = %id, %error, "a call to a payment provider stays open");
        }
        Ok(())
    }
}

/// What came of a call that was sent again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Came {
    /// It is settled.
    Known,
    /// Nobody knows, and it may still arrive.
    Doubt,
    /// Nobody knows, and it does nothing more: the provider keeps its answer under the key, or has forgotten the key.
    Over,
}

impl Attempts {
    async fn again(ctx: &JobContext, shop: uuid::Uuid, attempt: &Attempt) -> Result<Came, web::ApiError> {
        let (outcome, is_open) = attempts::send_and_see(ctx.db(), ctx.working_in(shop), attempt).await?;
        Ok(match outcome.settled {
            Settled::Unknown(_) if is_open && outcome.is_last_word() => Came::Over,
            Settled::Unknown(_) if is_open => Came::Doubt,
            _ => Came::Known,
        })
    }
}
