//! A pooler in transaction mode between a process and Postgres: LISTEN is accepted, and nothing is ever heard.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use db::{Listener, Notice};
use secrecy::SecretString;
use testkit::TestDb;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, copy},
    net::{TcpListener, TcpStream, UnixStream, tcp::OwnedWriteHalf},
};
use tokio_util::sync::CancellationToken;

/// Forwards the protocol, and drops notifications while `mute`.
#[derive(Clone, Default)]
struct Pooler {
    mute: Arc<AtomicBool>,
    connections: Arc<AtomicUsize>,
}

impl Pooler {
    /// Gives the URL of the pooler.
    async fn start(&self, test: &TestDb) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let upstream: url::Url = test.owner_url().parse().unwrap();
        let mut url = upstream.clone();
        url.set_host(Some("127.0.0.1")).unwrap();
        url.set_port(Some(port)).unwrap();
        url.set_query(Some("sslmode=disable"));
        let pooler = self.clone();
        tokio::spawn(async move {
            loop {
                let (client, _) = listener.accept().await.unwrap();
                pooler.connections.fetch_add(1, Ordering::SeqCst);
                let (from_server, to_server) = connect(&upstream).await;
                let (mut from_client, to_client) = client.into_split();
                let mut to_server = to_server;
                tokio::spawn(async move { copy(&mut from_client, &mut to_server).await });
                tokio::spawn(pooler.clone().forward(from_server, to_client));
            }
        });
        url.to_string()
    }

    async fn forward(self, mut from_server: Reader, mut to_client: OwnedWriteHalf) -> std::io::Result<()> {
        loop {
            // Every message of the server: a letter, and a length that counts itself.
            let mut head = [0; 5];
            from_server.read_exact(&mut head).await?;
            let length = u32::from_be_bytes([head[1], head[2], head[3], head[4]]);
            let mut body = vec![0; length as usize - 4];
            from_server.read_exact(&mut body).await?;
            if head[0] == b'A' && self.mute.load(Ordering::SeqCst) {
                continue;
            }
            to_client.write_all(&[&head, body.as_slice()].concat()).await?;
        }
    }
}

type Reader = Box<dyn AsyncRead + Send + Unpin>;
type Writer = Box<dyn AsyncWrite + Send + Unpin>;

/// To the test cluster, which listens on a socket unless the tests were given a server.
async fn connect(url: &url::Url) -> (Reader, Writer) {
    let parameter =
        |wanted: &str| url.query_pairs().find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned());
    let port = parameter("port").and_then(|port| port.parse().ok()).or(url.port()).unwrap_or(5432);
    if let Some(folder) = parameter("host") {
        let (reader, writer) = UnixStream::connect(format!("{folder}/.s.PGSQL.{port}")).await.unwrap().into_split();
        return (Box::new(reader), Box::new(writer));
    }
    let (reader, writer) = TcpStream::connect((url.host_str().unwrap(), port)).await.unwrap().into_split();
    (Box::new(reader), Box::new(writer))
}

#[tokio::test]
async fn a_process_that_hears_nothing_does_not_think_it_listens() {
    let test = TestDb::new().await;
    let pooler = Pooler::default();
    pooler.mute.store(true, Ordering::SeqCst);
    let url = SecretString::from(pooler.start(&test).await);
    let stop = CancellationToken::new();
    let listener = Listener::spawn(url, &["kontor_cache"], stop.clone());
    let mut notices = listener.subscribe();

    // Two connections an attempt: by the third the first attempt has been given up.
    let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
    while pooler.connections.load(Ordering::SeqCst) < 3 {
        assert!(tokio::time::Instant::now() < deadline, "it does not try again");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(notices.try_recv().is_err(), "it thinks that it listens");

    // Somebody gives it a direct way.
    pooler.mute.store(false, Ordering::SeqCst);
    let first = tokio::time::timeout(Duration::from_secs(20), notices.recv()).await.unwrap().unwrap();
    assert_eq!(first, Notice::Connected);
    let tx = test.db().begin_system("say something").await.unwrap();
    tx.batch("notify kontor_cache, 'something'").await.unwrap();
    tx.commit().await.unwrap();
    let said = tokio::time::timeout(Duration::from_secs(20), notices.recv()).await.unwrap().unwrap();
    assert_eq!(said, Notice::Message { channel: "kontor_cache".into(), payload: "something".into() });
    stop.cancel();
}
