//! Events are kept together with those that come at the same time: to begin a statement and to wait for the disk costs the same for one and
//! for sixty. Each is answered when it is durable, and none waits for another one unless two statements are under way already.

use std::sync::Arc;

use axum::body::Bytes;
use chrono::{DateTime, Utc};
use db::{Db, Tx};
use payments::{Envelope, Swept};
use sea_orm::{DbErr, FromQueryResult, Value, sea_query::ArrayType};
use tokio::sync::{Semaphore, mpsc, oneshot};
use uuid::Uuid;
use web::ApiError;

use crate::payment::accounts::Opened;

/// So many statements at a time: while they wait for the disk the next ones come together.
const STATEMENTS: usize = 2;
/// At most so many events in one.
const TOGETHER: usize = 64;
/// So many may wait before those who tell have to.
const WAITING: usize = 1_024;

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
}

/// Where events go to be kept. It ends with the last one who may tell.
#[derive(Debug)]
pub(crate) struct Intake(mpsc::Sender<Waiting>);

impl Intake {
    pub(crate) fn open(db: &Db) -> Self {
        let (sender, receiver) = mpsc::channel(WAITING);
        tokio::spawn(gather(db.clone(), receiver));
        Self(sender)
    }

    /// Keeps an event; true if something of what was kept with it is new.
    pub(super) async fn keep(&self, told: Told) -> Result<bool, ApiError> {
        let (answer, kept) = oneshot::channel();
        let gone = || ApiError::internal("nobody keeps webhooks any more");
        self.0.send(Waiting { told, answer }).await.map_err(|_| gone())?;
        Ok(kept.await.map_err(|_| gone())??)
    }
}

async fn gather(db: Db, mut receiver: mpsc::Receiver<Waiting>) {
    let turns = Arc::new(Semaphore::new(STATEMENTS));
    while let Some(first) = receiver.recv().await {
        let Ok(turn) = Arc::clone(&turns).acquire_owned().await else { return };
        let mut together = vec![first];
        while together.len() < TOGETHER
            && let Ok(next) = receiver.try_recv()
        {
            together.push(next);
        }
        let db = db.clone();
        tokio::spawn(async move {
            write(&db, together).await;
            drop(turn);
        });
    }
}

async fn write(db: &Db, waiting: Vec<Waiting>) {
    let now = db.clock().now();
    let taken = take(db, waiting.iter().map(|one| &one.told), now).await;
    match taken {
        // One that cannot be kept keeps no other out.
        Err(error) if waiting.len() > 1 && error.blames_data() => {
            for one in waiting {
                // Who has gone meanwhile is told again by the provider.
                let _ = one.answer.send(take(db, [&one.told], now).await);
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

#[derive(FromQueryResult)]
struct Taken {
    taken: i64,
}

const TAKE: &str =
    "select taken from private.take_webhooks($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";

async fn take<'a>(db: &Db, told: impl IntoIterator<Item = &'a Told>, now: DateTime<Utc>) -> db::Result<bool> {
    let mut columns = Columns::default();
    for one in told {
        columns.add((one.shop, one.endpoint), &one.envelope, one.headers.clone(), &one.body);
    }
    let taken: Option<Taken> = db.take(TAKE, columns.values("told", now)).await?;
    Ok(taken.is_some_and(|taken| taken.taken > 0))
}

/// Keeps events of an account that nobody told, and says how many of them are new.
pub(crate) async fn keep_all(tx: &Tx, of: &Opened, swept: &[Swept]) -> db::Result<u64> {
    let mut columns = Columns::default();
    for one in swept {
        columns.add((of.shop, of.id), &one.envelope, "{}".to_owned(), one.body.get().as_bytes());
    }
    let Taken { taken } = db::fetch_one(tx, TAKE, columns.values("swept", tx.now())).await?;
    Ok(taken.unsigned_abs())
}

/// Events by column, as one statement takes them.
#[derive(Default)]
struct Columns {
    shop: Vec<Uuid>,
    endpoint: Vec<Uuid>,
    /// Id, type, object, its type, account, version, mode and headers.
    texts: [Vec<String>; 8],
    body: Vec<Value>,
    at: Vec<DateTime<Utc>>,
}

impl Columns {
    fn add(&mut self, (shop, endpoint): (Uuid, Uuid), envelope: &Envelope, headers: String, body: &[u8]) {
        let said = |text: &Option<String>| text.clone().unwrap_or_default();
        let texts = [
            envelope.event.clone(),
            envelope.kind.clone(),
            said(&envelope.object),
            said(&envelope.object_kind),
            said(&envelope.account),
            said(&envelope.api_version),
            envelope.is_live.map(|is_live| is_live.to_string()).unwrap_or_default(),
            headers,
        ];
        self.shop.push(shop);
        self.endpoint.push(endpoint);
        for (column, text) in self.texts.iter_mut().zip(texts) {
            column.push(text);
        }
        self.body.push(body.to_vec().into());
        self.at.push(envelope.created);
    }

    fn values(self, how: &str, now: DateTime<Utc>) -> Vec<Value> {
        let mut values: Vec<Value> = vec![self.shop.into(), self.endpoint.into()];
        values.extend(self.texts.map(Value::from));
        values.push(Value::Array(ArrayType::Bytes, Some(Box::new(self.body))));
        values.extend([self.at.into(), how.into(), now.into()]);
        values
    }
}
