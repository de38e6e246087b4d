//! Events that were put aside, and having them worked on again.

use chrono::{DateTime, Utc};
use db::{Db, Tx};
use jobs::enqueue;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::inbox::Inbox;

#[derive(FromQueryResult)]
struct Replayed {
    count: i64,
}

/// Has events wait again: those of a shop, or of anybody; those that are named, or all that are dead. How many there were.
pub(crate) async fn replay(tx: &Tx, shop: Option<Uuid>, ids: Option<Vec<Uuid>>, most: i32) -> db::Result<i64> {
    let sql = "select count(*) as count from private.replay_webhooks($1, $2, $3, $4)";
    let values: [Value; 4] = [shop.into(), ids.into(), most.into(), tx.now().into()];
    let Replayed { count } = db::fetch_one(tx, sql, values).await?;
    if count > 0 {
        enqueue(tx, &Inbox {}).await?;
    }
    Ok(count)
}

/// An event that was not worked on well, for the operator.
#[derive(Debug, FromQueryResult)]
pub struct Dead {
    /// Its id.
    pub id: String,
    /// The provider's name of it.
    pub event_id: String,
    /// What happened.
    pub r#type: String,
    /// To what.
    pub object_id: Option<String>,
    /// How it stands.
    pub status: String,
    /// How often it was tried.
    pub tries: i32,
    /// Why it did not go.
    pub last_error: Option<String>,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// The slug of its shop, where that is known.
    pub shop: Option<String>,
}

/// The youngest events of all shops and of none; only those that are `dead`, if nothing else is wanted.
pub(crate) async fn dead(db: &Db, only_dead: bool, most: i64) -> db::Result<Vec<Dead>> {
    let tx = db.begin_system("show webhooks to the operator").await?;
    let sql = "select private.wire_id('whe', w.id) as id, w.event_id, w.type, w.object_id, w.status, w.tries, w.last_error, w.received_at, g.slug as shop
        from webhook_events w
        left join auth.organization g on g.id = coalesce(w.shop_id, nullif(w.organization_id, '00000000-0000-0000-0000-000000000000'))
        where not $1 or w.status = 'dead'
        order by w.received_at desc, w.id limit $2";
    let found = db::fetch_all(&tx, sql, [only_dead.into(), most.into()]).await?;
    tx.commit().await?;
    Ok(found)
}
