//! A running process on the fixture.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use config::Config;
use kontor::platform::{self, Platform, SERVICES};
use secrecy::SecretString;
use testkit::{Client, TestDb};
use tokio_util::sync::CancellationToken;
use web::Limits;

/// The wire form of a key of the fixture: shop `a`, kind as in `fixture.sql`, number.
pub(crate) fn id(prefix: &str, kind: &str, number: u32) -> String {
    id_in("a", prefix, kind, number)
}

pub(crate) fn id_in(shop: &str, prefix: &str, kind: &str, number: u32) -> String {
    let uuid = format!("00000000-0000-7000-8{shop:0>3}-0000{kind:0>4}{number:0>4}");
    let uuid: uuid::Uuid = uuid.parse().unwrap();
    entity::ids::ProductId(uuid).to_string().replace("prod", prefix)
}

/// The publishable key `n` of a shop of the fixture.
pub(crate) fn key(shop: &str, n: u32) -> String {
    format!("pk_{}{n}", shop.repeat(63))
}

const LIMITS: Limits =
    Limits { connections: 1_000, header_timeout: Duration::from_secs(5), grace: Duration::from_secs(5) };

/// Another process on the same database.
pub(crate) struct Beside {
    pub(crate) platform: Platform,
    pub(crate) address: SocketAddr,
}

impl Drop for Beside {
    fn drop(&mut self) {
        self.platform.stop.cancel();
    }
}

/// A process that serves the fixture.
pub(crate) struct Shop {
    pub(crate) test: TestDb,
    pub(crate) platform: Platform,
    pub(crate) address: SocketAddr,
    stop: CancellationToken,
    /// Where its files are; they go with the test.
    pub(crate) files: tempfile::TempDir,
}

impl Shop {
    /// With the response cache off, so that every request is computed.
    pub(crate) async fn open() -> Self {
        Self::open_with(&[("KONTOR_CACHE", "false")]).await
    }

    /// With settings.
    pub(crate) async fn open_with(settings: &[(&str, &str)]) -> Self {
        telemetry::init_for_tests();
        let test = TestDb::new().await;
        let tx = test.db().begin_system("make the fixture").await.unwrap();
        tx.batch(include_str!("fixture.sql")).await.unwrap();
        tx.commit().await.unwrap();
        Self::serve(test, settings).await
    }

    async fn serve(test: TestDb, settings: &[(&str, &str)]) -> Self {
        let files = tempfile::tempdir().unwrap();
        let folder = files.path().to_str().unwrap().to_owned();
        let own = [
            ("AUTH_SECRET", "of-the-tests-0123456789abcdef0123456789"),
            ("KONTOR_STORAGE", &*folder),
            // The machine may be a loaded one.
            ("DATABASE_READ_TIMEOUT", "10s"),
        ];
        let settings = own.iter().chain(settings).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let config = Config::from_sources(settings, None).unwrap();
        let stop = CancellationToken::new();
        let url = SecretString::from(test.app_url());
        let clock = Arc::new(test.clock().clone());
        let platform =
            Platform::new(config, url.clone(), url, clock, Arc::new(String::new), stop.clone()).await.unwrap();
        let router = platform::router(&platform, SERVICES);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(web::serve(listener, router, LIMITS, stop.clone()));
        platform.readiness.set(true);
        Self { test, platform, address, stop, files }
    }

    /// Another process, as a balancer would have several.
    pub(crate) async fn beside(&self) -> Beside {
        let (url, clock) = (SecretString::from(self.test.app_url()), Arc::new(self.test.clock().clone()));
        let config = (*self.platform.app.config).clone();
        let stop = CancellationToken::new();
        let platform =
            Platform::new(config, url.clone(), url, clock, Arc::new(String::new), stop.clone()).await.unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(web::serve(listener, platform::router(&platform, SERVICES), LIMITS, stop));
        Beside { platform, address }
    }

    /// A client without a key.
    pub(crate) fn anybody(&self) -> Client {
        Client::new(self.address)
    }

    /// A shopper of our shop, who sees channel 1.
    pub(crate) fn shopper(&self) -> Client {
        self.anybody().with_key(&key("a", 1))
    }

    /// Asks as a shopper until the answer has this status: what a process remembers of a key is forgotten when the notice
    /// of a change arrives, and not before.
    pub(crate) async fn until_answered(&self, path: &str, status: u16) -> serde_json::Value {
        let deadline = tokio::time::Instant::now() + Duration::from_secs(10);
        loop {
            let answer = self.shopper().get(path).send().await;
            if answer.status.as_u16() == status {
                return answer.json();
            }
            assert!(tokio::time::Instant::now() < deadline, "{}", answer.text);
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// How many statements a page takes. Who a key opens for is looked up beside it until changes of keys are heard, and once
    /// more behind each of them, so the least of some counts.
    pub(crate) async fn statements_of(&self, client: &Client, path: &str) -> u64 {
        let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
        while !self.platform.keys.is_listening() {
            assert!(tokio::time::Instant::now() < deadline, "nobody listens");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        let mut least = u64::MAX;
        for _ in 0..5 {
            let before = self.platform.app.db.statements();
            client.get(path).ok().await;
            least = least.min(self.platform.app.db.statements() - before);
        }
        least
    }

    /// Returns once so many connections to this shop's database wait for a lock.
    pub(crate) async fn until_waiting(&self, connections: i64) {
        let waiting = "pg_locks l join pg_stat_activity a using (pid)
            where not l.granted and a.datname = current_database()";
        let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
        while self.count(waiting).await < connections {
            assert!(tokio::time::Instant::now() < deadline, "nobody waits");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Changes the data as Kontor itself.
    pub(crate) async fn change(&self, sql: &str) {
        let tx = self.test.db().begin_system("change the fixture").await.unwrap();
        tx.batch(sql).await.unwrap();
        tx.commit().await.unwrap();
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
