//! Emptying the queue of a shop, and queueing what a change reaches.

use std::time::Duration;

use ::jobs::{Job, JobContext, JobError, enqueue};
use chrono::{DateTime, TimeDelta, Timelike, Utc};
use db::{Db, Tx};
use entity::ids::PriceListId;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{super::Semantics, embed::Embed};

/// Products per transaction: some milliseconds each.
const AT_ONCE: i32 = 200;
/// Somebody else works on this shop's index.
const TAKEN: i64 = -1;

/// Writes what the search knows of the products that are queued.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Index {}

#[derive(FromQueryResult)]
struct Lines {
    lines: i64,
}

impl Job for Index {
    const NAME: &'static str = "catalog.index";
    const QUEUE: &'static str = "search";
    const TIMEOUT: Option<Duration> = Some(Duration::from_hours(1));
    type State = Semantics;

    async fn run(&self, ctx: &JobContext, semantics: &Semantics) -> Result<(), JobError> {
        let mut has_written = false;
        let mut at_once = AT_ONCE;
        loop {
            let tx = ctx.begin().await?;
            let lines = match take(&tx, ctx.organization(), at_once, ctx.now()).await {
                // Products with very much behind them: fewer at a time.
                Err(db::Error::Timeout(_)) if at_once > 1 => {
                    at_once /= 2;
                    continue;
                }
                lines => lines?,
            };
            if lines == TAKEN {
                // Whoever is at it may have looked for the last time already.
                again(&tx, ctx.now()).await?;
            }
            if lines <= 0 {
                if has_written && semantics.embedder().is_some() {
                    enqueue(&tx, &Embed {}).unique_key(Embed::NAME).await?;
                }
                tx.commit().await?;
                return Ok(());
            }
            tx.commit().await?;
            has_written = true;
            if ctx.stop().is_cancelled() {
                return Err(JobError::retry_after(Duration::ZERO, anyhow::anyhow!("the process ends")));
            }
        }
    }
}

/// Empties the queue of a shop at once: for whoever fills one where no worker may run yet.
pub async fn index_now(db: &Db, organization: Uuid) -> db::Result<()> {
    loop {
        let tx = db.begin_system("write what the search knows").await?;
        let lines = take(&tx, organization, AT_ONCE, tx.now()).await?;
        tx.commit().await?;
        if lines <= 0 {
            return Ok(());
        }
    }
}

/// Takes some products off the queue; how many lines that were.
async fn take(tx: &Tx, organization: Uuid, at_once: i32, now: DateTime<Utc>) -> db::Result<i64> {
    let sql = "select private.index_queued($1, $2, $3) as lines";
    let Lines { lines } = db::fetch_one(tx, sql, [organization.into(), at_once.into(), now.into()]).await?;
    Ok(lines)
}

/// Once more a moment later. Several who want that share one job: its key names the moment, so none of them can be running yet.
async fn again(tx: &Tx, now: DateTime<Utc>) -> db::Result<()> {
    let second = now.with_nanosecond(0).unwrap_or(now) + TimeDelta::seconds(2);
    let key = format!("{}:{}", Index::NAME, second.timestamp());
    enqueue(tx, &Index {}).unique_key(key).run_at(second).await.map(drop)
}

/// Queues what is filed under something that is called differently now.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ReindexOf {
    /// The table, or `shop`.
    reference: String,
    ids: Vec<Uuid>,
}

impl Job for ReindexOf {
    const NAME: &'static str = "catalog.reindex_of";
    const QUEUE: &'static str = "search";
    type State = ();

    async fn run(&self, ctx: &JobContext, (): &()) -> Result<(), JobError> {
        queue_of(ctx, &self.reference, self.ids.clone()).await
    }
}

/// Queues the products of a price list that begins or ends.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct PriceListEdges {
    price_list: Uuid,
}

impl Job for PriceListEdges {
    const NAME: &'static str = "catalog.price_list_edges";
    const QUEUE: &'static str = "search";
    type State = ();

    async fn run(&self, ctx: &JobContext, (): &()) -> Result<(), JobError> {
        tracing::debug!(price_list = %PriceListId(self.price_list), "a price list begins or ends");
        queue_of(ctx, "price_lists", vec![self.price_list]).await
    }
}

async fn queue_of(ctx: &JobContext, reference: &str, ids: Vec<Uuid>) -> Result<(), JobError> {
    let tx = ctx.begin().await?;
    let sql = "select private.queue_search_of($1, $2, $3) as lines";
    let Lines { lines } = db::fetch_one(&tx, sql, [ctx.organization().into(), reference.into(), ids.into()]).await?;
    if lines > 0 {
        // A key of its own: one that runs already may have looked for the last time.
        enqueue(&tx, &Index {}).unique_key(format!("{}:{}", Index::NAME, ctx.id())).await?;
    }
    tx.commit().await?;
    Ok(())
}
