//! The connection to Redis and the task that keeps it.

use std::{
    fmt,
    ops::ControlFlow,
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use bytes::Bytes;
use redis::{AsyncConnectionConfig, Client, Cmd, Pipeline, RedisResult, aio::MultiplexedConnection};
use tokio::{
    sync::{Notify, Semaphore, mpsc::UnboundedReceiver},
    time::sleep,
};
use uuid::Uuid;

use super::{Names, Notice, Tokens};
use crate::{Topic, key::Key};

/// How many answers may be on their way to Redis.
const PUTS: usize = 16;
/// How many time-outs in a row, one after the other, Redis may be slow.
const PATIENCE: u32 = 3;
/// Tokens outlive every answer that names them; a token that is missing is made anew, so this only tidies up.
const TOKEN_LIFE: Duration = Duration::from_hours(7 * 24);
/// For what no request waits for.
const BACKGROUND_TIMEOUT: Duration = Duration::from_secs(1);
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// How many notices go to Redis in one pipeline.
const BATCH: usize = 512;

/// One connection. A multiplexed one and not a connection manager: that one reconnects on its own, and a request could use
/// the new connection before the token of all was replaced.
#[derive(Clone)]
pub(crate) struct Link {
    pub(crate) id: u64,
    connection: MultiplexedConnection,
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link").field("id", &self.id).finish_non_exhaustive()
    }
}

/// What requests see of it.
#[derive(Debug)]
pub(crate) struct State {
    link: RwLock<Option<Link>>,
    last_id: AtomicU64,
    is_slow: AtomicBool,
    strikes: Mutex<Strikes>,
    lost: Notify,
    pub(crate) puts: Arc<Semaphore>,
    pub(crate) unconfirmed_all: Arc<AtomicU32>,
}

#[derive(Debug, Default)]
struct Strikes {
    count: u32,
    last: Option<Instant>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            link: RwLock::default(),
            last_id: AtomicU64::default(),
            is_slow: AtomicBool::default(),
            strikes: Mutex::default(),
            lost: Notify::default(),
            puts: Arc::new(Semaphore::new(PUTS)),
            unconfirmed_all: Arc::default(),
        }
    }
}

