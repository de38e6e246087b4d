//! Files that no row names: of requests that failed, of processes that were killed, of shops that are gone.

use std::{collections::HashSet, pin::pin, time::Duration};

use chrono::TimeDelta;
use futures_util::{StreamExt, TryStreamExt};
use jobs::{Job, JobContext, JobError, Schedule, ScheduleError};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Files, place};

/// Removes them. What is younger than a day may be of a request that is still going on.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Sweep {}

const AGE: TimeDelta = TimeDelta::days(1);
const AT_ONCE: usize = 1_000;

impl Sweep {
    /// Once a day.
    pub(crate) fn schedule() -> Result<Schedule, ScheduleError> {
        Schedule::new("catalog.sweep_files", "23 3 * * *", &Self {})
    }
}

impl Job for Sweep {
    const NAME: &'static str = "catalog.sweep_files";
    const TIMEOUT: Option<Duration> = Some(Duration::from_hours(1));
    type State = Files;

    async fn run(&self, ctx: &JobContext, files: &Files) -> Result<(), JobError> {
        let limit = ctx.now() - AGE;
        for access in ["public", "private"] {
            let old = files.storage.list(access).try_filter(|found| {
                let is_old = found.written_at < limit;
                async move { is_old }
            });
            let mut chunks = pin!(old.map_ok(|found| found.key).chunks(AT_ONCE));
            while let Some(chunk) = chunks.next().await {
                let found = chunk.into_iter().collect::<Result<Vec<String>, _>>()?;
                for orphan in orphans(ctx, access, found).await? {
                    files.storage.delete(&orphan).await?;
                    tracing::info!(file = orphan, "swept");
                }
            }
        }
        let (storage, age) = (files.storage.clone(), AGE.to_std().unwrap_or_default());
        tokio::task::spawn_blocking(move || storage.sweep_half_written(age)).await??;
        Ok(())
    }
}

/// Those of which there is no row, or only one that was deleted. What is not named as files of shops are is left alone.
async fn orphans(ctx: &JobContext, access: &str, found: Vec<String>) -> Result<Vec<String>, JobError> {
    #[derive(FromQueryResult)]
    struct Row {
        organization_id: Uuid,
        key: String,
    }
    let parts = found.iter().filter_map(|file| {
        let (shop, key) = file.strip_prefix(access)?.strip_prefix('/')?.split_once('/')?;
        Some((Uuid::parse_str(shop).ok()?, key.to_owned()))
    });
    let parts: Vec<(Uuid, String)> = parts.collect();
    let (shops, keys): (Vec<Uuid>, Vec<String>) = parts.iter().cloned().unzip();
    let tx = ctx.db().begin_system("look which files are named").await?;
    let sql = "select u.organization_id, u.key from public.uploads u
        join unnest($1::uuid[], $2::text[]) f (shop, key) on f.shop = u.organization_id and f.key = u.key
        where u.deleted_at is null and u.access = $3";
    let rows: Vec<Row> = db::fetch_all(&tx, sql, [shops.into(), keys.into(), access.into()]).await?;
    tx.commit().await?;
    let named: HashSet<(Uuid, String)> = rows.into_iter().map(|row| (row.organization_id, row.key)).collect();
    let orphans = parts.into_iter().filter(|part| !named.contains(part));
    Ok(orphans.map(|(shop, key)| place(access, shop, &key)).collect())
}
