//! `kontor import better-auth`

use std::{env, io::IsTerminal, process::ExitCode, sync::Arc};

use accounts::{
    import::better_auth::{self, Counts, Options, Report, Source},
    seal::Keys,
};
use anyhow::{Context, bail};
use config::Config;
use db::{Db, SystemClock};
use indicatif::{ProgressBar, ProgressStyle};
use secrecy::{ExposeSecret, SecretString};
use vault::better_auth::Secrets;

use crate::{
    cli::BetterAuthArgs,
    database::Database,
    platform::{self, Platform},
};

const SHOWN_LINES: usize = 50;
const SHOWN_TABLES: usize = 10;

pub(crate) async fn import_better_auth(args: BetterAuthArgs) -> anyhow::Result<ExitCode> {
    let BetterAuthArgs { from, schema, dry_run } = args;
    let Some(from) = from.map(SecretString::from).or_else(|| variable("BETTER_AUTH_DATABASE_URL")) else {
        bail!("which database? name it with --from postgres://… or in BETTER_AUTH_DATABASE_URL");
    };
    let secret = variable("BETTER_AUTH_SECRET");
    let secrets = Secrets::new(secret.clone(), variable("BETTER_AUTH_SECRETS").as_ref())?;
    let config = Config::load()?;
    let keys = Keys::new(&config, &platform::auth_secret(&config)?)?;
    let mut source = Source::open(&from, schema.as_deref()).await?;

    let database = Database::open(&config).await?;
    let settings = Platform::database_settings(&config, database.app.clone());
    let db = Db::connect(&settings, Arc::new(SystemClock)).await?;
    let done = import(&db, &keys, &mut source, &Options { secrets, dry_run }).await;
    source.close().await;
    db.close().await;
    if done.is_ok() && !dry_run {
        database.analyze().await?;
    }
    database.close().await?;

    let report = done?;
    print(&report, dry_run);
    if report.of("session").rows() > 0 {
        println!("{}", about_cookies(&config, secret.as_ref()));
    }
    Ok(if report.total().refused == 0 { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

/// A secret of the environment; empty is as good as not given.
fn variable(name: &str) -> Option<SecretString> {
    env::var(name).ok().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()).map(SecretString::from)
}

async fn import(db: &Db, keys: &Keys, source: &mut Source, options: &Options) -> anyhow::Result<Report> {
    let tx = db.begin_system("look for pending migrations").await?;
    let pending = migrations::pending(&*tx).await?;
    tx.commit().await?;
    if !pending.is_empty() {
        bail!("the database misses {} migrations: run `kontor migrate up` first", pending.len());
    }
    let bar = bar("{spinner} {bar:30} {pos} of {len} rows, {msg}, {elapsed}");
    let report = better_auth::run(db, keys, source, options, |progress| {
        bar.set_length(progress.total);
        bar.set_position(progress.rows);
        bar.set_message(progress.table);
    })
    .await;
    bar.finish_and_clear();
    report.context("not everything was taken")
}

/// A progress bar for people; nothing where nobody looks.
pub(super) fn bar(template: &str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style)
}

fn print(report: &Report, dry_run: bool) {
    for (lines, what) in [(&report.refused, "refused"), (&report.incomplete, "taken without something")] {
        for line in lines.iter().take(SHOWN_LINES) {
            println!("{what}: {line}");
        }
        if lines.len() > SHOWN_LINES {
            println!("… and {} more {what}", lines.len() - SHOWN_LINES);
        }
    }
    println!("{:<18}{:>10}{:>10}{:>10}{:>10}", "", "created", "updated", "unchanged", "refused");
    for (table, counts) in &report.tables {
        println!("{table:<18}{}", columns(*counts));
    }
    let total = report.total();
    println!("{:<18}{}", "all", columns(total));
    if total.kept > 0 {
        println!(
            "{} of the unchanged differ there, and were changed, used or deleted here: they stay as they are here",
            total.kept
        );
    }
    if report.over > 0 {
        println!("{} sessions are over and were not taken", report.over);
    }
    if report.verifications > 0 {
        println!(
            "{} links, codes and challenges under way are not taken (table verification): people ask for new ones",
            report.verifications
        );
    }
    if !report.ignored.is_empty() {
        let shown = report.ignored.iter().take(SHOWN_TABLES).map(String::as_str).collect::<Vec<_>>().join(", ");
        let more = if report.ignored.len() > SHOWN_TABLES { ", …" } else { "" };
        println!("{} tables there are none of Better Auth's that Kontor knows: {shown}{more}", report.ignored.len());
    }
    if dry_run {
        println!("this was a dry run: nothing was written");
    }
}

fn columns(counts: Counts) -> String {
    let Counts { created, updated, unchanged, kept, refused } = counts;
    format!("{created:>10}{updated:>10}{:>10}{refused:>10}", unchanged + kept)
}

/// Sessions are worth as much as their cookies.
fn about_cookies(config: &Config, secret: Option<&SecretString>) -> &'static str {
    let Some(secret) = secret.map(ExposeSecret::expose_secret) else {
        return "so that cookies of these sessions stay valid, start Kontor with that installation's secret in AUTH_PREVIOUS_SECRETS";
    };
    if secret.chars().count() < 32 {
        return "the secret of that installation is too short to be trusted: its cookies are not valid here, people sign in again";
    }
    let present = config.auth.secret.iter().chain(&config.auth.previous_secrets);
    if present.into_iter().any(|known| known.expose_secret() == secret) {
        "cookies of these sessions stay valid: the settings here have that installation's secret"
    } else {
        "so that cookies of these sessions stay valid, start Kontor with AUTH_PREVIOUS_SECRETS=<that installation's secret>"
    }
}