impl State {
    pub(crate) fn link(&self) -> Option<Link> {
        self.link.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn publish(&self, connection: MultiplexedConnection) -> u64 {
        let id = self.last_id.fetch_add(1, Ordering::SeqCst) + 1;
        self.was_quick();
        *self.link.write().unwrap_or_else(PoisonError::into_inner) = Some(Link { id, connection });
        id
    }

    pub(crate) fn puts_on_the_way(&self) -> u64 {
        (PUTS - self.puts.available_permits()) as u64
    }

    /// Gives up the connection `id`, if it is still that one.
    pub(crate) fn give_up(&self, id: u64, reason: &dyn fmt::Display) {
        let mut link = self.link.write().unwrap_or_else(PoisonError::into_inner);
        if link.as_ref().is_some_and(|link| id == link.id) {
            *link = None;
            drop(link);
            tracing::warn!(%reason, "the shared cache in redis is out of use until it answers again");
            self.lost.notify_one();
        }
    }

    /// There will be no other connection.
    pub(crate) fn close(&self) {
        *self.link.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    pub(crate) fn was_quick(&self) {
        if self.is_slow.load(Ordering::Relaxed) {
            self.is_slow.store(false, Ordering::Relaxed);
            *self.strikes.lock().unwrap_or_else(PoisonError::into_inner) = Strikes::default();
        }
    }

    /// Many requests that one hiccup made wait are one strike.
    pub(crate) fn was_slow(&self, id: u64, since: Instant) {
        let mut strikes = self.strikes.lock().unwrap_or_else(PoisonError::into_inner);
        if strikes.last.is_some_and(|last| since < last) {
            return;
        }
        *strikes = Strikes { count: strikes.count + 1, last: Some(Instant::now()) };
        let is_enough = strikes.count >= PATIENCE;
        self.is_slow.store(true, Ordering::Relaxed);
        drop(strikes);
        if is_enough {
            self.give_up(id, &"it was slow several times in a row");
        }
    }
}

impl Link {
    /// The tokens, and the bytes under `key` if any, in one round trip.
    pub(crate) async fn read(&mut self, names: &Names, key: &Key) -> RedisResult<(Tokens, Option<Bytes>)> {
        let topics = Topic::ALL.map(|topic| names.topic(key.organization, topic));
        let mut ask = Cmd::new();
        ask.arg("MGET").arg(names.all()).arg(&topics);
        let (all, topic_values, bytes) = read_values(ask.clone().arg(names.answer(key)), &mut self.connection).await?;
        if let Some(tokens) = as_tokens(all, topic_values) {
            return Ok((tokens, bytes));
        }
        // The first time, or Redis has forgotten. Whoever sets a token first, all read that one.
        let mut make = Pipeline::new();
        for name in topics.iter().map(String::as_str).chain([names.all()]) {
            make.add_command(set_token(name)).arg("NX").ignore();
        }
        let (): () = make.query_async(&mut self.connection).await?;
        let (all, topic_values, _) = read_values(&ask, &mut self.connection).await?;
        let forgotten = || redis::RedisError::from((redis::ErrorKind::Client, "redis forgets keys at once"));
        let tokens = as_tokens(all, topic_values).ok_or_else(forgotten)?;
        Ok((tokens, None))
    }

    pub(crate) async fn write(&mut self, name: &str, envelope: &Bytes, life: Duration) -> RedisResult<()> {
        // At least one: zero is an error.
        let milliseconds = u64::try_from(life.as_millis()).unwrap_or(u64::MAX).max(1);
        let mut set = Cmd::new();
        set.arg("SET").arg(name).arg(&envelope[..]).arg("PX").arg(milliseconds);
        set.query_async(&mut self.connection).await
    }
}

type Values = (Option<Vec<u8>>, [Option<Vec<u8>>; Topic::COUNT], Option<Bytes>);

async fn read_values(ask: &Cmd, connection: &mut MultiplexedConnection) -> RedisResult<Values> {
    let mut values: Vec<Option<Bytes>> = ask.query_async(connection).await?;
    let mut next = |index: usize| values.get_mut(index).and_then(Option::take);
    let all = next(0).map(Vec::from);
    let topics = Topic::ALL.map(|topic| next(1 + topic.index()).map(Vec::from));
    Ok((all, topics, next(1 + Topic::COUNT)))
}

fn as_tokens(all: Option<Vec<u8>>, topics: [Option<Vec<u8>>; Topic::COUNT]) -> Option<Tokens> {
    let token = |bytes: Option<Vec<u8>>| Uuid::from_slice(&bytes?).ok();
    let mut read = [Uuid::nil(); Topic::COUNT];
    for (slot, bytes) in read.iter_mut().zip(topics) {
        *slot = token(bytes)?;
    }
    Some(Tokens { all: token(all)?, topics: read })
}

/// `SET name <a new token> EX life`; UUIDv7 for its random part.
fn set_token(name: &str) -> Cmd {
    let mut set = Cmd::new();
    set.arg("SET").arg(name).arg(Uuid::now_v7().as_bytes()).arg("EX").arg(TOKEN_LIFE.as_secs());
    set
}

/// Makes connections, one after the other, and sends notices over them.
pub(crate) struct Connector {
    pub(crate) client: Client,
    pub(crate) state: Arc<State>,
    pub(crate) names: Arc<Names>,
    pub(crate) told: UnboundedReceiver<Notice>,
    /// What was received and is being sent.
    pub(crate) batch: Vec<Notice>,
}

impl Connector {
    /// Ends when the cache is gone.
    pub(crate) async fn run(mut self) {
        let mut pause = FIRST_PAUSE;
        loop {
            // The new token of all will cover these; those that come while it is being set are sent after it.
            self.batch.clear();
            while let Ok(notice) = self.told.try_recv() {
                drop(notice);
            }
            match self.connect().await {
                Ok(mut connection) => {
                    pause = FIRST_PAUSE;
                    let id = self.state.publish(connection.clone());
                    tracing::info!("the shared cache in redis is in use");
                    if self.serve(id, &mut connection).await.is_break() {
                        return;
                    }
                }
                Err(error) => tracing::debug!(%error, "redis cannot be reached"),
            }
            if self.told.is_closed() {
                return;
            }
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    async fn connect(&self) -> RedisResult<MultiplexedConnection> {
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(BACKGROUND_TIMEOUT))
            .set_response_timeout(Some(BACKGROUND_TIMEOUT));
        let mut connection = self.client.get_multiplexed_async_connection_with_config(&config).await?;
        let (): () = set_token(self.names.all()).query_async(&mut connection).await?;
        Ok(connection)
    }

    /// Sends notices until the connection or the cache is gone; `Break` if it is the cache.
    async fn serve(&mut self, id: u64, connection: &mut MultiplexedConnection) -> ControlFlow<()> {
        loop {
            tokio::select! {
                () = self.state.lost.notified() => {
                    // It may speak of the connection before.
                    if self.state.link().is_none() {
                        return ControlFlow::Continue(());
                    }
                }
                count = self.told.recv_many(&mut self.batch, BATCH) => {
                    if count == 0 {
                        return ControlFlow::Break(());
                    }
                    if let Err(error) = self.send(connection).await {
                        // Before the notices are dropped: from then on only a new connection may be asked.
                        self.state.give_up(id, &error);
                        return ControlFlow::Continue(());
                    }
                    self.batch.clear();
                }
            }
        }
    }

    async fn send(&self, connection: &mut MultiplexedConnection) -> RedisResult<()> {
        let mut topics: Vec<_> = self.batch.iter().filter_map(|notice| notice.about).collect();
        topics.sort_unstable();
        topics.dedup();
        let mut pipeline = Pipeline::new();
        if self.batch.iter().any(|notice| notice.about.is_none()) {
            pipeline.add_command(set_token(self.names.all())).ignore();
        }
        for (organization, topic) in topics {
            pipeline.add_command(set_token(&self.names.topic(organization, topic))).ignore();
        }
        pipeline.query_async(connection).await
    }
}

impl Drop for Connector {
    /// Runs before the fields are dropped, and the notices with them.
    fn drop(&mut self) {
        self.state.close();
    }
}
