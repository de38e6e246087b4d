//! What a shop's own account tells it signs itself, and as often as it likes: what cannot be worked on in time is told again later.
//!
//! To count what waits costs more than to take an event, so what was counted holds for a while: an account of which too much waits is told so
//! without a question, and of the room that is left each process gives a sixteenth away before it counts anew.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use db::Db;
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::{ApiError, Kind};

use crate::payment::accounts::Opened;

/// So many events of a shop's own account wait at the most: what a shop of a thousand orders an hour is told while nobody listens for an hour.
const MOST_WAITING: i64 = 10_000;
/// And so many bytes: ten times what so many events have as Stripe tells them.
const MOST_BYTES: i64 = 256 * 1024 * 1024;
/// So long holds what was counted.
const HOLDS: TimeDelta = TimeDelta::seconds(10);
/// So many processes may give away what is left without going beyond it.
const SHARES: i64 = 16;

#[derive(Debug, Clone, Copy, FromQueryResult)]
struct Waiting {
    events: i64,
    bytes: i64,
}

#[derive(Debug, Clone, Copy)]
struct Counted {
    until: DateTime<Utc>,
    /// How many events, and of how many bytes, are taken before that is counted anew; none of who has no room.
    left: Option<Waiting>,
}

/// What is known of accounts, by id.
#[derive(Debug, Default)]
pub(super) struct Crowds(Mutex<HashMap<Uuid, Counted>>);

impl Crowds {
    /// Refuses an event of so many bytes if too much of its account waits already.
    pub(super) async fn refuse(&self, db: &Db, of: &Opened, bytes: usize) -> Result<(), ApiError> {
        let (now, bytes) = (db.clock().now(), i64::try_from(bytes).unwrap_or(i64::MAX));
        let has_room = if let Some(has_room) = self.known(of.id, bytes, now) {
            has_room
        } else {
            let waiting = count(db, of).await?;
            self.note(of.id, waiting, now)
        };
        if has_room {
            return Ok(());
        }
        let words = format!(
            "The webhook is not taken: {MOST_WAITING} of this account wait to be worked on, or as many bytes as those have"
        );
        Err(ApiError::new(Kind::TooManyRequests, words).with_retry_after(60))
    }

    /// What was counted says that there is room, or none; or it says nothing.
    fn known(&self, account: Uuid, bytes: i64, now: DateTime<Utc>) -> Option<bool> {
        let mut all = self.lock();
        let counted = all.get_mut(&account).filter(|counted| now < counted.until)?;
        let Some(left) = &mut counted.left else { return Some(false) };
        let is_enough = left.events > 0 && left.bytes >= bytes;
        if is_enough {
            left.events -= 1;
            left.bytes -= bytes;
        }
        is_enough.then_some(true)
    }

    /// Keeps what was counted; whether there is room.
    fn note(&self, account: Uuid, waiting: Waiting, now: DateTime<Utc>) -> bool {
        let (events, bytes) = (MOST_WAITING - waiting.events, MOST_BYTES - waiting.bytes);
        let has_room = events >= 0 && bytes >= 0;
        let left = has_room.then_some(Waiting { events: events / SHARES, bytes: bytes / SHARES });
        let mut all = self.lock();
        all.retain(|_, counted| now < counted.until);
        all.insert(account, Counted { until: now + HOLDS, left });
        has_room
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Uuid, Counted>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn count(db: &Db, of: &Opened) -> Result<Waiting, ApiError> {
    // It reads no further than to the limit; how long a body is stands beside it.
    let sql = "select count(*) as events, coalesce(sum(e.bytes), 0)::bigint as bytes from (
          select octet_length(w.body)::bigint as bytes from webhook_events w
          where w.organization_id = $1 and w.endpoint_id = $2 and w.status = 'pending' limit $3) e";
    let tx = db.begin_lookup("whether an account tells too much").await?;
    let waiting = db::fetch_one(&tx, sql, [of.shop.into(), of.id.into(), (MOST_WAITING + 1).into()]).await?;
    tx.commit().await?;
    Ok(waiting)
}
