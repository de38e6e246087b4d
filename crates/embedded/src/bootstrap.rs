//! Runs `infra/postgres/bootstrap.sql`. It also proves that the server answers, so it runs at every start.

use std::{path::Path, process::Stdio};

use tokio::{io::AsyncWriteExt, process::Command};

use crate::{
    account::bare_environment,
    error::{Error, tail},
    passwords::Passwords,
    process::Server,
    url::Login,
};

const SQL: &str = include_str!("../../../infra/postgres/bootstrap.sql");

pub(crate) async fn run(programs: &Path, server: &Server, passwords: &Passwords) -> Result<(), Error> {
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
    if output.status.success() {
        return Ok(());
    }
    Err(Error::Bootstrap { output: tail(&String::from_utf8_lossy(&output.stderr)) })
}
