//! What is done from time to time, for all shops.

use ::jobs::{Job, JobContext, JobError, Registry, Schedule, ScheduleError};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};

/// The jobs of this service.
pub fn registry(registry: Registry) -> Registry {
    registry.with::<RefreshStats>(()).with::<ForgetSalts>(())
}

/// When they are done.
pub fn schedules() -> Result<Vec<Schedule>, ScheduleError> {
    Ok(vec![
        Schedule::new("analytics.refresh", "*/5 * * * *", &RefreshStats {})?,
        Schedule::new("analytics.forget_salts", "37 0 * * *", &ForgetSalts {})?,
    ])
}

/// Counts the sums of dashboards anew, where it is time.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct RefreshStats {}

#[derive(FromQueryResult)]
struct Done {
    done: bool,
}

impl Job for RefreshStats {
    const NAME: &'static str = "analytics.refresh";
    const QUEUE: &'static str = "reports";
    type State = ();

    async fn run(&self, ctx: &JobContext, (): &()) -> Result<(), JobError> {
        for name in ["page_view_stats", "sales_stats"] {
            let tx = ctx.db().begin_system("count the sums of dashboards").await?;
            db::exec(&tx, "select set_config('statement_timeout', '900000', true)", []).await?;
            let sql = "select private.refresh_stats($1, $2) as done";
            let Done { done } = db::fetch_one(&tx, sql, [name.into(), tx.now().into()]).await?;
            tx.commit().await?;
            tracing::debug!(name, done, "statistics");
        }
        Ok(())
    }
}

/// Forgets the salts of days that are over: nobody can tell from then on whose a visit was.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct ForgetSalts {}

impl Job for ForgetSalts {
    const NAME: &'static str = "analytics.forget_salts";
    type State = ();

    async fn run(&self, ctx: &JobContext, (): &()) -> Result<(), JobError> {
        let tx = ctx.db().begin_system("forget the salts of visitors").await?;
        db::exec(&tx, "select private.forget_salts($1)", [tx.now().into()]).await?;
        tx.commit().await?;
        Ok(())
    }
}
