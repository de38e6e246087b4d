//! What Prometheus reads.

use crate::{
    metrics::{MetricsHandle, recorder},
    process,
};

#[test]
fn histograms_have_buckets_and_the_process_describes_itself() {
    let recorder = recorder().expect("the buckets are well-formed");
    let handle = MetricsHandle::new(recorder.handle());
    metrics::with_local_recorder(&recorder, || {
        metrics::counter!("orders_placed_total", "region" => "eu").increment(2);
        metrics::histogram!("http_request_duration_seconds", "route" => "/store/products").record(0.003);
        metrics::histogram!("job_duration_seconds", "job" => "reindex").record(400.0);
        metrics::histogram!("cache_lookup_seconds").record(0.2);
    });

    let text = handle.clone().render();
    for line in [
        "orders_placed_total{region=\"eu\"} 2",
        "http_request_duration_seconds_bucket{route=\"/store/products\",le=\"0.0025\"} 0",
        "http_request_duration_seconds_bucket{route=\"/store/products\",le=\"0.005\"} 1",
        "job_duration_seconds_bucket{job=\"reindex\",le=\"300\"} 0",
        "job_duration_seconds_bucket{job=\"reindex\",le=\"900\"} 1",
        "cache_lookup_seconds_bucket{le=\"0.25\"} 1",
        "# TYPE kontor_build_info gauge",
        concat!("kontor_build_info{version=\"", env!("CARGO_PKG_VERSION"), "\"} 1"),
    ] {
        assert!(text.lines().any(|found| found == line), "{line} is missing in\n{text}");
    }
}

#[test]
fn a_handle_of_no_recorder_renders_nothing() {
    assert_eq!(MetricsHandle::default().render(), "");
}

#[test]
fn memory_is_read_from_what_linux_says() {
    assert_eq!(process::parse("Name:\tkontor\nVmRSS:\t    2048 kB\nThreads:\t3\n"), Some(2048 * 1024));
    assert_eq!(process::parse("Name:\tkontor\n"), None);
    assert_eq!(process::parse("VmRSS:\t many kB\n"), None);
}

#[cfg(target_os = "linux")]
#[test]
fn memory_is_offered_to_prometheus() {
    let recorder = recorder().expect("the buckets are well-formed");
    let text = MetricsHandle::new(recorder.handle()).render();
    let line = text.lines().find_map(|line| line.strip_prefix("process_resident_memory_bytes ")).expect("it is there");
    let bytes: u64 = line.parse().expect("it is a number");
    assert!(bytes > 100_000, "{bytes}");
}
