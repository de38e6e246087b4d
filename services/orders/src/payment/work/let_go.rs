//! Letting go what a provider holds for a session.

use jobs::{JobContext, JobError};
use payments::{Settled, Want};
use uuid::Uuid;

use super::again;
use crate::payment::{
    Desk,
    accounts::of_session,
    attempts::{self, Step, plan},
    look,
};

/// True when nobody pays it any more. False when it was taken in the last moment, as a rule: how it stands was looked up then.
pub(super) async fn let_go(
    ctx: &JobContext,
    desk: &Desk,
    (provider, session, reference): (&str, Uuid, &str),
) -> Result<bool, JobError> {
    let working = || ctx.working_in(ctx.organization());
    let tx = ctx.begin_working().await?;
    let want = Want::CancelIntent { intent: reference.to_owned() };
    let account = of_session(&tx, session).await.map_err(again)?;
    let step = plan(&tx, desk, (provider, account), &want, session).await.map_err(again)?;
    tx.commit().await?;
    if let Step::Send(attempt) = step {
        let outcome = attempts::send(ctx.db(), working(), &attempt).await.map_err(again)?;
        match outcome.settled {
            Settled::Succeeded(_) => return Ok(true),
            Settled::Unknown(doubt) => return Err(anyhow::Error::from(doubt).into()),
            Settled::Failed(..) => {}
        }
    }
    look(ctx.db(), desk, working, (provider, session, reference)).await.map_err(again)?;
    Ok(false)
}
