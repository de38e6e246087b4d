//! Traces: sampled spans, sent in batches to an OpenTelemetry collector by a thread of their own.

use std::time::Duration;

use config::Telemetry;
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig};
use opentelemetry_sdk::{
    Resource,
    error::OTelSdkResult,
    trace::{Sampler, SdkTracerProvider},
};

use crate::error::Error;

/// How long the end of a process waits for a collector.
pub(crate) const FLUSH_LIMIT: Duration = Duration::from_secs(5);

const PATH: &str = "/v1/traces";

/// What makes tracers and sends their spans; nothing without a collector. Does not connect, so the collector may be dead.
pub(crate) fn provider(settings: &Telemetry) -> Result<Option<SdkTracerProvider>, Error> {
    let Some(collector) = &settings.otlp_endpoint else { return Ok(None) };
    if collector.scheme() != "http" {
        let endpoint = collector.origin().ascii_serialization();
        return Err(Error::Encrypted { endpoint });
    }
    let endpoint = format!("{}{PATH}", collector.as_str().trim_end_matches('/'));
    let exporter =
        SpanExporter::builder().with_http().with_protocol(Protocol::HttpBinary).with_endpoint(endpoint).build()?;

    let resource = Resource::builder().with_service_name(settings.service_name.clone()).build();
    let sampler = Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(settings.sample_ratio)));
    Ok(Some(
        SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_resource(resource)
            .with_sampler(sampler)
            .build(),
    ))
}

/// Sends what is still queued, and stops; gives up after the limit.
pub(crate) fn flush(provider: &SdkTracerProvider, limit: Duration) -> OTelSdkResult {
    provider.shutdown_with_timeout(limit)
}
