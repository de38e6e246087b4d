//! The second level: answers in Redis, shared by processes.
//!
//! Each organization's topic has a *token* in Redis, and all organizations together have one more. A token is random and
//! is replaced by whoever is told of a change; what is kept names the tokens that were read before it was computed, and holds
//! only under them. Tokens instead of counters, as Redis may forget a key (eviction, `flushall`) and a counter that starts
//! again would come to a number under which something old was kept.
//!
//! This keeps the promise of the crate because a process asks Redis only if
//! - Redis has confirmed every token that this process was told to replace: see [`Notice`];
//! - since the connection was made, which replaces the token of all: what Redis forgot or restored from an old snapshot while
//!   nobody was connected cannot match. A process that starts or listens again does the same, as it does not know what it
//!   missed.
//!
//! A connection that fails, or is slow several times in a row, is given up, and requests no longer wait for it; one task
//! per process makes the next one.

mod envelope;
mod link;
mod names;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Instant, SystemTime},
};

use redis::Client;
use secrecy::ExposeSecret;
use tokio::{
    sync::mpsc::{UnboundedSender, unbounded_channel},
    time::timeout,
};
use tokio_util::task::AbortOnDropHandle;
use uuid::Uuid;

use self::{
    envelope::Envelope,
    link::{Connector, Link, State},
    names::Names,
};
use crate::{
    Error, RedisSettings, Topic,
    cache::Kept,
    key::Key,
    versions::{Counters, Snapshot},
};

/// The address of a Redis, checked but not yet connected.
#[derive(Debug)]
pub struct Redis {
    client: Client,
    settings: RedisSettings,
}

impl Redis {
    /// Fails only if the address cannot be understood; whether Redis is there shows in [`Cache::health`](crate::Cache::health).
    pub fn open(settings: RedisSettings) -> Result<Self, Error> {
        let client = Client::open(settings.url.expose_secret()).map_err(Error::RedisUrl)?;
        Ok(Self { client, settings })
    }
}

/// The tokens under which an answer is about to be computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tokens {
    all: Uuid,
    topics: [Uuid; Topic::COUNT],
}

/// A token that this process has to replace. As long as it exists, Redis may hold answers that this process was told to
/// be stale.
#[derive(Debug)]
pub(crate) struct Notice {
    /// `None`: of all organizations.
    about: Option<(Uuid, Topic)>,
    unconfirmed: Arc<AtomicU32>,
}

impl Notice {
    fn new(about: Option<(Uuid, Topic)>, unconfirmed: &Arc<AtomicU32>) -> Self {
        unconfirmed.fetch_add(1, Ordering::SeqCst);
        Self { about, unconfirmed: Arc::clone(unconfirmed) }
    }
}

impl Drop for Notice {
    fn drop(&mut self) {
        self.unconfirmed.fetch_sub(1, Ordering::SeqCst);
    }
}

/// What Redis had.
#[derive(Debug, Default)]
pub(crate) struct Looked {
    pub(crate) kept: Option<Kept>,
    /// `None` if Redis cannot be used now, so there is nothing to put either.
    pub(crate) tokens: Option<Tokens>,
}

#[derive(Debug)]
pub(crate) struct Shared {
    state: Arc<State>,
    names: Arc<Names>,
    settings: RedisSettings,
    notices: UnboundedSender<Notice>,
    _connector: AbortOnDropHandle<()>,
}

impl Shared {
    pub(crate) fn start(redis: Redis) -> Self {
        let Redis { client, settings } = redis;
        let state = Arc::new(State::default());
        let names = Arc::new(Names::new(&settings.namespace));
        let (notices, told) = unbounded_channel();
        let connector =
            Connector { client, state: Arc::clone(&state), names: Arc::clone(&names), told, batch: Vec::new() };
        let connector = AbortOnDropHandle::new(tokio::spawn(connector.run()));
        Self { state, names, settings, notices, _connector: connector }
    }

    pub(crate) fn is_in_use(&self) -> bool {
        self.state.unconfirmed_all.load(Ordering::SeqCst) == 0 && self.state.link().is_some()
    }

    /// Without the invalidations of single organizations, which those count.
    pub(crate) fn on_the_way(&self) -> u64 {
        u64::from(self.state.unconfirmed_all.load(Ordering::SeqCst)) + self.state.puts_on_the_way()
    }

    pub(crate) fn notice(organization: Uuid, topic: Topic, counters: &Counters) -> Notice {
        Notice::new(Some((organization, topic)), &counters.unconfirmed)
    }

    pub(crate) fn notice_of_all(&self) -> Notice {
        Notice::new(None, &self.state.unconfirmed_all)
    }

    pub(crate) fn tell(&self, notice: Notice) {
        if let Err(refused) = self.notices.send(notice) {
            // The task is gone, as when the runtime ends. Given up before the notice is dropped: see `link_for`.
            self.state.close();
            drop(refused);
        }
    }

    /// The connection, if what it says about an organization can be trusted.
    fn link_for(&self, counters: &Counters) -> Option<Link> {
        let is_confirmed =
            self.state.unconfirmed_all.load(Ordering::SeqCst) == 0 && counters.unconfirmed.load(Ordering::SeqCst) == 0;
        // In this order: a notice that could not be confirmed is dropped only after its connection was given up.
        if is_confirmed { self.state.link() } else { None }
    }

    /// Asks Redis; `snapshot` must have been read before. It never takes longer than the time-out.
    pub(crate) async fn look(&self, key: &Key, snapshot: &Snapshot, now: SystemTime, end: SystemTime) -> Looked {
        let Some(mut link) = self.link_for(&snapshot.counters) else { return Looked::default() };
        let started = Instant::now();
        match timeout(self.settings.timeout, link.read(&self.names, key)).await {
            Ok(Ok((tokens, bytes))) => {
                self.state.was_quick();
                let kept = bytes.and_then(|bytes| Envelope::decode(bytes, &tokens));
                let kept = kept.filter(|envelope| envelope.expires_at > now).map(|envelope| Kept {
                    answer: envelope.answer,
                    topics: envelope.topics,
                    expires_at: envelope.expires_at.min(end),
                    snapshot: snapshot.clone(),
                });
                Looked { kept, tokens: Some(tokens) }
            }
            Ok(Err(error)) => {
                self.state.give_up(link.id, &error);
                Looked::default()
            }
            Err(_) => {
                self.state.was_slow(link.id, started);
                Looked::default()
            }
        }
    }

    /// Puts an answer that was computed after `tokens` were read. Nobody waits for it, and under load it is left out.
    pub(crate) fn put(&self, key: &Key, kept: &Arc<Kept>, tokens: Tokens, now: SystemTime) {
        let Ok(life) = kept.expires_at.duration_since(now) else { return };
        let Ok(permit) = Arc::clone(&self.state.puts).try_acquire_owned() else { return };
        let Some(mut link) = self.state.link() else { return };
        let (name, kept, state) = (self.names.answer(key), Arc::clone(kept), Arc::clone(&self.state));
        tokio::spawn(async move {
            let envelope = Envelope::encode(&kept, &tokens);
            match link.write(&name, &envelope, life).await {
                Err(error) if error.is_io_error() => state.give_up(link.id, &error),
                // Out of memory, say: the next may be smaller.
                Err(error) => tracing::debug!(%error, "redis did not take an answer"),
                Ok(()) => {}
            }
            drop(permit);
        });
    }
}
