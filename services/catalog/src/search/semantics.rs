//! What a query means, as a vector: remembered in this process, then in the database, and made only then.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use db::Db;
use embeddings::Embedder;
use limits::{Flow, Limits};
use quick_cache::sync::Cache;
use sea_orm::FromQueryResult;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// So many queries are remembered in a process.
const REMEMBERED: usize = 4_096;
/// So long a search waits for its vector; after that it goes by its words, and the next one finds the vector.
const PATIENCE: Duration = Duration::from_millis(150);
/// Queries whose vectors are made at a time, of all shops and of each: strangers ask, and somebody pays.
const MAKING: Most = Most { of_all: 16, of_shop: 4 };
/// Queries that are looked up, or wait for one that is made.
const WAITING: Most = Most { of_all: 256, of_shop: 64 };
/// So long a query that led to no vector is not asked again: who waits for it would try one after the other.
const FAILED_FOR: TimeDelta = TimeDelta::seconds(10);
/// Said of an endpoint that refuses or does not answer.
const AWAY: &str = "the model is not available";
const TOO_MANY: &str = "too many queries at a time";

/// How many vectors a shop's strangers have made: what they ask costs the installation's owner money.
#[derive(Debug, Clone)]
pub struct Share {
    /// Who counts.
    pub limits: Limits,
    /// So many an hour; 0 is no limit.
    pub most: u32,
}

impl Share {
    async fn has_room(&self, organization: Uuid) -> bool {
        const HOUR: Duration = Duration::from_hours(1);
        let flow = Flow { name: "shop.meanings", most: self.most, window: HOUR, burst: self.most.div_ceil(2) };
        self.most == 0 || self.limits.pass(flow, &organization.to_string()).await.is_ok()
    }
}

type Vector = Arc<[f32]>;
type Key = [u8; 32];

/// Who makes vectors, and what was made.
#[derive(Clone)]
pub struct Semantics(Option<Arc<Inner>>);

struct Inner {
    embedder: Arc<dyn Embedder>,
    remembered: Cache<Key, Vector>,
    failed: Cache<Key, DateTime<Utc>>,
    waiting: Arc<Turns>,
    making: Arc<Turns>,
    share: Option<Share>,
}

impl fmt::Debug for Semantics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Semantics").field(&self.embedder()).finish()
    }
}

/// A vector, or why there is none.
#[derive(Debug, Clone)]
pub(crate) enum Meaning {
    /// It is known.
    Known(Vector),
    /// The search goes by words.
    Unknown(&'static str),
}

#[derive(FromQueryResult)]
struct Stored {
    embedding: Vec<f32>,
    is_old: bool,
}

impl Semantics {
    /// Without an embedder every search goes by words, and without a share no shop's queries are limited.
    pub fn new(embedder: Option<Arc<dyn Embedder>>, share: Option<Share>) -> Self {
        Self(embedder.map(|embedder| {
            let (remembered, failed) = (Cache::new(REMEMBERED), Cache::new(REMEMBERED));
            let (waiting, making) = (Arc::new(Turns::new(WAITING)), Arc::new(Turns::new(MAKING)));
            Arc::new(Inner { embedder, remembered, failed, waiting, making, share })
        }))
    }

    /// Who makes vectors.
    pub fn embedder(&self) -> Option<&Arc<dyn Embedder>> {
        self.0.as_ref().map(|inner| &inner.embedder)
    }

    /// What a text means. Never to be awaited while a transaction is open.
    pub(crate) async fn of(&self, db: &Db, organization: Uuid, text: &str) -> Meaning {
        let Some(inner) = &self.0 else { return Meaning::Unknown("no model is configured") };
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let key = key(organization, inner.embedder.model(), &text);
        if let Some(vector) = inner.remembered.get(&key) {
            return Meaning::Known(vector);
        }
        let Some(place) = Turns::take(&inner.waiting, organization) else { return Meaning::Unknown(TOO_MANY) };
        let (inner, db) = (Arc::clone(inner), db.clone());
        // It goes on when nobody waits any more: what was begun is kept for the next one who asks, and nobody begins it twice.
        let making = tokio::spawn(async move {
            let _place = place;
            // Who asks the same meanwhile waits here, and takes no turn.
            let made = inner.find_or_make(&db, organization, key, text);
            inner.remembered.get_or_insert_async(&key, made).await
        });
        match tokio::time::timeout(PATIENCE, making).await {
            Ok(Ok(Ok(vector))) => Meaning::Known(vector),
            Ok(Ok(Err(reason))) => Meaning::Unknown(reason),
            Ok(Err(_)) => Meaning::Unknown(AWAY),
            Err(_) => Meaning::Unknown("the model did not answer in time"),
        }
    }
}

/// How many queries there may be at a time.
#[derive(Debug, Clone, Copy)]
struct Most {
    of_all: usize,
    of_shop: usize,
}

/// Whose queries there are.
#[derive(Debug)]
struct Turns {
    most: Most,
    taken: Mutex<HashMap<Uuid, usize>>,
}

struct Turn {
    turns: Arc<Turns>,
    organization: Uuid,
}

impl Turns {
    fn new(most: Most) -> Self {
        Self { most, taken: Mutex::default() }
    }

