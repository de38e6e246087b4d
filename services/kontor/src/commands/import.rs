//! `kontor import`

use std::{fs::File, io::BufReader, path::Path, process::ExitCode, sync::Arc};

use anyhow::{Context, bail};
use catalog::import::shopify;
use config::Config;
use db::{Db, SystemClock};
use indicatif::{ProgressBar, ProgressStyle};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{database::Database, platform::Platform};

const SHOWN_ERRORS: usize = 50;

pub(crate) async fn import_shopify(file: &Path, shop: &str, currency: Option<String>) -> anyhow::Result<ExitCode> {
    let reader = File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
    let config = Config::load()?;
    let database = Database::open(&config).await?;
    let settings = Platform::database_settings(&config, database.app.clone());
    let db = Db::connect(&settings, Arc::new(SystemClock)).await?;
    let done = import(&db, BufReader::new(reader), shop, currency).await;
    db.close().await;
    if done.is_ok() {
        database.analyze().await?;
    }
    database.close().await?;
    done
}

async fn import(db: &Db, reader: BufReader<File>, shop: &str, currency: Option<String>) -> anyhow::Result<ExitCode> {
    let organization = find_shop(db, shop).await?;
    let bar = ProgressBar::no_length().with_style(
        ProgressStyle::with_template("{spinner} {pos} products in {elapsed}")
            .unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    let report = shopify::run(db, organization, reader, shopify::Options { currency }, |progress| {
        bar.set_position(progress.products);
    })
    .await?;
    bar.finish_and_clear();
    for error in report.errors.iter().take(SHOWN_ERRORS) {
        println!("line {}: {}", error.line, error.message);
    }
    if report.errors.len() > SHOWN_ERRORS {
        println!("… and {} more", report.errors.len() - SHOWN_ERRORS);
    }
    println!(
        "{} created, {} updated, {} unchanged, {} lines refused",
        report.created,
        report.updated,
        report.unchanged,
        report.errors.len()
    );
    Ok(if report.errors.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

#[derive(FromQueryResult)]
struct Found {
    id: Uuid,
}

async fn find_shop(db: &Db, slug: &str) -> anyhow::Result<Uuid> {
    let tx = db.begin_system("find the shop to import into").await?;
    let found: Option<Found> =
        db::fetch_optional(&tx, "select id from auth.organization where slug = $1", [slug.into()]).await?;
    tx.commit().await?;
    match found {
        Some(found) => Ok(found.id),
        None => bail!("there is no shop '{slug}': name one with --shop, or make the demo shop with `kontor seed demo`"),
    }
}
