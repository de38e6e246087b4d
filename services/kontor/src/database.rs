//! Which Postgres a command works on: the configured one, or the embedded one.

use std::path::PathBuf;

use anyhow::Context;
use config::Config;
use embedded::{Options, Postgres};
use secrecy::{ExposeSecret, SecretString};

/// The folder of everything that Kontor makes on this machine.
pub(crate) fn home() -> PathBuf {
    PathBuf::from(".kontor")
}

/// The URLs of a database, and the embedded server that answers them, when there is one.
pub(crate) struct Database {
    /// For the application, possibly through a pooler.
    pub(crate) app: SecretString,
    /// For migrations and LISTEN.
    pub(crate) direct: SecretString,
    /// The server that this process started.
    server: Option<Postgres>,
}

impl Database {
    /// The configured database, else the embedded one: started, or joined when `kontor dev` runs.
    pub(crate) async fn open(config: &Config) -> anyhow::Result<Self> {
        if let Some(configured) = Self::configured(config) {
            return Ok(configured);
        }
        let options = Options::dev(home());
        match Postgres::find(&options).await {
            Ok(running) => Ok(Self::of(&running)),
            Err(embedded::Error::NotRunning { .. }) => Self::start(options).await,
            Err(error) => Err(error.into()),
        }
    }

    /// The configured database, if there is one.
    pub(crate) fn configured(config: &Config) -> Option<Self> {
        let app = config.database.url.clone()?;
        let direct = config.database.direct_url.clone().unwrap_or_else(|| app.clone());
        Some(Self { app, direct, server: None })
    }

    /// Starts the embedded server.
    pub(crate) async fn start(options: Options) -> anyhow::Result<Self> {
        let server = Postgres::start(options).await?;
        Ok(Self { server: None, ..Self::of(&server) }.owning(server))
    }

    fn of(server: &Postgres) -> Self {
        // The application's login cannot change the schema; migrations and LISTEN use the owner's.
        Self { app: SecretString::from(server.app_url()), direct: SecretString::from(server.owner_url()), server: None }
    }

    fn owning(self, server: Postgres) -> Self {
        Self { server: Some(server), ..self }
    }

    /// Applies pending migrations.
    pub(crate) async fn migrate(&self) -> anyhow::Result<Vec<String>> {
        migrations::up(self.direct.expose_secret(), None).await.context("the schema could not be brought up to date")
    }

    /// After much was written at once: without statistics the planner guesses.
    pub(crate) async fn analyze(&self) -> anyhow::Result<()> {
        migrations::analyze(self.direct.expose_secret()).await.context("the statistics could not be brought up to date")
    }

    /// Stops the embedded server, if this process started it.
    pub(crate) async fn close(self) -> anyhow::Result<()> {
        match self.server {
            Some(server) => server.stop().await.context("postgres did not stop"),
            None => Ok(()),
        }
    }
}
