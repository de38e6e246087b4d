//! How a worker works.

use std::time::Duration;

use jobs::RunnerSettings;

use crate::{Growing, Keep};

/// For how many days logs are kept, unless somebody says otherwise.
const AUDIT_DAYS: u32 = 90;
const SECURITY_DAYS: u32 = 730;

/// Settings of [`crate::run`].
#[derive(Debug, Clone)]
pub struct WorkerSettings {
    /// Of the runner.
    pub runner: RunnerSettings,
    /// The tables that are kept by month.
    pub growing: Vec<Growing>,
    /// How often the queues are counted.
    pub gauges_every: Duration,
    /// How long jobs are kept that failed for good.
    pub keep_dead: Duration,
}

impl Default for WorkerSettings {
    fn default() -> Self {
        Self {
            runner: RunnerSettings::default(),
            growing: Self::growing(AUDIT_DAYS, SECURITY_DAYS),
            gauges_every: Duration::from_mins(1),
            keep_dead: Duration::from_hours(30 * 24),
        }
    }
}

impl WorkerSettings {
    /// The tables that grow, with the logs kept for so many days.
    pub fn growing(audit_days: u32, security_days: u32) -> Vec<Growing> {
        vec![
            Growing { table: "public.events", keep: Keep::Months(13) },
            // A year, and the same month of the year before.
            Growing { table: "public.page_views", keep: Keep::Months(13) },
            // A provider tells again for days, and is asked about months.
            Growing { table: "public.webhook_events", keep: Keep::Months(6) },
            Growing { table: "public.api_audit_logs", keep: Keep::Days(audit_days) },
            Growing { table: "public.security_logs", keep: Keep::Days(security_days) },
        ]
    }
}
