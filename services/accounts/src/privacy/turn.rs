//! One after the other for each person: no export tells of whom an erasure takes away meanwhile, and no two jobs do the same.

use std::{collections::BTreeSet, time::Duration};

use db::Tx;
use jobs::{JobContext, JobError};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{
    Desk,
    requests::{self, Kind, Request},
    whom::{Remembered, Whom},
};

/// A log of years is gone through in one statement, and whoever writes there meanwhile is waited for.
pub(super) const PATIENCE: &str = "set local statement_timeout = '30min'; set local lock_timeout = '30min'";
/// How long nobody's connection is taken while somebody else has the turn.
const PAUSE: Duration = Duration::from_millis(200);
/// So many locks at most for one person, however many guests he was; two people have the same ones seldom, and then one waits.
const LOCKS: u128 = 1024;
const LOCK: i32 = 0x7072_6976;

/// A transaction that has somebody for itself.
pub(super) struct Turn {
    pub tx: Tx,
    pub request: Request,
    pub whom: Whom,
}

/// Waits until nobody else works on whom a request is about. None when there is nothing to be done any more.
pub(super) async fn take(
    ctx: &JobContext,
    desk: &Desk,
    id: Uuid,
    kind: Kind,
    remembered: Option<&Remembered>,
) -> Result<Option<Turn>, JobError> {
    let mut locked = BTreeSet::new();
    loop {
        let tx = ctx.begin().await?;
        tx.batch(PATIENCE).await?;
        if !lock(&tx, &locked).await? {
            tx.rollback().await?;
            tokio::time::sleep(PAUSE).await;
            continue;
        }
        let Some(request) = requests::open(&tx, ctx.organization(), id, kind, remembered.is_some()).await? else {
            return Ok(None);
        };
        let whom = match remembered {
            Some(remembered) => remembered.recall(&desk.accounts, &tx).await?,
            None => Whom::of(&tx, &request).await?,
        };
        // Who he is stands fast once he is locked; if it is not he any more, once more.
        let keys = keys(&whom);
        if keys == locked {
            return Ok(Some(Turn { tx, request, whom }));
        }
        tx.rollback().await?;
        locked = keys;
    }
}

fn keys(whom: &Whom) -> BTreeSet<i32> {
    let ids = whom.person.iter().chain(&whom.customers);
    ids.filter_map(|id| i32::try_from(id.as_u128() % LOCKS).ok()).collect()
}

#[derive(FromQueryResult)]
struct Locked {
    all: bool,
}

/// Never waits, so two cannot wait for each other.
async fn lock(tx: &Tx, keys: &BTreeSet<i32>) -> db::Result<bool> {
    let keys: Vec<i32> = keys.iter().copied().collect();
    let sql = r#"select coalesce(bool_and(pg_try_advisory_xact_lock($1, k)), true) as "all" from unnest($2::int4[]) k"#;
    Ok(db::fetch_one::<Locked>(tx, sql, [LOCK.into(), keys.into()]).await?.all)
}
