//! The tables that grow are kept by month: made ahead, and dropped when they are old.

use jobs::{Job, JobContext, JobError};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};

/// For how long rows are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// In whole months: they go when the last of their rows is that old.
    Months(u32),
    /// To the day: whole months are dropped, and what is too old in the month that remains is deleted. For logs only, whose
    /// indexes find it.
    Days(u32),
}

/// A table that is partitioned by month.
#[derive(Debug, Clone)]
pub struct Growing {
    /// Its name with its schema.
    pub table: &'static str,
    /// For how long its rows are kept.
    pub keep: Keep,
}

/// Makes the months to come and drops those past retention. The months are the database's: its clock writes the rows.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct KeepMonths;

const MONTHS_AHEAD: i32 = 3;
/// Rows per transaction: no lock is held for long, however much there is.
const AT_ONCE: i32 = 5_000;

impl Job for KeepMonths {
    const NAME: &'static str = "worker.keep_months";
    type State = Vec<Growing>;

    async fn run(&self, ctx: &JobContext, growing: &Vec<Growing>) -> Result<(), JobError> {
        for Growing { table, keep } in growing {
            // One transaction each: both wait for readers of the table, and neither is to hold the other's lock meanwhile.
            let tx = ctx.begin().await?;
            db::exec(&tx, "select private.ensure_partitions($1::regclass, $2)", [(*table).into(), MONTHS_AHEAD.into()])
                .await?;
            tx.commit().await?;
            let (months, days) = match *keep {
                Keep::Months(months) => (months, 0),
                Keep::Days(days) => (0, days),
            };
            let [months, days] = [months, days].map(|count| i32::try_from(count).unwrap_or(i32::MAX));
            let tx = ctx.begin().await?;
            db::exec(
                &tx,
                "select private.drop_partitions($1::regclass, make_interval(months => $2, days => $3))",
                [(*table).into(), months.into(), days.into()],
            )
            .await?;
            tx.commit().await?;
            if days > 0 {
                forget(ctx, table, days).await?;
            }
        }
        Ok(())
    }
}

#[derive(FromQueryResult)]
struct Forgotten {
    n: i64,
}

/// Deletes what is too old in the month that is not over yet.
async fn forget(ctx: &JobContext, table: &str, days: i32) -> Result<(), JobError> {
    loop {
        let tx = ctx.begin().await?;
        let sql = "select private.forget_lines($1::regclass, make_interval(days => $2), $3) as n";
        let Forgotten { n } = db::fetch_one(&tx, sql, [table.into(), days.into(), AT_ONCE.into()]).await?;
        tx.commit().await?;
        if n < i64::from(AT_ONCE) {
            return Ok(());
        }
    }
}
