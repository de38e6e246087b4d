//! Accounts that were removed: their keys go once the provider holds nothing any more that was begun with them.

use chrono::TimeDelta;
use db::Tx;
use jobs::{Job, JobContext, JobError, Schedule, ScheduleError};
use sea_orm::{FromQueryResult, Value};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use web::ApiError;

/// Looks at those whose keys are kept still.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Removed {}

/// So long a key is kept at most: one that the provider does not take any more would end nothing.
const KEPT: TimeDelta = TimeDelta::days(30);

#[derive(FromQueryResult)]
struct Row {
    organization_id: Uuid,
    id: Uuid,
}

impl Removed {
    /// When it looks.
    pub(crate) fn schedule() -> Result<Schedule, ScheduleError> {
        Schedule::new("payments.removed_accounts", "25 */10 * * * *", &Self {})
    }
}

impl Job for Removed {
    const NAME: &'static str = "payments.removed_accounts";
    const QUEUE: &'static str = "payments";
    const MAX_ATTEMPTS: i32 = 1;
    type State = ();

    async fn run(&self, ctx: &JobContext, (): &()) -> Result<(), JobError> {
        let sql = "select a.organization_id, a.id from payment_accounts a
            where a.source = 'shop' and a.deleted_at is not null and a.secret_key is not null order by random() limit 200";
        let tx = ctx.db().begin_system(WHY).await?;
        let rows: Vec<Row> = db::fetch_all(&tx, sql, []).await?;
        tx.commit().await?;
        for Row { organization_id, id } in rows {
            let mut tx = ctx.db().begin_system(WHY).await?;
            tx.work_for(organization_id, None).await?;
            forget_keys(&tx, id).await.map_err(anyhow::Error::from)?;
            tx.commit().await?;
        }
        Ok(())
    }
}

const WHY: &str = "forget the keys of accounts that were removed";

/// Forgets the keys of an account that was removed, if nothing needs them any more; whether it did. Nobody writes the table but Kontor.
pub(crate) async fn forget_keys(tx: &Tx, account: Uuid) -> Result<bool, ApiError> {
    let sql = "update payment_accounts a set secret_key = null, webhook_secrets = null
        where a.organization_id = $1 and a.id = $2 and a.source = 'shop' and a.deleted_at is not null
          and (a.deleted_at <= $3 or not private.is_payment_account_at_work(a.id))";
    let values: [Value; 3] = [tx.organization()?.into(), account.into(), (tx.now() - KEPT).into()];
    Ok(db::exec(tx, sql, values).await? > 0)
}
