//! Letting go what a provider holds for a session, for jobs.

use jobs::{JobContext, JobError};
use uuid::Uuid;

use super::again;
use crate::payment::{Desk, cancel::cancel};

/// True when nobody pays it any more. False when it was taken in the last moment, as a rule: how it stands was looked up then.
pub(super) async fn let_go(
    ctx: &JobContext,
    desk: &Desk,
    (provider, session, reference): (&str, Uuid, &str),
) -> Result<bool, JobError> {
    let working = || ctx.working_in(ctx.organization());
    cancel(ctx.db(), desk, working, (provider, session, reference)).await.map_err(again)
}
