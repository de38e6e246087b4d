//! What the cache did, for `/metrics` and for tests.

use std::sync::atomic::{AtomicU64, Ordering};

use http::HeaderValue;
use metrics::{Counter, Gauge, counter, describe_counter, describe_gauge, gauge};

/// Where an answer came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// This process's memory.
    Hit,
    /// Redis.
    Shared,
    /// Another request that was computing it already.
    Joined,
    /// The handler.
    Miss,
    /// The handler, as this request could not be answered otherwise.
    Bypass,
}

impl Outcome {
    const ALL: [Self; 5] = [Self::Hit, Self::Shared, Self::Joined, Self::Miss, Self::Bypass];

    const fn label(self) -> &'static str {
        match self {
            Self::Hit => "hit",
            Self::Shared => "shared",
            Self::Joined => "joined",
            Self::Miss => "miss",
            Self::Bypass => "bypass",
        }
    }

    /// The value of `x-kontor-cache`: a client need not know which level it was.
    pub(crate) fn header(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Hit | Self::Shared | Self::Joined => "hit",
            Self::Miss => "miss",
            Self::Bypass => "bypass",
        })
    }
}

/// What the cache did since it was made, and what it holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Requests answered from this process's memory.
    pub hits: u64,
    /// Requests answered from Redis.
    pub shared: u64,
    /// Requests that waited for the answer another one was computing.
    pub joined: u64,
    /// Requests that ran their handler, cacheable or not.
    pub misses: u64,
    /// Requests that ran their handler because the cache was off, not listening, or their target too long.
    pub bypassed: u64,
    /// What is kept, stale answers that nobody has asked for again included.
    pub entries: u64,
    /// What that takes, about.
    pub bytes: u64,
    /// Answers being computed for which others may wait.
    pub in_flight: u64,
    /// Invalidations that Redis has not confirmed yet, and answers that are being put there.
    pub on_the_way: u64,
}

#[derive(Debug)]
pub(crate) struct Meters {
    requests: [(AtomicU64, Counter); Outcome::ALL.len()],
    entries: Gauge,
    bytes: Gauge,
}

impl Meters {
    /// The handles are looked up once: a hit must not pay for the recorder's registry.
    pub(crate) fn new() -> Self {
        describe_counter!(
            "cache_requests_total",
            "requests that the response cache saw, by where their answer came from"
        );
        describe_gauge!("cache_entries", "answers kept in this process");
        describe_gauge!("cache_bytes", "bytes that the answers kept in this process take");
        let requests = Outcome::ALL
            .map(|outcome| (AtomicU64::new(0), counter!("cache_requests_total", "result" => outcome.label())));
        Self { requests, entries: gauge!("cache_entries"), bytes: gauge!("cache_bytes") }
    }

    pub(crate) fn count(&self, outcome: Outcome) {
        let (total, counter) = &self.requests[outcome as usize];
        total.fetch_add(1, Ordering::Relaxed);
        counter.increment(1);
    }

    #[expect(clippy::cast_precision_loss, reason = "a gauge is a float, and 2^53 bytes are more than any memory")]
    pub(crate) fn size(&self, entries: u64, bytes: u64) {
        self.entries.set(entries as f64);
        self.bytes.set(bytes as f64);
    }

    pub(crate) fn read(&self) -> Stats {
        let total = |outcome: Outcome| self.requests[outcome as usize].0.load(Ordering::Relaxed);
        Stats {
            hits: total(Outcome::Hit),
            shared: total(Outcome::Shared),
            joined: total(Outcome::Joined),
            misses: total(Outcome::Miss),
            bypassed: total(Outcome::Bypass),
            ..Stats::default()
        }
    }
}
