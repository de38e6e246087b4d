//! How often the same may be asked for: each request sets a job going that walks through whole logs.

use chrono::{DateTime, TimeDelta, Utc};
use db::Tx;
use sea_orm::FromQueryResult;
use web::{ApiError, Kind as Refused};

use super::requests::{About, Kind, SAME, same};

/// So often a day for one person and kind, and whoever asks.
const MOST: i64 = 5;
pub(super) const DAY: TimeDelta = TimeDelta::days(1);

#[derive(FromQueryResult)]
struct Asked {
    n: i64,
    oldest: Option<DateTime<Utc>>,
}

/// Requests of one kind about one person come one after the other, so that no two of them are made at once.
pub(super) async fn take_turns(tx: &Tx, kind: Kind, About { customer, user }: About) -> db::Result<()> {
    let shop = tx.scope().organization().unwrap_or(db::INSTALLATION);
    let name = format!("privacy {} {shop} {customer:?} {user:?}", kind.name());
    db::exec(tx, "select pg_advisory_xact_lock(hashtextextended($1, 0))", [name.into()]).await.map(drop)
}

/// 429 when it was asked for too often today.
pub(super) async fn must_not_be_often(tx: &Tx, kind: Kind, about: About) -> Result<(), ApiError> {
    let sql = format!(
        "select count(*) as n, min(r.created_at) as oldest from public.privacy_requests r
         where {SAME} and r.created_at > $5"
    );
    let mut values = same(tx, kind, about);
    values.push((tx.now() - DAY).into());
    let Asked { n, oldest } = db::fetch_one(tx, &sql, values).await?;
    if n < MOST {
        return Ok(());
    }
    let wait = oldest.map_or(DAY, |oldest| oldest + DAY - tx.now());
    let seconds = u64::try_from(wait.num_seconds()).unwrap_or(0) + 1;
    let message = format!(
        "This was asked for {MOST} times today: take what the last request brought (GET /admin/privacy-requests says why \
         one failed), or try again in {seconds} s"
    );
    Err(ApiError::new(Refused::TooManyRequests, message).with_retry_after(seconds))
}
