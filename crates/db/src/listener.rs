//! One LISTEN connection per process, on the direct URL (a transaction-mode pooler cannot carry LISTEN).

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, postgres::PgListener};
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// What the LISTEN connection has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// Listening (again). Whatever was notified while nobody listened is lost: catch up.
    Connected,
    /// Not listening any more.
    Disconnected,
    /// A notification.
    Message {
        /// The channel, such as `kontor_jobs`.
        channel: String,
        /// What `pg_notify` was given.
        payload: String,
    },
}

/// Hands the notifications of a process to its parts.
#[derive(Debug, Clone)]
pub struct Listener {
    sender: broadcast::Sender<Notice>,
}

/// The connection is asked whether it lives this often, because a broken network says nothing by itself.
const PROBE_EVERY: Duration = Duration::from_secs(10);
const PROBE_TIMEOUT: Duration = Duration::from_secs(5);
const HELLO_TIMEOUT: Duration = Duration::from_secs(2);
const RETRY: [Duration; 4] =
    [Duration::from_millis(50), Duration::from_millis(200), Duration::from_secs(1), Duration::from_secs(3)];

impl Listener {
    /// Starts listening in the background until `stop`.
    pub fn spawn(url: SecretString, channels: &'static [&'static str], stop: CancellationToken) -> Self {
        let (sender, _) = broadcast::channel(4096);
        let listener = Self { sender: sender.clone() };
        tokio::spawn(async move {
            tokio::select! {
                () = stop.cancelled() => {}
                () = listen_for_ever(&url, channels, &sender) => {}
            }
        });
        listener
    }

    /// Everything from now on. A receiver that lags behind gets `Lagged`: treat it like [`Notice::Connected`].
    pub fn subscribe(&self) -> broadcast::Receiver<Notice> {
        self.sender.subscribe()
    }
}

async fn listen_for_ever(url: &SecretString, channels: &[&str], sender: &broadcast::Sender<Notice>) {
    let mut failures = 0usize;
    loop {
        match connect(url, channels).await {
            Ok(mut connection) => {
                failures = 0;
                let _ = sender.send(Notice::Connected);
                let error = forward(&mut connection, sender).await;
                let _ = sender.send(Notice::Disconnected);
                tracing::warn!(%error, "the LISTEN connection broke");
            }
            Err(Refusal::Away(error)) => tracing::debug!(%error, "cannot LISTEN yet"),
            Err(Refusal::Mute) if failures.is_multiple_of(20) => tracing::error!(
                "notifications do not arrive, as through a pooler in transaction mode, so nothing is cached and jobs \
                 start late: let DIRECT_DATABASE_URL (database.direct_url) name Postgres itself"
            ),
            Err(Refusal::Mute) => {}
        }
        tokio::time::sleep(RETRY[failures.min(RETRY.len() - 1)]).await;
        failures += 1;
    }
}

/// Why nobody listens yet.
enum Refusal {
    /// Postgres cannot be reached.
    Away(sqlx::Error),
    /// It can, and LISTEN succeeds, but what is notified does not arrive.
    Mute,
}

impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Self {
        Self::Away(error)
    }
}

/// A pooler in transaction mode accepts LISTEN and then gives the connection to somebody else. So a connection counts when
/// it has heard what another one said.
async fn connect(url: &SecretString, channels: &[&str]) -> Result<PgListener, Refusal> {
    let mut connection = PgListener::connect(url.expose_secret()).await?;
    let hello = format!("kontor_hello_{}", Uuid::now_v7().simple());
    connection.listen_all(channels.iter().copied().chain([hello.as_str()])).await?;

    let mut other = PgConnection::connect(url.expose_secret()).await?;
    other.execute(AssertSqlSafe(format!("notify {hello}"))).await?;
    other.close().await?;
    loop {
        match tokio::time::timeout(HELLO_TIMEOUT, connection.try_recv()).await {
            // What was said before the hello is caught up with by whoever hears `Connected`.
            Ok(Ok(Some(heard))) if heard.channel() != hello => {}
            Ok(Ok(Some(_))) => break,
            Ok(Ok(None)) => return Err(closed().into()),
            Ok(Err(error)) => return Err(error.into()),
            Err(_) => return Err(Refusal::Mute),
        }
    }
    connection.unlisten(&hello).await?;
    Ok(connection)
}

fn closed() -> sqlx::Error {
    sqlx::Error::Protocol("the server closed the connection".into())
}

async fn forward(connection: &mut PgListener, sender: &broadcast::Sender<Notice>) -> sqlx::Error {
    loop {
        match tokio::time::timeout(PROBE_EVERY, connection.try_recv()).await {
            Ok(Ok(Some(notification))) => {
                let _ = sender.send(Notice::Message {
                    channel: notification.channel().to_owned(),
                    payload: notification.payload().to_owned(),
                });
            }
            Ok(Ok(None)) => return closed(),
            Ok(Err(error)) => return error,
            Err(_) => {
                match tokio::time::timeout(PROBE_TIMEOUT, sqlx::query("select 1").execute(&mut *connection)).await {
                    Ok(Ok(_)) => {}
                    Ok(Err(error)) => return error,
                    Err(_) => return sqlx::Error::Protocol("the server does not answer".into()),
                }
            }
        }
    }
}
