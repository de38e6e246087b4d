//! `kontor seed`

use std::{process::ExitCode, sync::Arc};

use config::Config;
use db::{Db, SystemClock};

use crate::{
    database::{self, Database},
    demo,
    platform::Platform,
};

pub(crate) async fn seed_demo(products: Option<u32>) -> anyhow::Result<ExitCode> {
    let config = Config::load()?;
    let database = Database::open(&config).await?;
    database.migrate().await?;
    let settings = Platform::database_settings(&config, database.app.clone());
    let db = Db::connect(&settings, Arc::new(SystemClock)).await?;
    let home = database::home();
    std::fs::create_dir_all(&home)?;
    let url = config.server.public_url();
    let file = demo::seed(&db, &url, &home, products).await?;
    database.analyze().await?;
    println!("publishable key  {}", file.publishable_key);
    println!("secret key       {}", file.secret_key);
    println!("all of it        {}", home.join("demo.json").display());
    db.close().await;
    database.close().await?;
    Ok(ExitCode::SUCCESS)
}
