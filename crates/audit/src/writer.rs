//! The writing of lines.

use batches::Lines;
use chrono::{DateTime, Utc};
use db::{Db, Tx, sea_orm::DbErr};
use uuid::Uuid;

use crate::{Line, line::Row};

/// Calls, in the log.
pub(crate) struct Calls(pub(crate) Db);

impl Lines for Calls {
    type Line = Line;

    const DROPPED: &'static str = "audit_dropped_total";
    const WHAT: &'static str = "calls";

    async fn write(&self, batch: &[Line]) -> db::Result<()> {
        let tx = self.0.begin_system("log calls").await?;
        insert(&tx, batch).await?;
        touch_keys(&tx, batch).await?;
        tx.commit().await
    }
}

/// A line outlives its shop, so none is asked for.
async fn insert(tx: &Tx, batch: &[Line]) -> db::Result<()> {
    let sql = "insert into public.api_audit_logs (organization_id, id, created_at, user_id, session_id, api_key_id,
          personal_key_id, impersonated_by, method, endpoint, path, status, duration_ms, address, user_agent, request_id)
        select l.* from json_to_recordset($1::text::json) as l (organization_id uuid, id uuid, at timestamptz, user_id uuid,
          session_id uuid, api_key_id uuid, personal_key_id uuid, impersonated_by uuid, method text, endpoint text,
          path text, status smallint, duration_ms integer, address text, user_agent text, request_id text)";
    let rows: Vec<Row<'_>> = batch.iter().map(Line::row).collect();
    let rows = serde_json::to_string(&rows).map_err(|error| db::Error::Internal(DbErr::Json(error.to_string())))?;
    db::exec(tx, sql, [rows.into()]).await.map(drop)
}

/// When each secret key of the batch was last used, in the order of the keys, so that two processes do not lock crosswise.
async fn touch_keys(tx: &Tx, batch: &[Line]) -> db::Result<()> {
    let used: Vec<(Uuid, DateTime<Utc>)> =
        batch.iter().filter_map(|line| Some((line.actor.api_key?, line.at))).collect();
    if used.is_empty() {
        return Ok(());
    }
    let sql = "insert into public.api_key_uses as u (organization_id, api_key_id, last_used_at)
        select k.organization_id, k.id, max(l.at)
        from unnest($1::uuid[], $2::timestamptz[]) as l (id, at) join public.api_keys k on k.id = l.id
        group by 1, 2 order by 1, 2
        on conflict (organization_id, api_key_id) do update
          set last_used_at = greatest(u.last_used_at, excluded.last_used_at)";
    let (ids, times): (Vec<Uuid>, Vec<DateTime<Utc>>) = used.into_iter().unzip();
    db::exec(tx, sql, [ids.into(), times.into()]).await.map(drop)
}
