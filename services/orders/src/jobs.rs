//! What this service does in the background, when, and what it hears.

use events::Subscriptions;
use jobs::{Registry, Schedule, ScheduleError};

use crate::{dues::Deadlines, mails};

/// The jobs of this service.
pub fn registry(registry: Registry) -> Registry {
    registry.with::<mails::Tell>(()).with::<Deadlines>(())
}

/// When some of them are due.
pub fn schedules() -> Result<Vec<Schedule>, ScheduleError> {
    Ok(vec![Deadlines::schedule()?])
}

/// Which of them hear which events.
pub fn subscriptions() -> Subscriptions {
    mails::subscriptions()
}
