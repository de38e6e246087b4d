//! `kontor keys`: which keys are in use, and sealing anew.

use std::{collections::BTreeMap, process::ExitCode, sync::Arc};

use accounts::seal::{self, InUse, Keys, Rotated};
use config::Config;
use db::{Db, SystemClock};

use super::import_better_auth::bar;
use crate::{
    cli::KeysCommand,
    database::Database,
    platform::{self, Platform},
};

pub(crate) async fn keys(command: KeysCommand) -> anyhow::Result<ExitCode> {
    let config = Config::load()?;
    let keys = Keys::new(&config, &platform::auth_secret(&config)?)?;
    let database = Database::open(&config).await?;
    let settings = Platform::database_settings(&config, database.app.clone());
    let db = Db::connect(&settings, Arc::new(SystemClock)).await?;
    let done = match command {
        KeysCommand::Status => seal::status(&db).await.map(|in_use| status(&keys, &in_use)),
        KeysCommand::Rotate => rotate(&db, &keys).await,
    };
    db.close().await;
    database.close().await?;
    Ok(done?)
}

async fn rotate(db: &Db, keys: &Keys) -> db::Result<ExitCode> {
    let older = |in_use: &[InUse]| -> u64 {
        let older = in_use.iter().filter(|used| used.key.as_deref().is_some_and(|key| key != keys.newest()));
        older.map(|used| used.values).sum()
    };
    let bar = bar("{spinner} {bar:30} {pos} of {len} values, {elapsed}");
    bar.set_length(older(&seal::status(db).await?));
    let done = seal::rotate(db, keys, |progress| bar.set_position(progress.values)).await;
    bar.finish_and_clear();
    let done = done?;
    for Rotated { column, resealed, changed, failed } in &done {
        println!("{column:<24}{resealed:>10} sealed with {}", keys.newest());
        if *changed > 0 {
            println!("{:<24}{changed:>10} were changed in that moment, and stay as they were written", "");
        }
        for (why, values) in failed {
            println!("{:<24}{values:>10} do not open: {why}", "");
        }
    }
    let failed = done.iter().any(|done| !done.failed.is_empty());
    if failed {
        println!(
            "put the missing keys back into ENCRYPTION_KEYS or their secrets into AUTH_PREVIOUS_SECRETS, and rotate again"
        );
    }
    let left = seal::status(db).await?;
    Ok(if status(keys, &left) == ExitCode::SUCCESS && !failed { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

/// Prints which keys are in use; a failure when one is that nobody has.
fn status(keys: &Keys, in_use: &[InUse]) -> ExitCode {
    let mut by_key: BTreeMap<&str, u64> = BTreeMap::new();
    for InUse { column, key, values } in in_use {
        let Some(key) = key else {
            println!(
                "{column:<24}{values:>10} are not sealed: they were written by something else, and are left alone"
            );
            continue;
        };
        println!("{column:<24}{values:>10} sealed with {key}");
        *by_key.entry(key).or_default() += values;
    }
    for named in &keys.named {
        let used = by_key.remove(named.id.as_str()).unwrap_or_default();
        let what = match used {
            _ if named.id == keys.newest() => "it seals".to_owned(),
            0 if named.from == "AUTH_SECRET" => {
                "nothing is sealed with it; it still signs cookies and links".to_owned()
            }
            0 if named.from == "ENCRYPTION_KEYS" => "nothing is sealed with it: it may be removed".to_owned(),
            0 => "nothing is sealed with it: it may be removed, and what it signed ends with it".to_owned(),
            used => format!("{used} values are sealed with it: run kontor keys rotate before it is removed"),
        };
        println!("key {} of {}: {what}", named.id, named.from);
    }
    let mut unknown = false;
    for (key, values) in by_key {
        if keys.keyring.ids().any(|id| id == key) {
            println!("key {key} of an older Kontor: {values} values are sealed with it; run kontor keys rotate");
            continue;
        }
        unknown = true;
        println!(
            "key {key} is in use by {values} values and not in the settings: put it back into ENCRYPTION_KEYS, or the secret \
             that it followed from into AUTH_PREVIOUS_SECRETS"
        );
    }
    if unknown { ExitCode::from(2) } else { ExitCode::SUCCESS }
}
