//! How often somebody may do something.
//!
//! Owns counters in windows of time, in this process or, with Redis, for all processes together. Must never keep what is
//! counted by (addresses, accounts) in clear, refuse anybody because Redis is away, or grow without bound.
//!
//! To limit something: a [`Rule`] with a name of its own, and [`Limits::take`] before the work. A window begins with the
//! first try and does not slide, so within two neighbouring windows twice the limit can pass.
//!
//! What is counted on every request is a [`Flow`], and [`Limits::pass`]: it costs an atomic step. With Redis a process takes
//! lots of a tenth of a second, so that most requests ask nobody; all processes together let pass what the flow says, and at
//! most one lot each beside it that was in hand from before.

mod flow;
mod local;
mod shared;

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use db::Clock;
use secrecy::SecretString;
use xxhash_rust::xxh3::xxh3_128_with_seed;

pub use self::flow::Flow;
use self::{
    flow::{Gate, Gates},
    local::Local,
    shared::Shared,
};

/// So often, in so long a time.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Part of every counter's name.
    pub name: &'static str,
    /// How often.
    pub most: u32,
    /// In how long a time.
    pub window: Duration,
}

/// It was done too often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too often; again in {} s", self.seconds())]
pub struct Exceeded {
    /// When it goes again.
    pub retry_after: Duration,
}

impl Exceeded {
    /// Whole seconds, at least one, for a header.
    pub fn seconds(&self) -> u64 {
        let begun = u64::from(self.retry_after.subsec_nanos() > 0);
        (self.retry_after.as_secs() + begun).max(1)
    }
}

/// The address of Redis cannot be understood.
#[derive(Debug, thiserror::Error)]
#[error("REDIS_URL cannot be used for limits: {0}")]
pub struct Error(#[from] redis::RedisError);

/// The counters. Cheap to clone; clones count together.
#[derive(Debug, Clone)]
pub struct Limits {
    inner: Arc<Inner>,
}

struct Inner {
    clock: Arc<dyn Clock>,
    local: Local,
    gates: Gates,
    shared: Option<Shared>,
    /// Until when flows do not ask Redis, because it was away just now; microseconds since 1970.
    away_until: AtomicI64,
    seed: u64,
}

/// So long each process lets flow by itself before it asks a Redis again that was away.
const AWAY: i64 = 1_000_000;

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Limits").field("shared", &self.shared.is_some()).finish_non_exhaustive()
    }
}

impl Limits {
    /// Counters of this process or, with the URL of a Redis, of all that use it. Nothing is connected yet. A try waits for
    /// Redis at most `timeout`, and is then counted by this process alone.
    pub fn new(clock: Arc<dyn Clock>, redis: Option<&SecretString>, timeout: Duration) -> Result<Self, Error> {
        let shared = redis.map(|url| Shared::open(url, timeout)).transpose()?;
        // Processes that share counters must name them alike; one alone keeps its names to itself.
        let seed = if shared.is_some() { 0 } else { rand::random() };
        let local = Local::new(Arc::clone(&clock));
        let inner = Inner { clock, local, gates: Gates::new(), shared, away_until: AtomicI64::new(0), seed };
        Ok(Self { inner: Arc::new(inner) })
    }

    fn name(&self, what: &str, key: &str) -> u128 {
        xxh3_128_with_seed(format!("{what}\0{key}").as_bytes(), self.inner.seed)
    }

    /// Lets one of `key` pass, if the flow has room for it.
    pub async fn pass(&self, flow: Flow, key: &str) -> Result<(), Exceeded> {
        let name = self.name(flow.name, key);
        let gate = self.inner.gates.of(name);
        let now = self.inner.clock.now().timestamp_micros();
        if let Some(shared) = &self.inner.shared
            && let Some(outcome) = self.pass_together(shared, flow, name, &gate, now).await
        {
            return outcome;
        }
        gate.pass(flow, now)
    }

    /// The same for all processes; none while Redis is away.
    async fn pass_together(
        &self,
        shared: &Shared,
        flow: Flow,
        name: u128,
        gate: &Gate,
        now: i64,
    ) -> Option<Result<(), Exceeded>> {
        let is_away = || self.inner.away_until.load(Ordering::Relaxed) > now;
        if let Some(outcome) = gate.pass_in_hand(now) {
            return Some(outcome);
        }
        if is_away() {
            return None;
        }
        let _turn = gate.turn.lock().await;
        if let Some(outcome) = gate.pass_in_hand(now) {
            return Some(outcome);
        }
        if is_away() {
            return None;
        }
        match shared.lot(flow, name).await {
            Ok(Ok(granted)) => {
                gate.take_in_hand(granted);
                Some(Ok(()))
            }
            Ok(Err(exceeded)) => {
                gate.close(now, exceeded.retry_after.max(flow.until_a_lot()));
                Some(Err(exceeded))
            }
            Err(error) => {
                tracing::debug!(%error, "flows are counted by this process alone");
                self.inner.away_until.store(now.saturating_add(AWAY), Ordering::Relaxed);
                None
            }
        }
    }

    /// Counts one try of `key`, and refuses it when there were too many.
    pub async fn take(&self, rule: Rule, key: &str) -> Result<(), Exceeded> {
        let name = self.name(rule.name, key);
        if let Some(shared) = &self.inner.shared {
            match shared.take(rule, name).await {
                Ok(outcome) => return outcome,
                Err(error) => tracing::debug!(%error, "limits are counted by this process alone"),
            }
        }
        self.inner.local.take(rule, name)
    }
}
