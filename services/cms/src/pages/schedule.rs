//! A revision is published at a time, or a page unpublished at one.

use chrono::{DateTime, SubsecRound as _, Utc};
use db::Tx;
use http::StatusCode;
use jobs::{Job, JobContext, JobError, enqueue};
use sea_orm::Value as Cell;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use web::ApiError;

use super::{
    Held,
    held::hold_any,
    publish,
    revise::missing,
    revision,
    told::{What, tell},
    unpublish,
};

/// What is due when. What is not named is not planned any more.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Due {
    pub(crate) publish: Option<(i64, DateTime<Utc>)>,
    pub(crate) unpublish_at: Option<DateTime<Utc>>,
}

/// Plans it, in the place of what was planned before.
pub(crate) async fn schedule(tx: &Tx, held: &Held, due: Due) -> Result<(), ApiError> {
    let now = tx.now();
    // As Postgres keeps times.
    let to_micros = |at: DateTime<Utc>| at.trunc_subsecs(6);
    let publish = due.publish.map(|(number, at)| (number, to_micros(at)));
    let unpublish_at = due.unpublish_at.map(to_micros);
    if let Some((number, at)) = publish {
        if at <= now {
            return Err(ApiError::invalid_data(
                "Invalid request: 'publish_at' is over: publish the revision at once, or name a later time",
            ));
        }
        revision(tx, held.id, number).await?.ok_or_else(|| missing(number))?;
    }
    if let Some(at) = unpublish_at {
        let after = publish.map_or(now, |(_, at)| at);
        if at <= after {
            return Err(ApiError::invalid_data(
                "Invalid request: 'unpublish_at' must be later than 'publish_at', and not be over",
            ));
        }
        if publish.is_none() && held.published_revision.is_none() {
            return Err(ApiError::not_allowed("It is not published: say with 'publish_at' when it is to be, too"));
        }
    }
    let (number, at) = publish.unzip();
    put(tx, held, number, at, unpublish_at).await?;
    for at in [at, unpublish_at].into_iter().flatten() {
        let job = Fall { page: held.id };
        enqueue(tx, &job).run_at(at).unique_key(format!("{}:{}", held.id, at.timestamp_micros())).await?;
    }
    tell(tx, What::Scheduled, held, number.or(held.published_revision).unwrap_or(held.revision)).await
}

/// Nothing is planned any more.
pub(crate) async fn unschedule(tx: &Tx, held: &Held) -> Result<(), ApiError> {
    if held.scheduled_at.is_none() && held.unpublish_at.is_none() {
        return Ok(());
    }
    put(tx, held, None, None, None).await?;
    tell(tx, What::Unscheduled, held, held.revision).await
}

async fn put(
    tx: &Tx,
    held: &Held,
    number: Option<i64>,
    at: Option<DateTime<Utc>>,
    until: Option<DateTime<Utc>>,
) -> Result<(), ApiError> {
    let sql = "update pages set scheduled_revision = $3, scheduled_at = $4, unpublish_at = $5, schedule_problem = null where organization_id = $1 and id = $2";
    let values: [Cell; 5] = [tx.organization()?.into(), held.id.into(), number.into(), at.into(), until.into()];
    db::exec(tx, sql, values).await?;
    Ok(())
}

/// Carries out what is due of a page. What was planned anew meanwhile is not due, and has a job of its own.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Fall {
    page: Uuid,
}

impl Job for Fall {
    const NAME: &'static str = "cms.due";
    type State = ();

    async fn run(&self, ctx: &JobContext, (): &()) -> Result<(), JobError> {
        let tx = ctx.begin_working().await?;
        let done = fall(&tx, self.page).await;
        let refused = match done {
            Ok(()) => return Ok(tx.commit().await?),
            // That will be no different later: somebody else has the path by now. Who only stood in the way goes.
            Err(error) if error.status().is_client_error() && error.status() != StatusCode::CONFLICT => {
                error.to_string()
            }
            Err(error) => return Err(error.into()),
        };
        tx.rollback().await?;
        let tx = ctx.begin_working().await?;
        // What was planned anew meanwhile is another plan.
        if let Some(held) = hold_any(&tx, self.page).await?
            && held.scheduled_at.is_some_and(|at| at <= tx.now())
        {
            // Its end goes on being planned.
            put(&tx, &held, None, None, held.unpublish_at.filter(|_| held.published_revision.is_some())).await?;
            let sql = "update pages set schedule_problem = $3 where organization_id = $1 and id = $2";
            db::exec(&tx, sql, [tx.organization()?.into(), held.id.into(), refused.into()]).await?;
            tell(&tx, What::NotPublished, &held, held.scheduled_revision.unwrap_or(held.revision)).await?;
        }
        Ok(tx.commit().await?)
    }
}

async fn fall(tx: &Tx, page: Uuid) -> Result<(), ApiError> {
    let now = tx.now();
    let is_over = |at: Option<DateTime<Utc>>| at.is_some_and(|at| at <= now);
    if let Some(held) = hold_any(tx, page).await?
        && is_over(held.scheduled_at)
        && let Some(number) = held.scheduled_revision
    {
        publish(tx, &held, number).await?;
    }
    if let Some(held) = hold_any(tx, page).await?
        && is_over(held.unpublish_at)
    {
        unpublish(tx, &held, false).await?;
    }
    Ok(())
}
