//! `kontor migrate`

use std::process::ExitCode;

use config::Config;
use secrecy::ExposeSecret;

use crate::{cli::MigrateCommand, database::Database};

pub(crate) async fn migrate(command: MigrateCommand) -> anyhow::Result<ExitCode> {
    let config = Config::load()?;
    let database = Database::open(&config).await?;
    let url = database.direct.expose_secret();
    match command {
        MigrateCommand::Up { steps } => {
            let applied = migrations::up(url, steps).await?;
            report("applied", &applied);
        }
        MigrateCommand::Down { steps, all } => {
            let reverted = migrations::down(url, (!all).then_some(steps)).await?;
            report("reverted", &reverted);
        }
        MigrateCommand::Status => {
            for state in migrations::status(url).await? {
                println!("{}  {}", if state.applied { "applied" } else { "pending" }, state.name);
            }
        }
    }
    database.close().await?;
    Ok(ExitCode::SUCCESS)
}

fn report(what: &str, names: &[String]) {
    for name in names {
        println!("{what}  {name}");
    }
    if names.is_empty() {
        println!("nothing to do");
    }
}
