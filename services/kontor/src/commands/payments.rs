//! `kontor payments`

use std::{process::ExitCode, sync::Arc};

use config::Config;
use db::{Db, SystemClock};

use crate::{database::Database, platform::Platform};

pub(crate) async fn sweep_payments() -> anyhow::Result<ExitCode> {
    let config = Config::load()?;
    let database = Database::open(&config).await?;
    let db = Db::connect(&Platform::database_settings(&config, database.app.clone()), Arc::new(SystemClock)).await?;
    let done = orders::sweep(&db).await;
    db.close().await;
    database.close().await?;
    done?;
    println!("a worker looks after payments now");
    Ok(ExitCode::SUCCESS)
}
