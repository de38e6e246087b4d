//! Files that are not what they seem.

use super::{HEADER, import, open, products};
use crate::{files::form, shop::Shop};

#[tokio::test]
async fn what_is_no_file_of_products_is_refused_at_once() {
    let shop = open().await;
    let boss = shop.colleague("a", "boss", "owner").await.client;
    let wide = format!("Handle,Title{}\na,A\n", ",x".repeat(300));
    let long = format!("{}\n", "x".repeat(5 << 20));
    for (csv, words) in [
        ("", "no Shopify product file"),
        ("Name,Price\na,1\n", "Handle"),
        ("Handle,Title\n", "no product"),
        ("Handle,Title\na,\"A\n", "no product"),
        (&wide, "columns"),
        (&long, "no Shopify product file"),
    ] {
        let refused = form(&boss, "/admin/products/import", "file", &[("a.csv", csv.as_bytes())]).error(400).await;
        assert!(refused["message"].as_str().unwrap().contains(words), "{refused}");
    }
    form(&boss, "/admin/products/import", "file", &[("a.txt", b"Handle,Title\na,A\n")]).error(400).await;
    let two: [(&str, &[u8]); 2] = [("a.csv", b"Handle,Title\na,A\n"); 2];
    form(&boss, "/admin/products/import", "file", &two).error(400).await;
    assert_eq!(shop.count("exchanges").await + shop.count("uploads").await, 0, "nothing of them stays");
}

#[tokio::test]
async fn a_file_that_is_too_large() {
    let shop = Shop::open_with(&[("KONTOR_IMPORT_LIMIT", "1MB"), ("KONTOR_UPLOAD_LIMIT", "1MB")]).await;
    let boss = shop.colleague("a", "boss", "owner").await.client;
    let csv = format!("{HEADER}{}", "a,A,,,,,,,,,\n".repeat(200_000));
    let refused = form(&boss, "/admin/products/import", "file", &[("a.csv", csv.as_bytes())]).error(413).await;
    assert!(refused["message"].as_str().unwrap().contains("'1000000'"), "{refused}");
}

#[tokio::test]
async fn too_many_errors_end_it() {
    let shop = open().await;
    let boss = shop.colleague("a", "boss", "owner").await.client;
    let mut csv = products(0..1);
    csv.extend((0..10_200).map(|n| format!("bad-{n},Bad,,,active,Size,S,,,,abc\n")));
    csv.push_str(&products(1..120)[HEADER.len()..]);
    let done = import(&shop, &boss, csv.as_bytes()).await;
    assert_eq!(done["status"], "failed");
    assert!(done["failure"].as_str().unwrap().contains("more than 10000 lines are wrong"), "{done}");
    assert_eq!(shop.count("exchange_errors").await, done["error_count"].as_i64().unwrap());
}
