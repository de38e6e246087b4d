//! One attempt: the handler, its span, its limits.

use std::{any::Any, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use db::Db;
use futures_util::FutureExt;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use crate::{JobContext, outcome::Attempt, registry::Handler, store::Claimed};

/// What an attempt is given beside its job.
pub(crate) struct Surroundings {
    pub(crate) db: Db,
    /// The process wants to end.
    pub(crate) stop: CancellationToken,
    /// The attempt must end: its lease is lost, or the grace is over.
    pub(crate) drop: CancellationToken,
    /// The limit of jobs that name none.
    pub(crate) timeout: Option<Duration>,
}

pub(crate) async fn execute(handler: Arc<Handler>, job: Claimed, around: Surroundings) -> Attempt {
    let span = tracing::info_span!(
        "job.run",
        job.name = handler.name,
        job.id = %job.lease.id,
        job.attempt = job.lease.attempt,
        organization.id = %job.lease.organization_id,
        request.id = job.trace.request_id.as_deref(),
        event.id = job.trace.event_id.map(tracing::field::display),
    );
    let ctx = JobContext {
        db: around.db,
        organization: job.lease.organization_id,
        id: job.lease.id,
        attempt: job.lease.attempt,
        max_attempts: job.max_attempts,
        stop: around.stop,
        trace: job.trace.clone(),
    };
    let limit = handler.timeout.or(around.timeout);
    // The handler is called inside, as it may panic before its first await too.
    let work = AssertUnwindSafe(job.trace.scope(async { (handler.run)(job.payload, ctx).await })).catch_unwind();
    let attempt = async {
        tokio::select! {
            biased;
            () = around.drop.cancelled() => Attempt::Dropped,
            () = sleep_or_never(limit) => Attempt::TimedOut(limit.unwrap_or_default()),
            result = work => match result {
                Ok(result) => Attempt::Returned(result),
                Err(panic) => Attempt::Panicked(message(&*panic)),
            },
        }
    };
    attempt.instrument(span).await
}

async fn sleep_or_never(limit: Option<Duration>) {
    match limit {
        Some(limit) => tokio::time::sleep(limit).await,
        None => std::future::pending().await,
    }
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("with something that is not text").to_owned()
}
