//! What time does to points: what is pending is released, what is old ends, tiers rise and fall, and who has points that end soon is
//! told.

use jobs::{Job, JobContext, JobError, Schedule, ScheduleError};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Lots, or accounts, of a transaction.
const AT_ONCE: i32 = 1_000;

/// Looks after the points of all shops.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Tend {}

impl Tend {
    /// Every hour.
    pub(crate) fn schedule() -> Result<Schedule, ScheduleError> {
        Schedule::new("orders.tend_points", "11 * * * *", &Self {})
    }
}

#[derive(FromQueryResult)]
struct Shop {
    organization_id: Uuid,
}

#[derive(FromQueryResult)]
struct Done {
    done: i32,
}

#[derive(FromQueryResult)]
struct Walked {
    last: Option<Uuid>,
}

impl Job for Tend {
    const NAME: &'static str = "orders.tend_points";
    type State = ();

    async fn run(&self, ctx: &JobContext, (): &()) -> Result<(), JobError> {
        let tx = ctx.db().begin_system("find shops that give points").await?;
        let sql = "select p.organization_id from public.loyalty_programs p order by 1";
        let shops: Vec<Shop> = db::fetch_all(&tx, sql, []).await?;
        tx.commit().await?;
        for Shop { organization_id } in shops {
            // One shop keeps no other from it.
            if let Err(error) = tend(ctx, organization_id).await {
                tracing::warn!(shop = %organization_id, error = &error as &dyn std::error::Error, "points are not looked after");
            }
        }
        Ok(())
    }
}

/// One thing after the other, and so much of each in a transaction.
async fn tend(ctx: &JobContext, shop: Uuid) -> db::Result<()> {
    for sql in [
        "select private.tend_points($1, $2) as done",
        "select private.tend_referrals($1, $2) as done",
        "select private.warn_points($1, $2) as done",
    ] {
        while step(ctx, shop, sql).await? > 0 {}
    }
    let mut after = None;
    loop {
        let tx = ctx.begin_working_in(shop).await?;
        let sql = "select private.tend_tiers($1, $2, $3) as last";
        let Walked { last } = db::fetch_one(&tx, sql, [tx.now().into(), after.into(), AT_ONCE.into()]).await?;
        tx.commit().await?;
        if last.is_none() {
            return Ok(());
        }
        after = last;
    }
}

/// Does it to some; how many.
async fn step(ctx: &JobContext, shop: Uuid, sql: &str) -> db::Result<i32> {
    let tx = ctx.begin_working_in(shop).await?;
    let Done { done } = db::fetch_one(&tx, sql, [tx.now().into(), AT_ONCE.into()]).await?;
    tx.commit().await?;
    Ok(done)
}
