//! `kontor payments`

use std::{process::ExitCode, sync::Arc};

use config::Config;
use db::{Db, SystemClock};

use crate::{cli::PaymentsCommand, database::Database, platform::Platform};

pub(crate) async fn payments(command: PaymentsCommand) -> anyhow::Result<ExitCode> {
    let config = Config::load()?;
    let database = Database::open(&config).await?;
    let db = Db::connect(&Platform::database_settings(&config, database.app.clone()), Arc::new(SystemClock)).await?;
    let done = run(&db, command).await;
    db.close().await;
    database.close().await?;
    done
}

async fn run(db: &Db, command: PaymentsCommand) -> anyhow::Result<ExitCode> {
    match command {
        PaymentsCommand::Sweep => {
            orders::sweep(db).await?;
            println!("a worker looks after payments now");
        }
        PaymentsCommand::Events { dead, limit } => {
            let events = orders::webhook_events(db, dead, limit).await?;
            for event in &events {
                let at = event.received_at.format("%Y-%m-%d %H:%M:%S");
                let of = event.object_id.as_deref().unwrap_or("-");
                let shop = event.shop.as_deref().unwrap_or("-");
                let id = &event.id;
                println!("{id}  {at}  {:<10} {shop}  {}  {of}  {}", event.status, event.r#type, event.event_id);
                if let Some(error) = &event.last_error {
                    println!("    after {} tries: {error}", event.tries);
                }
            }
            let which = if dead { "put aside" } else { "shown" };
            println!(
                "{} {which}",
                if events.len() == 1 { "1 event".to_owned() } else { format!("{} events", events.len()) }
            );
        }
        PaymentsCommand::Replay { id, .. } => {
            let replayed = orders::replay_webhook_events(db, id.as_deref()).await?;
            if replayed == 0 {
                println!("nothing was to be done: there is no such event, or it waits already");
                return Ok(if id.is_some() { ExitCode::FAILURE } else { ExitCode::SUCCESS });
            }
            println!("a worker looks after {replayed} now");
        }
    }
    Ok(ExitCode::SUCCESS)
}
