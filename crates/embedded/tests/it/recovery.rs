//! What a crash, of Kontor or of Postgres, leaves behind does not keep the next start from working.

use std::{fs, net::TcpListener, path::Path};

use embedded::{Error, Postgres};
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

use crate::home::{Home, connect, execute, text};

fn pid_file(home: &Home) -> std::path::PathBuf {
    home.cluster().join("data/postmaster.pid")
}

/// Where the socket is, and where the URL says it is.
fn remembered_port(home: &Home) -> u16 {
    fs::read_to_string(home.cluster().join("port")).unwrap().trim().parse().unwrap()
}

#[tokio::test]
async fn a_server_whose_owner_was_killed_is_adopted() {
    let home = Home::new();
    let mut owner = home.owner();
    let pid = Postgres::find(&home.options()).await.unwrap().pid();
    owner.kill().unwrap();
    owner.wait().unwrap();

    let adopted = home.start().await;
    assert_eq!(adopted.pid(), pid, "a second server on the same data");
    assert_eq!(text(&mut connect(&adopted.app_url()).await, "select 1").await, "1");
    adopted.stop().await.unwrap();
    assert!(!pid_file(&home).exists(), "an adopted server is stopped like one's own");
}

#[tokio::test]
async fn a_server_on_its_way_out_is_waited_for() {
    let home = Home::new();
    for _ in 0..5 {
        let dropped = home.start().await;
        // Asks it to stop, and gives up the lock at once.
        drop(dropped);
    }
    let last = home.start().await;
    assert_eq!(text(&mut connect(&last.app_url()).await, "select 1").await, "1");
    last.stop().await.unwrap();
}

#[tokio::test]
async fn a_server_that_was_killed_recovers() {
    let home = Home::new();
    let first = Postgres::start(home.shared()).await.unwrap();
    let mut owner = connect(&first.owner_url()).await;
    execute(&mut owner, "set synchronous_commit = on; create table kept as select 7 as number").await;
    kill(Pid::from_raw(first.pid()), Signal::SIGKILL).unwrap();
    assert!(pid_file(&home).exists(), "the pid file is stale");

    let second = home.start().await;
    assert_eq!(text(&mut connect(&second.owner_url()).await, "select number from kept").await, "7");
    second.stop().await.unwrap();
}

#[tokio::test]
async fn a_pid_file_that_names_a_stranger_is_stale() {
    let home = Home::new();
    home.start().await.stop().await.unwrap();
    // After a reboot the id may be anybody's: here it is this test's, which would stop Postgres itself.
    let (port, me) = (remembered_port(&home), std::process::id());
    let text_of_file =
        format!("{me}\n{}\n1700000000\n{port}\n/nowhere\n127.0.0.1\n0 0\nready\n", home.cluster().display());
    fs::write(pid_file(&home), text_of_file).unwrap();
    fs::write(home.cluster().join(format!("run/.s.PGSQL.{port}.lock")), format!("{me}\n")).unwrap();

    assert!(matches!(Postgres::find(&home.options()).await, Err(Error::NotRunning { .. })));
    let postgres = home.start().await;
    assert_ne!(u32::try_from(postgres.pid()).unwrap(), me);
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn a_half_made_cluster_is_made_again() {
    let home = Home::new();
    home.start().await.stop().await.unwrap();
    fs::rename(home.cluster().join("data"), home.cluster().join("data.new")).unwrap();
    let postgres = home.start().await;
    assert!(!home.cluster().join("data.new").exists());
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn a_port_that_another_program_took_is_given_up() {
    let home = Home::new();
    home.start().await.stop().await.unwrap();
    let port = remembered_port(&home);
    let _other = TcpListener::bind(("127.0.0.1", port)).unwrap();

    let postgres = home.start().await;
    assert_ne!(remembered_port(&home), port);
    let url = postgres.tcp_url_for(embedded::Login::App, embedded::DATABASE);
    assert!(url.contains(&format!(":{}/", remembered_port(&home))));
    assert_eq!(text(&mut connect(&url).await, "select 1").await, "1");
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn a_server_that_does_not_start_says_why() {
    let home = Home::new();
    home.start().await.stop().await.unwrap();
    let conf = home.cluster().join("data/postgresql.conf");
    let good = fs::read_to_string(&conf).unwrap();
    fs::write(&conf, format!("{good}\nno_such_setting = 1\n")).unwrap();
    let error = Postgres::start(home.options()).await.unwrap_err().to_string();
    assert!(error.starts_with("postgres stopped while it started: "), "{error}");
    assert!(error.contains("no_such_setting") && !error.contains('\n'), "{error}");

    fs::write(&conf, good).unwrap();
    fs::write(home.cluster().join("data/PG_VERSION"), "12\n").unwrap();
    assert!(matches!(Postgres::start(home.options()).await, Err(Error::Version { .. })));
}

#[tokio::test]
async fn data_without_passwords_is_refused() {
    let home = Home::new();
    home.start().await.stop().await.unwrap();
    fs::write(home.cluster().join("passwords"), "postgres=\n").unwrap();
    assert!(matches!(Postgres::start(home.options()).await, Err(Error::Passwords { .. })));
}

#[test]
fn missing_programs_name_the_remedy() {
    let empty = tempfile::tempdir().unwrap();
    if std::env::var_os("KONTOR_POSTGRES_BIN").is_some() {
        assert!(embedded::binaries(empty.path()).unwrap().join("postgres").is_file());
        return;
    }
    // A folder without the marker is one that setup did not finish.
    fs::create_dir_all(empty.path().join("postgres-99.1.1/bin")).unwrap();
    let error = embedded::binaries(empty.path()).unwrap_err();
    assert!(error.to_string().contains("run ./scripts/setup"), "{error}");
    assert!(matches!(error, Error::NoBinaries { home } if home == Path::new(empty.path())));
}
