use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

use secrecy::SecretString;

/// How much is kept and for how long.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `false`: every request runs its handler; ETag and `304` still work.
    pub enabled: bool,
    /// The bound of the memory that kept answers use, their keys and headers included.
    pub max_bytes: u64,
    /// The longest life of an answer: a net below the invalidation, for what nobody tells.
    pub ttl: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self { enabled: true, max_bytes: 64 * 1024 * 1024, ttl: Duration::from_mins(5) }
    }
}

/// The Redis that processes share as second level.
#[derive(Clone, Debug)]
pub struct RedisSettings {
    /// `redis://[user:password@]host:port/[database]`.
    pub url: SecretString,
    /// Part of every key. Put the build's version into it: two builds may answer one request differently.
    pub namespace: String,
    /// The longest that a request waits for Redis before its handler runs.
    pub timeout: Duration,
}

impl RedisSettings {
    /// Settings with a time-out of 50 ms.
    pub fn new(url: SecretString, namespace: impl Into<String>) -> Self {
        Self { url, namespace: namespace.into(), timeout: Duration::from_millis(50) }
    }
}

/// Where the cache takes the time from; expiry is wall-clock time, as it compares with moments from the database.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> SystemTime + Send + Sync>);

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self::from_fn(SystemTime::now)
    }

    /// A clock of one's own, for tests.
    pub fn from_fn(now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    pub(crate) fn now(&self) -> SystemTime {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// Whether the cache does its work, for a readiness page. A request is answered in any of these states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Health {
    /// As set.
    pub enabled: bool,
    /// Whether this process is being told of changes; if not, every request runs its handler.
    pub listening: bool,
    /// Whether the shared level is in use; `None` without Redis.
    pub redis: Option<bool>,
}

impl Health {
    /// Whether every level that is configured is in use.
    pub fn is_ready(self) -> bool {
        !self.enabled || (self.listening && self.redis != Some(false))
    }
}
