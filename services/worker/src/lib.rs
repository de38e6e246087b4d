//! Work in the background: runs the jobs of all services, at any time and at fixed times.
//!
//! Owns the process's part in the queue ([`run`]): the runner, the ticker of the schedules, the gauges of the queues, and
//! two jobs of its own, which make and drop the months of the tables that grow, and forget jobs that are long dead.
//!
//! Must never know what the jobs of other services do, nor enqueue anything but slots.
//!
//! Any number of workers may run. To add a schedule: `jobs::Schedule::new("service.what", "0 3 * * *", &MyJob)?` in the
//! service's `schedules()`. To add a table that grows by month: a line in [`WorkerSettings::growing`].

mod dead;
mod gauges;
mod months;
mod settings;
mod ticker;

use std::sync::Arc;

use db::{Db, Listener};
use jobs::{Registry, Runner, Schedule, ScheduleError};
use tokio_util::sync::CancellationToken;

pub use dead::ForgetDead;
pub use months::{Growing, Keep, KeepMonths};
pub use settings::WorkerSettings;

/// Why a worker cannot start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A schedule of the worker's own is wrong.
    #[error("a schedule is wrong")]
    Schedule(#[from] ScheduleError),
    /// The ticker refuses.
    #[error("the ticker of the schedules does not start")]
    Ticker(#[from] tokio_cron_scheduler::JobSchedulerError),
}

/// Works until `stop`, then lets running jobs end within the grace and gives the others back.
pub async fn run(
    settings: WorkerSettings,
    db: Db,
    listener: Listener,
    registry: Registry,
    mut schedules: Vec<Schedule>,
    stop: CancellationToken,
) -> Result<(), Error> {
    let registry = registry.merge(jobs(&settings));
    schedules.extend(self::schedules()?);
    let runner = Runner::new(db.clone(), Arc::new(registry), settings.runner);
    // Subscribed before the first look, so that nothing is missed between the two.
    let notices = listener.subscribe();
    let ticker = ticker::Ticker::start(db.clone(), schedules, listener.subscribe(), stop.clone()).await?;
    let gauges = gauges::sample(db, settings.gauges_every);
    tokio::select! {
        () = runner.run(Some(notices), stop.clone()) => {}
        () = gauges => {}
    }
    ticker.end().await;
    Ok(())
}

/// The jobs of the worker itself.
pub fn jobs(settings: &WorkerSettings) -> Registry {
    Registry::new().with::<KeepMonths>(settings.growing.clone()).with::<ForgetDead>(settings.keep_dead)
}

/// The schedules of the worker itself.
pub fn schedules() -> Result<Vec<Schedule>, ScheduleError> {
    // Every hour and not every month, so that one that failed for days does no harm.
    let months = Schedule::new("worker.keep_months", "17 * * * *", &KeepMonths)?;
    Ok(vec![months, Schedule::new("worker.forget_dead", "37 * * * *", &ForgetDead)?])
}
