//! How a worker works.

use std::time::Duration;

use jobs::RunnerSettings;

use crate::Growing;

/// Settings of [`crate::run`].
#[derive(Debug, Clone)]
pub struct WorkerSettings {
    /// Of the runner.
    pub runner: RunnerSettings,
    /// The tables that are kept by month.
    pub growing: Vec<Growing>,
    /// How often the queues are counted.
    pub gauges_every: Duration,
}

impl Default for WorkerSettings {
    fn default() -> Self {
        Self {
            runner: RunnerSettings::default(),
            growing: vec![
                Growing { table: "public.events", keep_months: 13 },
                Growing { table: "public.api_audit_logs", keep_months: 3 },
                Growing { table: "public.security_logs", keep_months: 24 },
            ],
            gauges_every: Duration::from_mins(1),
        }
    }
}
