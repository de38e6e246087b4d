//! One process: database, cache, keys, notices, and the services on top of them.

mod media;
mod notices;
mod pages;
mod personal;
mod router;
mod secret;
mod services;

use std::{path::PathBuf, sync::Arc, time::Duration};

use accounts::Accounts;
use analytics::Recorder;
use audit::Audit;
use auth::Keys;
use cache::Cache;
use catalog::files::Files;
use catalog::search::{Semantics, Share};
use cms::{Library, Presence, Previews};
use config::Config;
use db::{Clock, Db, Listener};
use limits::Limits;
use mail::Mailer;
use orders::Desk;
use secrecy::{ExposeSecret, SecretString};
use tokio_util::sync::CancellationToken;
use vault::sign::Signer;
use web::{App, Readiness, RenderMetrics};

use crate::database::home;

pub(crate) use media::PATH as MEDIA_PATH;
pub use pages::Pages;
pub use router::{document, router};
pub use services::{Api, PERSONAL, SERVICES, Service, registry, schedules, service_names, subscriptions};

/// The channels that a process listens to.
pub const CHANNELS: &[&str] = &["kontor_cache", jobs::CHANNEL, cms::CHANNELS[0], cms::CHANNELS[1]];

/// So long a request waits for counters that processes share.
const LIMITS_WAIT: Duration = Duration::from_millis(50);

/// Everything that the parts of a process share.
#[derive(Clone)]
pub struct Platform {
    /// What handlers see.
    pub app: App,
    /// The response cache.
    pub cache: Cache,
    /// The finder of keys.
    pub keys: Keys,
    /// Who called what.
    pub audit: Audit,
    /// Who looked at what.
    pub views: Recorder,
    /// Identity.
    pub accounts: Accounts,
    /// What was uploaded and exported.
    pub files: Files,
    /// Pictures and documents of pages.
    pub library: Library,
    /// What queries of shoppers mean.
    pub semantics: Semantics,
    /// By what previews are opened.
    pub previews: Previews,
    /// Who has which page open.
    pub presence: Presence,
    /// Who takes payments.
    pub desk: Desk,
    /// Sends mail.
    pub mailer: Mailer,
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
        let clock = Arc::clone(db.clock());
        let cache = Cache::with_clock(settings, redis, cache::Clock::from_fn(move || clock.now().into()));
        let keys = Keys::new(db.clone());
        let listener = Listener::spawn(direct_url, CHANNELS, stop.clone());
        notices::forward(listener.subscribe(), cache.clone(), keys.clone(), stop.clone());
        let mail = mail::Settings::new(&config.mail, home().join("mail"))?;
        let mailer = Mailer::open(mail, Arc::clone(db.clock()))?;
        let secret = auth_secret(&config)?;
        let app = App { db, config: Arc::new(config) };
        let limits = Limits::new(Arc::clone(app.db.clock()), app.config.redis.url.as_ref(), LIMITS_WAIT)?;
        let folder = app.config.storage.path.as_ref().map_or_else(|| home().join("files"), PathBuf::from);
        let storage = storage::Storage::local(folder)?;
        let library = Library::new(app.clone(), storage.clone());
        let files = Files::new(app.clone(), storage, limits.clone());
        let share = Share { limits: limits.clone(), most: app.config.limits.meanings };
        let accounts = Accounts::new(app.clone(), secret, limits)?;
        let embedder = embeddings::open(&app.config.search, &home().join(embeddings::FOLDER))?;
        let previews = Previews::new(signer_of(&app.config, "previews")?, accounts.limits.clone());
        // Windows that listen leave the greater part of the connections to everybody else.
        let presence =
            Presence::start(app.db.clone(), app.config.server.max_connections / 4, listener.subscribe(), &stop);
        let semantics = Semantics::new(embedder, Some(share));
        let desk = Desk::new(app.db.clone(), &app.config, accounts.keyring().clone())?;
        let audit = Audit::start(app.db.clone(), app.config.server.trusted_proxies.clone());
        let views = Recorder::start(app.db.clone());
        Ok(Self {
            app,
            views,
            audit,
            accounts,
            files,
            library,
            semantics,
            previews,
            presence,
            desk,
            mailer,
            cache,
            keys,
            listener,
            readiness: Readiness::default(),
            metrics,
            stop,
        })
    }

    /// Ends the process's work with the database, once nothing else works: the last calls are logged before it is closed.
    pub async fn close(&self) {
        self.audit.close().await;
        self.views.close().await;
        self.app.db.close().await;
    }

    /// The settings of the pools.
    pub fn database_settings(config: &Config, url: SecretString) -> db::Settings {
        let config::Database {
            url: _,
            direct_url: _,
            replica_url,
            max_connections,
            max_reads,
            min_connections,
            acquire_timeout,
            statement_timeout,
            read_timeout,
            lock_timeout,
            slow_statement,
        } = config.database.clone();
        let max_reads = max_reads.unwrap_or_else(|| default_max_reads(&url, max_connections));
        db::Settings {
            url,
            replica_url,
            max_connections,
            max_reads,
            min_connections,
            acquire_timeout,
            statement_timeout,
            read_timeout,
            lock_timeout,
            slow_statement,
        }
    }
}

