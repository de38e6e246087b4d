//! `kontor dev`: everything on this machine.

use std::{io::IsTerminal, path::Path, process::ExitCode, sync::Arc, time::Duration};

use anyhow::Context;
use config::Config;
use db::SystemClock;
use embedded::{Options, Postgres};
use indicatif::ProgressBar;

use super::{
    serve::{self, Schema},
    worker,
};
use crate::{
    cli::DevArgs,
    database::{self, Database},
    demo::{self, DemoFile},
    platform::{self, Platform, SERVICES},
};

pub(crate) async fn dev(args: DevArgs) -> anyhow::Result<ExitCode> {
    let mut config = Config::load()?;
    config.server.port = args.port.unwrap_or(config.server.port);
    let telemetry = telemetry::init(&config)?;
    let home = database::home();
    std::fs::create_dir_all(&home)
        .with_context(|| format!("cannot write {}: make the folder writable", home.display()))?;
    let listener = serve::bind(config.server.address()).await?;

    let database = database(&config, &home, args.reset).await?;
    let migrating = step("bringing the schema up to date");
    database.migrate().await?;
    migrating.finish_and_clear();

    let stop = serve::stop_on_signal();
    let metrics = telemetry.metrics();
    let url = config.server.public_url();
    let mut platform = Platform::new(
        config,
        database.app.clone(),
        database.direct.clone(),
        Arc::new(SystemClock),
        Arc::new(move || metrics.render()),
        stop.clone(),
    )
    .await?;
    let (demo, is_new) = demo_shop(&platform, &url, &home, args.no_demo).await?;
    if is_new {
        database.analyze().await?;
    }
    if let Some(demo) = &demo {
        demo::furnish(Arc::make_mut(&mut platform.app.config), demo)?;
    }
    println!("{}", banner(&url, demo.as_ref()));

    let router = platform::router(&platform, SERVICES);
    let worker = {
        let platform = platform.clone();
        tokio::spawn(async move { worker::run(&platform).await })
    };
    serve::run(&platform, listener, router, Schema::Current).await;
    // The server ends only when it was asked to; so does the worker.
    stop.cancel();
    let outcome = worker.await;
    platform.close().await;
    database.close().await?;
    tokio::task::spawn_blocking(move || telemetry.shutdown()).await?;
    outcome.context("the worker crashed")??;
    Ok(ExitCode::SUCCESS)
}

async fn database(config: &Config, home: &Path, reset: bool) -> anyhow::Result<Database> {
    if let Some(configured) = Database::configured(config) {
        anyhow::ensure!(!reset, "--reset deletes the embedded database only, and DATABASE_URL names another: unset it");
        return Ok(configured);
    }
    let options = Options::dev(home);
    if reset {
        Postgres::reset(&options).await?;
        DemoFile::remove(home);
    }
    let step = step("starting postgres");
    let database = Database::start(options).await?;
    step.finish_and_clear();
    Ok(database)
}

/// The demo shop, and whether it was made just now.
async fn demo_shop(
    platform: &Platform,
    url: &str,
    home: &Path,
    no_demo: bool,
) -> anyhow::Result<(Option<DemoFile>, bool)> {
    let db = &platform.app.db;
    if !demo::is_empty(db).await? {
        return match DemoFile::read(home) {
            Some(file) => Ok((Some(demo::follow(db, file, url, home).await?), false)),
            None => Ok((None, false)),
        };
    }
    if no_demo {
        return Ok((None, false));
    }
    let step = step("making the demo shop");
    let file = demo::seed(db, url, home, None).await?;
    step.finish_and_clear();
    Ok((Some(file), true))
}

fn step(text: &'static str) -> ProgressBar {
    let bar = if std::io::stderr().is_terminal() { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
    bar.set_message(text);
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}

fn banner(url: &str, demo: Option<&DemoFile>) -> String {
    let addresses = format!(
        "
  Kontor is at {url}

    API reference   {url}/docs
    health          {url}/ready
    metrics         {url}/metrics
"
    );
    let Some(DemoFile {
        publishable_key,
        region_id,
        admin_email,
        admin_password,
        customer_email,
        customer_password,
        gift_card_code,
        ..
    }) = demo
    else {
        return addresses + "\n  There is no demo shop. Ctrl-C stops everything.\n";
    };
    let shop = format!(
        "
  The demo shop: {url}/ (all of it in .kontor/demo.json)

    publishable key  {publishable_key}
    region           {region_id}
    administrator    {}
    password         {}
    customer         {}
    password         {}
    gift card        {}

  Try it

    curl -H 'x-publishable-api-key: {publishable_key}' \\
      '{url}/store/products?region_id={region_id}&limit=3'

  Ctrl-C stops everything.
",
        admin_email.as_deref().unwrap_or("none"),
        admin_password.as_deref().unwrap_or("none"),
        customer_email.as_deref().unwrap_or("none"),
        customer_password.as_deref().unwrap_or("none"),
        gift_card_code.as_deref().unwrap_or("none"),
    );
    addresses + &shop
}
