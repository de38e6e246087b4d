//! `kontor doctor`

use std::{process::ExitCode, sync::Arc};

use config::Config;
use db::{Db, SystemClock};
use sea_orm::FromQueryResult;
use secrecy::ExposeSecret;

use crate::{database::Database, platform::Platform};

pub(crate) async fn doctor_schema() -> anyhow::Result<ExitCode> {
    let config = Config::load()?;
    let database = Database::open(&config).await?;
    let report = migrations::doctor(database.direct.expose_secret()).await;
    database.close().await?;
    let report = report?;
    for finding in &report.findings {
        println!("{}: {}\n    {}", finding.rule, finding.object, finding.remedy);
    }
    if report.findings.is_empty() {
        println!(
            "the schema is sound: {} tables, {} policies, {} functions checked",
            report.tables, report.policies, report.functions
        );
        return Ok(ExitCode::SUCCESS);
    }
    println!("{} findings", report.findings.len());
    Ok(ExitCode::FAILURE)
}

#[derive(FromQueryResult)]
struct Fault {
    shop: String,
    rule: String,
    subject: String,
    detail: String,
}

pub(crate) async fn doctor_orders() -> anyhow::Result<ExitCode> {
    let config = Config::load()?;
    let database = Database::open(&config).await?;
    let db = Db::connect(&Platform::database_settings(&config, database.app.clone()), Arc::new(SystemClock)).await?;
    let tx = db.begin_system("look at the books of all shops").await?;
    let sql = "select o.slug as shop, a.rule, a.subject::text as subject, a.detail from auth.organization o
        cross join lateral private.audit_orders(o.id) a order by 1, 2, 3";
    let faults: Vec<Fault> = db::fetch_all(&tx, sql, []).await?;
    tx.commit().await?;
    db.close().await;
    database.close().await?;
    for Fault { shop, rule, subject, detail } in &faults {
        println!("{shop}: not so: {rule}\n    {subject}: {detail}");
    }
    if faults.is_empty() {
        println!("the books are sound");
        return Ok(ExitCode::SUCCESS);
    }
    println!("{} faults", faults.len());
    Ok(ExitCode::FAILURE)
}
