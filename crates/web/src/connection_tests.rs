use std::time::Duration;

use axum::Router;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tokio_util::sync::CancellationToken;

use crate::{Limits, serve};

/// Sends bytes by hand and answers what came back until the server closed.
async fn exchange(request: &[u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let stop = CancellationToken::new();
    let limits = Limits { connections: 10, header_timeout: Duration::from_secs(5), grace: Duration::from_secs(1) };
    let router = Router::new().fallback(|| async { "fine" });
    tokio::spawn(serve(listener, router, limits, stop.clone()));
    let stream = TcpStream::connect(address).await.unwrap();
    let (mut read, mut write) = stream.into_split();
    let request = request.to_vec();
    let sending = tokio::spawn(async move {
        // The server may stop reading before everything is written.
        let _ = write.write_all(&request).await;
        write
    });
    let mut answer = Vec::new();
    tokio::time::timeout(Duration::from_secs(20), read.read_to_end(&mut answer)).await.expect("an end").unwrap();
    drop(sending.await);
    stop.cancel();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_head_that_is_too_long_gets_an_answer_with_a_body() {
    let mut request = b"GET /?q=".to_vec();
    request.extend(std::iter::repeat_n(b'a', 10_000_000));
    request.extend(b" HTTP/1.1\r\nhost: x\r\n\r\n");
    let answer = exchange(&request).await;
    assert!(answer.starts_with("HTTP/1.1 431 Request Header Fields Too Large\r\n"), "{answer}");
    assert!(
        answer
            .ends_with(r#"{"message":"The request line and headers are too long. Send less.","type":"invalid_data"}"#),
        "{answer}"
    );
}

#[tokio::test]
async fn what_is_not_http_gets_an_answer_with_a_body() {
    for request in
        [&b"GET /\xff HTTP/1.1\r\nhost: x\r\n\r\n"[..], b"NONSENSE\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\r\n\r\n"]
    {
        let answer = exchange(request).await;
        assert!(answer.starts_with("HTTP/1.1 400 Bad Request\r\n"), "{answer:?} for {request:?}");
        assert!(answer.ends_with(r#"{"message":"The request is not valid HTTP.","type":"invalid_data"}"#), "{answer}");
    }
}

#[tokio::test]
async fn an_answer_of_the_application_is_left_alone() {
    let answer = exchange(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("\r\n\r\nfine"), "{answer}");
}
