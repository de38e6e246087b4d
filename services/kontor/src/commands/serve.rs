//! `kontor serve`: the HTTP APIs.

use std::{net::SocketAddr, process::ExitCode, sync::Arc, time::Duration};

use anyhow::{Context, bail};
use axum::Router;
use config::Config;
use db::SystemClock;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use web::Limits;

use crate::{
    cli::ServeArgs,
    database::Database,
    platform::{self, Platform, SERVICES, Service},
};

pub(crate) async fn serve(args: ServeArgs) -> anyhow::Result<ExitCode> {
    let mut config = Config::load()?;
    config.server.port = args.port.unwrap_or(config.server.port);
    config.cache.enabled &= !args.no_cache;
    let telemetry = telemetry::init(&config)?;
    let listener = bind(config.server.address()).await?;
    let database = Database::open(&config).await?;

    let stop = stop_on_signal();
    let metrics = telemetry.metrics();
    let platform = Platform::new(
        config,
        database.app.clone(),
        database.direct.clone(),
        Arc::new(SystemClock),
        Arc::new(move || metrics.render()),
        stop.clone(),
    )
    .await?;
    refuse_old_schema(&platform).await?;
    let services: Vec<Service> = SERVICES
        .iter()
        .filter(|service| args.services.is_empty() || args.services.iter().any(|name| name == service.name))
        .copied()
        .collect();
    let router = platform::router(&platform, &services);
    tracing::info!(address = %listener.local_addr()?, "serving");
    run(&platform, listener, router).await;
    platform.app.db.close().await;
    database.close().await?;
    tokio::task::spawn_blocking(move || telemetry.shutdown()).await?;
    Ok(ExitCode::SUCCESS)
}

/// Serves until the platform stops.
pub(crate) async fn run(platform: &Platform, listener: TcpListener, router: Router) {
    let server = &platform.app.config.server;
    let limits = Limits {
        connections: server.max_connections,
        header_timeout: Duration::from_secs(15),
        grace: server.shutdown_grace,
    };
    platform.readiness.set(true);
    let readiness = platform.readiness.clone();
    let stop = platform.stop.clone();
    tokio::spawn(async move {
        stop.cancelled().await;
        readiness.set(false);
    });
    web::serve(listener, router, limits, platform.stop.clone()).await;
}

/// Takes the port before anything else is started, so that a busy one is known at once.
pub(crate) async fn bind(address: SocketAddr) -> anyhow::Result<TcpListener> {
    match TcpListener::bind(address).await {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => bail!(
            "port {} is in use by another program: stop it, or choose another port with --port {}",
            address.port(),
            address.port().saturating_add(1)
        ),
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
            bail!("not allowed to listen on {address}: choose a port above 1023 with --port 8080")
        }
        Err(error) => Err(error).with_context(|| format!("cannot listen on {address}")),
    }
}

/// A schema that is older than the code would answer with errors, so it is refused; a database that is away is not.
pub(crate) async fn refuse_old_schema(platform: &Platform) -> anyhow::Result<()> {
    let tx = match platform.app.db.begin_system("look for pending migrations").await {
        Ok(tx) => tx,
        Err(db::Error::Unavailable(error)) => {
            tracing::warn!(%error, "the database is not available yet");
            return Ok(());
        }
        Err(error) => return Err(explain(error)),
    };
    let pending = migrations::pending(&*tx).await?;
    if !pending.is_empty() {
        bail!(
            "the database misses {} migrations ({}): run `kontor migrate up` first",
            pending.len(),
            pending.join(", ")
        );
    }
    Ok(())
}

fn explain(error: db::Error) -> anyhow::Error {
    anyhow::Error::new(error)
        .context("cannot work in this database: run infra/postgres/bootstrap.sql, then `kontor migrate up`")
}

/// Cancelled by Ctrl-C or a polite kill.
pub(crate) fn stop_on_signal() -> CancellationToken {
    let stop = CancellationToken::new();
    let signalled = stop.clone();
    tokio::spawn(async move {
        let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
            return;
        };
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("stopping");
        signalled.cancel();
    });
    stop
}
