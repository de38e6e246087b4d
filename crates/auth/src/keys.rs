//! From the text of a publishable key to the shop it opens.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use db::Db;
use entity::ids::{ApiKeyId, OrganizationId, RegionId, SalesChannelId};
use quick_cache::sync::Cache;
use sea_orm::FromQueryResult;
use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::{ShopperKey, TokenKind, token};

/// Finds keys, and remembers those it found until it is told that a shop has changed.
#[derive(Clone)]
pub struct Keys {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    known: Cache<Box<str>, Arc<ShopperKey>>,
    listening: AtomicBool,
    /// Keys that are being looked up: strangers who guess must not take all connections.
    lookups: Semaphore,
    /// Moves with every change that was heard, so that what was read before it is not remembered after it.
    epoch: AtomicU64,
}

const REMEMBERED: usize = 10_000;
const LOOKUPS_AT_ONCE: usize = 4;

#[derive(FromQueryResult)]
struct Row {
    organization_id: Uuid,
    api_key_id: Uuid,
    key_type: String,
    sales_channel_ids: Vec<Uuid>,
    shop_channel_count: i64,
    default_region_id: Option<Uuid>,
    locales: Vec<String>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keys").field("remembered", &self.inner.known.len()).finish_non_exhaustive()
    }
}

impl Keys {
    /// A finder that remembers nothing until [`Keys::listening`] says that it will be told of changes.
    pub fn new(db: Db) -> Self {
        let known = Cache::new(REMEMBERED);
        Self {
            inner: Arc::new(Inner {
                db,
                known,
                listening: AtomicBool::new(false),
                lookups: Semaphore::new(LOOKUPS_AT_ONCE),
                epoch: AtomicU64::new(0),
            }),
        }
    }

    /// Says whether changes of keys are heard. What was missed in between is forgotten.
    pub fn listening(&self, listening: bool) {
        self.inner.epoch.fetch_add(1, Ordering::AcqRel);
        self.inner.known.clear();
        self.inner.listening.store(listening, Ordering::Release);
    }

    /// Whether changes of keys are heard, so that keys are remembered.
    pub fn is_listening(&self) -> bool {
        self.inner.listening.load(Ordering::Acquire)
    }

    /// Forgets the keys of a shop whose keys, channels or settings changed.
    pub fn forget(&self, organization: Uuid) {
        self.inner.epoch.fetch_add(1, Ordering::AcqRel);
        self.inner.known.retain(|_, key| key.organization.0 != organization);
    }

    /// The shop that a publishable key opens; `None` for one that is unknown, revoked or secret.
    pub async fn find(&self, text: &str) -> db::Result<Option<Arc<ShopperKey>>> {
        let remember = self.inner.listening.load(Ordering::Acquire);
        if remember && let Some(key) = self.inner.known.get(text) {
            return Ok(Some(key));
        }
        if !token::is_well_formed(text, TokenKind::Publishable) {
            return Ok(None);
        }
        let _permit = self.inner.lookups.acquire().await;
        let epoch = self.inner.epoch.load(Ordering::Acquire);
        let tx = self.inner.db.begin_system("find the shop of a key").await?;
        let hash = token::sha256(text).to_vec();
        let row: Option<Row> =
            db::fetch_optional(&tx, "select * from private.resolve_api_key($1)", [hash.into()]).await?;
        tx.commit().await?;
        let Some(row) = row.filter(|row| row.key_type == TokenKind::Publishable.name()) else {
            return Ok(None);
        };
        let key = Arc::new(ShopperKey::new(
            OrganizationId(row.organization_id),
            ApiKeyId(row.api_key_id),
            row.sales_channel_ids.into_iter().map(SalesChannelId).collect(),
            row.shop_channel_count == 1,
            row.default_region_id.map(RegionId),
            row.locales.into_iter().map(Into::into).collect(),
        ));
        if remember {
            self.inner.known.insert(text.into(), Arc::clone(&key));
            if self.inner.epoch.load(Ordering::Acquire) != epoch {
                self.inner.known.remove(text);
            }
        }
        Ok(Some(key))
    }
}
