//! Keeps the leases of running jobs alive, beside the runner's loop: a slow look must not cost a lease.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use db::Db;
use tokio::time::MissedTickBehavior;
use tokio_util::task::AbortOnDropHandle;

use crate::{crew::Crew, store};

/// Beats until the handle is dropped.
pub(crate) fn spawn(db: Db, crew: Crew, worker: String, lease: Duration) -> AbortOnDropHandle<()> {
    AbortOnDropHandle::new(tokio::spawn(async move {
        let period = lease / 3;
        let mut beat = tokio::time::interval_at(tokio::time::Instant::now() + period, period);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            beat.tick().await;
            renew(&db, &crew, &worker, lease).await;
        }
    }))
}

pub(crate) async fn renew(db: &Db, crew: &Crew, worker: &str, lease: Duration) {
    let leases = crew.leases();
    if leases.is_empty() {
        return;
    }
    let at = Instant::now();
    let until = db.clock().now() + TimeDelta::from_std(lease).unwrap_or_default();
    match store::renew(db, &leases, worker, until).await {
        Ok(held) => crew.renewed(&leases, |id| held.contains(&id), at),
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "the leases of running jobs could not be renewed");
            crew.unrenewed(lease);
        }
    }
}
