//! Erasing: one transaction, a statement per table.

use std::time::Duration;

use db::Tx;
use jobs::{Job, JobContext, JobError};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Desk, ONLY_OWNER,
    export::give_up,
    requests::{self, Kind, Request},
    whom::Whom,
};
use crate::store::members;

/// A log of years is gone through in one statement.
const PATIENCE: &str = "set local statement_timeout = '30min'";

/// Erases whom a request is about.
#[derive(Debug, Serialize, Deserialize)]
pub struct ErasePerson {
    /// The request, in the job's shop.
    pub request: Uuid,
    /// Who he was, if his account is gone already. The job goes when it is done, and these addresses with it.
    #[serde(default)]
    pub(super) departed: Option<Whom>,
}

impl Job for ErasePerson {
    const NAME: &'static str = "accounts.erase_person";
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
    let tx = ctx.begin().await?;
    tx.batch(PATIENCE).await?;
    requests::take_turns(&tx).await?;
    let Some(request) = requests::take_up(&tx, ctx.organization(), id, Kind::Erasure).await? else {
        return Ok(());
    };
    if is_needed(&tx, &request).await? {
        requests::failed(&tx, request.organization_id, id, ONLY_OWNER).await?;
        tx.commit().await?;
        return Ok(());
    }
    let whom = match departed {
        Some(whom) => whom.clone(),
        None => Whom::of(&tx, &request).await?,
    };
    erase(&tx, desk, &whom).await?;
    requests::done(&tx, &request).await?;
    requests::look_again(&tx, &EraseAgain::of(whom)).await?;
    tx.commit().await?;
    tracing::info!(request = %id, organization = %request.organization_id, "somebody was erased");
    Ok(())
}

/// A shop without an owner is nobody's.
async fn is_needed(tx: &Tx, request: &Request) -> db::Result<bool> {
    match (request.customer_id, request.user_id) {
        (None, Some(user)) => members::is_only_owner(tx, user).await,
        _ => Ok(false),
    }
}

async fn erase(tx: &Tx, desk: &Desk, whom: &Whom) -> db::Result<()> {
    for subject in desk.subjects().filter(|subject| whom.concerns(subject)) {
        if let Some(sql) = subject.erased() {
            db::exec(tx, &sql, whom.values(tx)).await?;
        }
    }
    Ok(())
}

/// What was under way is written after he is gone: lines of the audit log, which are written beside the calls, or an address
/// that he was just adding. It is looked for once more, by keys alone.
#[derive(Debug, Serialize, Deserialize)]
pub struct EraseAgain {
    #[serde(flatten)]
    whom: Whom,
}

impl EraseAgain {
    fn of(whom: Whom) -> Self {
        Self { whom: Whom { addresses: Vec::new(), ..whom } }
    }

    /// Longer than any line waits.
    pub(super) const AFTER: Duration = Duration::from_mins(15);
}

impl Job for EraseAgain {
    const NAME: &'static str = "accounts.erase_person_again";
    const TIMEOUT: Option<Duration> = ErasePerson::TIMEOUT;
    type State = Desk;

    async fn run(&self, ctx: &JobContext, desk: &Desk) -> Result<(), JobError> {
        let tx = ctx.begin().await?;
        tx.batch(PATIENCE).await?;
        erase(&tx, desk, &self.whom).await?;
        tx.commit().await?;
        Ok(())
    }
}
