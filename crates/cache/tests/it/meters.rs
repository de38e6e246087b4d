//! What `/metrics` is told.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use metrics::{Counter, Gauge, Histogram, Key, KeyName, Metadata, Recorder, SharedString, Unit};

use crate::support::{Shop, on_catalog};

#[derive(Default)]
struct Seen(Mutex<BTreeMap<String, Arc<AtomicU64>>>);

impl Seen {
    fn cell(&self, key: &Key) -> Arc<AtomicU64> {
        let labels = key.labels().map(|label| format!(" {}={}", label.key(), label.value()));
        let name = labels.fold(key.name().to_owned(), |name, label| name + &label);
        Arc::clone(self.0.lock().unwrap().entry(name).or_default())
    }

    fn read(&self, name: &str) -> u64 {
        self.0.lock().unwrap()[name].load(Ordering::SeqCst)
    }
}

impl Recorder for Seen {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(self.cell(key))
    }

    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::from_arc(self.cell(key))
    }

    fn register_histogram(&self, _: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::noop()
    }
}

#[tokio::test]
async fn requests_and_sizes_are_counted() {
    let seen = Seen::default();
    let shop = metrics::with_local_recorder(&seen, || Shop::new(|_| async { on_catalog("hello") }));
    shop.get("/a").await;
    shop.get("/a").await;
    shop.get("/b").await;
    shop.cache.listening(false);
    shop.get("/a").await;
    let counted = ["hit", "miss", "bypass"].map(|result| seen.read(&format!("cache_requests_total result={result}")));
    assert_eq!(counted, [1, 2, 1]);
    let gauge = |name: &str| f64::from_bits(seen.read(name));
    assert!((gauge("cache_entries") - 2.0).abs() < f64::EPSILON);
    let bytes = gauge("cache_bytes");
    assert!((1000.0..100_000.0).contains(&bytes), "{bytes}");
}
