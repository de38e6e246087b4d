//! What a client does not do, against real servers.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{net::SocketAddr, sync::Arc, time::Duration};

use http::{HeaderName, HeaderValue};
use outbound::{Client, Error, may_call};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use tokio_rustls::{TlsAcceptor, rustls};
use url::Url;

/// A server that answers each connection with these bytes and tells nothing else.
async fn server(answer: Vec<u8>) -> (SocketAddr, Url) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let answer = answer.clone();
            tokio::spawn(async move {
                let mut asked = [0; 4096];
                let _ = stream.read(&mut asked).await;
                let _ = stream.write_all(&answer).await;
                if answer.is_empty() {
                    // Says nothing and stays.
                    std::future::pending::<()>().await;
                }
            });
        }
    });
    (address, Url::parse(&format!("http://{address}/")).unwrap())
}

fn client() -> Client {
    Client::new().unwrap()
}

#[tokio::test]
async fn a_redirect_is_an_answer() {
    let redirect = b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n".to_vec();
    let (_, url) = server(redirect).await;
    let answer = client().get(&url).send().await.unwrap();
    assert_eq!(answer.status, 302);
    assert!(matches!(answer.json::<serde_json::Value>(), Err(Error::Json(_))));
}

#[tokio::test]
async fn an_answer_has_an_end() {
    let mut endless = b"HTTP/1.1 200 OK\r\ncontent-length: 2000000\r\n\r\n".to_vec();
    endless.resize(endless.len() + 2_000_000, b' ');
    let (_, url) = server(endless).await;
    assert!(matches!(client().get(&url).send().await, Err(Error::TooLarge(_))));
    let answer = client().with_most(2_000_000).get(&url).send().await.unwrap();
    assert_eq!(answer.body.len(), 2_000_000);
    assert!(matches!(client().with_most(1_999_999).get(&url).send().await, Err(Error::TooLarge(_))));
}

#[tokio::test]
async fn a_silent_server_is_not_waited_for() {
    let (_, url) = server(Vec::new()).await;
    let impatient = client().with_timeout(Duration::from_millis(200));
    assert!(matches!(impatient.get(&url).send().await, Err(Error::TimedOut(_))));
}

#[tokio::test]
async fn a_port_where_nobody_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    drop(listener);
    assert!(matches!(client().get(&url).send().await, Err(Error::Unreachable { was_sent: false, .. })));
}

#[tokio::test]
async fn a_connection_that_breaks_may_have_been_heard() {
    // Half of a head, and no more.
    let (_, url) = server(b"HTTP/1.1 200 O".to_vec()).await;
    assert!(matches!(client().post(&url).send().await, Err(Error::Unreachable { was_sent: true, .. })));
    let (_, url) = server(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf".to_vec()).await;
    assert!(matches!(client().post(&url).send().await, Err(Error::Unreachable { was_sent: true, .. })));
}

#[tokio::test]
async fn what_is_sent_is_what_was_given() {
    const BODY: &str = "metadata[a]=%2B&expand[0]=x";
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("http://{}/things", listener.local_addr().unwrap())).unwrap();
    let heard = tokio::spawn(async move {
        let mut heard = Vec::new();
        for end in [BODY, "\r\n\r\n"] {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut asked = Vec::new();
            while !asked.ends_with(end.as_bytes()) {
                assert_ne!(stream.read_buf(&mut asked).await.unwrap(), 0, "it ended early");
            }
            heard.push(String::from_utf8(asked).unwrap());
            stream.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n").await.unwrap();
        }
        heard
    });
    let key = (HeaderName::from_static("idempotency-key"), HeaderValue::from_static("k1"));
    client().post(&url).encoded_form(BODY.to_owned()).header_value(key.0, key.1).send().await.unwrap();
    client().delete(&url).send().await.unwrap();
    let heard = heard.await.unwrap();
    assert!(heard[0].starts_with("POST /things HTTP/1.1\r\n"), "{}", heard[0]);
    assert!(heard[0].contains("idempotency-key: k1\r\n"), "{}", heard[0]);
    assert!(heard[0].contains("content-type: application/x-www-form-urlencoded\r\n"), "{}", heard[0]);
    assert!(heard[1].starts_with("DELETE /things HTTP/1.1\r\n"), "{}", heard[1]);
}

#[test]
fn what_is_printed_holds_no_body_no_query_and_no_token() {
    let url = Url::parse("https://a.test/x?key=hunter1").unwrap();
    let request = client().post(&url).bearer(&"hunter2".into()).form(&[("client_secret", "hunter3")]);
    let printed = format!("{request:?}");
    assert!(printed.contains("a.test") && !printed.contains("hunter"), "{printed}");
}

#[tokio::test]
async fn a_certificate_that_no_authority_has_signed_is_refused() {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        acceptor.accept(stream).await.is_err()
    });
    let url = Url::parse(&format!("https://localhost:{port}/")).unwrap();
    let error = client().get(&url).send().await.unwrap_err();
    assert!(error.to_string().contains("UnknownIssuer"), "{error}");
    assert!(server.await.unwrap(), "nothing was sent to it");
}

#[tokio::test]
async fn only_https_leaves_this_machine() {
    for good in ["https://a.test/", "http://127.0.0.1:1/", "http://[::1]/", "http://localhost:9/x"] {
        assert!(may_call(&Url::parse(good).unwrap()), "{good}");
    }
    for bad in ["http://a.test/", "http://10.0.0.1/", "http://localhost.evil.test/", "ftp://127.0.0.1/", "file:///etc"]
    {
        assert!(!may_call(&Url::parse(bad).unwrap()), "{bad}");
    }
    let url = Url::parse("http://a.test/?secret=hunter2").unwrap();
    let error = client().get(&url).send().await.unwrap_err().to_string();
    assert!(error.contains("a.test") && !error.contains("hunter2"), "{error}");
}
