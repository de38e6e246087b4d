//! A cluster works wherever the checkout lies, and its secrets stay private.

use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::Path,
};

use embedded::{Options, Postgres};
use nix::unistd::geteuid;
use sqlx::{Connection, PgConnection};

use crate::home::{Home, connect, text};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn a_home_that_the_servers_user_cannot_reach_works() {
    let home = Home::at("checkout/.kontor", 0o700);
    let postgres = home.start().await;
    assert_eq!(text(&mut connect(&postgres.app_url()).await, "select 1").await, "1");

    let here = home.path().join("clusters/it");
    if geteuid().is_root() {
        assert!(here.is_symlink());
        assert!(home.cluster().starts_with("/var/lib/kontor"), "{}", home.cluster().display());
        assert_ne!(fs::metadata(here.join("data")).unwrap().uid(), 0);
        let beside = fs::read_dir(home.cluster().ancestors().nth(2).unwrap()).unwrap();
        let mut names = beside.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let copied = names.any(|name| name.starts_with("programs-") && name.len() == "programs-".len() + 16);
        assert_eq!(copied, std::env::var_os("KONTOR_POSTGRES_BIN").is_none(), "the programs came along");
    } else {
        // The caller is the server's user, and reaches what is its own.
        assert!(!here.is_symlink());
    }
    let (pid, url) = (postgres.pid(), postgres.app_url());
    assert_eq!(Postgres::find(&home.options()).await.unwrap().pid(), pid);
    postgres.stop().await.unwrap();

    // Once the way is open the cluster stays where its data are.
    fs::set_permissions(home.parent(), fs::Permissions::from_mode(0o755)).unwrap();
    let again = home.start().await;
    assert_eq!(again.app_url(), url);
    again.stop().await.unwrap();
}

#[tokio::test]
async fn a_reachable_home_keeps_its_data() {
    let home = Home::new();
    let postgres = home.start().await;
    let folder = home.path().canonicalize().unwrap().join("clusters/it");
    assert_eq!(home.cluster(), folder);
    assert!(folder.join("data/PG_VERSION").exists());
    assert_eq!(mode(&folder.join("passwords")), 0o600);
    assert_eq!(mode(&folder.join("run")), 0o700);
    assert_eq!(mode(&folder.join("data")), 0o700);
    assert!(!folder.join("initdb.password").exists());
    assert!(postgres.app_url().contains(&format!("host={}/run&", folder.display())), "{}", postgres.app_url());
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn a_long_or_odd_path_gets_a_socket_elsewhere() {
    for odd in ["a checkout, it's \"mine\"/.kontor".to_owned(), format!("{}/.kontor", "deep/".repeat(20))] {
        let home = Home::at(&odd, 0o755);
        let postgres = home.start().await;
        let mut superuser = connect(&postgres.superuser_url()).await;
        let sockets = text(&mut superuser, "select current_setting('unix_socket_directories')").await;
        assert!(sockets.len() < 85 && !sockets.starts_with(home.parent().to_str().unwrap()), "{sockets}");
        assert_eq!(mode(Path::new(&sockets)), 0o700);
        let pid = postgres.pid();
        assert_eq!(Postgres::find(&home.options()).await.unwrap().pid(), pid);
        postgres.stop().await.unwrap();
        fs::remove_dir_all(sockets).unwrap();
    }
}

#[tokio::test]
async fn two_clusters_of_one_home_do_not_meet() {
    let home = Home::new();
    let other = Options { name: "other".to_owned(), ..home.options() };
    let (one, two) = tokio::join!(home.start(), async { Postgres::start(other).await.unwrap() });
    assert_ne!(one.pid(), two.pid());
    let password = |url: &str| url.split([':', '@']).nth(2).unwrap().to_owned();
    let (one_url, two_url) = (one.app_url(), two.app_url());
    let crossed = one_url.replace(&password(&one_url), &password(&two_url));
    assert_ne!(crossed, one_url);
    assert!(PgConnection::connect(&crossed).await.is_err(), "one cluster's password opens another");
    two.stop().await.unwrap();
    one.stop().await.unwrap();
}
