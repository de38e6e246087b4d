//! Erasing: one transaction, a statement per table.
//!
//! Whoever has a person go takes what others may hold in one order, so that two who do so at once do not wait for each other:
//! the long tables, the person's shops, his row, and then what is his.

use std::time::Duration;

use db::Tx;
use jobs::{Job, JobContext, JobError};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Desk, ONLY_OWNER,
    export::{ExportPerson, give_up},
    requests::{self, Kind, Request},
    subject::Subject,
    turn::{self, PATIENCE, Turn},
    whom::{Remembered, Whom},
};
use crate::store::{admin_users, members};

/// Erases whom a request is about.
#[derive(Debug, Serialize, Deserialize)]
pub struct ErasePerson {
    /// The request, in the job's shop.
    pub request: Uuid,
    /// Who he was, if his account is gone already.
    #[serde(default)]
    pub(super) departed: Option<Remembered>,
}

impl Job for ErasePerson {
    const NAME: &'static str = "accounts.erase_person";
    const QUEUE: &'static str = ExportPerson::QUEUE;
    const TIMEOUT: Option<Duration> = Some(Duration::from_hours(1));
    type State = Desk;

    async fn run(&self, ctx: &JobContext, desk: &Desk) -> Result<(), JobError> {
        let outcome = once(ctx, desk, self).await;
        give_up(ctx, self.request, outcome).await
    }
}

async fn once(
    ctx: &JobContext,
    desk: &Desk,
    &ErasePerson { request: id, ref departed }: &ErasePerson,
) -> Result<(), JobError> {
    let turn = turn::take(ctx, desk, id, Kind::Erasure, departed.as_ref()).await?;
    let Some(Turn { tx, request, whom }) = turn else {
        return Ok(());
    };
    if !erase_unless_needed(&tx, desk, &request, &whom).await? {
        tx.rollback().await?;
        let tx = ctx.begin().await?;
        requests::failed(&tx, request.organization_id, id, ONLY_OWNER).await?;
        tx.commit().await?;
        return Ok(());
    }
    requests::done(&tx, &request).await?;
    let again = EraseAgain { whom: whom.remember(&desk.accounts, id).map_err(JobError::fail)?, times: 1 };
    jobs::enqueue(&tx, &again).delay(SOON).await?;
    tx.commit().await?;
    tracing::info!(request = %id, organization = %request.organization_id, "somebody was erased");
    Ok(())
}

/// False when a shop would be nobody's without him: then the transaction is to be taken back. That is looked at first, as it
/// mostly says so at once, and again after the logs, when nobody else changes who owns his shops any more; so they wait for
/// the end of it and not for the logs.
async fn erase_unless_needed(tx: &Tx, desk: &Desk, request: &Request, whom: &Whom) -> db::Result<bool> {
    let person = request.user_id.filter(|_| request.customer_id.is_none());
    if let Some(person) = person
        && members::owns_alone(tx, person).await?
    {
        return Ok(false);
    }
    let concerned = || desk.subjects().filter(|subject| whom.concerns(subject));
    for subject in concerned().filter(|subject| subject.is_long()) {
        erase(tx, subject, whom).await?;
    }
    if let Some(person) = person {
        if members::is_only_owner(tx, person).await? {
            return Ok(false);
        }
        admin_users::lock(tx, &[person]).await?;
    }
    for subject in concerned().filter(|subject| !subject.is_long()) {
        erase(tx, subject, whom).await?;
    }
    Ok(true)
}

async fn erase(tx: &Tx, subject: &Subject, whom: &Whom) -> db::Result<()> {
    match subject.erased() {
        Some(sql) => db::exec(tx, &sql, whom.values(tx)).await.map(drop),
        None => Ok(()),
    }
}

/// Longer than any line waits to be written.
const SOON: Duration = Duration::from_secs(Whom::LATE.unsigned_abs());
/// Longer than a job is tried that was under way: one that is dead by now says in what it carries whom it was for.
const LATER: Duration = Duration::from_hours(48);

/// What was under way is written after he is gone: lines of the audit log, which are written beside the calls, or an address
/// that he was just adding. It is looked for twice more.
#[derive(Debug, Serialize, Deserialize)]
pub struct EraseAgain {
    whom: Remembered,
    times: u8,
}

impl Job for EraseAgain {
    const NAME: &'static str = "accounts.erase_person_again";
    const QUEUE: &'static str = ExportPerson::QUEUE;
    const TIMEOUT: Option<Duration> = ErasePerson::TIMEOUT;
    type State = Desk;

    async fn run(&self, ctx: &JobContext, desk: &Desk) -> Result<(), JobError> {
        let tx = ctx.begin().await?;
        tx.batch(PATIENCE).await?;
        let whom = self.whom.recall(&desk.accounts, &tx).await?;
        for subject in desk.subjects().filter(|subject| whom.concerns(subject)) {
            erase(&tx, subject, &whom).await?;
        }
        if self.times < 2 {
            let again = Self { whom: self.whom.clone(), times: self.times + 1 };
            jobs::enqueue(&tx, &again).delay(LATER).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
