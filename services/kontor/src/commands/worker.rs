//! `kontor worker`: jobs and schedules.

use std::{process::ExitCode, sync::Arc};

use config::Config;
use db::SystemClock;
use jobs::RunnerSettings;
use worker::WorkerSettings;

use super::serve::{Schema, await_schema, look_at_schema, stop_on_signal};
use crate::{
    database::Database,
    platform::{self, Platform},
};

pub(crate) async fn worker() -> anyhow::Result<ExitCode> {
    let config = Config::load()?;
    let telemetry = telemetry::init(&config)?;
    let database = Database::open(&config).await?;
    let stop = stop_on_signal();
    let metrics = telemetry.metrics();
    let platform = Platform::new(
        config,
        database.app.clone(),
        database.direct.clone(),
        Arc::new(SystemClock),
        Arc::new(move || metrics.render()),
        stop,
    )
    .await?;
    if look_at_schema(&platform).await? == Schema::Current || await_schema(&platform).await {
        tracing::info!("working");
        run(&platform).await?;
    }
    platform.close().await;
    database.close().await?;
    tokio::task::spawn_blocking(move || telemetry.shutdown()).await?;
    Ok(ExitCode::SUCCESS)
}

/// Works until the platform stops.
pub(crate) async fn run(platform: &Platform) -> anyhow::Result<()> {
    let config = &platform.app.config;
    let registry = platform::registry(platform);
    platform::subscriptions().sync(&platform.app.db, &registry).await?;
    let settings = WorkerSettings {
        runner: RunnerSettings {
            slots: config.jobs.concurrency,
            lease: config.jobs.lease,
            poll: config.jobs.poll_interval,
            grace: config.server.shutdown_grace,
            ..RunnerSettings::default()
        },
        growing: WorkerSettings::growing(config.retention.audit_days, config.retention.security_days),
        keep_dead: config.jobs.keep_dead,
        ..WorkerSettings::default()
    };
    worker::run(
        settings,
        platform.app.db.clone(),
        platform.listener.clone(),
        registry,
        platform::schedules()?,
        platform.stop.clone(),
    )
    .await?;
    Ok(())
}
