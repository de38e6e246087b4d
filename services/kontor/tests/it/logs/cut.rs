//! Calls that are cut short, and calls that are under way when the process ends.

use std::time::Duration;

use db::Tx;
use tokio::{io::AsyncWriteExt, net::TcpStream};

use super::{call, program, secret};
use crate::shop::Shop;

const PATH: &str = "/admin/customers";

/// Keeps everybody from the customers, until it is dropped.
async fn hold(shop: &Shop) -> Tx {
    let tx = shop.test.db().begin_system("hold a table").await.unwrap();
    tx.batch("lock table customers in access exclusive mode").await.unwrap();
    tx
}

/// Returns once a call waits for the customers. Locks of other tests stand in the same list, and their tables have the same
/// numbers.
async fn until_waiting(shop: &Shop) {
    let waiting = "pg_locks l join pg_database d on d.oid = l.database and d.datname = current_database()
        where not l.granted and l.relation = 'public.customers'::regclass";
    while shop.count(waiting).await == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_client_that_goes_away_leaves_its_line() {
    let shop = Shop::open().await;
    let held = hold(&shop).await;
    let mut client = TcpStream::connect(shop.address).await.unwrap();
    let request = format!("GET {PATH} HTTP/1.1\r\nhost: here\r\nx-api-key: {}\r\n\r\n", secret("a"));
    client.write_all(request.as_bytes()).await.unwrap();
    until_waiting(&shop).await;
    drop(client);
    assert_eq!(call(&shop, PATH).await.status, 499);
    held.rollback().await.unwrap();
}

#[tokio::test]
async fn a_call_that_takes_too_long_leaves_its_line() {
    let settings = [("KONTOR_CACHE", "false"), ("KONTOR_REQUEST_TIMEOUT", "3s"), ("DATABASE_LOCK_TIMEOUT", "20s")];
    let shop = Shop::open_with(&settings).await;
    let held = hold(&shop).await;
    program(&shop, "a").get(PATH).error(504).await;
    assert_eq!(call(&shop, PATH).await.status, 504);
    held.rollback().await.unwrap();
}

#[tokio::test]
async fn a_call_that_is_answered_while_the_process_stops_leaves_its_line() {
    let shop = Shop::open_with(&[("KONTOR_CACHE", "false"), ("DATABASE_LOCK_TIMEOUT", "20s")]).await;
    let held = hold(&shop).await;
    let client = program(&shop, "a");
    let late = tokio::spawn(client.get(PATH).send());
    until_waiting(&shop).await;
    shop.platform.stop.cancel();
    held.rollback().await.unwrap();
    assert_eq!(late.await.unwrap().status.as_u16(), 200, "it is let finish");
    shop.platform.close().await;
    assert_eq!(call(&shop, PATH).await.status, 200);
}
