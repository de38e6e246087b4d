//! Counting the queues now and then.

use std::time::Duration;

use db::Db;
use jobs::Gauges;
use tokio::time::MissedTickBehavior;

/// Samples for ever. Workers that start together do not count together.
pub(crate) async fn sample(db: Db, every: Duration) {
    let mut gauges = Gauges::default();
    let first = tokio::time::Instant::now() + every.mul_f64(rand::random());
    let mut beat = tokio::time::interval_at(first, every);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        beat.tick().await;
        if let Err(error) = gauges.sample(&db).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "the queues could not be counted");
        }
    }
}
