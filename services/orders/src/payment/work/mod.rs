//! The jobs of payments: what was told is worked on, what hangs is looked up, what was lost is found, and what nobody pays for any more is
//! given up and given back.

mod attempts;
mod complete;
mod events;
mod give_up;
mod inbox;
mod stuck;

use jobs::{JobError, Registry, Schedule, ScheduleError};
use web::ApiError;

use super::Desk;

pub(crate) use inbox::ring;

/// The jobs.
pub(crate) fn registry(registry: Registry, desk: &Desk) -> Registry {
    registry
        .with::<inbox::Inbox>(desk.clone())
        .with::<complete::Complete>(desk.clone())
        .with::<give_up::GiveUp>(desk.clone())
        .with::<attempts::Attempts>(desk.clone())
        .with::<events::Events>(desk.clone())
        .with::<stuck::Stuck>(desk.clone())
}

/// When those are due that nobody asks for.
pub(crate) fn schedules() -> Result<Vec<Schedule>, ScheduleError> {
    Ok(vec![
        Schedule::new("payments.inbox", "*/15 * * * * *", &inbox::Inbox {})?,
        Schedule::new("payments.attempts", "30 * * * * *", &attempts::Attempts {})?,
        Schedule::new("payments.events", "45 */5 * * * *", &events::Events {})?,
        Schedule::new("payments.stuck", "15 */5 * * * *", &stuck::Stuck {})?,
    ])
}

/// What an answer to somebody is to a job: it comes again.
fn again(error: ApiError) -> JobError {
    JobError::from(anyhow::Error::from(error))
}
