//! From how an attempt went to what becomes of the job: no clock, no chance, no database.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::JobError;

const FIRST_RETRY: Duration = Duration::from_secs(5);
const LAST_RETRY: Duration = Duration::from_hours(1);
const LONGEST_WAIT: Duration = Duration::from_hours(100 * 365 * 24);
const LONGEST_ERROR: usize = 4096;

/// How an attempt ended.
#[derive(Debug)]
pub(crate) enum Attempt {
    Returned(Result<(), JobError>),
    Panicked(String),
    TimedOut(Duration),
    /// Dropped before it ended: its lease was lost, or the process ends.
    Dropped,
}

/// What becomes of the job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    Done,
    Later {
        run_at: DateTime<Utc>,
        error: String,
    },
    Dead {
        error: String,
    },
    /// Given back as it was.
    Release,
}

impl Verdict {
    /// The label of `jobs_total`.
    pub(crate) fn label(&self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Later { .. } => "retried",
            Self::Dead { .. } => "dead",
            Self::Release => "released",
        }
    }
}

/// Decides. `attempt` counts from 1; `chance`, between 0 and 1, spreads retries so that they do not come all at once.
pub(crate) fn decide(attempt: i32, max_attempts: i32, ended: Attempt, now: DateTime<Utc>, chance: f64) -> Verdict {
    let (error, after) = match ended {
        Attempt::Returned(Ok(())) => return Verdict::Done,
        Attempt::Dropped => return Verdict::Release,
        Attempt::Returned(Err(JobError::Fail(error))) => return Verdict::Dead { error: shorten(format!("{error:#}")) },
        Attempt::Returned(Err(JobError::Retry { error, after })) => (format!("{error:#}"), after),
        Attempt::Panicked(message) => (format!("panicked: {message}"), None),
        Attempt::TimedOut(limit) => (format!("took longer than {} s", limit.as_secs_f64()), None),
    };
    let error = shorten(error);
    if attempt >= max_attempts {
        return Verdict::Dead { error };
    }
    let wait = after.unwrap_or_else(|| back_off(attempt)).min(LONGEST_WAIT).mul_f64(0.9 + 0.2 * chance.clamp(0.0, 1.0));
    Verdict::Later { run_at: later(now, wait), error }
}

/// `wait` from now, or a century if that is less: Postgres knows no later years than chrono, but writes them differently.
pub(crate) fn later(now: DateTime<Utc>, wait: Duration) -> DateTime<Utc> {
    now + TimeDelta::from_std(wait.min(LONGEST_WAIT)).unwrap_or_default()
}

/// 5 s, 10 s, 20 s … one hour.
pub(crate) fn back_off(attempt: i32) -> Duration {
    let doublings = u32::try_from(attempt.saturating_sub(1)).unwrap_or(0);
    FIRST_RETRY.saturating_mul(2u32.saturating_pow(doublings)).min(LAST_RETRY)
}

/// At most 4 KB, without the one character that Postgres does not take.
fn shorten(mut error: String) -> String {
    if error.contains('\0') {
        error = error.replace('\0', "\u{fffd}");
    }
    let end = error.floor_char_boundary(LONGEST_ERROR);
    error.truncate(end);
    error
}

#[cfg(test)]
mod tests;
