//! What comes due: whoever has to pay is reminded, quotes expire, access ends.

use jobs::{Job, JobContext, JobError, Schedule, ScheduleError};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Looks at all shops.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Deadlines {}

/// As many of a kind in one transaction.
const MOST: i32 = 500;

#[derive(FromQueryResult)]
struct Shop {
    id: Uuid,
}

#[derive(FromQueryResult)]
struct Passed {
    passed: i64,
}

impl Deadlines {
    /// When it looks.
    pub(crate) fn schedule() -> Result<Schedule, ScheduleError> {
        Schedule::new("orders.deadlines", "*/10 * * * *", &Self {})
    }
}

impl Job for Deadlines {
    const NAME: &'static str = "orders.deadlines";
    type State = ();

    async fn run(&self, ctx: &JobContext, (): &()) -> Result<(), JobError> {
        let tx = ctx.db().begin_system("orders.deadlines").await?;
        let sql = "select id from private.shops_with_deadlines($1) as id";
        let shops: Vec<Shop> = db::fetch_all(&tx, sql, [ctx.now().into()]).await?;
        tx.commit().await?;
        for Shop { id } in shops {
            // One shop keeps no other from it.
            if let Err(error) = pass(ctx, id).await {
                tracing::warn!(shop = %id, error = &error as &dyn std::error::Error, "deadlines are not looked at");
            }
            if ctx.stop().is_cancelled() {
                break;
            }
        }
        Ok(())
    }
}

async fn pass(ctx: &JobContext, shop: Uuid) -> db::Result<()> {
    loop {
        let tx = ctx.begin_working_in(shop).await?;
        let sql = "select private.pass_deadlines($1, $2) as passed";
        let Passed { passed } = db::fetch_one(&tx, sql, [ctx.now().into(), MOST.into()]).await?;
        tx.commit().await?;
        if passed < i64::from(MOST) || ctx.stop().is_cancelled() {
            return Ok(());
        }
    }
}
