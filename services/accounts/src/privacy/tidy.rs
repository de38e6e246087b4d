//! Requests that nobody works on any more are said to have failed, and erasures that died are tried again: an attempt that
//! panicked, took too long or lost its worker cannot do that itself.

use chrono::TimeDelta;
use jobs::{Job, JobContext, JobError, Schedule, ScheduleError};
use serde::{Deserialize, Serialize};

use super::{EraseAgain, ErasePerson, ExportPerson, pages, requests};

/// How long an erasure rests that has used up its attempts.
const REST: TimeDelta = TimeDelta::days(1);
/// Rows per transaction: no lock is held for long, however much there is.
const AT_ONCE: i64 = 1_000;

/// Tidies up requests and their files.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct TidyRequests {}

impl TidyRequests {
    /// So often that whoever waits for an answer gets one.
    pub fn schedule() -> Result<Schedule, ScheduleError> {
        Schedule::new("accounts.tidy_privacy", "*/10 * * * *", &Self {})
    }
}

impl Job for TidyRequests {
    const NAME: &'static str = "accounts.tidy_privacy";
    const QUEUE: &'static str = ExportPerson::QUEUE;
    type State = ();

    async fn run(&self, ctx: &JobContext, (): &()) -> Result<(), JobError> {
        let tx = ctx.db().begin_system("tidy up requests of privacy").await?;
        let before = tx.now() - REST;
        for name in [ErasePerson::NAME, EraseAgain::NAME] {
            jobs::dead::replay_before(&tx, name, before).await?;
        }
        let abandoned = requests::abandoned(&tx).await?;
        tx.commit().await?;
        if abandoned > 0 {
            tracing::error!(requests = abandoned, "requests of privacy were left by their jobs: look at the dead ones");
        }
        loop {
            let tx = ctx.db().begin_system("forget files").await?;
            let gone = pages::forget(&tx, AT_ONCE).await?;
            if gone == 0 {
                requests::forget_files(&tx).await?;
            }
            tx.commit().await?;
            if gone == 0 {
                return Ok(());
            }
        }
    }
}
