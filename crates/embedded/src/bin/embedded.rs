//! The embedded Postgres from a shell. `scripts/test` starts the shared test cluster with it.

use std::{env, process::ExitCode};

use embedded::{DATABASE, Error, Login, Options, Postgres};
use tokio::signal::unix::{SignalKind, signal};

const HELP: &str = "\
Starts, stops and finds an embedded Postgres.

usage: embedded start --home DIR --name NAME [--shared]   print the application's URL; without --shared, run until Ctrl-C
       embedded stop  --home DIR --name NAME              stop it, whoever started it
       embedded reset --home DIR --name NAME              stop it and delete its data
       embedded url   --home DIR --name NAME [--login app|owner|superuser] [--database NAME] [--tcp]

  --home DIR   the .kontor folder
  --shared     for tests: not durable, used by several processes, runs until 'embedded stop'";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(env::args().skip(1).collect()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("embedded: {message}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Vec<String>) -> Result<(), String> {
    let mut arguments = arguments.into_iter();
    let command = arguments.next().unwrap_or_default();
    if matches!(command.as_str(), "--help" | "-h" | "help") {
        println!("{HELP}");
        return Ok(());
    }
    let (mut home, mut name, mut shared, mut tcp) = (None, None, false, false);
    let (mut login, mut database) = (Login::App, DATABASE.to_owned());
    while let Some(flag) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{flag} needs a value: see embedded --help"));
        match flag.as_str() {
            "--home" => home = Some(value()?),
            "--name" => name = Some(value()?),
            "--login" => login = parse_login(&value()?)?,
            "--database" => database = value()?,
            "--shared" => shared = true,
            "--tcp" => tcp = true,
            other => return Err(format!("unknown option {other}: see embedded --help")),
        }
    }
    let home = home.ok_or("--home is missing: see embedded --help")?;
    let name = name.ok_or("--name is missing: see embedded --help")?;
    let options = if shared { Options::test(home) } else { Options::dev(home) };
    let options = Options { name, ..options };
    let said = |error: Error| error.to_string();

    match command.as_str() {
        "start" => start(options).await.map_err(said),
        "stop" => Postgres::shutdown(&options).await.map_err(said),
        "reset" => Postgres::reset(&options).await.map_err(said),
        "url" => {
            let postgres = Postgres::find(&options).await.map_err(said)?;
            let url = if tcp { postgres.tcp_url_for(login, &database) } else { postgres.url_for(login, &database) };
            println!("{url}");
            Ok(())
        }
        other => Err(format!("unknown command '{other}': see embedded --help")),
    }
}

async fn start(options: Options) -> Result<(), Error> {
    let shared = options.shared;
    // Before the server runs, so that no signal ends this process and leaves it behind.
    let mut interrupt = signal(SignalKind::interrupt()).expect("the runtime handles signals");
    let mut terminate = signal(SignalKind::terminate()).expect("the runtime handles signals");
    let postgres = Postgres::start(options).await?;
    println!("{}", postgres.app_url());
    if !shared {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    }
    postgres.stop().await
}

fn parse_login(text: &str) -> Result<Login, String> {
    match text {
        "app" => Ok(Login::App),
        "owner" => Ok(Login::Owner),
        "superuser" => Ok(Login::Superuser),
        other => Err(format!("no login '{other}': app, owner or superuser")),
    }
}
