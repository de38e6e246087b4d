//! `kontor embeddings`: how far the vectors of the search are, and making them anew.

use std::{process::ExitCode, sync::Arc};

use anyhow::bail;
use catalog::search::{Semantics, rebuild, status};
use config::Config;
use db::{Db, SystemClock};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    cli::EmbeddingsCommand,
    database::{Database, home},
    platform::Platform,
};

pub(crate) async fn embeddings(command: EmbeddingsCommand) -> anyhow::Result<ExitCode> {
    let config = Config::load()?;
    let semantics = Semantics::new(embeddings::open(&config.search, &home().join(embeddings::FOLDER))?, None);
    let database = Database::open(&config).await?;
    let settings = Platform::database_settings(&config, database.app.clone());
    let db = Db::connect(&settings, Arc::new(SystemClock)).await?;
    let done = match command {
        EmbeddingsCommand::Status => tell(&db, &semantics).await,
        EmbeddingsCommand::Rebuild { shop } => anew(&db, &semantics, shop.as_deref()).await,
    };
    db.close().await;
    database.close().await?;
    done
}

#[derive(FromQueryResult)]
struct Shop {
    id: Uuid,
    slug: String,
}

async fn shops(db: &Db, slug: Option<&str>) -> anyhow::Result<Vec<Shop>> {
    let tx = db.begin_system("find the shops").await?;
    let sql = "select o.id, o.slug from auth.organization o
        where o.id <> '00000000-0000-0000-0000-000000000000' and ($1::text is null or o.slug = $1) order by o.slug";
    let shops: Vec<Shop> = db::fetch_all(&tx, sql, [slug.into()]).await?;
    tx.commit().await?;
    match slug {
        Some(slug) if shops.is_empty() => bail!("there is no shop {slug:?}"),
        _ => Ok(shops),
    }
}

async fn tell(db: &Db, semantics: &Semantics) -> anyhow::Result<ExitCode> {
    match semantics.embedder() {
        Some(embedder) => println!("model {}, {} numbers a vector", embedder.model(), embedder.dimensions()),
        None => println!("no model is configured (KONTOR_EMBEDDER): the search works on words"),
    }
    for shop in shops(db, None).await? {
        let mut tx = db.begin_system("tell how far the search is").await?;
        tx.work_in(shop.id).await?;
        let status = status(&tx, semantics).await?;
        tx.commit().await?;
        let (documents, embedded, queued) = (status.documents, status.embedded, status.queued);
        println!("{:<24}{documents:>9} documents {embedded:>9} with a vector {queued:>9} changes waiting", shop.slug);
    }
    Ok(ExitCode::SUCCESS)
}

async fn anew(db: &Db, semantics: &Semantics, slug: Option<&str>) -> anyhow::Result<ExitCode> {
    for shop in shops(db, slug).await? {
        let mut tx = db.begin_system("make the search's index anew").await?;
        tx.work_in(shop.id).await?;
        let queued = rebuild(&tx, semantics).await?;
        tx.commit().await?;
        println!("{:<24}{queued:>9} products are queued", shop.slug);
    }
    println!("a worker does the rest: kontor embeddings status");
    Ok(ExitCode::SUCCESS)
}
