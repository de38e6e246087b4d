//! `kontor doctor`

use std::process::ExitCode;

use config::Config;
use secrecy::ExposeSecret;

use crate::database::Database;

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
