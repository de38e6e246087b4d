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
    let schema = look_at_schema(&platform).await?;
    let services: Vec<Service> = SERVICES
        .iter()
        .filter(|service| args.services.is_empty() || args.services.iter().any(|name| name == service.name))
        .copied()
        .collect();
    let router = platform::router(&platform, &services);
    tracing::info!(address = %listener.local_addr()?, "serving");
    run(&platform, listener, router, schema).await;
    platform.close().await;
    database.close().await?;
    tokio::task::spawn_blocking(move || telemetry.shutdown()).await?;
    Ok(ExitCode::SUCCESS)
}

/// Serves until the platform stops.
pub(crate) async fn run(platform: &Platform, listener: TcpListener, router: Router, schema: Schema) {
    let server = &platform.app.config.server;
    let limits = Limits {
        connections: server.max_connections,
        // Also how long a connection rests between requests: longer than balancers keep theirs (60 s), which would else send into one that is
        // just being closed, and answer 502.
        header_timeout: Duration::from_secs(75),
        grace: server.shutdown_grace,
    };
    platform.readiness.set(schema == Schema::Current);
    let watched = platform.clone();
    tokio::spawn(async move {
        if schema == Schema::Unknown && await_schema(&watched).await {
            watched.readiness.set(true);
        }
        watched.stop.cancelled().await;
        watched.readiness.set(false);
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

/// What is known of the database's schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Schema {
    /// It is the one that this build was made for.
    Current,
    /// The database is away.
    Unknown,
}

/// A schema that is older than the code would answer with errors, so it is refused; a database that is away is not.
pub(crate) async fn look_at_schema(platform: &Platform) -> anyhow::Result<Schema> {
    let tx = match platform.app.db.begin_system("look for pending migrations").await {
        Ok(tx) => tx,
        Err(db::Error::Unavailable(error)) => {
            tracing::debug!(%error, "the database is away");
            return Ok(Schema::Unknown);
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
    Ok(Schema::Current)
}

/// Waits for a database that was away at the start. False when the process is to stop before there is one.
pub(crate) async fn await_schema(platform: &Platform) -> bool {
    tracing::warn!("the database is not available yet: waiting for it");
    let mut last = String::new();
    loop {
        tokio::select! {
            () = platform.stop.cancelled() => return false,
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
        match look_at_schema(platform).await {
            Ok(Schema::Current) => return true,
            Ok(Schema::Unknown) => {}
            // Whoever migrates it while this process waits need not restart it.
            Err(error) => {
                let told = format!("{error:#}");
                if told != last {
                    tracing::error!(error = told, "not ready");
                }
                last = told;
            }
        }
    }
}

const LOOK_EVERY: Duration = Duration::from_millis(500);

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
