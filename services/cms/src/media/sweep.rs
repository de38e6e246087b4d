//! Files that no row names: of uploads that failed, of processes that were killed, of what was deleted, of shops that are gone.

use std::{collections::HashSet, pin::pin, time::Duration};

use chrono::TimeDelta;
use futures_util::{StreamExt, TryStreamExt};
use jobs::{Job, JobContext, JobError, Schedule, ScheduleError};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Library, address::ROOT};

/// Removes them. What is younger than a day may be of a request that is still going on.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Sweep {}

const AGE: TimeDelta = TimeDelta::days(1);
const AT_ONCE: usize = 1_000;

impl Sweep {
    /// Once a day.
    pub(crate) fn schedule() -> Result<Schedule, ScheduleError> {
        Schedule::new("cms.sweep_media", "47 3 * * *", &Self {})
    }
}

impl Job for Sweep {
    const NAME: &'static str = "cms.sweep_media";
    const QUEUE: &'static str = "media";
    const TIMEOUT: Option<Duration> = Some(Duration::from_hours(1));
    type State = Library;

    async fn run(&self, ctx: &JobContext, library: &Library) -> Result<(), JobError> {
        let limit = ctx.now() - AGE;
        let old = library.storage.list(ROOT).try_filter(|found| {
            let is_old = found.written_at < limit;
            async move { is_old }
        });
        let mut chunks = pin!(old.map_ok(|found| found.key).chunks(AT_ONCE));
        while let Some(chunk) = chunks.next().await {
            let found = chunk.into_iter().collect::<Result<Vec<String>, _>>()?;
            for orphan in orphans(ctx, found).await? {
                library.storage.delete(&orphan).await?;
                tracing::info!(file = orphan, "swept");
            }
        }
        Ok(())
    }
}

#[derive(FromQueryResult)]
struct Named {
    organization_id: Uuid,
    key: String,
}

/// Those of which there is no row, or only one that was deleted. What is not named as files of shops are is left alone.
async fn orphans(ctx: &JobContext, found: Vec<String>) -> Result<Vec<String>, JobError> {
    let parts = found.into_iter().filter_map(|file| {
        let (shop, rest) = file.strip_prefix(ROOT)?.strip_prefix('/')?.split_once('/')?;
        let (key, _) = rest.split_once('/')?;
        let pair = (Uuid::parse_str(shop).ok()?, key.to_owned());
        Some((pair, file))
    });
    let parts: Vec<((Uuid, String), String)> = parts.collect();
    let (shops, keys): (Vec<Uuid>, Vec<String>) = parts.iter().map(|(pair, _)| pair.clone()).unzip();
    let tx = ctx.db().begin_system("look which files of the library are named").await?;
    let sql = "select distinct m.organization_id, m.key from public.media m
        join unnest($1::uuid[], $2::text[]) f (shop, key) on f.shop = m.organization_id and f.key = m.key
        where m.deleted_at is null";
    let rows: Vec<Named> = db::fetch_all(&tx, sql, [shops.into(), keys.into()]).await?;
    tx.commit().await?;
    let named: HashSet<(Uuid, String)> = rows.into_iter().map(|row| (row.organization_id, row.key)).collect();
    Ok(parts.into_iter().filter(|(pair, _)| !named.contains(pair)).map(|(_, file)| file).collect())
}
