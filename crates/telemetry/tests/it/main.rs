//! The one start of telemetry in a process, which this test binary is.

use config::Config;

#[test]
fn telemetry_starts_once_survives_a_dead_collector_and_gives_metrics() {
    // Nobody listens on this port.
    let env = [("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"), ("KONTOR_TRACE_RATIO", "1")];
    let env = env.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let config = Config::from_sources(env, None).unwrap_or_else(|errors| panic!("{errors}"));

    let guard = telemetry::init(&config).expect("telemetry starts");
    let again = telemetry::init(&config).expect_err("it is started already");
    assert!(matches!(again, telemetry::Error::AlreadyStarted), "{again}");
    telemetry::init_for_tests();

    metrics::counter!("starts_total").increment(1);
    tracing::info_span!("http.request", request_id = "req_1").in_scope(|| tracing::info!("said"));
    let handle = guard.metrics();
    guard.shutdown();
    let text = handle.render();
    assert!(text.lines().any(|line| line == "starts_total 1"), "{text}");
    assert!(text.contains("kontor_build_info{version="), "{text}");
}
