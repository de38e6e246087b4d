//! Makes a cluster, and deletes it.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::Path,
};

use crate::{
    error::{About, Error, tail},
    passwords::{Passwords, write_private},
    place::Place,
    settings,
    url::Login,
};

/// Character classes come from here, even though the builtin provider does the rest: with `C`, pg_trgm sees no letter
/// outside ASCII. macOS has no `C.UTF-8`.
const CTYPE: &str = if cfg!(target_os = "macos") { "en_US.UTF-8" } else { "C.UTF-8" };

/// Makes the data folder, unless it is there. It appears whole or not at all.
pub(crate) async fn ensure(place: &Place, programs: &Path) -> Result<(), Error> {
    let data = place.data();
    if data.is_dir() {
        return Ok(());
    }
    tracing::debug!(folder = %place.folder.display(), "making a new database");
    let staging = place.folder.join("data.new");
    delete(&staging)?;
    place.account.own_folder(&staging)?;
    let passwords = Passwords::make(&place.passwords())?;

    // initdb wants the password in a file that its user can read.
    let password_file = place.folder.join("initdb.password");
    write_private(&password_file, passwords.of(Login::Superuser))?;
    place.account.give(&password_file)?;
    let initdb = programs.join("initdb");
    let mut command = place.account.command(&initdb, &place.folder);
    command
        .args(["--no-sync", "--no-instructions", "--username", Login::Superuser.role()])
        .args(["--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--lc-ctype", CTYPE])
        .args(["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"])
        .arg("--pwfile")
        .arg(&password_file)
        .arg("--pgdata")
        .arg(&staging);
    let output = command.output().await;
    delete(&password_file)?;
    let output = output.map_err(|source| Error::Run { program: initdb, source })?;
    if !output.status.success() {
        delete(&staging)?;
        let output = tail(&String::from_utf8_lossy(&output.stderr));
        return Err(Error::Initdb { folder: place.folder.clone(), output });
    }

    let conf = staging.join("postgresql.conf");
    let mut file = OpenOptions::new().append(true).open(&conf).about("write", &conf)?;
    file.write_all(settings::INCLUDE.as_bytes()).about("write", &conf)?;
    fs::rename(&staging, &data).about("make", &data)
}

/// Deletes the cluster's data and what was made with it. The lock stays: somebody may be waiting for it.
pub(crate) fn erase(place: &Place) -> Result<(), Error> {
    // The data goes first and by one rename, so that an interruption leaves no half of it.
    let doomed = place.folder.join("data.old");
    delete(&doomed)?;
    match fs::rename(place.data(), &doomed) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error).about("delete", &place.data()),
        _ => {}
    }
    let rest = [place.folder.join("data.new"), place.folder.join("run"), place.passwords(), place.port()];
    for path in [doomed].into_iter().chain(rest).chain([place.bootstrapped(), place.settings(), place.log()]) {
        delete(&path)?;
    }
    Ok(())
}

fn delete(path: &Path) -> Result<(), Error> {
    let deleted = if path.is_dir() && !path.is_symlink() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match deleted {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other.about("delete", path),
    }
}
