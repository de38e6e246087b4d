//! Why telemetry could not be started.

use metrics_exporter_prometheus::BuildError;
use opentelemetry_otlp::ExporterBuildError;
use tracing_subscriber::filter::ParseError;

/// Why telemetry could not be started.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Something in this process has already set up logs or metrics.
    #[error(
        "logs or metrics are already set up in this process; call telemetry::init once, and nothing like it before"
    )]
    AlreadyStarted,
    /// The log filter cannot be understood.
    #[error("KONTOR_LOG (log.filter) is {filter:?}: {source}; write for example info,sqlx=warn")]
    Filter {
        /// The filter that was given.
        filter: String,
        /// What is wrong with it.
        source: ParseError,
    },
    /// The collector is to be spoken to over TLS, for which there is no client in here.
    #[error(
        "OTEL_EXPORTER_OTLP_ENDPOINT (telemetry.otlp_endpoint) is {endpoint}, but traces are sent over plain http only; \
         name a collector in the same network, and let that one forward them over TLS"
    )]
    Encrypted {
        /// Where the collector is, without credentials.
        endpoint: String,
    },
    /// The variables that OpenTelemetry reads by itself contradict each other or are malformed.
    #[error("the trace exporter cannot be set up: {0}; check the variables OTEL_EXPORTER_OTLP_*")]
    Exporter(#[from] ExporterBuildError),
    /// The recorder of metrics cannot be set up.
    #[error("the metrics recorder cannot be set up: {0}; check the buckets in crates/telemetry/src/metrics.rs")]
    Recorder(#[from] BuildError),
    /// The system gives no thread.
    #[error("no thread can be started for the upkeep of metrics: {0}; raise the limit of threads of this process")]
    Thread(#[source] std::io::Error),
}
