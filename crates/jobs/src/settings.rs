//! How a runner works.

use std::{collections::BTreeMap, time::Duration};

/// Settings of a [`crate::Runner`].
#[derive(Debug, Clone)]
pub struct RunnerSettings {
    /// How many jobs of one queue run at a time.
    pub slots: usize,
    /// Queues with other numbers of slots.
    pub queue_slots: BTreeMap<String, usize>,
    /// How long a job stays with a worker that is not heard of any more; it is heard of three times as often. Must be far
    /// longer than the clocks of two machines may differ.
    pub lease: Duration,
    /// How often the queue is looked at when nobody says that there is work.
    pub poll: Duration,
    /// How long one attempt may take when its job says nothing about it.
    pub timeout: Option<Duration>,
    /// How long running jobs may take when the process ends.
    pub grace: Duration,
}

impl Default for RunnerSettings {
    fn default() -> Self {
        Self {
            slots: 8,
            queue_slots: BTreeMap::new(),
            lease: Duration::from_mins(1),
            poll: Duration::from_secs(5),
            timeout: Some(Duration::from_mins(15)),
            grace: Duration::from_secs(20),
        }
    }
}
