//! How often somebody may do something.
//!
//! Owns counters in windows of time, in this process or, with Redis, for all processes together. Must never keep what is
//! counted by (addresses, accounts) in clear, refuse anybody because Redis is away, or grow without bound.
//!
//! To limit something: a [`Rule`] with a name of its own, and [`Limits::take`] before the work. A window begins with the
//! first try and does not slide, so within two neighbouring windows twice the limit can pass.

mod local;
mod shared;

use std::{sync::Arc, time::Duration};

use db::Clock;
use secrecy::SecretString;
use xxhash_rust::xxh3::xxh3_128_with_seed;

use self::{local::Local, shared::Shared};

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

#[derive(Debug)]
struct Inner {
    local: Local,
    shared: Option<Shared>,
    seed: u64,
}

impl Limits {
    /// Counters of this process or, with the URL of a Redis, of all that use it. Nothing is connected yet. A try waits for
    /// Redis at most `timeout`, and is then counted by this process alone.
    pub fn new(clock: Arc<dyn Clock>, redis: Option<&SecretString>, timeout: Duration) -> Result<Self, Error> {
        let shared = redis.map(|url| Shared::open(url, timeout)).transpose()?;
        // Processes that share counters must name them alike; one alone keeps its names to itself.
        let seed = if shared.is_some() { 0 } else { rand::random() };
        Ok(Self { inner: Arc::new(Inner { local: Local::new(clock), shared, seed }) })
    }

    /// Counts one try of `key`, and refuses it when there were too many.
    pub async fn take(&self, rule: Rule, key: &str) -> Result<(), Exceeded> {
        let name = xxh3_128_with_seed(format!("{}\0{key}", rule.name).as_bytes(), self.inner.seed);
        if let Some(shared) = &self.inner.shared {
            match shared.take(rule, name).await {
                Ok(outcome) => return outcome,
                Err(error) => tracing::debug!(%error, "limits are counted by this process alone"),
            }
        }
        self.inner.local.take(rule, name)
    }
}