    /// A turn of a shop, unless the shop or all of them together have as many as they may.
    fn take(turns: &Arc<Self>, organization: Uuid) -> Option<Turn> {
        let mut taken = turns.taken();
        let all: usize = taken.values().sum();
        let own = taken.get(&organization).copied().unwrap_or_default();
        if all >= turns.most.of_all || own >= turns.most.of_shop {
            return None;
        }
        taken.insert(organization, own + 1);
        Some(Turn { turns: Arc::clone(turns), organization })
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<Uuid, usize>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut taken = self.turns.taken();
        match taken.get_mut(&self.organization) {
            Some(own) if *own > 1 => *own -= 1,
            _ => drop(taken.remove(&self.organization)),
        }
    }
}

impl Inner {
    async fn find_or_make(&self, db: &Db, organization: Uuid, key: Key, text: String) -> Result<Vector, &'static str> {
        let model = self.embedder.model().to_owned();
        let found = find(db, organization, &key, &model).await.inspect_err(log).ok().flatten();
        Ok(match found {
            Some(Stored { embedding, is_old }) if embedding.len() == self.embedder.dimensions() => {
                if is_old {
                    keep(db, organization, &key, &model, None).await.inspect_err(log).ok();
                }
                embedding.into()
            }
            _ => {
                let now = db.clock().now();
                if self.failed.get(&key).is_some_and(|at| now - at < FAILED_FOR) {
                    return Err(AWAY);
                }
                let _turn = Turns::take(&self.making, organization).ok_or(TOO_MANY)?;
                if let Some(share) = &self.share
                    && !share.has_room(organization).await
                {
                    return Err("the shop has had its share of vectors");
                }
                let made = self.embedder.embed(vec![text]).await;
                let made = made.inspect_err(|error| tracing::warn!(%error, "a query has no vector"));
                let Some(vector) = made.ok().and_then(|made| made.into_iter().next()) else {
                    self.failed.insert(key, db.clock().now());
                    return Err(AWAY);
                };
                let vector: Vector = vector.into();
                keep(db, organization, &key, &model, Some(&vector)).await.inspect_err(log).ok();
                vector
            }
        })
    }
}

fn log(error: &db::Error) {
    tracing::warn!(%error, "the vector of a query is not kept");
}

/// Of shop, model and text: one shop does not learn from the speed of an answer what another one was asked.
fn key(organization: Uuid, model: &str, text: &str) -> Key {
    let mut hash = Sha256::new();
    hash.update(organization);
    hash.update(model);
    hash.update([0]);
    hash.update(text);
    hash.finalize().into()
}

async fn find(db: &Db, organization: Uuid, key: &Key, model: &str) -> db::Result<Option<Stored>> {
    let tx = db.begin_lookup("find the vector of a query").await?;
    let sql = "select e.embedding::real[] as embedding, e.used_at < $4 as is_old from public.query_embeddings e
        where e.organization_id = $1 and e.query_sha256 = $2 and e.model = $3";
    let day = tx.now() - TimeDelta::days(1);
    let stored =
        db::fetch_optional(&tx, sql, [organization.into(), key.to_vec().into(), model.into(), day.into()]).await?;
    tx.commit().await?;
    Ok(stored)
}

/// Keeps a vector, or says that it was used.
async fn keep(db: &Db, organization: Uuid, key: &Key, model: &str, vector: Option<&[f32]>) -> db::Result<()> {
    let tx = db.begin_system("keep the vector of a query").await?;
    let (at, key): (sea_orm::Value, sea_orm::Value) = (tx.now().into(), key.to_vec().into());
    if let Some(vector) = vector {
        let sql = "insert into public.query_embeddings (organization_id, query_sha256, model, embedding, used_at)
                values ($1, $2, $3, $4::real[]::extensions.vector, $5)
                on conflict (organization_id, query_sha256, model) do update
                set embedding = excluded.embedding, used_at = excluded.used_at";
        db::exec(&tx, sql, [organization.into(), key, model.into(), vector.to_vec().into(), at]).await?;
    } else {
        let sql = "update public.query_embeddings set used_at = $4
                where organization_id = $1 and query_sha256 = $2 and model = $3";
        db::exec(&tx, sql, [organization.into(), key, model.into(), at]).await?;
    }
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shop_takes_its_own_turns_and_not_those_of_others() {
        let turns = Arc::new(Turns::new(Most { of_all: 5, of_shop: 2 }));
        let [one, other, third] = [Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3)];
        let own: Vec<Turn> = (0..2).filter_map(|_| Turns::take(&turns, one)).collect();
        assert_eq!(own.len(), 2);
        assert!(Turns::take(&turns, one).is_none());
        let others: Vec<Turn> = [other, other, third].iter().filter_map(|shop| Turns::take(&turns, *shop)).collect();
        assert_eq!(others.len(), 3);
        // Five of all.
        assert!(Turns::take(&turns, third).is_none());
        drop(own);
        assert!(Turns::take(&turns, third).is_some() && Turns::take(&turns, one).is_some());
        drop(others);
        assert!(turns.taken().is_empty());
    }
}
