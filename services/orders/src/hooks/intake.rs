//! Events are kept together with those that come at the same time: to begin a statement and to wait for the disk costs the same for one and
//! for sixty. Each is answered when it is durable, and none waits for another one unless a statement is under way already.

use std::{mem, sync::Arc, time::Duration};

use axum::body::Bytes;
use db::Db;
use payments::Envelope;
use sea_orm::DbErr;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot},
    task::JoinSet,
    time::{Instant, timeout_at},
};
use uuid::Uuid;
use web::{ApiError, Kind};

use super::{crowds::Crowds, rows};

/// So many statements at a time: while they wait for the disk the next ones come together.
const STATEMENTS: usize = 2;
/// So many events at least make a statement beside another one: to begin one costs as much as to keep five.
const BESIDE: usize = 8;
/// At most so many events in one.
const TOGETHER: usize = 64;
/// And no more once they have so many bytes.
const BYTES_TOGETHER: usize = 4 * 1024 * 1024;
/// So many may wait before those who tell have to.
const WAITING: usize = 1_024;
/// With so many bytes at most: who comes then comes again.
const BYTES_WAITING: usize = 64 * 1024 * 1024;
/// So long the database has. Who tells does not wait much longer himself; and one that was cut off without a word says nothing for a quarter
/// of an hour.
const PATIENCE: Duration = Duration::from_secs(10);

/// An event that was told and is to be kept.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) shop: Uuid,
    pub(super) endpoint: Uuid,
    pub(super) envelope: Envelope,
    /// Of the delivery, as JSON.
    pub(super) headers: String,
    pub(super) body: Bytes,
}

struct Waiting {
    told: Told,
    answer: oneshot::Sender<db::Result<bool>>,
    /// Of its bytes, until it is answered.
    _room: OwnedSemaphorePermit,
}

/// Where events go to be kept. It ends with the last one who may tell.
#[derive(Debug)]
pub(crate) struct Intake {
    line: mpsc::Sender<Waiting>,
    room: Arc<Semaphore>,
    crowds: Crowds,
}

impl Intake {
    pub(crate) fn open(db: &Db) -> Self {
        let (line, waiting) = mpsc::channel(WAITING);
        tokio::spawn(gather(db.clone(), waiting));
        Self { line, room: Arc::new(Semaphore::new(BYTES_WAITING)), crowds: Crowds::default() }
    }

    /// Which accounts tell too much.
    pub(super) fn crowds(&self) -> &Crowds {
        &self.crowds
    }

    /// Keeps an event; true if something of what was kept with it is new.
    pub(super) async fn keep(&self, told: Told) -> Result<bool, ApiError> {
        let bytes = u32::try_from(told.body.len()).unwrap_or(u32::MAX);
        let Ok(room) = Arc::clone(&self.room).try_acquire_many_owned(bytes) else {
            let words = "The webhook is not taken: too much waits to be kept";
            return Err(ApiError::new(Kind::Unavailable, words).with_retry_after(10));
        };
        let (answer, kept) = oneshot::channel();
        let gone = || ApiError::internal("nobody keeps webhooks any more");
        self.line.send(Waiting { told, answer, _room: room }).await.map_err(|_| gone())?;
        Ok(kept.await.map_err(|_| gone())??)
    }
}

/// Events that go into the next statement.
#[derive(Default)]
struct Batch {
    waiting: Vec<Waiting>,
    bytes: usize,
}

impl Batch {
    fn push(&mut self, one: Waiting) {
        self.bytes += one.told.body.len();
        self.waiting.push(one);
    }

    fn is_full(&self) -> bool {
        self.waiting.len() >= TOGETHER || self.bytes >= BYTES_TOGETHER
    }

    /// Whether it begins now, beside those that are under way.
    fn begins_beside(&self, under_way: usize) -> bool {
        let is_worth_it = self.waiting.len() >= BESIDE || self.is_full();
        !self.waiting.is_empty() && (under_way == 0 || under_way < STATEMENTS && is_worth_it)
    }
}

async fn gather(db: Db, mut line: mpsc::Receiver<Waiting>) {
    let (mut under_way, mut next) = (JoinSet::new(), Batch::default());
    loop {
        while !next.is_full()
            && let Ok(one) = line.try_recv()
        {
            next.push(one);
        }
        if next.begins_beside(under_way.len()) {
            under_way.spawn(write(db.clone(), mem::take(&mut next).waiting));
        }
        tokio::select! {
            one = line.recv(), if !next.is_full() => match one {
                Some(one) => next.push(one),
                None => break,
            },
            Some(_) = under_way.join_next(), if !under_way.is_empty() => {}
        }
    }
    // Nobody tells anything any more.
    write(db, next.waiting).await;
    under_way.join_all().await;
}

async fn write(db: Db, waiting: Vec<Waiting>) {
    let until = Instant::now() + PATIENCE;
    let told: Vec<&Told> = waiting.iter().map(|one| &one.told).collect();
    let mut taken = take(&db, &told, until).await;
    if matches!(taken, Err(db::Error::Conflict(_))) {
        taken = take(&db, &told, until).await;
    }
    match taken {
        // One that cannot be kept keeps no other out.
        Err(error) if waiting.len() > 1 && error.blames_data() => {
            for one in waiting {
                // Who has gone meanwhile is told again by the provider.
                let _ = one.answer.send(take(&db, &[&one.told], until).await);
            }
        }
        Err(error) => {
            let words = error.to_string();
            let mut error = Some(error);
            for one in waiting {
                let error = error.take().unwrap_or_else(|| db::Error::Unavailable(DbErr::Custom(words.clone())));
                let _ = one.answer.send(Err(error));
            }
        }
        Ok(is_new) => {
            for one in waiting {
                let _ = one.answer.send(Ok(is_new));
            }
        }
    }
}

/// Keeps them, or gives up at `until`: what was kept nevertheless is there when it is told again.
async fn take(db: &Db, told: &[&Told], until: Instant) -> db::Result<bool> {
    let Ok(taken) = timeout_at(until, rows::take(db, told)).await else {
        return Err(db::Error::Unavailable(DbErr::Custom("webhooks were not kept in time".to_owned())));
    };
    taken
}
