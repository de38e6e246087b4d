//! One process: database, cache, keys, notices, and the services on top of them.

mod media;
mod notices;
mod router;
mod services;

use std::sync::Arc;

use auth::Keys;
use cache::Cache;
use config::Config;
use db::{Clock, Db, Listener};
use secrecy::SecretString;
use tokio_util::sync::CancellationToken;
use web::{App, Readiness, RenderMetrics};

pub(crate) use media::PATH as MEDIA_PATH;
pub use router::{document, router};
pub use services::{SERVICES, Service, registry, schedules, service_names, subscriptions};

/// The channels that a process listens to.
pub const CHANNELS: &[&str] = &["kontor_cache", jobs::CHANNEL];

/// Everything that the parts of a process share.
#[derive(Clone)]
pub struct Platform {
    /// What handlers see.
    pub app: App,
    /// The response cache.
    pub cache: Cache,
    /// The finder of keys.
    pub keys: Keys,
    /// Notices from the database.
    pub listener: Listener,
    /// Whether the process wants traffic.
    pub readiness: Readiness,
    /// What `/metrics` shows.
    pub metrics: RenderMetrics,
    /// Ends everything in the background.
    pub stop: CancellationToken,
}

impl Platform {
    /// Puts a process together. Nothing is connected yet, so it starts while Postgres is away.
    pub async fn new(
        config: Config,
        app_url: SecretString,
        direct_url: SecretString,
        clock: Arc<dyn Clock>,
        metrics: RenderMetrics,
        stop: CancellationToken,
    ) -> anyhow::Result<Self> {
        let db = Db::connect(&Self::database_settings(&config, app_url), clock).await?;
        let redis = match &config.redis.url {
            Some(url) => {
                let namespace = format!("kontor-{}", env!("CARGO_PKG_VERSION"));
                Some(cache::Redis::open(cache::RedisSettings::new(url.clone(), namespace))?)
            }
            None => None,
        };
        let settings =
            cache::Settings { enabled: config.cache.enabled, max_bytes: config.cache.max_bytes, ttl: config.cache.ttl };
        let cache = Cache::new(settings, redis);
        let keys = Keys::new(db.clone());
        let listener = Listener::spawn(direct_url, CHANNELS, stop.clone());
        notices::forward(listener.subscribe(), cache.clone(), keys.clone(), stop.clone());
        let app = App { db, config: Arc::new(config) };
        Ok(Self { app, cache, keys, listener, readiness: Readiness::default(), metrics, stop })
    }

    /// The settings of the pools.
    pub fn database_settings(config: &Config, url: SecretString) -> db::Settings {
        let config::Database {
            url: _,
            direct_url: _,
            replica_url,
            max_connections,
            min_connections,
            acquire_timeout,
            statement_timeout,
            lock_timeout,
            slow_statement,
        } = config.database.clone();
        db::Settings {
            url,
            replica_url,
            max_connections,
            min_connections,
            acquire_timeout,
            statement_timeout,
            lock_timeout,
            slow_statement,
        }
    }
}
