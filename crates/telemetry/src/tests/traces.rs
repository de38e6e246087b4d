//! Traces reach a collector, and do no harm where there is none.

use std::{
    io,
    time::{Duration, Instant},
};

use opentelemetry::trace::TracerProvider;
use tracing::{debug_span, info, info_span};

use crate::{
    error::Error,
    logs,
    tests::{collector, settings},
    traces::{self, FLUSH_LIMIT, flush},
};

/// A limit that a collector which does not answer reaches soon.
const SHORT: Duration = Duration::from_millis(50);
/// What nothing here takes, however slow the machine, unless it waits for the collector's own time-out of ten seconds.
const AGES: Duration = Duration::from_secs(9);

/// Speaks with a subscriber that sends to this collector, and returns what flushing gave and how long it took.
fn traced(
    collector: &str,
    ratio: &str,
    limit: Duration,
    speak: impl FnOnce(),
) -> (Result<(), opentelemetry_sdk::error::OTelSdkError>, Duration) {
    let config = settings(&[
        ("OTEL_EXPORTER_OTLP_ENDPOINT", collector),
        ("OTEL_SERVICE_NAME", "kontor-under-test"),
        ("KONTOR_TRACE_RATIO", ratio),
        ("KONTOR_LOG", "off"),
    ]);
    let provider = traces::provider(&config.telemetry).expect("the settings are right").expect("there is a collector");
    let subscriber = logs::subscriber(&config.log, Some(provider.tracer("test")), io::sink, false)
        .expect("the filter is well-formed");
    tracing::subscriber::with_default(subscriber, speak);
    let start = Instant::now();
    let result = flush(&provider, limit);
    (result, start.elapsed())
}

fn request() {
    let _request = info_span!("http.request", request_id = "req_1").entered();
    info!("inside");
    debug_span!("too.detailed").in_scope(|| {});
    info_span!(target: "hyper::client", "of.the.exporter").in_scope(|| {});
}

#[test]
fn spans_reach_the_collector_whatever_is_logged() {
    let (address, requests) = collector::listening();
    let (result, _) = traced(&format!("{address}/"), "1", FLUSH_LIMIT, request);
    result.expect("the collector answers");

    let sent = requests.recv().expect("the collector was sent spans");
    assert!(sent.head.starts_with("post /v1/traces http/1.1\r\n"), "{}", sent.head);
    assert!(sent.head.contains("content-type: application/x-protobuf"), "{}", sent.head);
    for text in ["kontor-under-test", "http.request", "request_id", "req_1", "inside"] {
        assert!(sent.contains(text), "{text} is missing");
    }
    for text in ["too.detailed", "of.the.exporter"] {
        assert!(!sent.contains(text), "{text} is sent");
    }
}

#[test]
fn a_ratio_of_zero_sends_nothing() {
    let (address, requests) = collector::listening();
    let (result, _) = traced(&address, "0", FLUSH_LIMIT, request);
    result.expect("there is nothing to send");
    assert!(requests.try_recv().is_err());
}

#[test]
fn a_dead_collector_neither_blocks_nor_breaks() {
    let mut spoke = Duration::MAX;
    let (_, took) = traced(collector::DEAD, "1", SHORT, || {
        let start = Instant::now();
        // More than the queue holds.
        for _ in 0..5_000 {
            request();
        }
        spoke = start.elapsed();
    });
    assert!(spoke < AGES, "speaking took {spoke:?}");
    assert!(took < AGES, "flushing took {took:?}");
}

#[tokio::test]
async fn a_dead_collector_does_no_harm_inside_a_runtime() {
    let (_, took) = traced(collector::DEAD, "1", FLUSH_LIMIT, request);
    assert!(took < AGES, "flushing took {took:?}");
}

#[test]
fn a_silent_collector_is_given_up() {
    let (address, listener) = collector::silent();
    let (result, took) = traced(&address, "1", SHORT, request);
    assert!(result.is_err(), "nothing was sent");
    assert!(took < AGES, "flushing took {took:?}");
    drop(listener);
}

#[test]
fn without_a_collector_there_is_no_exporter() {
    assert!(traces::provider(&settings(&[]).telemetry).expect("nothing is set up").is_none());
}

#[test]
fn a_collector_behind_tls_is_refused_with_the_remedy() {
    let config = settings(&[("OTEL_EXPORTER_OTLP_ENDPOINT", "https://key:hunter2@collector.example.com/otlp")]);
    let error = traces::provider(&config.telemetry).expect_err("there is no TLS in here");
    assert!(matches!(error, Error::Encrypted { .. }));
    let shown = error.to_string();
    assert!(shown.contains("https://collector.example.com, but") && !shown.contains("hunter2"), "{shown}");
}
