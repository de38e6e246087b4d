//! The tables that grow are kept by month: made ahead, and dropped when they are old.

use jobs::{Job, JobContext, JobError};
use serde::{Deserialize, Serialize};

/// A table that is partitioned by month.
#[derive(Debug, Clone)]
pub struct Growing {
    /// Its name with its schema.
    pub table: &'static str,
    /// For how many months rows are kept.
    pub keep_months: u32,
}

/// Makes the months to come and drops those past retention. The months are the database's: its clock writes the rows.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct KeepMonths;

const MONTHS_AHEAD: i32 = 3;

impl Job for KeepMonths {
    const NAME: &'static str = "worker.keep_months";
    type State = Vec<Growing>;

    async fn run(&self, ctx: &JobContext, growing: &Vec<Growing>) -> Result<(), JobError> {
        for Growing { table, keep_months } in growing {
            // One transaction each: both wait for readers of the table, and neither is to hold the other's lock meanwhile.
            let tx = ctx.begin().await?;
            db::exec(&tx, "select private.ensure_partitions($1::regclass, $2)", [(*table).into(), MONTHS_AHEAD.into()])
                .await?;
            tx.commit().await?;
            let tx = ctx.begin().await?;
            db::exec(
                &tx,
                "select private.drop_partitions($1::regclass, make_interval(months => $2))",
                [(*table).into(), i32::try_from(*keep_months).unwrap_or(i32::MAX).into()],
            )
            .await?;
            tx.commit().await?;
        }
        Ok(())
    }
}
