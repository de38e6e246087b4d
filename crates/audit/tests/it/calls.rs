//! Calls that end otherwise than by an answer, through real sockets.

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{Router, middleware::from_fn_with_state, routing::get};
use db::{Actor, Cause};
use http::StatusCode;
use testkit::Client;
use tokio::{io::AsyncWriteExt, net::TcpStream, sync::mpsc};
use tokio_util::sync::CancellationToken;
use tracing_subscriber::fmt::format::FmtSpan;
use uuid::Uuid;
use web::{App, Limits};

use crate::support::Log;

/// A server whose handlers know who calls and then do something else than answer. Answers its address, and hears when a call
/// has come to the handler.
async fn serve(log: &Log, request_timeout: &str) -> (SocketAddr, mpsc::Receiver<()>, CancellationToken) {
    let settings = [("KONTOR_REQUEST_TIMEOUT".to_owned(), request_timeout.to_owned())];
    let config = Arc::new(config::Config::from_sources(settings, None).unwrap());
    let app = App { db: log.test.db().clone(), config };
    let (arrived, arrivals) = mpsc::channel(9);
    let known = || Cause::note(Actor { user: Some(Uuid::from_u128(7)), ..Actor::default() });
    let hanging = move || async move {
        known();
        arrived.send(()).await.unwrap();
        std::future::pending::<StatusCode>().await
    };
    let router = Router::new()
        .route("/hanging", get(hanging))
        .route("/strange", get(std::future::pending::<StatusCode>))
        .route(
            "/broken",
            get(move || async move {
                known();
                // A bug: an index that is not there.
                [StatusCode::OK].get(1).copied().unwrap()
            }),
        )
        .route(
            "/links/{token}",
            get(move || async move {
                known();
                StatusCode::NO_CONTENT
            }),
        )
        .layer(from_fn_with_state(log.audit.clone(), audit::layer))
        .layer(from_fn_with_state(app, web::finish));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let stop = CancellationToken::new();
    let limits = Limits { connections: 9, header_timeout: Duration::from_secs(5), grace: Duration::from_secs(5) };
    tokio::spawn(web::serve(listener, router, limits, stop.clone()));
    (address, arrivals, stop)
}

#[tokio::test]
async fn a_client_that_goes_away_leaves_its_line() {
    let log = Log::open().await;
    let (address, mut arrivals, _stop) = serve(&log, "10m").await;
    let mut client = TcpStream::connect(address).await.unwrap();
    client.write_all(b"GET /hanging HTTP/1.1\r\nhost: here\r\n\r\n").await.unwrap();
    arrivals.recv().await.unwrap();
    drop(client);
    assert_eq!(log.status_of("/hanging").await, 499);
}

#[tokio::test]
async fn a_call_that_takes_too_long_leaves_its_line() {
    let log = Log::open().await;
    let (address, _arrivals, _stop) = serve(&log, "300ms").await;
    Client::new(address).get("/hanging").error(504).await;
    assert_eq!(log.status_of("/hanging").await, 504);
    // Nobody was known there.
    Client::new(address).get("/strange").error(504).await;
    log.audit.close().await;
    assert_eq!(log.count("true").await, 1);
}

#[tokio::test]
async fn a_call_that_breaks_leaves_its_line() {
    let log = Log::open().await;
    let (address, _arrivals, _stop) = serve(&log, "10m").await;
    Client::new(address).get("/broken").error(500).await;
    assert_eq!(log.status_of("/broken").await, 500);
}

/// What is logged, as text.
#[derive(Clone, Default)]
struct Said(Arc<Mutex<Vec<u8>>>);

impl io::Write for Said {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_token_in_a_path_is_not_kept() {
    let said = Said::default();
    let writer = said.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_writer(move || writer.clone());
    let _heard = tracing::subscriber::set_default(subscriber.finish());
    let log = Log::open().await;
    let (address, _arrivals, _stop) = serve(&log, "10m").await;
    assert_eq!(Client::new(address).get("/links/of-great-power").send().await.status, StatusCode::NO_CONTENT);
    assert_eq!(log.status_of("/links/{token}").await, 204);
    let said = String::from_utf8(said.0.lock().unwrap().clone()).unwrap();
    assert!(said.contains("http.request") && said.contains("/links/{token}"), "{said}");
    assert!(!said.contains("of-great-power"), "{said}");
}