/// The secret of this installation: the configured one, or the one that is kept on this machine.
pub(crate) fn auth_secret(config: &Config) -> anyhow::Result<SecretString> {
    match &config.auth.secret {
        Some(secret) => Ok(secret.clone()),
        None => secret::kept(&home()),
    }
}

/// Signs for one purpose, by a key that is made of the installation's secret; what older secrets signed counts as long as they do.
pub(crate) fn signer_of(config: &Config, purpose: &str) -> anyhow::Result<Signer> {
    let secrets = std::iter::once(auth_secret(config)?).chain(config.auth.previous_secrets.iter().cloned());
    Ok(Signer::new(secrets.map(|secret| vault::derive(&secret, purpose)))?)
}

/// Postgres on this machine shares the cores with this process: more reads than twice the cores only take turns, and the
/// taking of turns costs. One that is elsewhere spends most of a read on the way.
fn default_max_reads(url: &SecretString, max_connections: u32) -> u32 {
    let spared = (max_connections * 3 / 4).max(1);
    let cores = std::thread::available_parallelism().map_or(4, |cores| u32::try_from(cores.get()).unwrap_or(4));
    if is_here(url.expose_secret()) { spared.min((2 * cores).max(4)) } else { spared }
}

/// Whether a URL leads to this machine: by a Unix socket or the loopback address.
fn is_here(url: &str) -> bool {
    let Ok(url) = url::Url::parse(url) else { return false };
    let parameter = url.query_pairs().find(|(name, _)| name == "host").map(|(_, host)| host.into_owned());
    let host = parameter.or_else(|| url.host_str().map(str::to_owned)).unwrap_or_default();
    host.starts_with('/') || ["localhost", "127.0.0.1", "[::1]", "::1"].contains(&host.as_str())
}

#[cfg(test)]
mod tests {
    use super::{default_max_reads, is_here};

    #[test]
    fn postgres_here_or_elsewhere() {
        for here in ["postgres://a:b@localhost/c", "postgres://a@127.0.0.1:1/c", "postgres://a@[::1]/c"] {
            assert!(is_here(here), "{here}");
        }
        assert!(is_here("postgres://a@localhost/c?host=/run/postgres&port=1"));
        assert!(!is_here("postgres://a@db.internal/c"));
        assert!(!is_here("postgres://a@localhost/c?host=db.internal"));
    }

    #[test]
    fn some_connections_are_spared() {
        let reads = |url: &str, connections| default_max_reads(&url.to_owned().into(), connections);
        assert_eq!(reads("postgres://a@db.internal/c", 16), 12);
        assert_eq!(reads("postgres://a@db.internal/c", 1), 1);
        assert_eq!(reads("postgres://a@localhost/c", 4), 3);
    }
}
