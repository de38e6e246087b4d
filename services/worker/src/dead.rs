//! Jobs that failed for good are kept for people to look at and to replay, and not for ever: what they carry may name somebody.

use std::time::Duration;

use chrono::TimeDelta;
use jobs::{Job, JobContext, JobError};
use serde::{Deserialize, Serialize};

/// Deletes jobs that have been dead for long.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct ForgetDead;

/// Rows per transaction: no lock is held for long, however much there is.
const AT_ONCE: u32 = 5_000;

impl Job for ForgetDead {
    const NAME: &'static str = "worker.forget_dead";
    /// For how long they are kept.
    type State = Duration;

    async fn run(&self, ctx: &JobContext, keep: &Duration) -> Result<(), JobError> {
        // Longer than chrono counts is for ever.
        let Some(before) = TimeDelta::from_std(*keep).ok().and_then(|keep| ctx.now().checked_sub_signed(keep)) else {
            return Ok(());
        };
        loop {
            let tx = ctx.db().begin_system("forget dead jobs").await?;
            let gone = jobs::dead::forget(&tx, before, AT_ONCE).await?;
            tx.commit().await?;
            if gone < u64::from(AT_ONCE) {
                return Ok(());
            }
        }
    }
}
