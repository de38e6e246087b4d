//! Metrics, kept in this process until Prometheus asks.

use std::{
    fmt::Write as _,
    sync::mpsc::{self, RecvTimeoutError, Sender},
    thread,
    time::Duration,
};

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle, PrometheusRecorder};

use crate::{error::Error, process};

/// Cached answers take under a millisecond, checkouts that wait for Stripe some seconds.
const HTTP_SECONDS: [f64; 13] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
/// Jobs send a mail, or rebuild an index.
const JOB_SECONDS: [f64; 11] = [0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0];

/// How often samples of histograms are folded into their buckets when nobody asks for metrics.
const UPKEEP_INTERVAL: Duration = Duration::from_secs(5);

/// A recorder with the buckets of all histograms; it opens no port.
pub(crate) fn recorder() -> Result<PrometheusRecorder, Error> {
    let builder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full("http_request_duration_seconds".to_owned()), &HTTP_SECONDS)?
        .set_buckets_for_metric(Matcher::Full("job_duration_seconds".to_owned()), &JOB_SECONDS)?
        // Without buckets a histogram becomes a summary, which cannot be added up over processes.
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &HTTP_SECONDS)?;
    Ok(builder.build_recorder())
}

/// Gives the metrics of this process as Prometheus reads them. Cheap to clone.
///
/// The default one belongs to no recorder and renders nothing: for tests, and for when metrics are switched off.
#[derive(Debug, Clone, Default)]
pub struct MetricsHandle {
    recorder: Option<PrometheusHandle>,
}

impl MetricsHandle {
    /// The media type of what [`MetricsHandle::render`] gives.
    pub const CONTENT_TYPE: &'static str = "text/plain; version=0.0.4; charset=utf-8";

    pub(crate) fn new(recorder: PrometheusHandle) -> Self {
        Self { recorder: Some(recorder) }
    }

    /// All metrics as of now, with the memory of this process and what was built.
    pub fn render(&self) -> String {
        let Some(recorder) = &self.recorder else { return String::new() };
        let mut text = recorder.render();
        push_gauge(
            &mut text,
            "kontor_build_info",
            concat!("{version=\"", env!("CARGO_PKG_VERSION"), "\"}"),
            "What is running; always 1.",
            1,
        );
        if let Some(bytes) = process::resident_memory_bytes() {
            push_gauge(&mut text, "process_resident_memory_bytes", "", "Memory that this process holds.", bytes);
        }
        text
    }
}

fn push_gauge(text: &mut String, name: &str, labels: &str, help: &str, value: u64) {
    writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge\n{name}{labels} {value}\n")
        .expect("writing to a string does not fail");
}

/// A thread that folds samples into buckets, so that they do not pile up. Ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Upkeep {
    _alive: Sender<()>,
}

impl Upkeep {
    pub(crate) fn start(recorder: PrometheusHandle) -> Result<Self, Error> {
        let (alive, ended) = mpsc::channel();
        let upkeep = move || {
            while ended.recv_timeout(UPKEEP_INTERVAL) == Err(RecvTimeoutError::Timeout) {
                recorder.run_upkeep();
            }
        };
        thread::Builder::new().name("metrics-upkeep".to_owned()).spawn(upkeep).map_err(Error::Thread)?;
        Ok(Self { _alive: alive })
    }
}
