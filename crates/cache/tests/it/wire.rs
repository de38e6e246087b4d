//! Over a socket, as what the router and hyper add counts too.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::support::{Shop, on_catalog};

/// Sends one request and reads up to the end of its headers and `body` bytes more.
async fn exchange(stream: &mut TcpStream, request: &str, body: usize) -> String {
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut reply = Vec::new();
    while !reply.ends_with(b"\r\n\r\n") {
        reply.push(stream.read_u8().await.unwrap());
    }
    let mut rest = vec![0; body];
    stream.read_exact(&mut rest).await.unwrap();
    reply.extend(rest);
    String::from_utf8(reply).unwrap()
}

#[tokio::test]
async fn one_connection_carries_hits_heads_and_304s() {
    let shop = Shop::new(|_| async { on_catalog("hello") });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut stream = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    let server = tokio::spawn(axum::serve(listener, shop.router()).into_future());

    let get = "GET /a HTTP/1.1\r\nhost: shop\r\n\r\n";
    let miss = exchange(&mut stream, get, 5).await;
    assert!(
        miss.starts_with("HTTP/1.1 200") && miss.contains("x-kontor-cache: miss") && miss.ends_with("hello"),
        "{miss}"
    );
    let hit = exchange(&mut stream, get, 5).await;
    assert!(
        hit.contains("x-kontor-cache: hit") && hit.contains("content-length: 5\r\n") && hit.ends_with("hello"),
        "{hit}"
    );
    assert_eq!(hit.matches("content-length").count(), 1);

    let etag = hit.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap();
    let known = format!("GET /a HTTP/1.1\r\nhost: shop\r\nif-none-match: {etag}\r\n\r\n");
    let not_modified = exchange(&mut stream, &known, 0).await;
    assert!(not_modified.starts_with("HTTP/1.1 304"), "{not_modified}");
    for absent in ["content-length", "transfer-encoding", "connection: close", "content-type"] {
        assert!(!not_modified.contains(absent), "{not_modified}");
    }

    let head = exchange(&mut stream, "HEAD /a HTTP/1.1\r\nhost: shop\r\n\r\n", 0).await;
    assert!(head.contains("content-length: 5\r\n") && head.contains("x-kontor-cache: hit"), "{head}");
    let again = exchange(&mut stream, get, 5).await;
    assert!(again.ends_with("hello"), "the connection is still in step: {again}");
    assert_eq!(shop.runs(), 1);
    server.abort();
}
