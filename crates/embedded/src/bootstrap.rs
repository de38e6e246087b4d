//! Runs `infra/postgres/bootstrap.sql`. It also proves that the server answers, so it runs at every start.

use std::{fs, path::Path, process::Stdio};

use tokio::{io::AsyncWriteExt, net::UnixStream, process::Command};
use xxhash_rust::xxh3::xxh3_64;

use crate::{
    account::bare_environment,
    error::{About, Error, tail},
    passwords::Passwords,
    place::Place,
    process::Server,
    url::Login,
};

const SQL: &str = include_str!("../../../infra/postgres/bootstrap.sql");

/// How psql ends when it got no connection, or lost it.
const NO_CONNECTION: i32 = 2;

/// Whether this release's script has run on this very server process, and it still takes connections. A hundred test
/// processes that share a server need not each run the script.
pub(crate) async fn is_done(place: &Place, server: &Server) -> bool {
    let done = fs::read_to_string(place.bootstrapped()).is_ok_and(|done| done == stamp(server));
    done && UnixStream::connect(server.sockets.join(format!(".s.PGSQL.{}", server.port))).await.is_ok()
}

fn stamp(server: &Server) -> String {
    format!("{} {:016x}", server.pid, xxh3_64(SQL.as_bytes()))
}

pub(crate) async fn run(place: &Place, programs: &Path, server: &Server, passwords: &Passwords) -> Result<(), Error> {
    let psql = programs.join("psql");
    let mut command = Command::new(&psql);
    bare_environment(&mut command);
    command
        .args(["--no-psqlrc", "--no-password", "--quiet", "--dbname", "postgres"])
        .args(["--username", Login::Superuser.role(), "--port", &server.port.to_string()])
        .arg("--host")
        .arg(&server.sockets)
        .env("PGPASSWORD", passwords.of(Login::Superuser))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    let failed = |source| Error::Run { program: psql.clone(), source };
    let mut child = command.spawn().map_err(failed)?;
    // Passwords go in by the pipe, because arguments can be read by everybody on the machine.
    let script = format!(
        "\\set owner_password '{}'\n\\set app_password '{}'\n{SQL}",
        passwords.of(Login::Owner),
        passwords.of(Login::App)
    );
    if let Some(mut stdin) = child.stdin.take() {
        // psql that gives up closes its end: what it says is worth more than that.
        let _ = stdin.write_all(script.as_bytes()).await;
    }
    let output = child.wait_with_output().await.map_err(failed)?;
    let said = tail(&String::from_utf8_lossy(&output.stderr));
    match output.status.code() {
        Some(0) => fs::write(place.bootstrapped(), stamp(server)).about("write", &place.bootstrapped()),
        Some(NO_CONNECTION) => Err(Error::NoAnswer { output: said, log: place.log() }),
        _ => Err(Error::Bootstrap { output: said }),
    }
}
