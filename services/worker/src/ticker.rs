//! Ticks for the schedules. Every worker ticks for all of them; which of them enqueues a slot, the database decides.

use std::{sync::Arc, time::Duration};

use db::{Db, Notice};
use jobs::{Schedule, schedule};
use tokio::sync::broadcast::{self, error::RecvError};
use tokio_cron_scheduler::{Job as Tick, JobScheduler};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::Error;

const LONGEST_PAUSE: Duration = Duration::from_secs(30);

pub(crate) struct Ticker {
    clock: JobScheduler,
    tasks: TaskTracker,
}

/// What a tick is for.
struct Slot {
    db: Db,
    schedule: Schedule,
    stop: CancellationToken,
}

impl Ticker {
    /// Catches up on what was missed, and ticks.
    pub(crate) async fn start(
        db: Db,
        schedules: Vec<Schedule>,
        notices: broadcast::Receiver<Notice>,
        stop: CancellationToken,
    ) -> Result<Self, Error> {
        let tasks = TaskTracker::new();
        let clock = JobScheduler::new().await?;
        for schedule in schedules.iter().cloned() {
            let pattern = schedule.pattern().to_owned();
            let slot = Arc::new(Slot { db: db.clone(), schedule, stop: stop.clone() });
            let tasks = tasks.clone();
            let tick = Tick::new_async(pattern, move |_, _| {
                let slot = Arc::clone(&slot);
                Box::pin(tasks.track_future(async move { slot.tick().await }))
            })?;
            clock.add(tick).await?;
        }
        tasks.spawn(keep_up(db, schedules, notices, stop));
        clock.start().await?;
        Ok(Self { clock, tasks })
    }

    /// After `stop`: no more ticks, and the last ones are over.
    pub(crate) async fn end(mut self) {
        if let Err(error) = self.clock.shutdown().await {
            tracing::debug!(%error, "the scheduler was down already");
        }
        self.tasks.close();
        self.tasks.wait().await;
    }
}

impl Slot {
    /// Tries until the database has taken the slot: a tick that is lost may be the only one of a year.
    async fn tick(&self) {
        let name = self.schedule.name();
        let enqueued = until_it_works(&self.stop, name, || schedule::tick(&self.db, &self.schedule)).await;
        if enqueued == Some(true) {
            tracing::debug!(schedule.name = name, "schedule {name} enqueued its slot");
        }
    }
}

/// At the start, and whenever the connection to Postgres was away: what fell into the gap is caught up.
async fn keep_up(db: Db, schedules: Vec<Schedule>, mut notices: broadcast::Receiver<Notice>, stop: CancellationToken) {
    loop {
        let missed = until_it_works(&stop, "all", || schedule::catch_up(&db, &schedules)).await;
        if let Some(missed @ 1..) = missed {
            tracing::info!(missed, "schedules that were missed are caught up");
        }
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                notice = notices.recv() => match notice {
                    Ok(Notice::Connected) => break,
                    Ok(_) | Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return stop.cancelled().await,
                },
            }
        }
    }
}

async fn until_it_works<T, F>(stop: &CancellationToken, name: &str, work: impl Fn() -> F) -> Option<T>
where
    F: Future<Output = db::Result<T>>,
{
    let mut pause = Duration::from_millis(500);
    loop {
        let error = tokio::select! {
            () = stop.cancelled() => return None,
            done = work() => match done {
                Ok(done) => return Some(done),
                Err(error) => error,
            },
        };
        tracing::warn!(error = &error as &dyn std::error::Error, schedule.name = name, "a slot cannot be enqueued yet");
        tokio::select! {
            () = stop.cancelled() => return None,
            () = tokio::time::sleep(pause) => {}
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}
