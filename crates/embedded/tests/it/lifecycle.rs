//! Start, stop, reset; owned and shared.

use embedded::{DATABASE, Error, Login, Postgres};
use nix::{
    sys::signal::kill,
    unistd::{Pid, getpgid},
};
use sqlx::{Connection, PgConnection};

use crate::home::{Home, connect, execute, text};

fn runs(pid: i32) -> bool {
    kill(Pid::from_raw(pid), None).is_ok()
}

#[tokio::test]
async fn a_first_start_answers_over_socket_and_tcp() {
    let home = Home::new();
    let postgres = home.start().await;

    for login in [Login::Superuser, Login::Owner, Login::App] {
        let mut socket = connect(&postgres.url_for(login, DATABASE)).await;
        assert_eq!(text(&mut socket, "select current_user").await, login.role());
        assert_eq!(text(&mut socket, "select inet_client_addr() is null").await, "true", "a socket has no address");
        let mut tcp = connect(&postgres.tcp_url_for(login, DATABASE)).await;
        assert_eq!(text(&mut tcp, "select host(inet_client_addr())").await, "127.0.0.1");
    }
    let wrong = postgres.app_url().replace("kontor_app:", "kontor_app:x");
    assert!(PgConnection::connect(&wrong).await.is_err(), "any password opens it");

    let group = getpgid(Some(Pid::from_raw(postgres.pid()))).unwrap();
    assert_ne!(group, getpgid(None).unwrap(), "ctrl-c in the terminal would end the server before kontor");
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn the_server_is_set_up_as_promised() {
    let home = Home::new();
    let postgres = home.start().await;
    let mut superuser = connect(&postgres.superuser_url()).await;

    let settings = [
        ("server_encoding", "UTF8"),
        ("TimeZone", "UTC"),
        ("jit", "off"),
        ("random_page_cost", "1.1"),
        ("shared_buffers", "128MB"),
        ("max_connections", "20"),
        ("fsync", "off"),
        ("full_page_writes", "off"),
        ("synchronous_commit", "off"),
        ("listen_addresses", "127.0.0.1"),
        ("search_path", "public, extensions"),
        ("password_encryption", "scram-sha-256"),
    ];
    for (name, value) in settings {
        assert_eq!(text(&mut superuser, &format!("select current_setting('{name}')")).await, value, "{name}");
    }
    let open = "select count(*) from pg_hba_file_rules where auth_method <> 'scram-sha-256'";
    assert_eq!(text(&mut superuser, open).await, "0", "somebody gets in without a password");
    let letters = "select array_to_string(show_trgm('Größe'), ',') ~ '0x'";
    assert_eq!(text(&mut superuser, letters).await, "true", "trigrams drop letters outside ascii");
    let extensions = "select string_agg(extname, ' ' order by extname) from pg_extension e
        join pg_namespace n on n.oid = e.extnamespace where nspname = 'extensions'";
    assert_eq!(text(&mut superuser, extensions).await, "btree_gin fuzzystrmatch pg_trgm unaccent vector");
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn a_second_start_keeps_data_and_takes_new_settings() {
    let home = Home::new();
    let first = home.start().await;
    let url = first.app_url();
    execute(&mut connect(&first.owner_url()).await, "create table kept as select 7 as number").await;
    let pid = first.pid();
    first.stop().await.unwrap();
    assert!(!runs(pid), "stop came back before the server was gone");

    let options = embedded::Options { durable: true, max_connections: 33, ..home.options() };
    let second = Postgres::start(options).await.unwrap();
    assert_eq!(second.app_url(), url, "address and password stay");
    let mut owner = connect(&second.owner_url()).await;
    assert_eq!(text(&mut owner, "select number from kept").await, "7");
    assert_eq!(text(&mut owner, "select current_setting('max_connections')").await, "33");
    assert_eq!(text(&mut owner, "select current_setting('fsync')").await, "on");
    second.stop().await.unwrap();
}

#[tokio::test]
async fn stop_does_not_wait_for_clients() {
    let home = Home::new();
    let postgres = home.start().await;
    let mut idle = connect(&postgres.app_url()).await;
    postgres.stop().await.unwrap();
    assert!(idle.ping().await.is_err());
}

#[tokio::test]
async fn a_second_owner_is_refused_by_name() {
    let home = Home::new();
    let mut owner = home.owner();
    let refused = [
        Postgres::start(home.options()).await.map(|_| ()),
        Postgres::reset(&home.options()).await,
        Postgres::shutdown(&home.options()).await,
    ];
    for refused in refused {
        let error = refused.unwrap_err();
        assert!(matches!(&error, Error::Busy { pid: Some(pid), .. } if *pid == owner.id()), "{error}");
    }
    // Looking is allowed, and leaves the server alone.
    let seen = Postgres::find(&home.options()).await.unwrap();
    let pid = seen.pid();
    drop(seen);
    assert!(runs(pid));

    kill(Pid::from_raw(owner.id().try_into().unwrap()), nix::sys::signal::Signal::SIGTERM).unwrap();
    assert!(owner.wait().unwrap().success());
    assert!(!runs(pid), "the owner went and left its server");
    assert!(matches!(Postgres::find(&home.options()).await, Err(Error::NotRunning { .. })));
}

#[tokio::test]
async fn a_shared_server_is_started_once_and_outlives_its_users() {
    let home = Home::new();
    let (one, two, three) =
        tokio::join!(Postgres::start(home.shared()), Postgres::start(home.shared()), Postgres::start(home.shared()));
    let (one, two, three) = (one.unwrap(), two.unwrap(), three.unwrap());
    let pid = one.pid();
    assert_eq!((two.pid(), three.pid()), (pid, pid));
    one.stop().await.unwrap();
    drop(two);
    assert_eq!(text(&mut connect(&three.app_url()).await, "select 1").await, "1");

    Postgres::shutdown(&home.shared()).await.unwrap();
    assert!(Postgres::find(&home.shared()).await.is_err());
    Postgres::shutdown(&home.shared()).await.unwrap();
}

#[tokio::test]
async fn processes_that_start_a_shared_server_at_once_get_the_same_one() {
    let home = Home::new();
    let starters: Vec<_> = (0..3).map(|_| home.command("start").arg("--shared").spawn().unwrap()).collect();
    let urls: Vec<_> = starters.into_iter().map(|starter| starter.wait_with_output().unwrap()).collect();
    assert!(urls.iter().all(|url| url.status.success() && url.stdout == urls[0].stdout));
    let found = home.command("url").output().unwrap();
    assert_eq!(found.stdout, urls[0].stdout);
}

#[tokio::test]
async fn reset_begins_anew() {
    let home = Home::new();
    let first = Postgres::start(home.shared()).await.unwrap();
    execute(&mut connect(&first.owner_url()).await, "create table gone ()").await;
    let url = first.app_url();

    Postgres::reset(&home.options()).await.unwrap();
    assert!(!home.cluster().join("data").exists());
    let second = home.start().await;
    assert_ne!(second.app_url(), url, "the old passwords are gone too");
    let mut owner = connect(&second.owner_url()).await;
    assert_eq!(text(&mut owner, "select to_regclass('gone') is null").await, "true");
    second.stop().await.unwrap();
}
