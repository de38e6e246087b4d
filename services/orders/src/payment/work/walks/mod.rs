//! What was never told is found: the events and the objects of every account, walked a page at a time.
//!
//! Each account has a walk of its own, in a queue of its own: a busy one keeps no other waiting, and none keeps waiting what customers wait
//! for. How far a walk has come is kept with each page, so that one that was interrupted goes on from there.

mod deciding;
mod events;
mod known;
mod objects;

use chrono::{DateTime, TimeDelta, Utc};
use db::Tx;
use jobs::{JobContext, JobError};
use payments::Doubt;
use sea_orm::{FromQueryResult, Value};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

pub(super) use events::{Events, EventsOf};
pub(super) use objects::{Objects, ObjectsOf};

use super::again;
use crate::payment::{
    Desk,
    accounts::{OWN, Opened},
    feed,
};

/// Where walks wait.
const QUEUE: &str = "payments_walks";
/// So long one job walks; the rest is the next one's.
const MOST_TIME: TimeDelta = TimeDelta::minutes(4);
const WHY: &str = "walk what a payment provider has";
/// Among the places of walks: until when an account is left alone that the provider does not let in, and the key that it had.
const SHUT_OUT: &str = "shut_out";
/// So long it is.
const LEFT_ALONE: TimeDelta = TimeDelta::hours(1);

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// The accounts that can be walked and of whose rows `a` the condition holds.
async fn accounts(tx: &Tx, desk: &Desk, condition: &str) -> db::Result<Vec<Uuid>> {
    if desk.has_own() {
        let sql = "insert into payment_accounts (organization_id, id, source) values ($1, $2, 'settings') on conflict do nothing";
        db::exec(tx, sql, [db::INSTALLATION.into(), OWN.into()]).await?;
    }
    // One that is shut out is left alone for a while, unless it has another key since.
    let sql = format!(
        "select a.id from payment_accounts a where a.deleted_at is null and ({condition})
          and case a.source when 'shop' then a.secret_key <> '' else $1 end
          and coalesce((a.walks #>> '{{{SHUT_OUT},until}}')::timestamptz <= $2
            or a.walks #>> '{{{SHUT_OUT},key}}' <> md5(coalesce(a.secret_key, '')), true)
        order by a.id"
    );
    let rows: Vec<Id> = db::fetch_all(tx, &sql, [desk.has_own().into(), tx.now().into()]).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// The account of a walk, unless it was removed meanwhile.
async fn open(desk: &Desk, account: Uuid) -> Result<Option<Opened>, JobError> {
    if account == OWN && !desk.has_own() {
        return Ok(None);
    }
    match desk.open(account).await {
        Ok(opened) => Ok(Some(opened)),
        Err(error) if error.status().is_client_error() => Ok(None),
        Err(error) => Err(again(error)),
    }
}

#[derive(FromQueryResult)]
struct Row {
    place: Option<serde_json::Value>,
    until: Option<DateTime<Utc>>,
}

/// Where a walk of this name (`events`, `objects`) stopped, and until when all is known that it walks.
async fn place<T: DeserializeOwned>(
    ctx: &JobContext,
    of: &Opened,
    name: &str,
) -> Result<(Option<T>, Option<DateTime<Utc>>), JobError> {
    let tx = ctx.db().begin_system(WHY).await?;
    let sql =
        "select a.walks -> $3 as place, case $3 when 'events' then a.events_until else a.objects_until end as until
        from payment_accounts a where a.organization_id = $1 and a.id = $2";
    let row: Option<Row> = db::fetch_optional(&tx, sql, [of.shop.into(), of.id.into(), name.into()]).await?;
    tx.commit().await?;
    let Some(Row { place, until }) = row else { return Ok((None, None)) };
    // One that another version of Kontor wrote is begun anew.
    Ok((place.and_then(|place| serde_json::from_value(place).ok()), until))
}

/// Keeps where a walk of this name has come to; with it goes what is done in the same transaction.
async fn keep_place<T: Serialize>(tx: &Tx, of: &Opened, name: &str, place: &T) -> Result<(), JobError> {
    let place = serde_json::to_value(place).map_err(|error| JobError::fail(anyhow::Error::from(error)))?;
    let sql = "update payment_accounts set walks = walks || jsonb_build_object($3::text, $4::jsonb) where organization_id = $1 and id = $2";
    let values: [Value; 4] = [of.shop.into(), of.id.into(), name.into(), place.into()];
    db::exec(tx, sql, values).await?;
    Ok(())
}

/// A walk ends here: the provider did not say how it goes on. That is no fault of the job's; the schedule has the next one begin from here.
async fn ends(ctx: &JobContext, of: &Opened, doubt: &Doubt) -> Result<(), JobError> {
    if *doubt != Doubt::ShutOut {
        tracing::warn!(account = %of.id, %doubt, "a walk of what a payment provider has goes on later");
        return Ok(());
    }
    let tx = ctx.begin_working_in(of.shop).await?;
    feed::shut_out(&tx, of.id).await.map_err(again)?;
    tx.commit().await?;
    let sql = "update payment_accounts a set walks = a.walks || jsonb_build_object($3::text,
          jsonb_build_object('until', $4::timestamptz, 'key', md5(coalesce(a.secret_key, ''))))
        where a.organization_id = $1 and a.id = $2";
    let values: [Value; 4] = [of.shop.into(), of.id.into(), SHUT_OUT.into(), (ctx.now() + LEFT_ALONE).into()];
    let tx = ctx.db().begin_system(WHY).await?;
    db::exec(&tx, sql, values).await?;
    Ok(tx.commit().await?)
}

/// Whether a job that began then leaves the rest to the next one.
fn is_over(ctx: &JobContext, began: DateTime<Utc>) -> bool {
    ctx.stop().is_cancelled() || ctx.now() - began >= MOST_TIME
}
