//! How long a runner may sleep before it looks again if nothing wakes it.

use std::time::Duration;

use chrono::{DateTime, Utc};

/// What is due but cannot be had (another worker is just taking it) is not asked for more often than this.
const SHORTEST: Duration = Duration::from_millis(250);
/// After a failure of the database.
const AFTER_FAILURE: Duration = Duration::from_millis(200);

/// Until the next thing known to be due, at most until the poll, which `chance` spreads by a tenth.
pub(crate) fn until_next_look(
    next_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
    poll: Duration,
    failures: u32,
    chance: f64,
) -> Duration {
    let spread = 0.9 + 0.2 * chance.clamp(0.0, 1.0);
    let poll = poll.mul_f64(spread);
    if failures > 0 {
        return AFTER_FAILURE.saturating_mul(2u32.saturating_pow(failures - 1)).mul_f64(spread).min(poll);
    }
    let Some(next_at) = next_at else { return poll };
    // A timer may fire within the millisecond before, which would cost one more look.
    let exactly = (next_at - now).to_std().map(|wait| wait + Duration::from_millis(1));
    exactly.unwrap_or(SHORTEST).clamp(SHORTEST.min(poll), poll)
}

#[cfg(test)]
mod tests;
