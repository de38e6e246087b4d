//! What is over is deleted every night: sessions, links, codes, invitations.

use chrono::TimeDelta;
use db::Tx;
use jobs::{Job, JobContext, JobError, Schedule, ScheduleError};
use sea_orm::Value;
use serde::{Deserialize, Serialize};

use crate::store::sessions::ABSOLUTE_LIFE;

/// How long an invitation can be looked up that is over: its address is somebody's who may never have come.
const INVITATION_LIFE: TimeDelta = TimeDelta::days(30);

/// Deletes what is over.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Purge {}

/// Rows per transaction: no lock is held for long, however much there is.
const AT_ONCE: i64 = 5_000;

impl Purge {
    /// Every night, at an hour when few are awake in Europe and America.
    pub fn schedule() -> Result<Schedule, ScheduleError> {
        Schedule::new("accounts.purge", "17 4 * * *", &Self {})
    }
}

impl Job for Purge {
    const NAME: &'static str = "accounts.purge";
    type State = ();

    async fn run(&self, ctx: &JobContext, (): &()) -> Result<(), JobError> {
        loop {
            let tx = ctx.begin().await?;
            let deleted = sessions(&tx).await? + verifications(&tx).await? + invitations(&tx).await?;
            tx.commit().await?;
            if deleted == 0 {
                return Ok(());
            }
        }
    }
}

async fn sessions(tx: &Tx) -> db::Result<u64> {
    let sql = r#"delete from auth.session where id in (
        select id from auth.session where "expiresAt" <= $1 or "createdAt" <= $2 limit $3)"#;
    let values: [Value; 3] = [tx.now().into(), (tx.now() - ABSOLUTE_LIFE).into(), AT_ONCE.into()];
    db::exec(tx, sql, values).await
}

async fn verifications(tx: &Tx) -> db::Result<u64> {
    let sql = r#"delete from auth.verification where id in (
        select id from auth.verification where "expiresAt" <= $1 limit $2)"#;
    db::exec(tx, sql, [tx.now().into(), AT_ONCE.into()]).await
}

async fn invitations(tx: &Tx) -> db::Result<u64> {
    let sql = r#"delete from auth.invitation where ("organizationId", id) in (
        select "organizationId", id from auth.invitation where "expiresAt" <= $1 limit $2)"#;
    db::exec(tx, sql, [(tx.now() - INVITATION_LIFE).into(), AT_ONCE.into()]).await
}
