//! What a process tells about itself: logs to standard error, traces to a collector, metrics to Prometheus.
//!
//! Owns how these are written and sent; what is said is up to the crates that say it, with the macros of `tracing` and
//! `metrics`. [`init`] is called once, by the executable.
//!
//! It must never make a request wait or fail: spans are queued and dropped when the collector is slow or dead, and
//! [`Guard::shutdown`] gives up after a few seconds. It opens no port: `/metrics` is served by whoever holds a
//! [`MetricsHandle`].
//!
//! To add a metric: use it where the thing happens (`metrics::counter!`, …) and name it in Prometheus style, with its
//! unit; durations end in `_seconds` and get the buckets of `metrics.rs`. To add a field to every line of a request:
//! record it on the request's span, and each line below has it.

mod error;
mod json;
mod logs;
mod metrics;
mod process;
mod traces;

#[cfg(test)]
mod tests;

use std::{io, io::IsTerminal, sync::Once};

use config::Config;
use opentelemetry::trace::TracerProvider;
use opentelemetry_sdk::{propagation::TraceContextPropagator, trace::SdkTracerProvider};
use tracing_subscriber::{EnvFilter, util::SubscriberInitExt};

use crate::metrics::Upkeep;
pub use crate::{error::Error, metrics::MetricsHandle};

/// Starts logs, traces and metrics for this process. Once: a second call is an error.
pub fn init(config: &Config) -> Result<Guard, Error> {
    let provider = traces::provider(&config.telemetry)?;
    let tracer = provider.as_ref().map(|provider| provider.tracer("kontor"));
    let subscriber = logs::subscriber(&config.log, tracer, io::stderr, io::stderr().is_terminal())?;
    subscriber.try_init().map_err(|_| Error::AlreadyStarted)?;
    opentelemetry::global::set_text_map_propagator(TraceContextPropagator::new());

    let (metrics, upkeep) = if config.telemetry.metrics { start_metrics()? } else { Default::default() };
    Ok(Guard { provider, metrics, _upkeep: upkeep })
}

fn start_metrics() -> Result<(MetricsHandle, Option<Upkeep>), Error> {
    let recorder = metrics::recorder()?;
    let handle = recorder.handle();
    ::metrics::set_global_recorder(recorder).map_err(|_| Error::AlreadyStarted)?;
    let upkeep = Upkeep::start(handle.clone())?;
    Ok((MetricsHandle::new(handle), Some(upkeep)))
}

/// Lets tests log what `KONTOR_LOG` asks for, by default warnings, into the output that the test runner keeps for
/// failed tests. May be called any number of times.
pub fn init_for_tests() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let filter = EnvFilter::try_from_env("KONTOR_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
        // That a subscriber is there already is fine: the test has chosen its own.
        let _ = tracing_subscriber::fmt().with_env_filter(filter).with_test_writer().finish().try_init();
    });
}

/// Keeps telemetry going. Whoever holds it ends the process by [`Guard::shutdown`], so that the last spans are sent.
#[must_use = "spans that were not sent are lost when the guard is dropped too early"]
#[derive(Debug)]
pub struct Guard {
    provider: Option<SdkTracerProvider>,
    metrics: MetricsHandle,
    _upkeep: Option<Upkeep>,
}

impl Guard {
    /// The metrics of this process, for whoever serves `/metrics`.
    pub fn metrics(&self) -> MetricsHandle {
        self.metrics.clone()
    }

    /// Sends the spans that are still here, and stops. Blocks the thread, at most for a few seconds: call it last.
    pub fn shutdown(self) {
        drop(self);
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(provider) = self.provider.take()
            && let Err(error) = traces::flush(&provider, traces::FLUSH_LIMIT)
        {
            tracing::warn!(%error, "the last spans were not sent");
        }
    }
}
